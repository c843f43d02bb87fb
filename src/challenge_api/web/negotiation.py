"""Media types: is what a client sends JSON, and does it accept what we answer (RFC 9110 §8.3, §12.5.1)."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final, Literal

_LONGEST: Final = 1000
_QUALITY: Final = re.compile(r"0(\.\d{0,3})?|1(\.0{0,3})?", re.ASCII)


@lru_cache(maxsize=256)
def is_json(content_type: bytes | None) -> bool:
    """Tell whether a `Content-Type` says JSON in UTF-8.

    >>> is_json(b"application/json; charset=utf-8"), is_json(b"text/plain"), is_json(None)
    (True, False, False)
    """
    if content_type is None or len(content_type) > _LONGEST:
        return False
    kind, *parameters = (part.strip().lower() for part in content_type.decode("latin-1").split(";"))
    named = (parameter.partition("=") for parameter in parameters)
    charsets = {value.strip().strip('"') for name, _, value in named if name.strip() == "charset"}
    return kind == "application/json" and charsets <= {"utf-8", "utf8"}


def accepts(accept: bytes, media_type: str) -> bool:
    """Tell whether an `Accept` header admits a media type: the most specific range that fits decides.

    >>> accepts(b"text/html, application/*;q=0.5", "application/json"), accepts(b"*/*, application/json;q=0", "application/json")
    (True, False)
    """
    return quality(accept, media_type) > 0


def preferred(accept: bytes | None, offered: Sequence[str]) -> str:
    """Give the media type that a reader likes best of those offered; among equals the first.

    >>> preferred(b"text/html, */*;q=0.1", ["application/json", "text/html"]), preferred(None, ["application/json", "text/html"])
    ('text/html', 'application/json')
    """
    return offered[0] if accept is None else max(offered, key=lambda media_type: quality(accept, media_type))


def language(accept_language: str | None) -> Literal["en", "nl"]:
    """Give the language, of the two that we speak, that a reader likes better; English when none is said.

    >>> language("nl-NL, en;q=0.8"), language("en, nl;q=0.5"), language("fr, nl;q=0.3"), language(None)
    ('nl', 'en', 'nl', 'en')
    """
    best: dict[str, float] = {}
    for entry in (accept_language or "")[:_LONGEST].split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        tongue = name.lower().partition("-")[0]
        best[tongue] = max(best.get(tongue, 0.0), _quality(parameters))
    other = best.get("*", 0.0)
    return "nl" if best.get("nl", other) > best.get("en", other) else "en"


@lru_cache(maxsize=1024)
def quality(accept: bytes, media_type: str) -> float:
    """Give how much an `Accept` header likes a media type, from 0 (not at all) to 1."""
    if not accept.strip():
        return 1.0
    if len(accept) > _LONGEST:
        return 0.0
    wanted = media_type.partition(";")[0].strip().lower()
    best = (-1, 0.0)
    for entry in accept.decode("latin-1").split(","):
        name, *parameters = (part.strip() for part in entry.split(";"))
        specific = _fits(name.lower(), wanted)
        if specific >= 0:
            best = max(best, (specific, _quality(parameters)))
    return best[1]


def _fits(given: str, wanted: str) -> int:
    if given == wanted:
        return 2
    if given == wanted.partition("/")[0] + "/*":
        return 1
    return 0 if given == "*/*" else -1


def _quality(parameters: list[str]) -> float:
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "q":
            return float(value.strip()) if _QUALITY.fullmatch(value.strip()) else 0.0
    return 1.0
