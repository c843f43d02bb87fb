"""An ordinance file, whole."""

from typing import Annotated, Literal, Required

from annotated_types import Ge, Le, MaxLen
from typing_extensions import TypedDict

from challenge_api.law.ordinance_schema.afterwards import (
    OrdinanceAdviceBody,
    OrdinanceAgreement,
    OrdinanceConflictRule,
    OrdinanceHandBack,
    OrdinanceLegalTrack,
    OrdinancePublication,
    OrdinanceRetention,
    OrdinanceReview,
    OrdinanceTransition,
)
from challenge_api.law.ordinance_schema.decisions import (
    OrdinanceCostRule,
    OrdinanceCriteria,
    OrdinanceDecides,
    OrdinanceDecisionTerm,
    OrdinanceRefusalGrounds,
    OrdinanceSupplementTerm,
)
from challenge_api.law.ordinance_schema.forms import (
    Article,
    Day,
    EvidenceLevel,
    Form,
    Key,
    Keyed,
    Keys,
    Line,
    Lines,
    Moment,
    Prose,
    Shape,
)
from challenge_api.law.ordinance_schema.requests import (
    OrdinanceContents,
    OrdinancePhases,
    OrdinanceSupportNorm,
    OrdinanceTaskScope,
    OrdinanceWhoMayChallenge,
)


class OrdinanceInstrument(Shape, total=False):
    """What kind of rule it is, and who adopted it."""

    kind: Required[Key]
    """Such as `participation_ordinance`, `policy`, `pilot`, `programme`, `statute`; a term in mere policy is none of a law."""
    adopted_by: Line | None
    cvdr: Line | None
    gazette: Line | None
    legal_basis: Lines | None
    secondary: Lines | None
    changed_by: Line | None
    duration: Line | None


class OrdinanceIntroduction(Shape, total=False):
    """Transition told in the act itself."""

    municipal_ordinance_due: Day | None
    evidence_level: EvidenceLevel | None
    evidence: Keys | None


OrdinanceInForce = TypedDict(  # `from` is a word of the language
    "OrdinanceInForce",
    {
        "from": Moment | None,
        "until": Moment | None,
        "published_on": Day | None,
        "status": Line | None,
        "transition": OrdinanceIntroduction | None,
    },
    total=False,
)
"""When it is in force; publication comes before it (Bekendmakingswet 8)."""
OrdinanceInForce.__doc__ = "When it is in force; publication comes before it (Bekendmakingswet 8)."
OrdinanceInForce.__pydantic_config__ = Shape.__pydantic_config__  # type: ignore[attr-defined] # see Shape


class OrdinanceEvidence(Shape, total=False):
    """A source that the document rests on."""

    key: Required[Key]
    title: Required[Prose]
    url: Prose | None
    seen: Prose | None
    """How much of it was read."""


class OrdinanceCalendar(Shape, total=False):
    """Days off beside those of the country."""

    extra_days_off: Annotated[list[Day], MaxLen(500)] | None
    article: Article | None
    note: Prose | None


class OrdinanceDocument(Shape, total=False):
    """An authority's rules on the right to challenge, as it keeps them."""

    kind: Literal["ordinance"] | None
    schema: Literal["ordinance/0.1"] | None
    id: Required[Key]
    """Id of the ordinance, the same in all its versions."""
    version: Annotated[int, Ge(1), Le(10_000)] | None
    """Number that the authority gives the version; the service counts by itself."""
    invented: bool | None
    municipality: Line | None
    country: Annotated[str, Form("^[A-Z]{2}(-[A-Z]{3})?$", "Country, such as NL, GB-ENG, GB-SCT; left out: NL.")] | None
    cbs_code: Line | None
    cbs_code_evidence_level: EvidenceLevel | None
    title: Line | None
    instrument: OrdinanceInstrument | None
    in_force: OrdinanceInForce | None
    labels: Annotated[dict[Key, Line], MaxLen(200), Keyed()] | None
    """Where this authority has another word: name of a term of the glossary → its word."""
    calendar: OrdinanceCalendar | None
    atw_set_aside: bool | None
    """Whether the ordinance sets the General Terms Act aside for its terms (Gemeentewet 145)."""
    evidence: Annotated[list[OrdinanceEvidence], MaxLen(200)] | None
    who_may_challenge: OrdinanceWhoMayChallenge | None
    support_norm: OrdinanceSupportNorm | None
    task_scope: OrdinanceTaskScope | None
    contents: OrdinanceContents | None
    phases: OrdinancePhases | None
    decides: OrdinanceDecides | None
    decision_term: OrdinanceDecisionTerm | None
    supplement_term: OrdinanceSupplementTerm | None
    criteria: OrdinanceCriteria | None
    refusal_grounds: OrdinanceRefusalGrounds | None
    cost_rule: OrdinanceCostRule | None
    agreement: OrdinanceAgreement | None
    hand_back: OrdinanceHandBack | None
    publication: OrdinancePublication | None
    retention: OrdinanceRetention | None
    advice_body: OrdinanceAdviceBody | None
    conflict_rule: OrdinanceConflictRule | None
    legal_track: OrdinanceLegalTrack | None
    review: OrdinanceReview | None
    transition: OrdinanceTransition | None
    notes: Annotated[list[Prose], MaxLen(200)] | None
