"""What happened when no decision came in time."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from challenge_api.challenges.commands import defaults as asked
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultNoticeReceived(Event):
    """A notice of default came in; `occurred_on` is its day of receipt (Awb 4:17(3))."""

    type: ClassVar[str] = "default-notice-received"
    notice: asked.GiveDefaultNotice
    party: str | None = None
    """Actor id of a third party who gave it."""
    effect: str
    """`valid`, or why it has none, as it was known on the day it was recorded."""
    article: str
    """Article on which that rests."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultNoticeWithdrawn(Event):
    """A notice of default was taken back."""

    type: ClassVar[str] = "default-notice-withdrawn"
    withdrawal: asked.WithdrawDefaultNotice


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyDecided(Event):
    """The penalty was fixed (Awb 4:18); amounts in euro cents."""

    type: ClassVar[str] = "penalty-decided"
    decision: asked.DecidePenalty
    first_day: date | None = None
    last_day: date | None = None
    days: int
    total_cents: int
    share_cents: int | None = None
    late: bool
    """Whether it came later than two weeks after the last penalty day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppealRecorded(Event):
    """Somebody went to court."""

    type: ClassVar[str] = "appeal-recorded"
    appeal: asked.RecordAppeal
    premature: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class RulingRecorded(Event):
    """The court ruled."""

    type: ClassVar[str] = "ruling-recorded"
    ruling: asked.RecordRuling
    decide_by: date | None = None


DefaultEvent = DefaultNoticeReceived | DefaultNoticeWithdrawn | PenaltyDecided | AppealRecorded | RulingRecorded
