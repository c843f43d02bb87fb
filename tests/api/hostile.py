"""What no honest client sends, for every place of every operation that the document names.

Nothing here is written for one route: operations, their parameters and the bodies to spoil come from the service's own document,
so an operation that is new tomorrow is attacked tomorrow.
"""

import copy
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection

from challenge_api.history.database import Database

Steps = tuple[str | int, ...]
"""The way to a place in a body."""

NUL, HALF = '"a\\u0000b"', '"\\ud800"'
JSON_VALUES: Final[Mapping[str, str]] = {
    "null": "null",
    "truth": "true",
    "empty text": '""',
    "spaces": '"  "',
    "NUL": NUL,
    "half a character": HALF,
    "reversed halves": '"\\udc00\\ud800"',
    "control character": '"a\\u001bb"',
    "line separator": '"a\\u2028b"',
    "bidi override": '"\\u202eabc"',
    "beyond the first plane": '"\\ud83c\\udf33"',
    "long text": json.dumps("x" * 200_000),
    "zero": "0",
    "minus one": "-1",
    "minus zero": "-0",
    "largest of 32 bits, one more": str(2**31),
    "largest exact, one more": str(2**53),
    "largest of 64 bits": str(2**63 - 1),
    "largest of 64 bits, one more": str(2**63),
    "unsigned, one more": str(2**64),
    "smallest of 64 bits, one less": str(-(2**63) - 1),
    "400 digits": "9" * 400,
    "5000 digits": "9" * 5000,
    "fraction": "1.5",
    "whole as fraction": "1.0",
    "exponent": "1e3",
    "overflow": "1e999",
    "underflow": "1e-999",
    "NaN": "NaN",
    "Infinity": "Infinity",
    "-Infinity": "-Infinity",
    "list": "[]",
    "object": "{}",
    "list of lists": "[[[[]]]]",
    "twenty levels": "[" * 20 + "]" * 20,
    "a hundred levels": "[" * 100 + "]" * 100,
    "long list": json.dumps([1] * 3000),
    "first day": '"0001-01-01"',
    "last day": '"9999-12-31"',
    "day zero": '"0000-01-01"',
    "year of five digits": '"10000-01-01"',
    "no such day": '"2026-02-30"',
    "week date": '"2026-W01-1"',
    "compact date": '"20260101"',
    "moment": '"2026-01-01T00:00:00Z"',
    "an id": '"00000000-0000-0000-0000-000000000000"',
    "quote": '"\' OR 1=1; DROP TABLE event; --"',
    "template": '"{{7*7}} ${7*7} %s %(a)s {0}"',
}
"""As JSON, for any value of a body."""

RAW_BODIES: Final[Mapping[str, bytes]] = {
    "nothing": b"",
    "spaces": b" \n\t ",
    "NUL": b"\x00",
    "no JSON": b"{'a': 1}",
    "a half": b'{"a": ',
    "two": b"{}{}",
    "text": b'"a"',
    "number": b"1",
    "null": b"null",
    "list": b"[]",
    "byte order mark": b"\xef\xbb\xbf{}",
    "UTF-16": "{}".encode("utf-16"),
    "UTF-16 without mark": '{"a":1}'.encode("utf-16-le"),
    "UTF-32": "{}".encode("utf-32"),
    "latin-1": '{"a":"é"}'.encode("latin-1"),
    "surrogate as UTF-8": b'{"a":"\xed\xa0\x80"}',
    "overlong": b'{"a":"\xc0\x80"}',
    "deep lists": b"[" * 100_000,
    "deep objects": b'{"a":' * 50_000,
    "deep and closed": b"[" * 5000 + b"]" * 5000,
    "digits": b'{"a":' + b"9" * 100_000 + b"}",
    "many keys": json.dumps({f"k{number}": 0 for number in range(20_000)}).encode(),
    "key twice": b'{"a":1,"a":2}',
    "key of NUL": b'{"\\u0000":1}',
    "key of half": b'{"\\ud800":1}',
    "proto": b'{"__proto__":{"a":1},"constructor":1}',
    "gzip": b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03",
    "form": b"a=1&b=2",
    "xml": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
}

TEXTS: Final = (
    "", " ", "a", "\x00", "\x7f", "\ufffd", "\ud800", "é", "٣", "-1", "0", "1.0", "1e3", "+1", " 1", str(2**31), str(2**63),
    "9" * 5000, "null", "true", "..", "%00", "%2e%2e", "0001-01-01", "9999-12-31", "10000-01-01", "0001-01-01T00:00:00Z",
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59.999999-23:59", "9999-12-31T23:59:59Z",
    "00000000-0000-0000-0000-000000000000",
    "0000000000-0000-0000-0000-000000000000", "A" * 1024, "-_-_", "W10", "eyJhIjoxfQ", "' OR 1=1 --",
    "actions,actions", "{0}%s%n", "x" * 100_000,
)  # fmt: skip
"""For any parameter of a path or a query."""

HEADERS: Final[Mapping[str, tuple[bytes, ...]]] = {
    "authorization": (
        b"", b"Bearer", b"Bearer ", b"bearer a.b.c", b"Basic YTpi", b"Bearer \xff", b"Bearer " + b"x" * 100_000,
        b"Bearer a.b.c.d", b"Bearer eyJhbGciOiJub25lIn0.e30.", b"Bearer " + b"." * 5000, b"Bearer e30.e30.e30",
        b"Bearer bnVsbA.bnVsbA.bnVsbA",
        b"Bearer W10.W10.W10",
        b"Bearer eyJhbGciOlsiRVMyNTYiXX0.e30.AA", b"Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6e319.e30.AA",
        b"Bearer eyJhbGciOiJFUzI1NiIsImtpZCI6MX0.e30.AA",
    ),
    "accept": (
        b"", b"*", b"\xff", b"," * 2000, b"text/html", b"application/json;q=\x00", b"application/json;q=9" + b"9" * 5000,
        b"a/b;" * 3000,
    ),
    "content-type": (
        b"", b"\xff", b"text/plain", b"application/json; charset=utf-16", b"application/json;" * 500, b"multipart/form-data",
        b"application/json; charset=\xff",
    ),
    "content-encoding": (b"gzip", b"identity, gzip", b"\xff", b"x" * 9000),
    "content-length": (b"", b"-1", b"1e9", b"\xb2", b"9" * 400, b"1, 2", b"0x10"),
    "if-match": (
        b"", b"*", b"*, *", b'"', b'W/"1.staff"', b'"\xff"', b'"1"', b'"-1.staff"', b'"' + b"9" * 400 + b'.staff"',
        b'"a",' * 3000, b"1.staff", b'"1.\x00"',
    ),
    "if-none-match": (b"", b"*", b'"', b'"\xff"', b'"a",' * 3000, b"W/", b"\x00"),
    "idempotency-key": (
        b"", b'""', b'"', b"\xff", b"a b", b"a" * 256, b'"' + b"\\" * 300 + b'"', b"a, b", b"\x00", b'"\\x"',
    ),
    "traceparent": (b"", b"\xff" * 60, b"00-" + b"0" * 32 + b"-" + b"0" * 16 + b"-00", b"x" * 50_000),
    "origin": (b"", b"null", b"\xff", b"x" * 50_000, b"https://a\r\nSet-Cookie: b"),
    "x" * 5000: (b"y" * 50_000,),
    "cookie": (b"a=b; " * 5000,),
    "x-http-method-override": (b"DELETE",),
    "transfer-encoding": (b"gzip, chunked",),
    "expect": (b"100-continue", b"\xff"),
    "range": (b"bytes=0-0", b"bytes=9-1"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of the document."""

    method: str
    path: str
    id: str
    parameters: tuple[Mapping[str, Any], ...]
    example: Any
    """A body that fits; None where the operation has none."""
    created: bool
    """Whether it answers with 201."""
    records: bool
    """Whether it adds to the history."""
    optional: tuple[Steps, ...]
    """Places that a body may have and the example has not."""

    def named(self, place: str) -> tuple[str, ...]:
        """Give the names of its parameters in the path or the query."""
        return tuple(each["name"] for each in self.parameters if each["in"] == place)


def operations(document: Mapping[str, Any]) -> tuple[Operation, ...]:
    """Give every operation of a document."""
    found = []
    for path, item in document["paths"].items():
        shared = item.get("parameters", [])
        for method, said in item.items():
            if method in ("get", "post", "put", "patch", "delete"):
                parameters = tuple(_resolved(document, each) for each in [*shared, *said.get("parameters", [])])
                example = _example(said)
                optional = () if example is None else tuple(_absent(document, _schema(said), example, ()))
                created = said["responses"].get("201")
                records = created is not None and "Log-Position" in created["headers"]
                found.append(
                    Operation(
                        method.upper(), path, said["operationId"], parameters, example, created is not None, records, optional
                    )
                )
    return tuple(found)


def _resolved(document: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    while "$ref" in part:
        found: Any = document
        for step in part["$ref"].removeprefix("#/").split("/"):
            found = found[step]
        part = found
    return part


def _example(said: Mapping[str, Any]) -> Any:
    if "requestBody" not in said:
        return None
    media = said["requestBody"]["content"]["application/json"]
    return media["example"] if "example" in media else next(iter(media["examples"].values()))["value"]


def _schema(said: Mapping[str, Any]) -> Mapping[str, Any]:
    schema: Mapping[str, Any] = said["requestBody"]["content"]["application/json"]["schema"]
    return schema


def _absent(document: Mapping[str, Any], schema: Mapping[str, Any], body: Any, at: Steps) -> Iterator[Steps]:
    schema = _resolved(document, schema)
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ()), *schema.get("allOf", ())):
        yield from _absent(document, each, body, at)
    if isinstance(body, dict):
        for name, part in schema.get("properties", {}).items():
            if name not in body:
                yield (*at, name)
            else:
                yield from _absent(document, part, body[name], (*at, name))
    elif isinstance(body, list):
        for number, item in enumerate(body):
            yield from _absent(document, schema.get("items", {}), item, (*at, number))


def places(body: Any, at: Steps = ()) -> Iterator[Steps]:
    """Give every place in a body, the body itself first."""
    yield at
    inner = body.items() if isinstance(body, dict) else enumerate(body) if isinstance(body, list) else ()
    for step, part in inner:
        yield from places(part, (*at, step))


_MARK: Final = "\u2603 here"


def spoiled(body: Any, at: Steps, text: str) -> bytes:
    """Give a body as JSON with this text, whatever it is, in one place."""
    if not at:
        return text.encode("utf-8", "surrogatepass")
    changed = copy.deepcopy(body)
    inside = changed
    for step in at[:-1]:
        inside = inside[step]
    inside[at[-1]] = _MARK
    return json.dumps(changed, ensure_ascii=False).replace(json.dumps(_MARK, ensure_ascii=False), text).encode()


def without(body: Any, at: Steps) -> bytes:
    """Give a body as JSON without one place."""
    changed = copy.deepcopy(body)
    inside = changed
    for step in at[:-1]:
        inside = inside[step]
    del inside[at[-1]]
    return json.dumps(changed).encode()


def twice(body: Any, at: Steps) -> bytes:
    """Give a body as JSON with one key of an object twice, the same value each time."""
    changed = copy.deepcopy(body)
    inside = changed
    for step in at[:-1]:
        inside = inside[step]
    value = json.dumps(inside[at[-1]])
    inside[at[-1]] = _MARK
    said = f"{value},{json.dumps(at[-1])}:{value}"
    return json.dumps(changed, ensure_ascii=False).replace(json.dumps(_MARK, ensure_ascii=False), said).encode()


class Undoing(Database):
    """A database on which moves can be tried: decided, written, looked at by `before_undoing`, answered, and then undone."""

    undoing = False
    before_undoing: Callable[[Connection], None] | None = None
    _inside: Connection | None = None

    @contextmanager
    def moving(self) -> Iterator[Connection]:
        """Give a connection for one move."""
        if self._inside is not None:  # what is tried before the undoing is undone along
            yield self._inside
            return
        if not self.undoing:
            with super().moving() as connection:
                yield connection
            return
        assert self._writer is not None, "for SQLite"
        with self._writer, self._transactions.connect() as connection, connection.begin() as transaction:
            yield connection
            if self.before_undoing is not None:
                self._inside = connection
                try:
                    self.before_undoing(connection)
                finally:
                    self._inside = None
            transaction.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection that sees what is about to be undone."""
        if self._inside is not None:
            yield self._inside
            return
        with super().reading() as connection:
            yield connection


def wrong(status: int, headers: Mapping[bytes, bytes], body: bytes) -> str | None:
    """Say what is wrong with an answer to anything at all: no 5xx, no error out of our form."""
    if status >= 500:
        return f"status {status}"
    if b"api-version" not in headers or b"x-content-type-options" not in headers:
        return "without the headers of every answer"
    if status < 400:
        return None
    if headers.get(b"content-type") != b"application/problem+json":
        return f"status {status}, and no problem but {headers.get(b'content-type')!r}"
    said = json.loads(body)
    if said["status"] != status or not {"type", "title", "detail", "traceId"} <= said.keys():
        return f"status {status} with the problem {said}"
    return None
