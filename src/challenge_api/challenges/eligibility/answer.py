"""What the eligibility check answers. Every text is there in English and in Dutch."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from challenge_api.challenges.preconditions.qualifying import Outcome, Stage
from challenge_api.law.aggregate import Body
from challenge_api.law.deadlines import Step

Verdict = Literal["qualifies", "to-be-shown", "does-not-qualify", "no-rules"]


@dataclass(frozen=True, slots=True, kw_only=True)
class InBoth(Body):
    """A text in both languages."""

    en: str
    nl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleAnswer(Body):
    """What one rule answers."""

    rule: str
    """Name of the rule, such as `group-size`."""
    about: str | None
    """Which of several, such as the code of an exclusion."""
    stage: Stage
    """When it is tested: at filing, at admission, or at the award."""
    outcome: Outcome
    article: str
    explanation: InBoth
    help: InBoth | None
    """What would help, where something is needed."""
    doors: list[str]
    """Other ways that fit better where it is not met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoorAnswer(Body):
    """Another way to the municipality that may fit better."""

    door: str
    """One of the doors that a case can be re-routed to."""
    name: InBoth
    article: str | None
    """Where the ordinance names it; null where it names none, and the door is one that municipalities often have."""
    explanation: InBoth
    because: list[str]
    """Rules that are not met."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAnswer(Body):
    """Something the ordinance leaves open, and the statutory default that applies."""

    group: str
    article: str
    default: InBoth


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemAnswer(Body):
    """Something a plan must hold, or hold if there is any."""

    key: str
    label: InBoth
    required: Literal["always", "if_any", "if_kind"]
    of_kind: str | None
    """The kind of applicant of whom alone it is asked."""
    answered: bool
    """Whether every challenge says it in a field of its own, or it was said to be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CriterionAnswer(Body):
    """What a plan is judged by."""

    code: str
    label: InBoth
    test: str | None
    weight: int | None
    """Whole percents."""
    minimum: int | None
    """Least points, of ten, that pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderAnswer(Body):
    """A body that decides, and up to which amount a year."""

    body: str
    name: InBoth
    up_to_cents: int | None
    council_heard: bool
    mandate_allowed: bool
    article: str
    decides_this: bool | None
    """Whether it decides on the budget that was named; null when none was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TermAnswer(Body):
    """By when a decision would be due, if this were filed on a day, and how that date is found."""

    filed_on: date
    due_on: date
    article: str
    provisional: bool
    """Whether a decree that is yet to come could move the date."""
    extension: InBoth | None
    """The power to extend it, where the ordinance gives one."""
    explanation: list[Step]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceAnswer(Body):
    """The version of the ordinance that was looked at."""

    id: str
    name: str
    number: int
    title: str
    in_force_from: date
    in_force_until: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EligibilityAnswer(Body):
    """Whether a group would qualify, and all it needs to know before it writes a plan."""

    authority: str
    checked_on: date
    ordinance: OrdinanceAnswer | None
    """Null when the authority has none in force."""
    verdict: Verdict
    """`qualifies`: nothing that filing and admission test is open or not met, as you say it."""
    summary: InBoth
    rules: list[RuleAnswer]
    doors: list[DoorAnswer]
    open_groups: list[OpenAnswer]
    contents: list[ItemAnswer]
    criteria: list[CriterionAnswer]
    deciders: list[DeciderAnswer]
    decision_term: TermAnswer | None
    notices: list[InBoth]
    """What else to mind, such as a wished start before the decision can be there."""
