"""What happened around the decision."""

from dataclasses import dataclass
from typing import ClassVar

from challenge_api.challenges.commands import dealings as asked
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionPublished(Event):
    """A decision was published."""

    type: ClassVar[str] = "decision-published"
    publication: asked.PublishDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposedToCouncil(Event):
    """A proposal went to the council."""

    type: ClassVar[str] = "proposed-to-council"
    proposal: asked.ProposeToCouncil


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilTreatmentRecorded(Event):
    """The council dealt with a proposal."""

    type: ClassVar[str] = "council-treatment-recorded"
    treatment: asked.RecordCouncilTreatment


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRequested(Event):
    """Advice was asked (Awb 3:6)."""

    type: ClassVar[str] = "advice-requested"
    request: asked.RequestAdvice


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceReceived(Event):
    """Advice came."""

    type: ClassVar[str] = "advice-received"
    advice: asked.ReceiveAdvice
    late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLinked(Event):
    """Another case was linked to this one."""

    type: ClassVar[str] = "case-linked"
    link: asked.LinkCase


DealingEvent = DecisionPublished | ProposedToCouncil | CouncilTreatmentRecorded | AdviceRequested | AdviceReceived | CaseLinked
