"""Nothing a client sends gives a 5xx or an error out of our form: every operation of the document, attacked at every place.

Moves are sent to a case in a state in which their example is accepted, by somebody who may: what gets through the shape reaches
the rules, the clocks and the database, and is undone after the answer.
"""

import asyncio
import json
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, text

from challenge_api.app import STREAMS
from challenge_api.history import replay
from tests.api.hostile import (
    HEADERS,
    JSON_VALUES,
    RAW_BODIES,
    TEXTS,
    Operation,
    Undoing,
    operations,
    places,
    spoiled,
    twice,
    without,
    wrong,
)  # fmt: skip
from tests.api.walks import WALKS
from tests.conftest import prepared
from tests.service import VOORBEELDSTAD, Town

_FOLDER = tempfile.TemporaryDirectory(prefix="challenge-api-hostile-")
OPERATIONS = operations(json.loads(Path("openapi/openapi.json").read_text(encoding="utf-8")))
WITH_BODY = [each for each in OPERATIONS if each.example is not None]
ROLES = ("representative", "intake", "handler", "assessor", "decision-maker", "contract-manager", "administrator", "auditor")
PEOPLE = ("anna", "jan", "dora", "zoe")

Answer = tuple[int, dict[bytes, bytes], bytes]


@dataclass(frozen=True)
class Target:
    """Where an operation's example is accepted: the values of its path, who, and when."""

    path: dict[str, str]
    token: str
    at: datetime
    accepted: bool


class Attacked:
    """A town with a case in each state."""

    def __init__(self) -> None:
        path = Path(_FOLDER.name) / "hostile.db"
        prepared(f"sqlite:///{path}")
        self.database = Undoing(f"sqlite:///{path}")
        self.town = Town(self.database, Path(_FOLDER.name))
        self.cases = {}
        for state, walk in WALKS.items():
            case = walk(self.town)
            self.cases[state] = (case.id, self.town.clock.at)
        self.people = {name: self.town.token(*ROLES, subject=name) for name in PEOPLE}
        # what an auditor reads is recorded, which cannot be waited for in the middle of a move
        self.reader = self.town.token(*(role for role in ROLES if role != "auditor"), subject="anna")
        self.ordinance = self.town.ask("GET", "/v1/ordinances", self.people["zoe"]).json["items"][0]["id"]
        self.group = self.town.ask("GET", "/v1/groups", self.people["anna"]).json["items"][0]["id"]
        self.town.service.log.publish(VOORBEELDSTAD)
        self.targets: dict[str, Target] = {}
        self.found: list[str] = []
        self.looked = 0

    def send(self, requests: Iterable[tuple[dict[str, Any], bytes]]) -> list[Answer]:
        """Send requests as they come from the wire; what they do is undone."""
        self.database.undoing = True
        try:
            return exchanged(self.town.application, requests)
        finally:
            self.database.undoing = False

    def looks(self, connection: Connection) -> None:
        """Read, in every way, the case that a move has just changed, and build its read model anew from the log."""
        newest = connection.execute(text("SELECT stream, kind FROM event ORDER BY recorded_at DESC, position DESC LIMIT 1")).one()
        if newest.kind == "challenge":
            case, bearer = f"/v1/challenges/{newest.stream}", [(b"authorization", b"Bearer " + self.reader.encode())]
            asked = [
                (case, b""), (case, b"expand=actions,deadlines"), (f"{case}/actions", b""), (f"{case}/deadlines", b""),
                (f"{case}/history", b""), ("/v1/challenges", b"sort=dueOn&dueBefore=9999-12-31"), ("/v1/events", b"after=40"),
            ]  # fmt: skip
            answers = exchanged(
                self.town.application,
                [({"path": path, "query_string": query, "headers": bearer}, b"") for path, query in asked],
            )
            self.found += [
                f"afterwards {path}: {told}" for (path, _), one in zip(asked, answers, strict=True) if (told := wrong(*one))
            ]
        stream = next(each for each in STREAMS if each.aggregate.kind == newest.kind)
        try:
            replay.reproject(connection, stream, VOORBEELDSTAD, newest.stream)
        except Exception as error:
            self.found.append(f"cannot be rebuilt: {error!r}")
        self.looked += 1

    def target(self, operation: Operation) -> Target:
        """Give where the example of an operation is accepted; somewhere, where it nowhere is."""
        if operation.id not in self.targets:
            self.targets[operation.id] = self._found(operation)
        return self.targets[operation.id]

    def _found(self, operation: Operation) -> Target:
        candidates = list(self.cases.values()) if "challengeId" in operation.path else [self.cases["submitted"]]
        somewhere = None
        for case, at in candidates:
            self.town.clock.at = at
            for token in self.people.values():
                path = {
                    "challengeId": case, "groupId": self.group, "ordinanceId": self.ordinance, "code": VOORBEELDSTAD,
                    "version": "1", "position": "1",
                }  # fmt: skip
                target = Target(path, token, at, accepted=True)
                body = None if operation.example is None else json.dumps(operation.example).encode()
                [(status, _, _)] = self.send([request(operation, target, body=body)])
                if status == (201 if operation.created else 200):
                    return target
                somewhere = somewhere or Target(path, token, at, accepted=False)
        assert somewhere is not None
        return somewhere


_SCOPE: dict[str, Any] = {
    "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "https", "path": "/",
    "raw_path": b"/", "query_string": b"", "root_path": "", "headers": [], "client": None, "server": ("api.example", 443),
}  # fmt: skip


def exchanged(application: Any, requests: Iterable[tuple[dict[str, Any], bytes]]) -> list[Answer]:
    async def one(scope: dict[str, Any], body: bytes) -> Answer:
        sent: list[Any] = []

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(message)

        await application(_SCOPE | scope, receive, send)
        return sent[0]["status"], dict(sent[0]["headers"]), b"".join(each.get("body", b"") for each in sent[1:])

    async def all_of_them() -> list[Answer]:
        return [await one(*request) for request in requests]

    return asyncio.run(all_of_them())


@cache
def attacked() -> Attacked:
    return Attacked()


def request(
    operation: Operation,
    target: Target,
    *,
    path: dict[str, str] | None = None,
    query: bytes = b"",
    headers: dict[bytes, bytes] | None = None,
    body: bytes | None = None,
) -> tuple[dict[str, Any], bytes]:
    told = f"/v1{operation.path}"
    for name, value in (target.path | (path or {})).items():
        told = told.replace("{" + name + "}", value)
    said = {b"authorization": b"Bearer " + target.token.encode()}
    if body is not None:
        said |= {b"content-type": b"application/json", b"if-match": b"*", b"content-length": str(len(body)).encode()}
    said |= headers or {}
    scope = {"method": operation.method, "path": told, "query_string": query, "headers": list(said.items())}
    return scope, body or b""


def attack(operation: Operation, named: Iterator[tuple[str, tuple[dict[str, Any], bytes]]]) -> int:
    """Send what is named, and fail with everything that is wrong; give how many were sent."""
    attacked().town.clock.at = attacked().target(operation).at
    names, requests = zip(*named, strict=True)
    answers = attacked().send(requests)
    found = [f"{operation.id}: {name}: {told}" for name, answer in zip(names, answers, strict=True) if (told := wrong(*answer))]
    assert found == []
    return len(requests)


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda each: each.id)
def test_no_path_query_or_header_breaks_an_operation(operation: Operation) -> None:
    target = attacked().target(operation)
    body = None if operation.example is None else json.dumps(operation.example).encode()

    def all_of_it() -> Iterator[tuple[str, tuple[dict[str, Any], bytes]]]:
        for name in operation.named("path"):
            for said in TEXTS:
                yield f"path {name} {said[:40]!r}", request(operation, target, path={name: said}, body=body)
        for name in (*operation.named("query"), "unknown"):
            for said in TEXTS:
                query = name.encode() + b"=" + _percent(said)
                yield f"query {name} {said[:40]!r}", request(operation, target, query=query, body=body)
            for raw in (b"=", name.encode(), name.encode() + b"=%ff", b"%ff=1", b"&".join([name.encode() + b"=1"] * 300)):
                yield f"query {raw[:40]!r}", request(operation, target, query=raw, body=body)
        for name, values in HEADERS.items():
            for value in values:
                field = {name.encode(): value}
                yield f"header {name[:40]} {value[:40]!r}", request(operation, target, headers=field, body=body)
        scope, sent = request(operation, target, body=body)
        flood = [(f"x-{number}".encode(), b"y" * 100) for number in range(5000)]
        yield "a flood of headers", (scope | {"headers": [*scope["headers"], *flood]}, sent)
        yield "every header twice", (scope | {"headers": scope["headers"] * 2}, sent)
        yield "a long path", (scope | {"path": scope["path"] + "/x" * 50_000}, sent)
        yield "another method", (scope | {"method": "X" * 5000}, sent)

    assert attack(operation, all_of_it()) > 100


def _percent(text: str) -> bytes:
    return "".join(f"%{byte:02x}" for byte in text.encode("utf-8", "surrogatepass")).encode()


@pytest.mark.parametrize("operation", WITH_BODY, ids=lambda each: each.id)
def test_no_body_breaks_an_operation_or_what_is_read_after_it(operation: Operation) -> None:
    target, town = attacked().target(operation), attacked()

    def all_of_it() -> Iterator[tuple[str, tuple[dict[str, Any], bytes]]]:
        for name, raw in RAW_BODIES.items():
            yield f"raw {name}", request(operation, target, body=raw)
        for at in (*places(operation.example), *operation.optional):
            for name, value in JSON_VALUES.items():
                yield f"{at} {name}", request(operation, target, body=spoiled(operation.example, at, value))
        for at in places(operation.example):
            if at and isinstance(at[-1], str):
                yield f"{at} left out", request(operation, target, body=without(operation.example, at))
                yield f"{at} twice", request(operation, target, body=twice(operation.example, at))

    town.found, town.looked, town.database.before_undoing = [], 0, town.looks
    try:
        attack(operation, all_of_it())
    finally:
        town.database.before_undoing = None
    assert town.found == []
    assert town.looked > 0 or not (target.accepted and operation.records)
