"""What happened to a version of an ordinance, and the version folded from it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, ClassVar, assert_never

from challenge_api.law.aggregate import Body, Event, Private, Text


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinancePublished(Event):
    """A version was published; its text lies beside the log, which holds its commitment."""

    type: ClassVar[str] = "ordinance-published"
    ordinance_id: str
    number: int
    published_on: date
    in_force_from: date
    in_force_until: date | None = None
    document: Annotated[str, Text(1_000_000), Private()]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceRepealed(Event):
    """A version lost its force."""

    type: ClassVar[str] = "ordinance-repealed"
    last_day: date


OrdinanceEvent = OrdinancePublished | OrdinanceRepealed


def evolve(ordinance: OrdinanceVersion, event: OrdinanceEvent) -> OrdinanceVersion:
    """Give the version as it is after the event."""
    ordinance = replace(ordinance, version=ordinance.version + 1)
    match event:
        case OrdinancePublished():
            return replace(
                ordinance,
                state="published",
                ordinance_id=event.ordinance_id,
                number=event.number,
                published_on=event.published_on,
                in_force_from=event.in_force_from,
                in_force_until=event.in_force_until,
                document=event.document,
            )
        case OrdinanceRepealed():
            return replace(ordinance, state="repealed", in_force_until=event.last_day)
        case _:
            assert_never(event)
