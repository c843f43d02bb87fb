"""Entity tags `"<version>.<view>"`, and what conditional requests ask with them (RFC 9110 §8.8.3, §13).

The version is that of the stream, the view how much of the case the reader sees; both readers of one version may move on it, so
`If-Match` compares the version alone. A representation with an ETag may be kept by its reader but must be asked for anew.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.responses import Response

from challenge_api.web.answers import Bytes

KEEP_BUT_ASK: Final = "private, no-cache"
VARY: Final = "Authorization, Accept"

_TAG: Final = re.compile(r'(W/)?"([\x21\x23-\x7e]*)"')
_LIST: Final = re.compile(rf"\s*{_TAG.pattern}\s*(,\s*{_TAG.pattern}\s*)*")
_LONGEST: Final = 1024
ONE_TAG: Final = r'^(\*|(W/)?"[!#-~]{0,200}")$'
"""What the document promises of `If-Match`."""

_OURS: Final = re.compile(r"([1-9]\d{0,9})\.[a-z]{1,20}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Expected:
    """What `If-Match` asks: the version the client saw (0: one that never is current), or None for `*`, whatever is there."""

    version: int | None


def etag(version: int, view: str) -> str:
    """Give the entity tag.

    >>> etag(3, "staff")
    '"3.staff"'
    """
    return f'"{version}.{view}"'


def expected(if_match: str) -> Expected:
    """Read `If-Match`.

    A weak tag or one that is not ours is well formed and never current. Raises ValueError on what is no list of tags, or when the
    tags name several versions.
    """
    if if_match == "*":
        return Expected(None)
    if len(if_match) > _LONGEST or not _LIST.fullmatch(if_match):
        raise ValueError('An ETag in quotes is expected, such as "3.staff".')
    ours = [_OURS.fullmatch(tag) for weak, tag in _TAG.findall(if_match) if not weak]
    versions = {int(match[1]) for match in ours if match}
    if len(versions) > 1:
        raise ValueError("The ETags name more than one version.")
    return Expected(versions.pop() if versions else 0)


def is_current(if_none_match: str | None, tag: str) -> bool:
    """Tell whether the reader already holds the representation (weak comparison); nonsense holds nothing."""
    if if_none_match is None:
        return False
    if if_none_match == "*":
        return True
    return bool(_LIST.fullmatch(if_none_match)) and tag.strip('"') in {opaque for _, opaque in _TAG.findall(if_none_match)}


def representation(
    body: bytes, tag: str, if_none_match: str | None = None, *, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer with a representation and its ETag; 304 without a body when the reader holds it."""
    said = {"ETag": tag, "Cache-Control": KEEP_BUT_ASK, "Vary": VARY, **(headers or {})}
    if is_current(if_none_match, tag):
        return Bytes(b"", status=304, headers=said)
    return Bytes(body, headers=said)
