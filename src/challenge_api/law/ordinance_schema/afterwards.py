"""The groups of an ordinance file about what follows a decision, and about the rules themselves."""

from typing import Annotated, Literal, Required

from annotated_types import Ge, Le, MaxLen

from challenge_api.law.ordinance_schema.forms import (
    Amount,
    Cents,
    Group,
    Key,
    Line,
    Lines,
    Moment,
    OrdinanceDuration,
    Outcome,
    Prose,
    Shape,
    Track,
    Unit,
)


class OrdinanceAgreement(Group, total=False):
    """Limits of the agreement."""

    subjects: Lines | None
    support: Prose | None
    form: Prose | None
    period_before_procurement: Prose | None
    open_questions: Lines | None
    max_years: Annotated[int, Ge(0), Le(100)] | None
    max_duration: OrdinanceDuration | None
    max_cents_per_year: Cents | None
    start_within: OrdinanceDuration | None
    """How long after the award the agreement must come."""
    report_every: OrdinanceDuration | None


class OrdinanceHandBack(Group, total=False):
    """How a task goes back."""

    rule: Prose | None
    notice: OrdinanceDuration | None
    other_end: Prose | None


class OrdinancePublication(Group, total=False):
    """What is published."""

    what: Lines | Prose | None
    promise: Prose | None
    outcome_use: Lines | None
    applies_to: Prose | None
    register_example: Prose | None


class OrdinanceKept(Shape, total=False):
    """How long the file of a case with one result is kept (Selectielijst)."""

    outcome: Required[Key]
    result: Line | None
    """Number of the result in the selection list."""
    keep_years: Annotated[int, Ge(0), Le(1000)] | None
    """Null: for ever."""


class OrdinanceRetention(Group, total=False):
    """How long files are kept, by result."""

    selection_list: Line | None
    results: Annotated[list[OrdinanceKept], MaxLen(50)] | None


class OrdinanceAdviceBody(Group, total=False):
    """Who advises before the decision."""

    body: Line | None
    contact: Prose | None
    term: OrdinanceDuration | None


class OrdinanceConflictRule(Group, total=False):
    """What happens where a challenge meets a contract or procurement law."""

    running_contract: Prose | None
    running_contracts: Prose | None
    procurement: Prose | None


class OrdinanceTermOfReview(Shape, total=False):
    """A term of objection or appeal, as the source tells it; the terms themselves are law, and code."""

    amount: Amount | None
    unit: Unit | None
    rule: Line | None
    starts: Prose | None
    with_committee: Amount | None
    counted_from: Prose | None
    adjourn_max: Amount | None


class OrdinanceLegalTrack(Group, total=False):
    """Whether an outcome is a public-law decision, open to objection, or a private act."""

    track: Track | Line | None
    tracks: Lines | None
    per_outcome: dict[Outcome, Track] | None
    """Where the track differs by outcome."""
    appeal: Prose | None
    objection_term: OrdinanceTermOfReview | None
    decision_on_objection: OrdinanceTermOfReview | None
    administrative_appeal: OrdinanceTermOfReview | None
    private_law: Prose | None


class OrdinanceUse(Shape, total=False):
    """Figures of use."""

    until: Moment | None
    expressions_of_interest: Annotated[int, Ge(0), Le(10**7)] | None
    accepted: Annotated[int, Ge(0), Le(10**7)] | None
    contracts: Annotated[int, Ge(0), Le(10**7)] | None
    quality: Line | None


class OrdinanceReview(Group, total=False):
    """When the rules themselves are evaluated."""

    years_after_start: Annotated[list[Annotated[int, Ge(0), Le(100)]], MaxLen(20)] | None
    yearly_monitoring: bool | None
    cycle: Prose | None
    kept: bool | None
    monitoring: Prose | None
    use: OrdinanceUse | None


class OrdinanceTransition(Group, total=False):
    """What becomes of requests that came in under the version before."""

    pending_cases: Literal["keep", "move"] | None
    """`keep`: they keep the version of their day of receipt; `move`: what is not yet decided goes on under this version."""
    drafts: Literal["new", "old"] | None
    """`old`: a draft begun before this version was in force is judged under the version of the day it was begun."""
