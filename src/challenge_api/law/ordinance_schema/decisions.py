"""The groups of an ordinance file about the decision: who decides, by when, on which criteria, grounds and cost."""

from typing import Annotated, Literal, Required

from annotated_types import Ge, Le, MaxLen
from typing_extensions import TypedDict

from challenge_api.law.ordinance_schema.forms import (
    Amount,
    Article,
    Cents,
    DayOfYear,
    EvidenceLevel,
    Group,
    Key,
    Keys,
    Labelled,
    Line,
    Lines,
    OrdinanceDuration,
    Percent,
    Points,
    Prose,
    Shape,
    Unit,
)


class OrdinanceDefault(Shape, total=False):
    """What the law gives where the authority chose nothing."""

    applies_if: Prose | None
    rule: Line | None
    amount: Amount | None
    unit: Unit | None
    counted_from: Line | None
    extension: "OrdinanceExtension | None"
    note: Prose | None
    evidence_level: EvidenceLevel | None
    evidence: Keys | None


class OrdinanceDecider(Labelled, total=False):
    """A body that decides on awards up to an amount a year."""

    body: Required[Key]
    role: Key | None
    """Who acts for a body that is neither executive, council nor mayor: `decision-maker`."""
    up_to_cents: Cents | None
    """Euro cents a year; null: no limit."""
    council_heard: bool | None
    mandate_allowed: bool | None


class OrdinanceThreshold(Shape, total=False):
    """Who decides when, in words."""

    when: Required[Prose]
    decides: Required[Prose]


class OrdinanceSecondBody(Shape, total=False):
    """Another body that has a say, with a term of its own."""

    body: Required[Key]
    label_nl: Line | None
    label_en: Line | None
    does: Prose | None
    """What it does, such as answering whether it takes part."""
    term: OrdinanceDuration | None
    counted_from: Line | None
    article: Article | None


class OrdinanceDecides(Group, total=False):
    """Who decides."""

    body: Prose | None
    """In words, where the source names no amounts."""
    thresholds: Annotated[list[OrdinanceThreshold], MaxLen(20)] | None
    deciders: Annotated[list[OrdinanceDecider], MaxLen(20)] | None
    second_body: OrdinanceSecondBody | None


class OrdinanceExtension(OrdinanceDuration, total=False):
    """A power to extend the decision term."""

    rule: Line | None
    own_term: Prose | None
    no_own_term: Prose | None
    max: Amount | None
    note: Prose | None


class OrdinanceFirstNotice(OrdinanceDuration, total=False):
    """A notice that comes before the decision, such as by when there will be one."""

    counted_from: Line | None
    content: Prose | None


class OrdinanceTermExample(OrdinanceDuration, total=False):
    """How one authority filled the term in."""

    authority: Line | None
    meaning: Line | None
    indication_by: DayOfYear | None
    decision_by: DayOfYear | None
    after: Line | None


class OrdinanceDayShift(Shape, total=False):
    """What the source says of ends on days off."""

    rule: Line | None
    effect: Prose | None
    applies_to: Prose | None
    not_for: Prose | None
    evidence_level: EvidenceLevel | None
    evidence: Keys | None


OrdinanceSuspension = TypedDict(
    "OrdinanceSuspension", {"rule": Line | None, "cause": Prose | None, "from": Prose | None, "until": Prose | None}, total=False
)
"""A cause for which the term stands still."""
OrdinanceSuspension.__doc__ = "A cause for which the term stands still."
OrdinanceSuspension.__pydantic_config__ = Shape.__pydantic_config__  # type: ignore[attr-defined] # see Shape


class OrdinanceBand(Shape, total=False):
    """Days of a penalty at one rate."""

    days: Amount
    eur_per_day: Amount


class OrdinancePenalty(Shape, total=False):
    """What the source says of the penalty for lateness; the rates themselves are law, and code."""

    rule: Line | None
    max_days: Amount | None
    bands: Annotated[list[OrdinanceBand], MaxLen(10)] | None
    max_eur: Annotated[int, Ge(0), Le(10**7)] | None
    starts: Prose | None
    atw_applies_to_42_days: bool | None
    none_when: Lines | None
    several_applicants: Prose | None
    set_by_decision: Prose | None


class OrdinanceDecisionTerm(Group, total=False):
    """The term for the decision."""

    amount: Amount | None
    unit: Unit | None
    kind: Literal["own_term", "fallback_when_no_own_term", "set_and_published_by_authority"] | None
    basis: Literal["act", "ordinance", "policy", "agreement"] | Line | None
    """What the term rests on: the General Terms Act covers terms of an act or ordinance alone (Atw 1, Gemeentewet 145)."""
    counted_from: Line | None
    complex_case: OrdinanceDuration | None
    """The whole term of a complex case."""
    extension: OrdinanceExtension | None
    first_notice: OrdinanceFirstNotice | None
    examples: Annotated[list[OrdinanceTermExample], MaxLen(20)] | None
    day_shift: OrdinanceDayShift | None
    suspension: Annotated[list[OrdinanceSuspension], MaxLen(20)] | None
    penalty: OrdinancePenalty | None
    statutory_default: OrdinanceDefault | None


class OrdinanceSupplementTerm(Group, total=False):
    """The term to supplement an incomplete request."""

    amount: Amount | None
    unit: Unit | None
    rule: Prose | None
    statutory_default: OrdinanceDefault | None


class OrdinanceCriterion(Labelled, total=False):
    """A criterion of assessment: points from 0 to 10."""

    key: Required[Key]
    test: Literal["better", "cheaper"] | None
    """Which of the two tests it is part of."""
    weight: Percent | None
    """Whole percent; all weights together are 100."""
    minimum: Points | None
    """Points below which the test is not met."""
    maximum: Points | None
    """The most points that can be given; left out: 10."""


OrdinanceScale = TypedDict("OrdinanceScale", {"from": Literal[0], "to": Literal[10]})
"""Points of a score sheet."""
OrdinanceScale.__doc__ = "Points of a score sheet."
OrdinanceScale.__pydantic_config__ = Shape.__pydantic_config__  # type: ignore[attr-defined] # see Shape


class OrdinanceTest(Shape, total=False):
    """One of the two tests: what it asks, and the least it takes."""

    definition: Prose | None
    pass_mark: Points | None
    """Least weighted mean of the points of its criteria."""
    article: Article | None


class OrdinanceCriteria(Group, total=False):
    """Criteria of assessment, the two tests, and how they combine."""

    items: Annotated[list[OrdinanceCriterion], MaxLen(100)] | None
    scale: OrdinanceScale | None
    better_test: OrdinanceTest | None
    cheaper_test: OrdinanceTest | None
    tests_combine: Literal["either", "both", "better", "cheaper", "weighing"] | None
    """What an award needs: one of the two, both, that one, or a weighing."""
    combination: Literal["and_or", "and", "or", "weighing"] | None
    """The same in the words of a source."""


class OrdinanceGround(Labelled, total=False):
    """A coded ground of refusal."""

    code: Required[Key]
    phase: Literal["admissibility", "exploration", "assessment", "any"] | None
    """When it can be used; left out: any."""


class OrdinanceRefusalGrounds(Group, total=False):
    """Grounds of refusal."""

    items: Annotated[list[OrdinanceGround], MaxLen(100)] | None
    closed_list: bool | None
    derived: bool | None
    """Whether the grounds were made by turning published conditions round."""
    derivation: Prose | None
    reasons_must_state: Prose | None
    notify: Prose | None


class OrdinanceCostRule(Group, total=False):
    """What a challenge may cost against today."""

    rule: Key | None
    """Such as `not_above_todays_cost`, `preferably_lower`, `within_available_budget`."""
    hard_cap: bool | None
    """Whether an award stays at or below today's cost."""
    preference: Literal["lower"] | None
    baseline: Prose | None
