"""What stands in a path, a query or a header: the types that routes share, and how a route's own are read.

A route declares its parameters in its signature (`Annotated[..., Query(alias="dueBefore")]`); they are read here, so that
everything wrong with a request is told in one answer. Texts without bounds do not exist: whatever type a parameter has,
control characters and broken UTF-8 never get through.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Final, get_args, get_origin
from urllib.parse import unquote_to_bytes

from fastapi import Header, Path, Query
from fastapi.dependencies.models import Dependant
from pydantic import AfterValidator, BeforeValidator, ValidationError
from pydantic_core import SchemaValidator

from challenge_api.law.aggregate import CODE_PATTERN
from challenge_api.web import caching, idempotency
from challenge_api.web.faults import explain
from challenge_api.web.plain import IN_TEXT, moment, validator
from challenge_api.web.problems import Fault

UUID_PATTERN: Final = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
LONGEST_VALUE: Final = 4096
MOST_KEYS: Final = 100


Moment = Annotated[datetime, BeforeValidator(moment)]
"""A moment with `Z` or an offset, read as UTC."""


def path_id(name: str) -> Any:
    """Declare an id in a path: a UUID, in lower case.

    >>> def read(challenge_id: Annotated[str, path_id("challengeId")]) -> None: ...
    """
    return Path(alias=name, pattern=UUID_PATTERN, json_schema_extra={"format": "uuid"})


def path_authority(example: str) -> Any:
    """Declare the code of an authority in a path."""
    return Path(
        max_length=40,
        pattern=CODE_PATTERN,
        description="Code of the authority.",
        openapi_examples={"example": {"value": example}},
    )


def _if_match(text: str | None) -> str | None:
    if text is not None:
        caching.expected(text)
    return text


def _idempotency_key(text: str | None) -> str | None:
    return None if text is None else idempotency.key_text(text)


IfMatch = Annotated[
    str | None,
    AfterValidator(_if_match),
    Header(
        alias="If-Match",
        json_schema_extra={"pattern": caching.ONE_TAG},
        openapi_examples={"example": {"value": '"3.staff"'}},
        description="ETag that you last read; the move is refused when it is stale. A list of tags, or `*`, is read as well.",
    ),
]
IfNoneMatch = Annotated[
    str | None,
    Header(alias="If-None-Match", max_length=1024, description="ETags that you hold; 304 when one of them is current."),
]
IdempotencyKey = Annotated[
    str | None,
    AfterValidator(_idempotency_key),
    Header(
        alias="Idempotency-Key",
        json_schema_extra={"pattern": idempotency.FORM},
        openapi_examples={"example": {"value": '"8e03978e-40d5-43e8-bc93-6894a57f9324"'}},
        description="A key of your own, new for each request, quoted or bare: a repetition within 30 days answers as the first.",
    ),
]
Limit = Annotated[int, Query(ge=1, le=100, description="Items on a page.")]
CursorText = Annotated[
    str | None,
    Query(alias="cursor", pattern="^[A-Za-z0-9_-]{1,1024}$", description="From a `Link` of the page before."),
]


@dataclass(frozen=True, slots=True)
class _Reader:
    """How one parameter is read: its name outside and inside, its type, and what it is when left out."""

    place: str
    alias: str
    argument: str
    validator: SchemaValidator
    required: bool
    default: Any
    many: bool

    def read(self, value: Any, faults: list[Fault]) -> Any:
        try:
            return self.validator.validate_python(value)
        except ValidationError as error:
            told = {explain(one) for one in error.errors(include_url=False)}
            faults += [Fault(self.place, self.alias, code, detail) for code, detail in sorted(told)]
            return None


def _readers(place: str, fields: Any) -> tuple[_Reader, ...]:
    return tuple(
        _Reader(
            place=place,
            alias=field.alias,
            argument=field.name,
            validator=validator(field._type_adapter.core_schema, IN_TEXT),  # of the adapter that the document is drawn from
            required=field.field_info.is_required(),
            default=None if field.field_info.is_required() else field.get_default(),
            many=_is_many(field.field_info.annotation),
        )
        for field in fields
    )


def _is_many(annotation: Any) -> bool:
    variants = (annotation, *get_args(annotation))
    return any(get_origin(variant) in (list, tuple, set, frozenset) for variant in variants)


class Parameters:
    """All parameters of a route, read together."""

    def __init__(self, dependant: Dependant) -> None:
        """Prepare the readers from the signature that FastAPI analysed."""
        self._path = _readers("parameter", dependant.path_params)
        self._query = {reader.alias: reader for reader in _readers("parameter", dependant.query_params)}
        self._headers = tuple((reader.alias.lower().encode(), reader) for reader in _readers("header", dependant.header_params))

    def read(self, path: Mapping[str, str], query: bytes, headers: Mapping[bytes, bytes]) -> tuple[dict[str, Any], list[Fault]]:
        """Give the arguments by name, and everything that is wrong with them."""
        faults: list[Fault] = []
        arguments: dict[str, Any] = {}
        for reader in self._path:
            text = path[reader.alias]
            if _CONTROL.search(text) or "\ufffd" in text:
                faults.append(Fault("parameter", reader.alias, "malformed-text", "The value is no text that could be meant."))
            else:
                arguments[reader.argument] = reader.read(text, faults)
        given = self._given(query, faults) if query else {}
        for alias, reader in self._query.items():
            values = given.get(alias)
            if values is None:
                self._absent(reader, arguments, faults)
            elif values:
                arguments[reader.argument] = reader.read(values if reader.many else values[0], faults)
        for name, reader in self._headers:
            value = headers.get(name)
            if value is None:
                self._absent(reader, arguments, faults)
            else:
                arguments[reader.argument] = self._header(reader, value, faults)
        return arguments, faults

    @staticmethod
    def _absent(reader: _Reader, arguments: dict[str, Any], faults: list[Fault]) -> None:
        if reader.required:
            faults.append(Fault(reader.place, reader.alias, "missing", "This is required."))
        arguments[reader.argument] = reader.default

    @staticmethod
    def _header(reader: _Reader, value: bytes, faults: list[Fault]) -> Any:
        text = value.decode("latin-1")
        if not text.isascii() or _CONTROL.search(text):
            faults.append(Fault("header", reader.alias, "malformed-text", "Only visible ASCII characters may be here."))
            return None
        return reader.read(text, faults)

    def _given(self, query: bytes, faults: list[Fault]) -> dict[str, list[str]]:
        given: dict[str, list[str]] = {}
        pairs = query.split(b"&", MOST_KEYS + 1)
        if len(pairs) > MOST_KEYS:
            faults.append(Fault("parameter", "", "too-many", f"At most {MOST_KEYS} parameters may be in a query."))
            return given
        for pair in pairs:
            if not pair:
                continue
            name, _, value = (_text(part) for part in pair.partition(b"="))
            reader = self._query.get(name) if name else None
            if reader is None:
                shown = (name or "?")[:100]
                faults.append(Fault("parameter", shown, "unknown-parameter", "There is no such parameter here."))
            elif value is None or len(value) > LONGEST_VALUE:
                faults.append(Fault("parameter", name or "", "malformed-text", "The value is no text that could be meant."))
                given.setdefault(reader.alias, [])
            elif reader.alias in given and not reader.many:
                faults.append(Fault("parameter", reader.alias, "repeated", "This parameter may come only once."))
            else:
                given.setdefault(reader.alias, []).append(value)
        return given


def _text(raw: bytes) -> str | None:
    """Decode a percent-encoded part of a query; None when it is not UTF-8 or holds control characters."""
    try:
        text = unquote_to_bytes(raw.replace(b"+", b" ")).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if _CONTROL.search(text) else text
