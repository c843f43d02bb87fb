"""What can be asked of an authority."""

from dataclasses import dataclass
from datetime import date

from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class SetClock(Body):
    """Set the legal day of a sandbox."""

    today: date
    """The day that it is at the sandbox from now on, until it is set again; never before the day that it is there now."""


Command = SetClock
