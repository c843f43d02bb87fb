"""Random walks through the service: what the log gives back equals what was told while it happened.

People of a town try what may fit (`tests.core.walker`), over HTTP, on several cases at once. While they do, answers are written
down with the instant. Afterwards the read model is built anew from the log and must be the same to the byte, and each answer is
asked for once more as of its instant.
"""

import asyncio
import itertools
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from sqlalchemy import text

from challenge_api.app import STREAMS
from challenge_api.challenges.case import Case
from challenge_api.challenges.lifecycle import TABLE
from challenge_api.history import entries, replay
from challenge_api.history.database import Database
from challenge_api.law.access import Role
from tests.core import walker
from tests.core.given import VOORBEELDSTAD, Story
from tests.service import AMSTERDAM, Reply, Town
from tests.service import VOORBEELDSTAD as HERE

TABLES = (
    "challenge", "challenge_period", "challenge_deadline", "challenge_group", "group_representative", "ordinance_version",
)  # fmt: skip
VIEWERS = (
    ("representative", "anna"), ("handler", "hanna"), ("assessor", "els"), ("auditor", "udo"),
    ("intake", "ine"), ("representative", "bob"),
)  # fmt: skip
"""Nobody who may become a party later: whether a case is seen at all is judged for the reader of now, also of its past."""
LENGTH = 6_000
"""Bytes of tape: some hundred steps."""
FEW = 40
PAIRS = int(os.environ.get("CHALLENGE_TEST_PAIRS", FEW))
"""Pairs of a case and a moment to compare; walks go on until there are so many."""
ANSWERS = ("", "/history", "/deadlines", "/actions", "?expand=actions,deadlines")
LISTS = (
    "", "&sort=submittedOn", "&sort=dueOn", "&sort=-dueOn", "&phase=submitted&sort=-dueOn", "&phase=monitored", "&phase=closed",
    "&state=draft", "&state=submitted", "&state=assessing&sort=submittedOn", "&outcome=rejected", "&outcome=withdrawn",
    "&taskDomain=5.7", "&dueBefore=2027-06-01", "&submittedFrom=2026-10-01", "&submittedUntil=2027-03-01", f"&authority={HERE}",
)  # fmt: skip


@dataclass(frozen=True)
class Told:
    """An answer, and when it was given."""

    at: str
    path: str
    viewer: tuple[str, str]
    status: int
    body: Any


class Walk:
    """People of a town on their way, and what they were told."""

    def __init__(self, town: Town, tape: walker.Tape) -> None:
        self.town, self.tape = town, tape
        self.loop = asyncio.new_event_loop()
        self.tokens: dict[tuple[str, str, int], bytes] = {}
        self.told: list[Told] = []
        self.discarded: set[str] = set()
        """Drafts that were thrown away: their texts were erased at once, also from what was told."""
        self.known: list[str] = []
        """Every case there is."""
        self.pairs = self.accepted = 0
        self.statuses: set[int] = set()

    def go(self) -> None:
        cases: list[str | None] = [None, None, None]
        while not self.tape.ended:
            place = self.tape.number(len(cases))
            story = Story(rules=VOORBEELDSTAD, case=self._case(cases[place]), today=self.today)
            going = walker.steps(self.tape, story)
            asked = next(going, None)
            if asked is None:
                return
            if Role.SYSTEM in asked.by.roles:
                continue  # nobody has a token of the service itself
            if asked.story.case.version == 0:
                cases[place] = None
            self.town.clock.at = max(self.town.clock.at, datetime.combine(asked.today, time(10), tzinfo=AMSTERDAM))
            reply = self._try(cases[place], asked.command, asked.by)
            self.statuses.add(reply.status)
            assert reply.status in (201, 403, 404, 409), reply.text
            if reply.status == 201:
                self.accepted += 1
                cases[place] = reply.json["id"]
                if reply.json["version"] == 1:
                    self.known.append(reply.json["id"])
                if PAIRS > FEW or self.accepted % 3 == 0:
                    self._write_down(cases[place])
                    self._write_down(self.tape.of(self.known))
                if reply.json["state"] == "discarded":
                    self.discarded.add(reply.json["id"])

    @property
    def today(self):
        return self.town.clock.today(HERE)

    def _case(self, challenge_id: str | None) -> Case:
        if challenge_id is None:
            return Case()
        with self.town.database.reading() as connection:
            found = connection.execute(text("SELECT folded FROM challenge WHERE id = :id"), {"id": challenge_id})
            return entries.load(Case, found.scalar_one())

    def _try(self, challenge_id: str | None, command: Any, by: Any) -> Reply:
        row = next(row for row in TABLE if row.command is type(command))
        said = TypeAdapter(type(command)).dump_python(command, mode="json", by_alias=True, exclude_none=True)
        subject = by.id if by.person else ""
        token = self.town.token(*sorted(by.roles), subject=subject, client="desk")
        if row.creates:
            return self.town.ask("POST", f"/v1/{row.noun}", token, said | {"authority": HERE})
        path = f"/v1/challenges/{challenge_id or '00000000-0000-4000-8000-000000000000'}/{row.noun}"
        return self.town.ask("POST", path, token, said, {"If-Match": "*"})

    def _write_down(self, challenge_id: str | None) -> None:
        """Ask everything there is to know of a case, and for a list, as somebody."""
        viewer = self.tape.of(VIEWERS)
        self.pairs += 1
        of_case = [f"/v1/challenges/{challenge_id}{path}" for path in ANSWERS]
        for path in (*of_case, f"/v1/challenges?limit=100{self.tape.of(LISTS)}"):
            reply = self._get(path, viewer)
            at = entries.instant_text(self.town.clock.now())
            self.told.append(Told(at, path, viewer, reply.status, reply.json))

    def _get(self, path: str, viewer: tuple[str, str]) -> Reply:
        """Ask the application itself: with a client in between, ten thousand pairs take an hour."""
        key = *viewer, self.today.year  # a walk outlives a token
        if key not in self.tokens:
            self.tokens[key] = self.town.token(viewer[0], subject=viewer[1]).encode()
        place, _, query = path.partition("?")
        headers = [(b"host", b"testserver"), (b"authorization", b"Bearer " + self.tokens[key])]
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http", "path": place,
            "raw_path": place.encode(), "query_string": query.encode(), "root_path": "", "headers": headers,
            "server": ("testserver", 80), "client": ("127.0.0.1", 1),
        }  # fmt: skip
        said: list[Any] = []

        async def receive() -> Any:
            return {"type": "http.request", "body": b"", "more_body": False}

        async def send(message: Any) -> None:
            said.append(message)

        self.loop.run_until_complete(self.town.application(scope, receive, send))
        content = b"".join(each.get("body", b"") for each in said)
        return Reply(said[0]["status"], httpx.Headers(said[0]["headers"]), content.decode(), content)

    def asked_again(self, told: Told) -> Reply:
        return self._get(f"{told.path}{'&' if '?' in told.path else '?'}asOf={told.at}", told.viewer)

    def without_erased(self, body: Any) -> Any:
        """Leave the drafts out of a list that were thrown away since."""
        return [item for item in body["items"] if item.get("id") not in self.discarded]


def rows(database: Database) -> list[tuple[str, Sequence[Any]]]:
    """Every row of the read model, as the database holds it."""
    with database.reading() as connection:
        return sorted((table, tuple(row)) for table in TABLES for row in connection.execute(text(f"SELECT * FROM {table}")).all())


@pytest.mark.timeout(300 if PAIRS <= FEW else 0)
def test_the_log_gives_back_what_was_told_while_it_happened(database: Database):
    walk = Walk(Town(database), walker.Tape(walker.stretched(7, LENGTH)))
    walk.go()
    more = itertools.count(8)
    while walk.pairs < PAIRS:
        walk.tape = walker.Tape(walker.stretched(next(more), LENGTH))
        walk.go()
    assert walk.accepted > 40
    assert walk.statuses >= {201, 403, 409}
    before = rows(database)
    replay.rebuild(database, STREAMS)
    assert rows(database) == before
    for told in walk.told:
        again = walk.asked_again(told)
        assert again.status == told.status, told
        if told.status != 200 or any(gone in told.path for gone in walk.discarded):
            continue
        if "?limit=" in told.path:
            assert walk.without_erased(again.json) == walk.without_erased(told.body), told
        else:
            assert again.json == told.body, told
    walk.loop.close()
    listed = [len(told.body["items"]) for told in walk.told if "?limit=" in told.path and told.status == 200]
    assert sum(map(bool, listed)) > len(listed) // 4
