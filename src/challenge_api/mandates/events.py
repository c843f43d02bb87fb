"""What happened to a mandate, and the mandate folded from it."""

from dataclasses import dataclass, replace
from datetime import date
from typing import ClassVar, Literal, assert_never

from challenge_api.law.aggregate import Body, Event
from challenge_api.mandates.commands import GiveMandate


@dataclass(frozen=True, slots=True, kw_only=True)
class Mandate(Body):
    """A mandate, folded; `until` is its last day as it stands."""

    state: Literal["none", "given", "withdrawn"] = "none"
    version: int = 0
    given: GiveMandate | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What giving a mandate needs to know of the register."""

    reference_given: bool = False
    above: Mandate | None = None
    """The mandate that it comes from, if there is one of that name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGiven(Event):
    """A body let somebody decide in its name or in its place (Awb 10:1, 10:13)."""

    type: ClassVar[str] = "mandate-given"
    mandate: GiveMandate


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateWithdrawn(Event):
    """A mandate or delegation was withdrawn (Awb 10:8, 10:18)."""

    type: ClassVar[str] = "mandate-withdrawn"
    last_day: date


MandateEvent = MandateGiven | MandateWithdrawn


def evolve(mandate: Mandate, event: MandateEvent) -> Mandate:
    """Give the mandate as it is after the event."""
    match event:
        case MandateGiven():
            return Mandate(state="given", version=1, given=event.mandate, until=event.mandate.until)
        case MandateWithdrawn():
            return replace(mandate, state="withdrawn", version=mandate.version + 1, until=event.last_day)
        case _:
            assert_never(event)
