"""One authority's rules as a typed, versioned value.

Unknown is a value: a group of rules that an ordinance leaves open is None here, and the statutory default applies (`OPEN_GROUPS`
names it with its article). The document an ordinance is stored as keeps more (evidence, notes, labels); this is what rules read.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from challenge_api.law.deadlines import Extension, Term, end_of

STATUTORY_TERM: Final = Term(8, "weeks", "Awb 4:13(2)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time that the ordinance sets: `unit` is days, weeks, months or years."""

    n: int
    unit: str
    article: str
    atw: bool = True

    def term(self) -> Term:
        """Give it as a term to count."""
        return Term(self.n, self.unit, self.article, self.atw)

    def end_after(self, start: date) -> date:
        """Give the last day of this length after `start`, not moved over days off."""
        return end_of(start, self.n, self.unit)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoMayChallenge:
    """Who may challenge; legal forms per moment."""

    applicant_kinds: tuple[str, ...]
    local_tie: str | None
    minimum_persons: int | None
    legal_form_at_submission: tuple[str, ...] | None
    legal_form_at_award: tuple[str, ...] | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportNorm:
    """How much support a request must show: a number, a percentage of a community, or its mandate."""

    minimum_supporters: int | None
    minimum_percentage: int | None
    mandate_required: bool
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A kind of task that cannot be challenged."""

    code: str
    label_en: str | None
    label_nl: str | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScope:
    """Which tasks may be challenged: codes of *taakvelden*, None for every domain, less the exclusions."""

    domains: tuple[str, ...] | None
    exclusions: tuple[Exclusion, ...]
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentItem:
    """Something a request must hold."""

    key: str
    label_en: str | None
    label_nl: str | None
    required: Literal["always", "if_any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Which phases the ordinance has beside the ordinary ones."""

    exploration: bool
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion of assessment: `weight` in whole percent, points run from 0 to 10, `minimum` is the least that passes."""

    code: str
    label_en: str | None
    label_nl: str | None
    weight: int | None
    test: str | None
    minimum: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRule:
    """What a challenge may cost against today: with a hard cap never more."""

    rule: str
    hard_cap: bool
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGround:
    """A coded ground of refusal and the phase in which it can be used."""

    code: str
    label_en: str | None
    label_nl: str | None
    article: str | None
    phase: Literal["admissibility", "assessment", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingBody:
    """A body that decides on awards up to an amount a year; None has no limit."""

    body: str
    up_to_cents: int | None
    council_heard: bool
    mandate_allowed: bool
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRule:
    """What the ordinance says of the agreement."""

    max_years: int | None
    start_within: Length | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How often the group reports."""

    every: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerm:
    """The decision term that the ordinance sets, and its power to extend it."""

    length: Length
    extension: Extension | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinance:
    """One version of one authority's rules; a group that is open is None."""

    id: str
    version: int
    title: str
    invented: bool
    in_force_from: date | None
    in_force_until: date | None
    published_on: date | None
    who: WhoMayChallenge | None
    support: SupportNorm | None
    scope: TaskScope | None
    contents: tuple[ContentItem, ...] | None
    phases: Phases | None
    decision_term: OwnTerm | None
    supplement: Length | None
    criteria: tuple[Criterion, ...] | None
    tests_combine: str | None
    cost_rule: CostRule | None
    grounds: tuple[RefusalGround, ...] | None
    deciders: tuple[DecidingBody, ...] | None
    agreement: AgreementRule | None
    reporting: Reporting | None
    hand_back: Length | None
    legal_track: str | None
    atw_set_aside: bool
    open_groups: tuple[str, ...]

    def ground(self, code: str) -> RefusalGround | None:
        """Give the ground with this code."""
        return next((ground for ground in self.grounds or () if ground.code == code), None)

    def decider_for(self, cents: int) -> DecidingBody | None:
        """Give the body that decides on an award of so many cents a year; None where the ordinance leaves it open."""
        fitting = (body for body in self.deciders or () if body.up_to_cents is None or cents <= body.up_to_cents)
        return next(fitting, None)

    def decision_length(self) -> Term:
        """Give the decision term: the ordinance's own (Awb 4:13(1)), else eight weeks (Awb 4:13(2))."""
        return self.decision_term.length.term() if self.decision_term else STATUTORY_TERM

    def decision_extension(self) -> Extension | None:
        """Give the power to extend the decision term, where the ordinance has one (Awb 4:14(1))."""
        return self.decision_term.extension if self.decision_term else None


OPEN_GROUPS: Final[Mapping[str, tuple[str, str]]] = {
    "who_may_challenge": ("Gemeentewet 150(3)", "residents and social parties; the act sets no further condition"),
    "support_norm": ("Gemeentewet 150(3)", "no norm: support is weighed with the plan"),
    "task_scope": ("Gemeentewet 150(3)", "own tasks, and tasks of other acts as far as those allow execution by another"),
    "contents": ("Awb 4:2", "name, address, date, and what is asked"),
    "phases": ("Awb 3:2", "no exploration phase of its own"),
    "decides": ("Gemeentewet 160, 147", "the body competent for the task"),
    "decision_term": ("Awb 4:13(2)", "a reasonable term, over in any case after eight weeks"),
    "supplement_term": ("Awb 4:5(1)", "a term that the body sets per case"),
    "criteria": ("Awb 3:46", "a reasoned advice without scores"),
    "refusal_grounds": ("Awb 3:46", "code not-regulated, with its reason"),
    "cost_rule": ("Awb 3:2", "no cap: cost is weighed with the plan"),
    "agreement": ("BW 6:213", "what the parties agree"),
    "hand_back": ("BW 6:213", "what the agreement says"),
    "publication": ("Woo 3.1", "the general rules of publication"),
    "advice_body": ("Awb 3:5", "no adviser is prescribed"),
    "conflict_rule": ("Awb 2:4", "no bias; running contracts are respected"),
    "legal_track": ("Awb 1:3", "undetermined: said per award"),
    "review": ("Gemeentewet 150", "no review years"),
}
"""Group of an ordinance file → article and meaning of the statutory default that applies while the group is open."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an ordinance document: where, which rule it breaks, and why."""

    path: str
    code: str
    reason: str


class OrdinanceFault(ValueError):
    """Raised with every fault of a document at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(f"{fault.path}: {fault.reason}" for fault in faults))
        self.faults = faults
