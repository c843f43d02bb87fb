"""What a dry run answers: case by case, and in sum. Every text is there in English and in Dutch; no personal data in it."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from challenge_api.challenges.preconditions.qualifying import Outcome, Stage
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import Step

Then = Literal["admitted", "refused", "not-judged"]
Would = Literal["admissible", "not-admissible", "cannot-be-said"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InBothLanguages(Body):
    """A text in both languages."""

    en: str
    nl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTried(Body):
    """What a rule of the version tried says of a case, where it does not hold or cannot be said."""

    rule: str
    about: str | None
    stage: Stage
    outcome: Outcome
    article: str
    explanation: InBothLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class AdmissionTried(Body):
    """Admission as it was, and as it would have been."""

    then: Then
    would: Would
    differs: bool
    reasons: list[RuleTried]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderTried(Body):
    """Which body decided, or would have to, on which amount a year; null where the rules leave it open."""

    cents_per_year: int
    granted: bool
    """Whether that amount was granted; else it is what was asked."""
    then: str | None
    would: str | None
    differs: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class TermTried(Body):
    """A term of the case, and when it would have ended."""

    kind: Literal["decision", "supplement", "agreement"]
    then: date | None
    would: date | None
    days: int
    """How many days later it would have ended; below zero: earlier; 0 where one of the two is not regulated."""
    differs: bool
    late_then: bool | None
    """Whether the decision was announced, or is by now, after the term; null for other terms."""
    late_would: bool | None
    explanation: list[Step]
    """The way to the date that it would have been."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroundTried(Body):
    """A ground that was used and would not have been available."""

    ground: str
    why: Literal["not-listed", "after-assessment-only"]
    explanation: InBothLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentTried(Body):
    """Something that the version tried asks of a request, and that the case does not hold."""

    key: str
    label: InBothLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class NotHeld(Body):
    """Something that cannot be said, because the case does not hold it."""

    question: str
    """The rule that asks it, or `scores`, `council-heard`, `decider`."""
    what: InBothLanguages
    """What the case does not hold."""
    explanation: InBothLanguages


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseTried(Body):
    """One case, as it went and as it would have gone."""

    challenge: str
    title: str | None
    """Null where it was erased."""
    received_on: date
    state: str
    ordinance: str
    """Name and number of the version that the case keeps."""
    differs: bool
    admission: AdmissionTried
    contents_missing: list[ContentTried]
    decider: DeciderTried | None
    terms: list[TermTried]
    grounds_gone: list[GroundTried]
    award_hindered: list[RuleTried]
    """Rules of the version tried that the award, as it was made, does not meet."""
    unknown: list[NotHeld]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sum(Body):
    """How many cases, and how many of them would have gone otherwise in which way."""

    cases: int
    differing: int
    no_longer_admissible: int
    newly_admissible: int
    contents_missing: int
    other_decider: int
    decision_due_later: int
    decision_due_earlier: int
    late_then: int
    late_would: int
    grounds_gone: int
    awards_hindered: int
    not_fully_known: int
    """Cases of which something cannot be said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DryRunReport(Body):
    """What a version of an ordinance would have changed. Nothing was stored or changed."""

    authority: str
    ordinance_id: str
    title: str
    from_: date
    until: date
    ran_on: date
    document_sent: bool
    """Whether the document came with the request instead of being the version's own."""
    sum: Sum
    cases: list[CaseTried]
