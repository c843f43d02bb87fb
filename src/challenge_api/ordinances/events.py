"""What happened to a version of an ordinance, and the version folded from it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never

from challenge_api.law.aggregate import Body, Event, Private, Text

Document = Annotated[str, Text(1_000_000), Private()]
"""The text lies beside the log, which holds its commitment."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceVersion(Body):
    """A version of an ordinance, folded."""

    state: str = "none"
    version: int = 0
    ordinance_id: str = ""
    number: int = 0
    published_on: date | None = None
    in_force_from: date | None = None
    in_force_until: date | None = None
    document: str = ""
    digest: str | None = None
    """SHA-256 of the document as it was published, in hexadecimal."""
    superseded_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceDrafted(Event):
    """A version was begun."""

    type: ClassVar[str] = "ordinance-drafted"
    ordinance_id: str
    number: int
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceRevised(Event):
    """A draft was rewritten."""

    type: ClassVar[str] = "ordinance-revised"
    document: Document


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinancePublished(Event):
    """A version was published; its digest in the log fixes its text."""

    type: ClassVar[str] = "ordinance-published"
    version_id: str
    published_on: date
    in_force_from: date
    in_force_until: date | None = None
    digest: str
    supersedes: str | None = None
    """Id of the version that was the newest until now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceSuperseded(Event):
    """A newer version was published; this one is in force through the day before that begins."""

    type: ClassVar[str] = "ordinance-superseded"
    superseded_by: str
    last_day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceRepealed(Event):
    """A version lost its force."""

    type: ClassVar[str] = "ordinance-repealed"
    last_day: date


OrdinanceEvent = OrdinanceDrafted | OrdinanceRevised | OrdinancePublished | OrdinanceSuperseded | OrdinanceRepealed


def evolve(ordinance: OrdinanceVersion, event: OrdinanceEvent) -> OrdinanceVersion:
    """Give the version as it is after the event."""
    ordinance = replace(ordinance, version=ordinance.version + 1)
    match event:
        case OrdinanceDrafted():
            return replace(
                ordinance, state="draft", ordinance_id=event.ordinance_id, number=event.number, document=event.document
            )
        case OrdinanceRevised():
            return replace(ordinance, document=event.document)
        case OrdinancePublished():
            return replace(
                ordinance,
                state="published",
                published_on=event.published_on,
                in_force_from=event.in_force_from,
                in_force_until=event.in_force_until,
                digest=event.digest,
            )
        case OrdinanceSuperseded():
            return replace(ordinance, state="superseded", in_force_until=event.last_day, superseded_by=event.superseded_by)
        case OrdinanceRepealed():
            return replace(ordinance, state="repealed", in_force_until=event.last_day)
        case _:
            assert_never(event)
