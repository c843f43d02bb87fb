"""The `Idempotency-Key` header: a structured-field string in quotes, or the same text bare."""

import json
import re
from typing import Any, Final

import orjson

from challenge_api.history.moves import IdempotencyKey
from challenge_api.law.access import Principal

_BARE: Final = re.compile(r"[A-Za-z0-9._~:/+=@-]{1,255}", re.ASCII)
_QUOTED: Final = re.compile(r'"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"', re.ASCII)


FORM: Final = rf"^({_BARE.pattern}|{_QUOTED.pattern})$"
"""What the document promises."""


def key_text(header: str) -> str:
    r"""Read the header; quoted and bare forms of one key are the same.

    >>> key_text('"a1"') == key_text("a1")
    True

    Raises ValueError on anything else.
    """
    if _BARE.fullmatch(header):
        return header
    if header[:1] == header[-1:] == '"' and _BARE.fullmatch(header, 1, len(header) - 1):
        return header[1:-1]
    if match := _QUOTED.fullmatch(header):
        return re.sub(r'\\(["\\])', r"\1", match[1])
    raise ValueError("A key of 1 to 255 characters is expected, such as a UUID, in quotes or bare.")


def key_of(key: str | None, principal: Principal, route: str, said: Any) -> IdempotencyKey | None:
    """Give the key, as `key_text` read it, with whom and what it belongs to.

    `route` is the path with its ids; `said` the parsed body: the same JSON written with other spaces or another order of keys is
    the same request.
    """
    if key is None:
        return None
    try:
        body = orjson.dumps(said, option=orjson.OPT_SORT_KEYS)
    except TypeError:  # an integer of more than 64 bits
        body = json.dumps(said, sort_keys=True, separators=(",", ":")).encode("ascii")
    return IdempotencyKey.of(key, principal, route, body)
