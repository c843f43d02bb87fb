"""What can be asked of a challenge: one frozen dataclass per action, which is also the request body of its route.

Longer than other modules because it is a list: every action states who, when and what, none is a bare flag.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from challenge_api.challenges.commands import dealings, defaults, duties, execution, objections, terms, tracks
from challenge_api.challenges.commands.execution import (
    AcceptImprovement,
    Complete,
    Evaluate,
    HandBack,
    Inspect,
    Lapse,
    Renew,
    Report,
    RequireImprovement,
    StartExecution,
    Terminate,
)
from challenge_api.challenges.commands.tracks import Announce, Assign, DeclareInterest, Extend, LogContact, Resume, Suspend
from challenge_api.challenges.contents import (
    AuthorityCode,
    Cents,
    Consent,
    Contents,
    Count,
    CriterionScore,
    Decider,
    DraftContents,
    Grounds,
    Indicator,
    LegalTrack,
    Line,
    ListCode,
    Met,
    Part,
    Prose,
    RefusalReason,
    Uuid,
    Version,
)
from challenge_api.law.aggregate import Body

# --- from draft to admission ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft(Body):
    """Begin a draft, seen only by its group."""

    authority: AuthorityCode
    contents: DraftContents


@dataclass(frozen=True, slots=True, kw_only=True)
class Revise(Body):
    """Replace what a draft says."""

    contents: DraftContents


@dataclass(frozen=True, slots=True, kw_only=True)
class Discard(Body):
    """Throw a draft away; its texts are erased at once."""

    reason: Line | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Submit(Body):
    """File a challenge in one call."""

    authority: AuthorityCode
    """Code of the public body that is challenged."""
    contents: Contents
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmitDraft(Body):
    """File the draft as it stands."""

    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forward(Body):
    """Send the request on to the body that is competent (Awb 2:3)."""

    to: Line
    """The competent body."""
    reason: Prose
    sent_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingItem(Body):
    """What is missing, and what would do."""

    key: ListCode
    explanation: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSupplement(Body):
    """Ask the group to complete its request (Awb 4:5, 4:15(1)(a))."""

    missing: Annotated[tuple[MissingItem, ...], MinLen(1), MaxLen(40)]
    sent_on: date
    """Day of dispatch; the term is suspended from the day after."""
    until: date
    """Last day to supplement."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SuppliedPart(Body):
    """One part of a supplement, with its day of receipt."""

    key: ListCode
    text: Prose
    received_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Supplement(Body):
    """Hand in what was missing; late is accepted and marked."""

    parts: Annotated[tuple[SuppliedPart, ...], MinLen(1), MaxLen(40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeUp(Body):
    """Go on with a case that waited for a supplement."""

    completed_by: Version | None = None
    """Version of the supplement that completed the request; left out: it is decided as it stands."""
    reason: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAside(Body):
    """Decide not to handle an incomplete request (Awb 4:5)."""

    decided_on: date
    decider: Decider
    ground: Literal["not-supplemented", "insufficient"]
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit(Body):
    """Find the request complete and within the rules."""

    supporters_counted: Count
    """Supporters found after the check; names are not kept."""
    legal_form_seen: ListCode
    """Legal form as the register of companies shows it."""
    exclusions_considered: Annotated[tuple[ListCode, ...], MaxLen(40)] = ()
    """Codes of the ordinance's exclusions that were looked at and found not to apply: all of them."""
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Explore(Body):
    """Begin to work the idea out together."""

    purpose: Prose
    with_parties: Annotated[tuple[Line, ...], MinLen(1), MaxLen(20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeExploration(Body):
    """End the exploration with what it gave."""

    held_on: date
    outcome: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Amend(Body):
    """Give a new version of the plan, or withdraw part of it."""

    plan: Prose | None = None
    budget_cents_per_year: Cents | None = None
    part: Part | None = None
    reason: Line


# --- assessment and decision ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginAssessment(Body):
    """Put one version of the plan before the assessors."""

    plan_version: Version
    """The version that is judged: the newest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score(Body):
    """Hand in one's own score sheet; it stays sealed until the assessment is concluded."""

    scores: Annotated[tuple[CriterionScore, ...], MinLen(1), MaxLen(40)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConcludeAssessment(Body):
    """Conclude the assessment with the two tests and a reasoned advice."""

    better: Met
    cheaper: Met
    advice: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnToAssessment(Body):
    """Send the case back to the assessors."""

    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Award(Body):
    """Award the task, whole or in part."""

    decided_on: date
    decider: Decider
    legal_track: LegalTrack
    """Public-law decision with objection, or private award."""
    extent: Literal["whole", "part"]
    refused_part: Annotated[tuple[RefusalReason, ...], MaxLen(20)] = ()
    """Grounds for the part that is refused."""
    council_heard_on: date | None = None
    granted_cents_per_year: Cents
    one_off_cents: Cents = 0
    term_months: Annotated[int, Ge(1), Le(600)]
    starts_on: date | None = None
    """First day of the execution, such as the day after a running contract ends; left out: as the agreement says."""
    legal_form_seen: ListCode | None = None
    """Legal form of the group by now, as the register of companies shows it; left out: as it was filed."""
    conditions: Annotated[tuple[Prose, ...], MaxLen(40)] = ()
    indicators: Annotated[tuple[Indicator, ...], MinLen(1), MaxLen(40)]
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject(Body):
    """Refuse the challenge on coded grounds."""

    decided_on: date
    decider: Decider
    grounds: Grounds


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolveByCooperation(Body):
    """Close the case because the matter was solved together, without transfer."""

    agreed: Prose
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Reroute(Body):
    """Close the case because another door fits better."""

    door: Literal["initiative", "subsidy", "neighbourhood-budget", "bid-on-property", "neighbourhood-plan", "other"]
    explanation: Prose
    consent: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Join(Body):
    """Go on inside another case."""

    into: Uuid
    """Id of the case that goes on."""
    consent: Consent
    consent_of_other: Consent


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdraw(Body):
    """Take the challenge back."""

    received_on: date
    """Day the withdrawal reached the authority."""
    reason: Prose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reopen(Body):
    """Open a closed or awarded case again after an objection or a ruling."""

    ground: Literal["objection-upheld", "court-ruling"]
    ruled_on: date
    to: Literal["submitted", "assessing", "assessed"]
    reasons: Prose


Command = (
    Draft | Revise | Discard | Submit | SubmitDraft | Forward | RequestSupplement | Supplement | TakeUp | SetAside | Admit
    | Explore | ConcludeExploration | Amend | BeginAssessment | Score | ConcludeAssessment | ReturnToAssessment | Award | Reject
    | ResolveByCooperation | Reroute | Join | Withdraw | Reopen | execution.Command | tracks.Command
    | objections.Command | defaults.Command | dealings.Command | terms.Command | duties.Command
)  # fmt: skip
"""Everything that can be asked of a challenge."""

__all__ = [
    "AcceptImprovement",
    "Admit",
    "Amend",
    "Announce",
    "Assign",
    "Award",
    "BeginAssessment",
    "Command",
    "Complete",
    "ConcludeAssessment",
    "ConcludeExploration",
    "DeclareInterest",
    "Discard",
    "Draft",
    "Evaluate",
    "Explore",
    "Extend",
    "Forward",
    "HandBack",
    "Inspect",
    "Join",
    "Lapse",
    "LogContact",
    "MissingItem",
    "Reject",
    "Renew",
    "Reopen",
    "Report",
    "RequestSupplement",
    "RequireImprovement",
    "Reroute",
    "ResolveByCooperation",
    "Resume",
    "ReturnToAssessment",
    "Revise",
    "Score",
    "SetAside",
    "StartExecution",
    "Submit",
    "SubmitDraft",
    "Supplement",
    "SuppliedPart",
    "Suspend",
    "TakeUp",
    "Terminate",
    "Withdraw",
]
