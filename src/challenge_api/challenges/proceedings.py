"""What a case keeps of the proceedings beside it: objections, notices of default, penalties, appeals.

Codes and dates only: grounds, reports and names stay in the history. Each is known by the version of the case that records it.
What the law lets stand without effect is kept with the reason, and only so many of each, or a case could be made to grow.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import ClockFact

MOST_WITHOUT_EFFECT: Final = 20
"""Notices without effect that a case keeps; further ones stand in the history alone."""

Lateness = Literal["in-time", "reason-asked", "reason-given", "excused", "not-excused"]
Outcome = Literal["inadmissible", "unfounded", "upheld"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection(Body):
    """An objection to a decision of the case (Awb 1:5(1), chapters 6 and 7)."""

    version: int
    """Version of the case that records it: its id."""
    decision: int
    """Version of the decision that it is about."""
    objector: Literal["challenger", "third-party"]
    party: str | None = None
    """Actor id of a third party who can sign in: an interested party of this case."""
    received_on: date
    posted_on: date | None = None
    late: bool
    """Whether it came after its window (Awb 6:7 to 6:9)."""
    lateness: Lateness
    """In time, or what is known of the reason of a late one (Awb 6:11)."""
    remedy_asked: tuple[str, ...] = ()
    """Defects to mend that are still open (Awb 6:6)."""
    remedy_until: date | None = None
    committee_told_on: date | None = None
    """Day on which the objector was told that a committee advises (Awb 7:13(2))."""
    admissible: bool | None = None
    hearing_on: date | None = None
    heard_on: date | None = None
    hearing_waived: str | None = None
    """Ground on which no hearing is held (Awb 7:3)."""
    advice: Outcome | None = None
    outcome: Literal["inadmissible", "unfounded", "upheld", "withdrawn"] | None = None
    consequence: Literal["reopens", "revised"] | None = None
    """What an upheld objection leads to (Awb 7:11)."""
    ended_on: date | None = None
    decided_by_version: int | None = None
    """Version of the decision on the objection."""
    followed: bool = False
    """Whether the case was reopened on it."""
    clock: tuple[ClockFact, ...] = ()
    """Facts on the clock of the decision on it, but for the announcement that its window starts from."""

    @property
    def open(self) -> bool:
        """Whether nothing has ended it yet."""
        return self.outcome is None

    @property
    def withdrawn_on(self) -> date | None:
        """Day on which it was taken back: nothing is left to decide then."""
        return self.ended_on if self.outcome == "withdrawn" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultNotice(Body):
    """A notice of default that came in (Awb 4:17(3), 6:12(2))."""

    version: int
    objection: int | None = None
    """The objection on which no decision came; left out: the request itself."""
    party: str | None = None
    """Actor id of a third party who gave it."""
    received_on: date
    effect: str
    """`valid`, or why it has none: premature, second, oral, nothing-left, withdrawn."""
    fact: int
    """Index of its fact on the clock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty(Body):
    """A penalty fixed by decision (Awb 4:18)."""

    version: int
    objection: int | None = None
    days: int
    total_cents: int
    share_cents: int | None = None
    """Part of each applicant, where more than one shares."""
    excluded: str | None = None
    """Why none is due (Awb 4:17(5))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appeal(Body):
    """An appeal to the administrative court."""

    version: int
    against: Literal["not-deciding", "decision"]
    decision: int | None = None
    objection: int | None = None
    lodged_on: date
    premature: bool = False
    """Whether it came before the court can be asked (Awb 6:12(2))."""
    outcome: Literal["well-founded", "unfounded", "inadmissible"] | None = None
    ruled_on: date | None = None
    sent_on: date | None = None
    """Day on which the ruling was sent."""
    decide_by: date | None = None
    """Last day to decide, as the court set it (Awb 8:55d)."""
    followed: bool = False
    """Whether the case was reopened on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CouncilProposal(Body):
    """A proposal to the council, and what became of it."""

    version: int
    sent_on: date
    treated_on: date | None = None
    outcome: Literal["adopted", "amended", "rejected", "noted"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceAsked(Body):
    """Advice that was asked, and when it came (Awb 3:6)."""

    version: int
    sent_on: date
    until: date
    part: Literal["adviser", "second-body"] = "adviser"
    received_on: date | None = None
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Body):
    """Another case that belongs to this one."""

    version: int
    relation: Literal["follows", "took-in", "forwarded-from", "related"]
    other: str
    """Id of the other case."""
