"""What can be asked in an objection: from lodging it to the decision on it (Awb chapters 6 and 7)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le, MaxLen, MinLen

from challenge_api.challenges.contents import Cents, Channel, Consent, Decider, Line, ListCode, PersonLine, Prose, Version
from challenge_api.law.aggregate import Body, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class ThirdParty(Body):
    """Somebody other than the group, whom the decision concerns directly (Awb 1:2, 6:5(1)(a))."""

    name: PersonLine
    address: PersonLine
    email: PersonLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LodgeObjection(Body):
    """Object to a decision (Awb 6:4, 6:5). One that comes too late is accepted, and its reason asked (Awb 6:11).

    A third party names itself in `objector` and becomes an interested party of the case. The group leaves `objector` out.
    """

    decision: Version
    """Version of the decision that is objected to."""
    objector: ThirdParty | None = None
    """The third party that objects; left out: the group."""
    subject: Annotated[str, Text(255)] | None = None
    """For intake: the third party by the `sub` of their tokens, so that they can follow the objection."""
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""
    posted_on: date | None = None
    """Postmark, for an objection by post: in time if posted in time and received within a week after (Awb 6:9(2))."""
    channel: Channel
    grounds: Prose | None = None
    """Grounds; left out, they are a defect to mend (Awb 6:5(1)(d), 6:6)."""
    late_reason: Prose | None = None
    """Why it comes late, if it does (Awb 6:11)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExplainLateness(Body):
    """Say why an objection came late (Awb 6:11)."""

    objection: Version
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect(Body):
    """What an objection lacks, and what would mend it."""

    key: ListCode
    """Such as `grounds`, `signature`, `authorisation`."""
    explanation: Line


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRemedy(Body):
    """Ask an objector to mend what the objection lacks (Awb 6:6); the term stands still meanwhile (Awb 7:10(2))."""

    objection: Version
    defects: Annotated[tuple[Defect, ...], MinLen(1), MaxLen(20)]
    sent_on: date
    until: date
    """Last day to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Remedy(Body):
    """One defect mended."""

    key: ListCode
    text: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RemedyObjection(Body):
    """Mend what an objection lacked (Awb 6:6); late is accepted and marked."""

    objection: Version
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""
    remedies: Annotated[tuple[Remedy, ...], MinLen(1), MaxLen(20)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReferToCommittee(Body):
    """Let an advisory committee hear and advise, and tell the objector: then twelve weeks hold (Awb 7:10(1), 7:13)."""

    objection: Version
    told_on: date
    """Day on which the objector was told (Awb 7:13(2))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JudgeAdmissibility(Body):
    """Judge beforehand whether an objection can be admitted; for a late one, whether its lateness is excused (Awb 6:11)."""

    objection: Version
    admissible: bool
    lateness: Literal["excused", "not-excused"] | None = None
    """For a late objection: whether the objector can reasonably not be blamed."""
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteToHearing(Body):
    """Invite to the hearing (Awb 7:2, 7:4): parties may hand in papers until ten days before it."""

    objection: Version
    sent_on: date
    hearing_on: date
    shorter_notice: Consent | None = None
    """Consent of the objector to an invitation later than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiveHearing(Body):
    """Decide that no hearing is held, on one of the five grounds of the law (Awb 7:3)."""

    objection: Version
    ground: Literal["manifestly-inadmissible", "manifestly-unfounded", "declined", "no-answer", "fully-met"]
    """Grounds (a) to (e) of Awb 7:3, in that order."""
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class HearObjection(Body):
    """Record a hearing with its report (Awb 7:5 to 7:7)."""

    objection: Version
    held_on: date
    report: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviseOnObjection(Body):
    """Give the committee's advice on an objection (Awb 7:13)."""

    objection: Version
    given_on: date
    advice: Literal["inadmissible", "unfounded", "upheld"]
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class PostponeObjectionDecision(Body):
    """Postpone the decision on an objection and tell it (Awb 7:10(3) to (5)).

    Either `by_weeks`, at most six in all, or `until`, with the consent of the objector.
    """

    objection: Version
    told_on: date
    by_weeks: Annotated[int, Ge(1), Le(6)] | None = None
    until: date | None = None
    consent: Consent | None = None
    reason: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RevisedTerms(Body):
    """Terms of the award as they read after the objection."""

    granted_cents_per_year: Cents
    one_off_cents: Cents = 0
    term_months: Annotated[int, Ge(1), Le(600)]
    conditions: Annotated[tuple[Prose, ...], MaxLen(40)] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DecideObjection(Body):
    """Decide on an objection, after reconsidering the whole decision (Awb 7:11, 7:12)."""

    objection: Version
    decided_on: date
    decider: Decider
    outcome: Literal["inadmissible", "unfounded", "upheld"]
    inadmissible_because: Literal["late", "defect", "no-interest", "no-decision"] | None = None
    consequence: Literal["reopens", "revised"] | None = None
    """Upheld: the case is reopened, or the decision is revised here and now (Awb 7:11(2))."""
    revision: Prose | None = None
    """What the revised decision says."""
    revised_award: RevisedTerms | None = None
    """New terms, where the revised decision is an award."""
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawObjection(Body):
    """Take an objection back, in writing or at the hearing (Awb 6:21)."""

    objection: Version
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""


Command = (
    LodgeObjection | ExplainLateness | RequestRemedy | RemedyObjection | ReferToCommittee | JudgeAdmissibility | InviteToHearing
    | WaiveHearing | HearObjection | AdviseOnObjection | PostponeObjectionDecision | DecideObjection | WithdrawObjection
)  # fmt: skip
