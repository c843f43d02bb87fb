"""What a calendar holds: an entry for each open term of a case, and a tag by which a program knows that nothing changed."""

from collections.abc import Sequence
from dataclasses import astuple, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Final, Literal

from challenge_api.challenges.clocks import Kind
from challenge_api.law.legal_calendar import DECREES

Language = Literal["nl", "en"]
MEDIA_TYPE: Final = "text/calendar"
_FORM: Final = "1"
"""Goes up when the same terms are written in another way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A term that still waits for something, with what a calendar says of its case."""

    challenge: str
    title: str | None
    version: int
    changed_at: datetime
    """When that version of the case was recorded."""
    kind: Kind
    about: int | None
    number: int | None
    due_on: date
    article: str | None


def etag(entries: Sequence[Entry], name: str, language: Language) -> str:
    """Give the entity tag of the file that these entries make."""
    said = repr((_FORM, len(DECREES), name, language, [astuple(entry) for entry in entries]))
    return f'"{sha256(said.encode()).hexdigest()[:32]}"'
