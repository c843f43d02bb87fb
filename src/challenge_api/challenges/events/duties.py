"""What the service did itself when a day came. None of it changes the case."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from challenge_api.challenges.commands import duties as asked
from challenge_api.law.aggregate import Event

Told = Literal["authority", "challenger", "objector"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptConfirmed(Event):
    """The receipt of the challenge was confirmed to the group (Awb 4:3a, since 2026 2:17)."""

    type: ClassVar[str] = "receipt-confirmed"
    duty: asked.ConfirmReceipt
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineWarned(Event):
    """Whoever must act was warned that a term is about to end."""

    type: ClassVar[str] = "deadline-warned"
    duty: asked.WarnOfDeadline
    told: Told


@dataclass(frozen=True, slots=True, kw_only=True)
class DelayTold(Event):
    """Who waits for a decision was told that it does not come in time (Awb 4:14(1), 7:14)."""

    type: ClassVar[str] = "delay-told"
    duty: asked.TellDelay
    told: Told


DutyEvent = ReceiptConfirmed | DeadlineWarned | DelayTold
