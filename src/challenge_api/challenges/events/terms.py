"""What happened to terms: a last day told, a standstill by law, information from abroad, a supplement term moved."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from challenge_api.challenges.commands import terms as asked
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadlineTold(Event):
    """A party was told a last day; it stays on record whatever counting gives later."""

    type: ClassVar[str] = "deadline-told"
    notice: asked.TellDeadline
    counted_on: date
    """Last day that counting gave when it was recorded."""
    facts: int
    """Clock facts that it was counted from: later ones explain a later difference."""
    number: int | None = None
    """Which of a row of terms it is about, such as the third report."""
    delay: bool
    """Whether it tells that the decision will be late (Awb 4:14(1))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandstillRecorded(Event):
    """The term of the request, or of an objection, stands still by law (Awb 4:15(2)(b), (c), 7:14)."""

    type: ClassVar[str] = "standstill-recorded"
    standstill: asked.RecordStandstill


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignInformationAwaited(Event):
    """The group, or an objector, was told that information is needed from abroad (Awb 4:15(1)(b), 7:14)."""

    type: ClassVar[str] = "foreign-information-awaited"
    wait: asked.AwaitForeignInformation


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignInformationReceived(Event):
    """The information from abroad came (Awb 4:15(1)(b), 7:14)."""

    type: ClassVar[str] = "foreign-information-received"
    receipt: asked.RecordForeignInformation


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementTermMoved(Event):
    """The last day for the supplement is another one (Awb 4:5(1))."""

    type: ClassVar[str] = "supplement-term-moved"
    move: asked.MoveSupplementTerm


TermEvent = DeadlineTold | StandstillRecorded | ForeignInformationAwaited | ForeignInformationReceived | SupplementTermMoved
