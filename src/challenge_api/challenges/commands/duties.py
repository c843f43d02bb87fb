"""What the service asks of itself when a day comes: it records and tells, and never decides.

Each is about one term by its kind, what the term is about, and its last day; the same is recorded once.
"""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from challenge_api.challenges.contents import ListCode, Version
from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmReceipt(Body):
    """Confirm to the group that its challenge was received (Awb 4:3a, since 2026 2:17)."""

    kind: Literal["confirmation"] = "confirmation"
    about: Version | None = None
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class WarnOfDeadline(Body):
    """Warn whoever must act that a term is about to end."""

    kind: ListCode
    """Kind of the term, as the list of deadlines has it."""
    about: Version | None = None
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class TellDelay(Body):
    """Tell who waits for a decision that it will not come in time (Awb 4:14(1), 7:14); a new date is for a person to name."""

    kind: Literal["decision", "objection-decision"]
    about: Version | None = None
    due_on: date


Command = ConfirmReceipt | WarnOfDeadline | TellDelay
