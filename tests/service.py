"""A town at work, for tests: the real service over its ASGI interface, with a clock that the test moves."""

import asyncio
import itertools
import json
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from challenge_api import demo_authority
from challenge_api.app import create_service
from challenge_api.challenges.lifecycle import TABLE
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.history.database import Database
from challenge_api.law.access import Role
from challenge_api.settings import Settings
from challenge_api.web.actions import operation_id

VOORBEELDSTAD = demo_authority.AUTHORITY
MODELSTAD = demo_authority.MODEL_AUTHORITY
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
KEYS = TemporaryDirectory(prefix="challenge-api-keys-")
"""A throw-away key of the local issuer, for services that have no folder of their own."""
LOOPS = threading.local()
"""One event loop for each thread, in which every town answers: to set one up costs a third of a read."""


@dataclass
class TestClock:
    """A clock that stands still until it is moved; every look is a microsecond later, so that instants differ."""

    __test__ = False

    at: datetime = datetime(2026, 9, 1, 10, 0, tzinfo=UTC)
    ticks: "itertools.count[int]" = field(default_factory=itertools.count)

    def now(self) -> datetime:
        return self.at + timedelta(microseconds=next(self.ticks))

    def today(self, authority: str) -> date:
        return self.at.astimezone(AMSTERDAM).date()

    def day_of(self, authority: str, at: datetime) -> date:
        return at.astimezone(AMSTERDAM).date() if at.date() < date.max else date.max

    def set(self, day: str) -> None:
        self.at = datetime.combine(date.fromisoformat(day), time(10, 0), tzinfo=UTC)


@dataclass(frozen=True)
class Reply:
    """An answer, with what tests ask of it most."""

    status: int
    headers: httpx.Headers
    text: str
    content: bytes = b""

    @property
    def json(self) -> Any:
        return json.loads(self.text)

    @property
    def codes(self) -> list[str]:
        return [refusal["code"] for refusal in self.json.get("refusals", [])]


class Town:
    """The service, the people of a town, and a case's moves in a line each."""

    def __init__(self, database: Database, folder: Path | None = None, *, demo: bool = True) -> None:
        self.clock = TestClock()
        self.database = database
        self.tokens: dict[tuple[Any, ...], str] = {}
        where = folder or Path(database.engine.url.database or ".").parent
        if database.engine.url.get_backend_name() != "sqlite":
            where = folder or Path(KEYS.name)
        self.service = create_service(Settings(data_dir=where, log_requests=False), database, self.clock)
        assert self.service.local_issuer is not None
        self.issuer = self.service.local_issuer
        if demo:
            demo_authority.load(self.service.moves)
        self.application = self.service.application

    def token(self, *roles: str, subject: str | None = None, at: str = VOORBEELDSTAD, client: str = "test-client") -> str:
        person = subject if subject is not None else roles[0]
        asked = (roles, person, at, client, self.clock.at)
        if asked not in self.tokens:
            said = {at: [Role(role) for role in roles]}
            minutes = 60 * 24 * 4000
            self.tokens[asked] = self.issuer.mint_roles(said, subject=person or None, client=client, minutes=minutes)
        return self.tokens[asked]

    def ask(
        self,
        method: str,
        path: str,
        token: str | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> Reply:
        given = {} if token is None else {"Authorization": f"Bearer {token}"}
        if body is not None:
            content = json.dumps(body).encode()
            given["Content-Type"] = "application/json"
        given |= headers or {}

        async def send() -> httpx.Response:
            transport = httpx.ASGITransport(app=self.application)
            async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
                return await client.request(method, path, headers=given, content=content)

        if not hasattr(LOOPS, "runner"):
            LOOPS.runner = asyncio.Runner()
        answer = LOOPS.runner.run(send())
        return Reply(answer.status_code, answer.headers, answer.text, answer.content)

    def get(self, path: str, *roles: str, subject: str | None = None, **more: Any) -> Reply:
        return self.ask("GET", path, self.token(*(roles or ("handler",)), subject=subject, **more))

    def submits(self, subject: str = "anna", at: str = VOORBEELDSTAD, **changes: Any) -> "Filed":
        body = json.loads(json.dumps(EXAMPLES["submit"])) | {"authority": at}
        body["contents"] |= changes
        reply = self.ask("POST", "/v1/challenges", self.token("representative", subject=subject, at=at), body)
        assert reply.status == 201, reply.text
        return Filed(self, reply.json["id"], at, subject)


@dataclass
class Filed:
    """A case in the service."""

    town: Town
    id: str
    at: str
    representative: str

    def seen(self, *roles: str, subject: str | None = None) -> Any:
        reply = self.town.ask(
            "GET", f"/v1/challenges/{self.id}", self.town.token(*(roles or ("handler",)), subject=subject, at=self.at)
        )
        assert reply.status == 200, reply.text
        return reply.json

    @property
    def state(self) -> str:
        return str(self.seen()["state"])

    @property
    def version(self) -> int:
        return int(self.seen()["version"])

    def tries(self, noun: str, role: str, subject: str | None = None, body: Any = None, **changes: Any) -> Reply:
        """Try a move with the body of its example, changed."""
        said = json.loads(json.dumps(example(noun) if body is None else body)) | changes
        person = self.representative if role == "representative" and subject is None else subject
        token = self.town.token(role, subject=person, at=self.at)
        return self.town.ask("POST", f"/v1/challenges/{self.id}/{noun}", token, said, {"If-Match": "*"})

    def does(self, noun: str, role: str, subject: str | None = None, body: Any = None, **changes: Any) -> Any:
        reply = self.tries(noun, role, subject, body, **changes)
        assert reply.status == 201, f"{noun}: {reply.status} {reply.text}"
        return reply.json


def way_back_to(case: Filed) -> Callable[[], None]:
    """Give a way back to this very moment of a town on SQLite: all it has stored, and its day, as they are now."""
    town = case.town
    at, live = town.clock.at, str(town.database.engine.url.database)
    kept = sqlite3.connect(":memory:")
    with closing(sqlite3.connect(live)) as source:
        source.backup(kept)

    def back() -> None:
        with closing(sqlite3.connect(live)) as target:
            kept.backup(target)
        town.clock.at = at

    return back


def example(noun: str) -> Any:

    row = next(row for row in TABLE if row.noun == noun)
    return EXAMPLES[operation_id(row.command)]


Walk = Callable[[Filed], None]
