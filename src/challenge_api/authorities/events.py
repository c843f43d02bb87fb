"""What happened to an authority's clock, and the clock folded from it."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, assert_never

from challenge_api.law.aggregate import Body, Event


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorityClock(Body):
    """The clock of an authority, folded; `today` is None while it goes by the real day."""

    state: str = "none"
    version: int = 0
    today: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockSet(Event):
    """The legal day of a sandbox was set; when that was done stands in `recordedAt`, by the real time."""

    type: ClassVar[str] = "clock-set"
    today: date


def evolve(clock: AuthorityClock, event: ClockSet) -> AuthorityClock:
    """Give the clock as it is after the event."""
    match event:
        case ClockSet():
            return AuthorityClock(state="open", version=clock.version + 1, today=event.today)
        case _:
            assert_never(event)
