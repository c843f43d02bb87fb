"""Reading a JSON body strictly: what a lenient parser lets pass, and what the type of the command forbids, all at once.

JSON itself allows what would mean two things to two readers: a key twice, NaN, an escape that is half a character. Such a body
is refused before it is read as a command. Then Pydantic reads the same bytes strictly; its errors are told in our own
words, with a JSON pointer into the body as it was sent.
"""

import json
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError
from pydantic_core import SchemaValidator

from challenge_api.web.faults import MISSING, MOST, explain, outermost_removed
from challenge_api.web.plain import IN_JSON, validator
from challenge_api.web.problems import Fault

DEEPEST: Final = 32
"""Levels of objects and lists that a body may have."""


_BROKEN: Final = "a NUL or half of a character (a lone surrogate)"


class _NotJson(ValueError):
    """A word that JSON does not know."""


class _KeyTwice(ValueError):
    """Some object has a key more than once; where, the second, slower reading finds out."""


class _Twice(dict[str, Any]):
    """An object in which keys came more than once."""

    keys_twice: tuple[str, ...] = ()


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = dict(pairs)
    if len(read) != len(pairs):
        raise _KeyTwice
    return read


def _marked_object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    read = _Twice(pairs)
    read.keys_twice = tuple(key for key, times in Counter(key for key, _ in pairs).items() if times > 1)
    return read


def _constant(word: str) -> Any:
    raise _NotJson(f"{word} is not a JSON value.")


_DECODER: Final = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
_MARKING: Final = json.JSONDecoder(object_pairs_hook=_marked_object, parse_constant=_constant)


def pointer(*steps: str | int) -> str:
    """Give the JSON pointer (RFC 6901) of these steps.

    >>> pointer("parts", 0, "a/b")
    '/parts/0/a~1b'
    """
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1")[:100] for step in steps)


def _body_fault(code: str, detail: str, at: str = "") -> Fault:
    return Fault("pointer", at, code, detail)


def parsed(raw: bytes) -> tuple[Any, list[Fault]]:
    """Parse the bytes as JSON; the faults are empty exactly when they are JSON that means one thing only."""
    if not raw.strip():
        return None, [_body_fault("missing", "The body is empty; a JSON object is expected.")]
    if raw.startswith(b"\xef\xbb\xbf"):
        return None, [_body_fault("malformed-json", "The body begins with a byte order mark.")]
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_body_fault("malformed-json", f"The body is not UTF-8: see byte {error.start}.")]
    try:
        body, suspect = _decoded(text)
    except json.JSONDecodeError as error:
        return None, [_body_fault("malformed-json", f"The body is not JSON: see line {error.lineno}, column {error.colno}.")]
    except RecursionError:
        return None, [_too_deep()]
    except _NotJson as error:
        return None, [_body_fault("malformed-json", str(error))]
    except ValueError:  # an integer of thousands of digits
        return None, [_body_fault("malformed-json", "The body holds a number with too many digits.")]
    if raw.count(b"{") + raw.count(b"[") > DEEPEST or b"\\u" in raw or suspect:
        return body, list(_walk(body))[:MOST]
    return body, []


def _decoded(text: str) -> tuple[Any, bool]:
    try:
        return _DECODER.decode(text), False
    except _KeyTwice:
        return _MARKING.decode(text), True


def _too_deep() -> Fault:
    return _body_fault("too-deep", f"The body has more than {DEEPEST} levels.")


def _walk(body: Any) -> Iterator[Fault]:
    """Find keys that came twice, texts that nothing could store, and too many levels, wherever they are."""
    stack: list[tuple[Any, tuple[str | int, ...]]] = [(body, ())]
    while stack:
        value, at = stack.pop()
        if len(at) > DEEPEST:
            yield _too_deep()
            return
        if isinstance(value, str):
            if _is_broken(value):
                yield _body_fault("malformed-text", f"The text holds {_BROKEN}.", pointer(*at))
        elif isinstance(value, list):
            stack += reversed([(item, (*at, index)) for index, item in enumerate(value)])
        elif isinstance(value, dict):
            if isinstance(value, _Twice):
                for key in value.keys_twice:
                    name = "?" if _is_broken(key) else key
                    yield _body_fault("duplicate-key", "The key comes more than once.", pointer(*at, name))
            if any(_is_broken(key) for key in value):
                yield _body_fault("malformed-text", f"A key holds {_BROKEN}.", pointer(*at))
            else:
                stack += reversed([(item, (*at, key)) for key, item in value.items()])


def _is_broken(text: str) -> bool:
    return "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text)


class BodyReader:
    """Reads bodies as one type of command."""

    def __init__(self, command: Any) -> None:
        """Take the type."""
        self._command = command

    @cached_property
    def _validator(self) -> SchemaValidator:
        """Compile the type when the first body comes: all of them at once would hold up every start."""
        return validator(TypeAdapter(self._command).core_schema, IN_JSON)

    def read(self, raw: bytes) -> tuple[Any, Any, list[Fault]]:
        """Give the command, the parsed JSON, and everything that is wrong with it."""
        body, faults = parsed(raw)
        if faults:
            return None, None, faults
        try:
            return self._validator.validate_json(raw), body, []
        except ValidationError as error:
            return None, body, _told(body, error)


def _told(body: Any, error: ValidationError) -> list[Fault]:
    told: dict[tuple[str, str], Fault] = {}
    for one in outermost_removed(error.errors(include_url=False)):
        at = pointer(*_path(body, one["loc"], one["type"]))
        code, detail = explain(one)
        told.setdefault((at, code), _body_fault(code, detail, at))
    return list(told.values())[:MOST]


def _path(body: Any, loc: tuple[int | str, ...], kind: str) -> Iterator[str | int]:
    """Follow an error's place through the body; what is no step of the body is the name of a variant of a type."""
    value = body
    for number, step in enumerate(loc, start=1):
        in_list = isinstance(value, list) and isinstance(step, int) and step < len(value)
        if in_list or (isinstance(value, dict) and step in value):
            yield step
            value = value[step]
        elif number == len(loc) and kind in MISSING:
            yield step
