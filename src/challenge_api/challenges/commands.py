"""What can be asked of a challenge: one frozen dataclass per action, which is also the request body of its route.

Longer than other modules because it is a list: every action states who, when and what, none is a bare flag.
"""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from challenge_api.challenges.contents import (
    Agreement,
    AuthorityCode,
    Cents,
    Channel,
    Consent,
    Contents,
    Count,
    CriterionScore,
    Decider,
    DraftContents,
    Grounds,
    Indicator,
    IndicatorValue,
    LegalTrack,
    Line,
    ListCode,
    Met,
    Part,
    PersonLine,
    Prose,
    RefusalReason,
    Uuid,
    Version,
)
from challenge_api.law.aggregate import Body, Text

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


# --- agreement and execution ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class StartExecution(Body):
    """Hand the task over under an agreement."""

    agreement: Agreement
    handed_over_on: date
    hand_over: Prose
    """What was handed over: keys, data, equipment, staff."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lapse(Body):
    """Establish that no agreement came within its term."""

    decided_on: date
    decider: Decider
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Body):
    """Report on a period: spending and each indicator."""

    period_from: date
    period_until: date
    spent_cents: Cents
    indicators: Annotated[tuple[IndicatorValue, ...], MinLen(1), MaxLen(40)]
    account: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspect(Body):
    """Record an inspection."""

    held_on: date
    finding: Prose
    indicators: Annotated[tuple[IndicatorValue, ...], MaxLen(40)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireImprovement(Body):
    """Name a shortcoming and a term to mend it."""

    finding: Prose
    sent_on: date
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptImprovement(Body):
    """Find the shortcoming mended."""

    held_on: date
    finding: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Renew(Body):
    """Go on after an evaluation, to a new end."""

    decided_on: date
    decider: Decider
    evaluated_on: date
    evaluation: Prose
    ends_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Complete(Body):
    """Close the case at the end of its term."""

    ended_on: date
    final_report: Version
    """Version of the report that is the final one."""
    evaluation: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class HandBack(Body):
    """Give the task back, with notice."""

    received_on: date
    """Day the notice reached the authority."""
    ends_on: date
    """Last day the group carries the task."""
    successor: Line
    """Who takes the task over."""
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Terminate(Body):
    """End the execution on the authority's side."""

    decided_on: date
    decider: Decider
    ground: Literal["improvement-failed", "urgent", "award-annulled"]
    reasons: Prose
    fallback_executor: Line


# --- tracks ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Announce(Body):
    """Record that a decision was sent or handed to its addressee (Awb 3:40, 3:41)."""

    decision: Version
    """Version of the decision that is announced."""
    announced_on: date
    """Day of dispatch or handing over, which counts, not the date on the letter."""
    channel: Channel
    addressee: PersonLine


@dataclass(frozen=True, slots=True, kw_only=True)
class Assign(Body):
    """Give a person a part in the case, or end it."""

    subject: Annotated[str, Text(255)]
    """The person, by the `sub` of their tokens from the caller's own issuer; the history keeps a random id instead."""
    part: Literal["handler", "assessor", "contract-manager"]
    change: Literal["begins", "ends"] = "begins"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extend(Body):
    """Tell the group that the decision term is extended (Awb 4:14).

    Either `by_weeks`, under a power of the ordinance, or `named_date` where no law sets a term (Awb 4:14(3)).
    """

    told_on: date
    by_weeks: Annotated[int, Ge(1), Le(104)] | None = None
    named_date: date | None = None
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspend(Body):
    """Suspend the decision term with the group's consent in writing (Awb 4:15(2)(a))."""

    consent: Consent
    first_day: date
    last_day: date
    """Both days are out of the term."""
    reason: Prose
    """Such as waiting for a running contract to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume(Body):
    """End a suspension by consent before its last day."""

    runs_from: date
    """First day on which the term runs again."""
    reason: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclareInterest(Body):
    """Declare one's own interest in the case, or that there is none (Awb 2:4)."""

    interest: Literal["none", "conflict"]
    explanation: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class LogContact(Body):
    """Note a contact about the case."""

    held_on: date
    channel: Channel
    other_party: Literal["group", "executor", "interested-party", "internal", "other"]
    summary: Prose


Command = (
    Draft | Revise | Discard | Submit | SubmitDraft | Forward | RequestSupplement | Supplement | TakeUp | SetAside | Admit
    | Explore | ConcludeExploration | Amend | BeginAssessment | Score | ConcludeAssessment | ReturnToAssessment | Award | Reject
    | ResolveByCooperation | Reroute | Join | Withdraw | Reopen | StartExecution | Lapse | Report | Inspect
    | RequireImprovement | AcceptImprovement | Renew | Complete | HandBack | Terminate | Announce | Assign | Extend | Suspend
    | Resume | DeclareInterest | LogContact
)  # fmt: skip
"""Everything that can be asked of a challenge."""
