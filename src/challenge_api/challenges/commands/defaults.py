"""What can be asked when no decision comes in time: notice of default, penalty, and the court (Awb 4:17 to 4:20, 6:12)."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from annotated_types import Ge, Le

from challenge_api.challenges.contents import Cents, Decider, Line, Prose, Version
from challenge_api.law.aggregate import Body


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveDefaultNotice(Body):
    """Give notice of default because no decision came in time (Awb 4:17(3), 6:12(2)).

    A notice that is too early, oral or a second one is recorded, and marked as without effect with the reason.
    """

    objection: Version | None = None
    """The objection on which no decision came; left out: the request itself."""
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""
    form: Literal["in-writing", "oral"] = "in-writing"
    text: Prose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawDefaultNotice(Body):
    """Take a notice of default back; it has no effect any more."""

    notice: Version
    """Version of the case that records the notice."""
    received_on: date | None = None
    """Day of receipt; left out: today. Only intake may name another, for what came on paper."""
    reason: Prose | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidePenalty(Body):
    """Fix by decision what the authority owes for deciding too late (Awb 4:18); the amount follows from the law."""

    objection: Version | None = None
    """The objection on which no decision came; left out: the request itself."""
    decided_on: date
    decider: Decider
    excluded: Literal["unreasonably-late", "no-interested-party", "manifestly-inadmissible", "manifestly-unfounded"] | None = None
    """Why no penalty is due, where one of the exceptions holds (Awb 4:17(5))."""
    applicants: Annotated[int, Ge(1), Le(1000)] = 1
    """How many share it in equal parts (Awb 4:17(6))."""
    reasons: Prose


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAppeal(Body):
    """Record that somebody went to court: for want of a decision (Awb 6:12), or against a decision (Awb 8:1)."""

    against: Literal["not-deciding", "decision"]
    decision: Version | None = None
    """Version of the decision, when the appeal is against one."""
    objection: Version | None = None
    """The objection on which no decision came; left out: the request itself."""
    lodged_on: date
    court: Line
    reference: Line | None = None
    """Case number of the court."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordRuling(Body):
    """Record what the court ruled on an appeal (Awb 8:70, 8:55c, 8:55d)."""

    appeal: Version
    """Version of the case that records the appeal."""
    ruled_on: date
    sent_on: date
    outcome: Literal["well-founded", "unfounded", "inadmissible"]
    decide_by: date | None = None
    """Last day to decide that the court set; left out after a well-founded appeal for not deciding: two weeks (Awb 8:55d(1))."""
    penalty_cents_per_day: Cents | None = None
    """Further penalty for each day that the ruling is not followed (Awb 8:55d(2))."""
    penalty_maximum_cents: Cents | None = None
    identifier: Line | None = None
    """European Case Law Identifier, where it has one."""
    summary: Prose


Command = GiveDefaultNotice | WithdrawDefaultNotice | DecidePenalty | RecordAppeal | RecordRuling
