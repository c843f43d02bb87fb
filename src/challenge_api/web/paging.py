"""Pages of a list by keyset: the cursor holds the key of the last item, so pages stay whole while cases are added.

A cursor is opaque and belongs to its list: filter and sorting are mixed into it, and it is refused with another filter. It is not
secret and not signed: whoever makes one up sees nothing that the visibility filter would not show anyway, and its values are read
by the type of the key, so no invented value reaches the database.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final, Generic, TypeVar, cast
from urllib.parse import urlencode

from pydantic import TypeAdapter, ValidationError

from challenge_api.web.problems import Fault, invalid

DEFAULT_LIMIT: Final = 25
_MARK: Final = 6
_NUMBERS: Final = 2**31

K = TypeVar("K")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Window(Generic[K]):
    """Which page is asked: `limit` items after the key, or before it when `backwards`; from the start without a key."""

    limit: int
    key: K | None = None
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Page(Generic[R]):
    """The rows of one page in the order of the list, and the `Link` header with its neighbours."""

    rows: tuple[R, ...]
    link: str


def _mark(scope: str) -> bytes:
    return hashlib.sha256(scope.encode("utf-8", "surrogatepass")).digest()[:_MARK]


def scope_of(path: str, filters: Mapping[str, Any]) -> str:
    """Give the text that a cursor is bound to: the list and everything that chooses or orders its items."""
    chosen = {name: value for name, value in filters.items() if value is not None and name not in ("cursor", "limit")}
    return json.dumps([path, chosen], sort_keys=True, default=str)


def cursor(scope: str, key: Sequence[Any], *, backwards: bool = False) -> str:
    """Give the opaque cursor that continues after (or before) this key."""
    said = json.dumps([int(backwards), *(_plain(value) for value in key)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_mark(scope) + said).rstrip(b"=").decode()


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def window(text: str | None, scope: str, key_type: TypeAdapter[K], limit: int = DEFAULT_LIMIT) -> Window[K]:
    """Read a cursor; without one the first page is meant.

    `key_type` is the adapter of the tuple that the key is. Raises Problem (400) on anything but a cursor of this very list.
    """
    if text is None:
        return Window(limit)
    try:
        raw = base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
        if raw[:_MARK] != _mark(scope):
            raise _not_ours()
        backwards, *key = json.loads(raw[_MARK:].decode("utf-8"))
        read = key_type.validate_json(json.dumps(key))
        if not all(_storable(value) for value in cast("Sequence[Any]", read)):
            raise _not_ours()
        return Window(limit, read, backwards=bool(backwards))
    except (binascii.Error, ValidationError, ValueError, TypeError, RecursionError):
        raise _not_ours() from None


def _storable(value: Any) -> bool:
    """Tell whether a value can have come from a row: texts have no NUL, numbers have 32 bits, instants are in UTC."""
    if isinstance(value, str):
        return "\0" not in value
    if isinstance(value, datetime):
        return value.utcoffset() == timedelta(0)
    return not isinstance(value, int) or -_NUMBERS <= value < _NUMBERS


def _not_ours() -> Exception:
    return invalid([Fault("parameter", "cursor", "wrong-format", "This is no cursor of this list with this filter.")])


def page(
    rows: Sequence[R],
    at: Window[Any],
    *,
    path: str,
    filters: Mapping[str, Any],
    key: Callable[[R], Sequence[Any]],
) -> Page[R]:
    """Make the page from up to `limit + 1` rows read in the direction of the window.

    `filters` are the query parameters that were given, as texts; the links repeat them.
    """
    more = len(rows) > at.limit
    shown = list(rows[: at.limit])
    if at.backwards:
        shown.reverse()
    has_next = more if not at.backwards else at.key is not None
    has_previous = at.key is not None if not at.backwards else more
    scope = scope_of(path, filters)
    links = [link(path, filters, at.limit, None if at.key is None else cursor(scope, at.key, backwards=at.backwards), "self")]
    if has_next and shown:
        links.append(link(path, filters, at.limit, cursor(scope, key(shown[-1])), "next"))
    if has_previous and shown:
        links.append(link(path, filters, at.limit, cursor(scope, key(shown[0]), backwards=True), "prev"))
    return Page(tuple(shown), ", ".join(links))


def link(path: str, filters: Mapping[str, Any], limit: int, at: str | None, relation: str) -> str:
    """Give one `Link`: the page of these filters at this cursor."""
    given = [(name, value) for name, value in filters.items() if value is not None and name not in ("cursor", "limit")]
    query = urlencode([*given, ("limit", limit), *([("cursor", at)] if at else [])], doseq=True)
    return f'<{path}?{query}>; rel="{relation}"'
