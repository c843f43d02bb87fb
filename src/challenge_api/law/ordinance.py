"""One authority's rules as a typed, versioned value.

Unknown is a value: a group of rules that an ordinance leaves open is None here, and the statutory default applies (`OPEN_GROUPS`
names it with its article). The document an ordinance is stored as keeps more (evidence, notes, labels); this is what rules read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from challenge_api.law.deadlines import Extension, Term
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar
from challenge_api.law.ordinance_groups import (
    AdviceRule,
    AgreementRule,
    ConflictRule,
    ContentItem,
    CostRule,
    Criterion,
    DecidingBody,
    Exclusion,
    Kept,
    Length,
    OwnTerm,
    Phases,
    RefusalGround,
    Reporting,
    SecondBody,
    SisterDoor,
    SupportNorm,
    TaskScope,
    TransitionalRule,
    TwoTests,
    WhoMayChallenge,
    Window,
)

STATUTORY_TERM: Final = Term(8, "weeks", "Awb 4:13(2)")


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
    country: str = "NL"
    calendar: LegalCalendar = DUTCH
    labels: Mapping[str, str] = field(default_factory=dict)
    """Name of a term of the glossary → this authority's word for it."""
    two_tests: TwoTests | None = None
    first_notice: Length | None = None
    second_body: SecondBody | None = None
    deciding_body_words: str | None = None
    """Who decides, where the source says it in words."""
    advice: AdviceRule | None = None
    conflict: ConflictRule | None = None
    retention: tuple[Kept, ...] | None = None
    review_years: tuple[int, ...] | None = None
    tracks: Mapping[str, str] = field(default_factory=dict)
    """Legal track per outcome, where it differs: award, refusal, not_handled, termination."""
    transition: TransitionalRule = field(default_factory=TransitionalRule)

    def ground(self, code: str) -> RefusalGround | None:
        """Give the ground with this code."""
        return next((ground for ground in self.grounds or () if ground.code == code), None)

    def decider_for(self, cents: int) -> DecidingBody | None:
        """Give the body that decides on an award of so many cents a year; None where the ordinance leaves it open."""
        fitting = (body for body in self.deciders or () if body.up_to_cents is None or cents <= body.up_to_cents)
        return next(fitting, None)

    def decision_length(self) -> Term:
        """Give the decision term: the ordinance's own (Awb 4:13(1)), else eight weeks (Awb 4:13(2)).

        Outside the Netherlands there are no eight weeks: the term of the first notice stands in for it.
        """
        if self.decision_term is not None:
            return self.decision_term.length.term()
        return STATUTORY_TERM if self.first_notice is None or self.country == "NL" else self.first_notice.term()

    def decision_extension(self) -> Extension | None:
        """Give the power to extend the decision term, where the ordinance has one (Awb 4:14(1))."""
        return self.decision_term.extension if self.decision_term else None

    def track_of(self, outcome: str) -> str | None:
        """Give the legal track of an outcome; None where the ordinance leaves it open: said per award (Awb 1:3)."""
        return self.tracks.get(outcome, self.legal_track)

    def defaults(self) -> tuple["OpenGroup", ...]:
        """Give what the ordinance leaves open, each with the statutory default that applies and its article."""
        return tuple(
            OpenGroup(group=name, article=OPEN_GROUPS[name][0], default=OPEN_GROUPS[name][1]) for name in self.open_groups
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGroup:
    """A group of rules that an ordinance leaves open, and the statutory default that applies."""

    group: str
    article: str
    default: str


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
    "retention": ("Archiefwet 5", "the selection list of the authority"),
    "advice_body": ("Awb 3:5", "no adviser is prescribed"),
    "conflict_rule": ("Awb 2:4", "no bias; running contracts are respected"),
    "legal_track": ("Awb 1:3", "undetermined: said per award"),
    "review": ("Gemeentewet 150", "no review years"),
}
"""Group of an ordinance file → article and meaning of the statutory default that applies while the group is open."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in an ordinance document: where (a JSON pointer), which rule it breaks (an article), and why."""

    path: str
    code: str
    reason: str
    rule: str = "challenge-api"


class OrdinanceFault(ValueError):
    """Raised with every fault of a document at once."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults."""
        super().__init__("; ".join(f"{fault.path}: {fault.reason}" for fault in faults))
        self.faults = faults


__all__ = [
    "OPEN_GROUPS",
    "STATUTORY_TERM",
    "AdviceRule",
    "AgreementRule",
    "ConflictRule",
    "ContentItem",
    "CostRule",
    "Criterion",
    "DecidingBody",
    "Exclusion",
    "Fault",
    "Kept",
    "Length",
    "OpenGroup",
    "Ordinance",
    "OrdinanceFault",
    "OwnTerm",
    "Phases",
    "RefusalGround",
    "Reporting",
    "SecondBody",
    "SisterDoor",
    "SupportNorm",
    "TaskScope",
    "TransitionalRule",
    "TwoTests",
    "WhoMayChallenge",
    "Window",
]
