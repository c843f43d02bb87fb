"""What happened in an objection."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar, Literal

from challenge_api.challenges.commands import objections as asked
from challenge_api.challenges.contents import Channel, Prose
from challenge_api.challenges.proceedings import Lateness
from challenge_api.law.aggregate import Event


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionLodged(Event):
    """An objection came in; `occurred_on` is its day of receipt (Awb 6:9)."""

    type: ClassVar[str] = "objection-lodged"
    decision: int
    by_whom: Literal["challenger", "third-party"]
    objector: asked.ThirdParty | None = None
    party: str | None = None
    """Actor id of a third party who can sign in."""
    contact_id: str
    posted_on: date | None = None
    channel: Channel
    grounds: Prose | None = None
    late_reason: Prose | None = None
    early: bool
    """Whether the decision was not announced yet, which does no harm (Awb 6:10)."""
    late: bool
    lateness: Lateness


@dataclass(frozen=True, slots=True, kw_only=True)
class LatenessExplained(Event):
    """The objector said why the objection came late."""

    type: ClassVar[str] = "lateness-explained"
    explanation: asked.ExplainLateness


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyRequested(Event):
    """The objector was asked to mend the objection (Awb 6:6)."""

    type: ClassVar[str] = "remedy-requested"
    request: asked.RequestRemedy


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionRemedied(Event):
    """Defects of an objection were mended."""

    type: ClassVar[str] = "objection-remedied"
    remedy: asked.RemedyObjection
    late: bool
    complete: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferredToCommittee(Event):
    """A committee advises on the objection, and the objector was told (Awb 7:13)."""

    type: ClassVar[str] = "referred-to-committee"
    referral: asked.ReferToCommittee


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissibilityJudged(Event):
    """It was judged whether an objection can be admitted."""

    type: ClassVar[str] = "admissibility-judged"
    judgement: asked.JudgeAdmissibility


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingInvited(Event):
    """The parties were invited to a hearing (Awb 7:4)."""

    type: ClassVar[str] = "hearing-invited"
    invitation: asked.InviteToHearing
    papers_until: date
    """Last day to hand in papers: ten days before the hearing, counted back (Awb 7:4(1))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearingWaived(Event):
    """No hearing is held (Awb 7:3)."""

    type: ClassVar[str] = "hearing-waived"
    waiver: asked.WaiveHearing


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionHeard(Event):
    """The parties were heard (Awb 7:2)."""

    type: ClassVar[str] = "objection-heard"
    hearing: asked.HearObjection


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionAdvised(Event):
    """The committee advised (Awb 7:13(7))."""

    type: ClassVar[str] = "objection-advised"
    advice: asked.AdviseOnObjection


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecisionPostponed(Event):
    """The decision on an objection was postponed (Awb 7:10(3), (4))."""

    type: ClassVar[str] = "objection-decision-postponed"
    postponement: asked.PostponeObjectionDecision


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionDecided(Event):
    """An objection was decided on (Awb 7:11)."""

    type: ClassVar[str] = "objection-decided"
    decision: asked.DecideObjection


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionWithdrawn(Event):
    """An objection was taken back (Awb 6:21)."""

    type: ClassVar[str] = "objection-withdrawn"
    withdrawal: asked.WithdrawObjection


ObjectionEvent = (
    ObjectionLodged | LatenessExplained | RemedyRequested | ObjectionRemedied | ReferredToCommittee | AdmissibilityJudged
    | HearingInvited | HearingWaived | ObjectionHeard | ObjectionAdvised | ObjectionDecisionPostponed | ObjectionDecided
    | ObjectionWithdrawn
)  # fmt: skip
