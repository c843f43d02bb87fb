"""The folded case: what deciding and showing a challenge need to know of its history.

Bounded on purpose: a case with five hundred events folds to the same size as one with five, or moves would slow down with age.
The only lists that grow are clock facts, decisions and supplements, which the law itself keeps few.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar, Final, Literal

from challenge_api.challenges.contents import (
    Agreement,
    Claim,
    Contact,
    ContentItem,
    CriterionScore,
    GroupClaim,
    Indicator,
    IndicatorValue,
    Met,
    Part,
    RefusalReason,
    Task,
)
from challenge_api.challenges.proceedings import AdviceAsked, Appeal, CouncilProposal, DefaultNotice, Link, Objection, Penalty
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import ClockFact

NONE: Final = "none"
"""State of a challenge that does not exist yet."""

PHASE_OF: Final = {
    "draft": "draft",
    "submitted": "submitted",
    "incomplete": "submitted",
    "admissible": "submitted",
    "exploring": "submitted",
    "assessing": "submitted",
    "assessed": "assessed",
    "awarded": "awarded",
    "monitored": "monitored",
    "improving": "monitored",
}
"""Open state → phase; every other state is an outcome and its phase is closed."""

OUTCOMES: Final = (
    "discarded",
    "not_handled",
    "forwarded",
    "rerouted",
    "joined",
    "withdrawn",
    "rejected",
    "resolved_by_cooperation",
    "lapsed",
    "completed",
    "handed_back",
    "terminated",
)
PHASES: Final = ("draft", "submitted", "assessed", "awarded", "monitored", "closed")
OPEN_STATES: Final = tuple(PHASE_OF)
STATES: Final = (NONE, *OPEN_STATES, *OUTCOMES)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceRef(Body):
    """The version of the ordinance that a case keeps: the one in force on its day of receipt."""

    id: str
    """Id of this version as a resource."""
    name: str
    number: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplementNote(Body):
    """A supplement that came in: which version of the case, when, and how it counts on the clock."""

    version: int
    received_on: date
    late: bool
    keys: tuple[str, ...]
    fact: int
    """Index of its clock fact."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessor(Body):
    """An assigned assessor and their sheet, sealed until the assessment is concluded."""

    person: str
    sheet: tuple[CriterionScore, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment(Body):
    """A concluded assessment: the two tests, the advice, and the sheets it rests on."""

    concluded_on: date
    plan_version: int
    better: Met
    cheaper: Met
    advice: str
    sheets: tuple[Assessor, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionTaken(Body):
    """A decision with its two dates: taken, and announced to its addressee."""

    version: int
    type: str
    taken_on: date
    by: str
    body: str | None
    announced_on: date | None = None
    published_on: date | None = None
    legal_track: str | None = None
    """Of an award: whether it is a decision of public law or a private one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AwardTerms(Body):
    """What was awarded."""

    extent: Literal["whole", "part"]
    legal_track: str
    granted_cents_per_year: int
    one_off_cents: int
    term_months: int
    conditions: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    reasons: str
    refused_part: tuple[RefusalReason, ...]
    starts_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportNote(Body):
    """The newest report."""

    version: int
    period_until: date
    spent_cents: int
    indicators: tuple[IndicatorValue, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldDate(Body):
    """The last day of a term as a party was told it, the newest of each term; `counted_on` is what counting gave then."""

    kind: str
    about: int | None = None
    number: int | None = None
    version: int
    told_on: date
    due_on: date
    counted_on: date
    facts: int
    """Clock facts there were: later ones explain a difference."""


MOST_REPORTED: Final = 60
"""Reports whose day a case remembers: five years of months; older ones stand in the history."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(Body):
    """A report that covered more days than any before it: through which day, and when it came."""

    period_until: date
    received_on: date


@dataclass(frozen=True, kw_only=True)
class Case(Body):
    """A challenge, folded from its events. It has no slots, so that a change copies its sixty members at once."""

    state: str = NONE
    version: int = 0
    begun_by: str | None = None
    begun_on: date | None = None
    moved_on: date | None = None
    """Legal date of the newest move: an act of the authority is not dated before it."""
    received_on: date | None = None
    ordinance: OrdinanceRef | None = None
    legal_track: str | None = None
    # what it says
    title: str | None = None
    task: Task | None = None
    part: Part | None = None
    mode: str | None = None
    promise: tuple[Claim, ...] = ()
    plan: str | None = None
    plan_version: int = 0
    explored: bool = False
    """Whether the idea was worked out together, or is being."""
    budget_cents_per_year: int | None = None
    group: GroupClaim | None = None
    group_id: str | None = None
    contact: Contact | None = None
    contact_id: str | None = None
    wished_start_on: date | None = None
    term_months: int | None = None
    items: tuple[ContentItem, ...] = ()
    # completeness
    missing: tuple[str, ...] = ()
    left_state: str | None = None
    """State that the request for a supplement left."""
    supplement_until: date | None = None
    supplement_asked: tuple[str, ...] = ()
    supplements: tuple[SupplementNote, ...] = ()
    """Supplements to the newest request."""
    supplements_ended: tuple[date, ...] = ()
    """Of each request for a supplement the day on which the case went on, in order."""
    # people
    handler: str | None = None
    contract_manager: str | None = None
    assessors: tuple[Assessor, ...] = ()
    declared: tuple[str, ...] = ()
    """People who declared whether they have an interest."""
    conflicted: tuple[str, ...] = ()
    """People who declared an interest: they neither assess, decide nor hear."""
    scored_by: tuple[str, ...] = ()
    """Everybody who ever assessed this case."""
    # assessment and decision
    judged_plan_version: int | None = None
    assessment: Assessment | None = None
    sealed_after: int = 0
    """Score sheets of later versions than this are sealed."""
    decisions: tuple[DecisionTaken, ...] = ()
    award: AwardTerms | None = None
    grounds: tuple[RefusalReason, ...] = ()
    # execution
    agreement: Agreement | None = None
    ends_on: date | None = None
    improvement_until: date | None = None
    last_report: ReportNote | None = None
    reports: int = 0
    reported: tuple[Reported, ...] = ()
    """Reports that reached further than those before them, in order: which terms for a report were met, and when."""
    evaluated: tuple[date, ...] = ()
    """Days on which the execution was evaluated, in order."""
    # clocks
    clock: tuple[ClockFact, ...] = ()
    told: tuple[ToldDate, ...] = ()
    """Last days that a party was told."""
    suspension: int | None = None
    """Index of the clock fact of the newest suspension by consent."""
    reopened: int = 0
    """Version that records the newest reopening: notices and penalties before it were about a decision that is no more."""
    # proceedings beside the states
    objections: tuple[Objection, ...] = ()
    default_notices: tuple[DefaultNotice, ...] = ()
    penalties: tuple[Penalty, ...] = ()
    appeals: tuple[Appeal, ...] = ()
    council: tuple[CouncilProposal, ...] = ()
    advices: tuple[AdviceAsked, ...] = ()
    links: tuple[Link, ...] = ()

    SAYS: ClassVar[frozenset[str]] = frozenset(
        {"title", "task", "part", "mode", "promise", "plan", "group", "contact", "wished_start_on", "items"}
    )
    """Members that no term is counted from."""

    def changed(self, **members: Any) -> "Case":
        """Give the case with other values of some members: `dataclasses.replace` at a tenth of its cost, twice in every move."""
        if not members.keys() <= self.__dataclass_fields__.keys():
            raise TypeError(f"a case has no {', '.join(sorted(members.keys() - self.__dataclass_fields__.keys()))}")
        new = object.__new__(Case)
        new.__dict__.update(self.__dict__, **members)
        return new

    @property
    def phase(self) -> str:
        """One of the six phases that never change; `none` before there is anything."""
        return self.state if self.state == NONE else PHASE_OF.get(self.state, "closed")

    @property
    def outcome(self) -> str | None:
        """How the case ended; None while it is open."""
        return self.state if self.state in OUTCOMES else None

    def assessor(self, person: str) -> Assessor | None:
        """Give the assigned assessor with this actor id."""
        return next((assessor for assessor in self.assessors if assessor.person == person), None)

    def sitting(self) -> tuple[Assessor, ...]:
        """Assessors who are not recused by an interest they declared (Awb 2:4)."""
        return tuple(assessor for assessor in self.assessors if assessor.person not in self.conflicted)

    def decision(self, version: int) -> DecisionTaken | None:
        """Give the decision that this version of the case records."""
        return next((decision for decision in self.decisions if decision.version == version), None)

    def objection(self, version: int) -> Objection | None:
        """Give the objection that this version of the case records."""
        return next((objection for objection in self.objections if objection.version == version), None)

    def upheld(self) -> Objection | None:
        """Give the upheld objection on which the case can still be reopened (Awb 7:11)."""
        fitting = (
            one for one in self.objections if one.outcome == "upheld" and one.consequence == "reopens" and not one.followed
        )
        return next(fitting, None)

    def ruled(self) -> Appeal | None:
        """Give the well-founded appeal on which the case can still be reopened (Awb 8:72)."""
        fitting = (appeal for appeal in self.appeals if appeal.outcome == "well-founded" and not appeal.followed)
        return next(fitting, None)

    def with_objection(self, changed: Objection) -> "Case":
        """Give the case with an objection as it is now."""
        kept = tuple(changed if objection.version == changed.version else objection for objection in self.objections)
        return replace(self, objections=kept)

    def appeal(self, version: int) -> Appeal | None:
        """Give the appeal that this version of the case records."""
        return next((appeal for appeal in self.appeals if appeal.version == version), None)

    @property
    def running(self) -> tuple[ClockFact, ...]:
        """Give the facts on the clock of the decision that is still to come, or came last: since the newest start of its term."""
        starts = [place for place, fact in enumerate(self.clock) if fact.type == "application_received"]
        return self.clock[starts[-1] :] if len(starts) > 1 else self.clock

    def with_fact(self, fact: ClockFact) -> "Case":
        """Give the case with one more fact on the clock of its decision."""
        return replace(self, clock=(*self.clock, fact))

    def with_decision(self, kind: str, on: date, by: str, body: str | None, legal_track: str | None = None) -> "Case":
        """Give the case with a decision that its newest version records; `kind` is the type of the event."""
        taken = DecisionTaken(version=self.version, type=kind, taken_on=on, by=by, body=body, legal_track=legal_track)
        return replace(self, decisions=(*self.decisions, taken))
