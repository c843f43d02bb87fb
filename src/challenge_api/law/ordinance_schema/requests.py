"""The groups of an ordinance file about the request: who, with how much support, for which task, with which contents and when."""

from typing import Annotated, Literal, Required

from annotated_types import Ge, Le, MaxLen
from typing_extensions import TypedDict

from challenge_api.law.ordinance_schema.forms import (
    Article,
    Cents,
    DayOfYear,
    Demand,
    Group,
    Key,
    Keyed,
    Keys,
    Labelled,
    Line,
    Lines,
    People,
    Percent,
    Prose,
    Shape,
)


class OrdinanceLegalForm(Shape, total=False):
    """The legal form that is asked, per moment: codes, or words where the source has no list."""

    at_submission: Keys | Line | None
    at_award: Keys | Line | None


class OrdinanceWhoMayChallenge(Group, total=False):
    """Who may challenge."""

    definition: Prose | None
    applicant_kinds: Keys | None
    optional_kinds: Keys | None
    """Kinds that the model leaves to the authority."""
    groups: Lines | None
    min_persons: People | Annotated[dict[Key, People], Keyed()] | None
    """How many persons at least: a number, or one per kind of applicant."""
    local_tie: Line | None
    local_tie_required: bool | None
    legal_form: OrdinanceLegalForm | None
    mandate_from_residents: bool | None


class OrdinanceSupportNorm(Group, total=False):
    """How much support a request shows."""

    norm: Literal["qualitative", "number", "percentage", "mandate"] | None
    text: Prose | None
    threshold: People | None
    """The number or percentage of `norm`."""
    minimum_supporters: People | None
    minimum_percentage: Percent | None
    mandate_required: bool | None


class OrdinanceAllowed(Labelled, total=False):
    """A kind of task that may be challenged."""

    key: Required[Key]


class OrdinanceExclusion(Labelled, total=False):
    """A kind of task that may not be challenged."""

    code: Required[Key]


class OrdinanceTaskScope(Group, total=False):
    """Which tasks may be challenged."""

    allowed: Annotated[list[OrdinanceAllowed], MaxLen(200)] | None
    exclusions: Annotated[list[OrdinanceExclusion], MaxLen(200)] | None
    domains: Keys | None
    """Codes of *taakvelden*; left out: every domain."""
    domains_list_year: Annotated[int, Ge(2017), Le(2100)] | None
    authorities: Lines | None
    test: Prose | None


class OrdinanceItem(Labelled, total=False):
    """Something that a request holds."""

    key: Required[Key]
    required: Demand | None
    evidence: Keys | None


class OrdinanceContents(Group, total=False):
    """What a request holds."""

    items: Annotated[list[OrdinanceItem], MaxLen(100)] | None


OrdinancePeriod = TypedDict(
    "OrdinancePeriod", {"from": Required[DayOfYear], "until": Required[DayOfYear], "note": Prose | None}, total=False
)
"""A part of every year, both days included; it may run past New Year."""
OrdinancePeriod.__doc__ = "A part of every year, both days included; it may run past New Year."
OrdinancePeriod.__pydantic_config__ = Shape.__pydantic_config__  # type: ignore[attr-defined] # see Shape


class OrdinanceWindow(Shape, total=False):
    """When requests can be filed."""

    authority_may_set_periods: bool | None
    must_publish: bool | None
    periods: Annotated[list[OrdinancePeriod], MaxLen(24)] | None
    example: Prose | None
    article: Article | None


class OrdinanceDoor(Labelled, total=False):
    """A sister right or scheme that an idea may fit better."""

    code: Required[Key]


class OrdinanceStartMoney(Shape, total=False):
    """Money for working out an idea."""

    max_cents: Cents | None
    article: Article | None
    note: Prose | None


class OrdinancePhases(Group, total=False):
    """Phases beside the ordinary ones."""

    exploration: bool | None
    assessment: Literal[True] | None
    """Every case has it; only for a document that says so."""
    monitoring: Literal[True] | None
    """Every case has it; only for a document that says so."""
    steps: Lines | None
    window: OrdinanceWindow | None
    modification: Prose | None
    siblings: Lines | None
    """Sister rights under the same roof, by name."""
    sister_doors: Annotated[list[OrdinanceDoor], MaxLen(50)] | None
    early_question: Lines | None
    start_credit: bool | None
    start_money: OrdinanceStartMoney | None
