"""The groups of rules that an ordinance may hold, each as a typed value.

What is open is None. What the source says in words only is kept as words, for a person to judge: a rule never guesses.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from challenge_api.law.deadlines import Extension, Term, Uncovered, end_of
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Length:
    """A length of time that the ordinance sets: `unit` is days, working-days, weeks, months or years.

    `atw`: the General Terms Act covers it: set in an act or ordinance that does not set that act aside (Gemeentewet 145), and
    not in mere policy. `calendar`: the working days that it counts in.
    """

    n: int
    unit: str
    article: str
    atw: bool = True
    calendar: LegalCalendar = DUTCH
    uncovered: Uncovered = "set-aside"
    """Why the act does not cover it, where it does not."""

    def term(self) -> Term:
        """Give it as a term to count."""
        calendar = None if self.calendar is DUTCH else self.calendar
        return Term(self.n, self.unit, self.article, self.atw, calendar, self.uncovered)

    def end_after(self, start: date) -> date:
        """Give the last day of this length after `start`, not moved over days off."""
        return end_of(start, self.n, self.unit, self.calendar)


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoMayChallenge:
    """Who may challenge; legal forms per moment.

    `minimum_by_kind` holds where the number of persons depends on the kind of applicant. Where the source has words instead of a
    list of legal forms, the words stand in `…_words`: a person judges them.
    """

    applicant_kinds: tuple[str, ...]
    local_tie: str | None
    minimum_persons: int | None
    legal_form_at_submission: tuple[str, ...] | None
    legal_form_at_award: tuple[str, ...] | None
    article: str | None
    minimum_by_kind: Mapping[str, int] = field(default_factory=dict)
    legal_form_at_submission_words: str | None = None
    legal_form_at_award_words: str | None = None
    mandate_required: bool = False
    definition: str | None = None

    def minimum_for(self, kind: str) -> int | None:
        """Give how many persons an applicant of a kind has at least; None where that is open."""
        return self.minimum_by_kind.get(kind, self.minimum_persons)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportNorm:
    """How much support a request must show: a number, a percentage of a community, its mandate, or a quality in words."""

    minimum_supporters: int | None
    minimum_percentage: int | None
    mandate_required: bool
    article: str | None
    quality: str | None = None
    """The norm in words, for a person to judge."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exclusion:
    """A kind of task that cannot be challenged."""

    code: str
    label_en: str | None
    label_nl: str | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskScope:
    """Which tasks may be challenged: codes of *taakvelden*, None for every domain, less the exclusions.

    `allowed` says it in words, for a person to judge.
    """

    domains: tuple[str, ...] | None
    exclusions: tuple[Exclusion, ...]
    article: str | None
    allowed: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentItem:
    """Something a request must hold: always, if there is any, or (`if_kind`) of applicants of the kind `of_kind`."""

    key: str
    label_en: str | None
    label_nl: str | None
    required: Literal["always", "if_any", "if_kind"]
    of_kind: str | None = None

    def asked_of(self, kind: str) -> bool:
        """Whether a request of an applicant of this kind is incomplete without it."""
        return self.required == "always" or (self.required == "if_kind" and self.of_kind == kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """A part of every year in which requests are accepted: first and last day as (month, day), both included."""

    first: tuple[int, int]
    last: tuple[int, int]

    def holds(self, day: date) -> bool:
        """Whether the day lies in it; a window may run past New Year."""
        at = (day.month, day.day)
        if self.first <= self.last:
            return self.first <= at <= self.last
        return at >= self.first or at <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class SisterDoor:
    """A sister right or scheme that an idea may fit better: a code, or the name of the source."""

    code: str | None
    label_en: str | None
    label_nl: str | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Phases:
    """Which phases the ordinance has beside the ordinary ones, when requests are accepted, and which doors lie beside it.

    No window: at any time. `start_money_cents`: the most that can be given to work an idea out; None where there is none.
    """

    exploration: bool
    article: str | None
    windows: tuple[Window, ...] = ()
    sister_doors: tuple[SisterDoor, ...] = ()
    start_money: bool = False
    start_money_cents: int | None = None

    def accepts_on(self, day: date) -> bool:
        """Whether requests are accepted on a day."""
        return not self.windows or any(window.holds(day) for window in self.windows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """A criterion of assessment: `weight` in whole percent, points run from 0 to 10, `minimum` is the least that passes."""

    code: str
    label_en: str | None
    label_nl: str | None
    weight: int | None
    test: Literal["better", "cheaper"] | None
    minimum: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRule:
    """What a challenge may cost against today: with a hard cap never more; `baseline` says what today's cost is."""

    rule: str
    hard_cap: bool
    article: str | None
    preference: Literal["lower"] | None = None
    baseline: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoTests:
    """The two tests and how they combine.

    `combine`: an award needs either of them, both, that one, or a weighing; None where it is open. The marks are the least
    weighted mean of the points on the criteria of a test.
    """

    combine: Literal["either", "both", "better", "cheaper", "weighing"] | None
    better_pass_mark: int | None
    cheaper_pass_mark: int | None
    article: str | None

    def needed(self) -> tuple[str, ...]:
        """Give the tests of which an award needs every one."""
        return {"both": ("better", "cheaper"), "better": ("better",), "cheaper": ("cheaper",)}.get(self.combine or "", ())


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGround:
    """A coded ground of refusal and the phase in which it can be used."""

    code: str
    label_en: str | None
    label_nl: str | None
    article: str | None
    phase: Literal["admissibility", "exploration", "assessment", "any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidingBody:
    """A body that decides on awards up to an amount a year; None has no limit."""

    body: str
    up_to_cents: int | None
    council_heard: bool
    mandate_allowed: bool
    article: str | None
    label_en: str | None = None
    label_nl: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondBody:
    """Another body that has a say, with a term of its own."""

    body: str
    label_en: str | None
    label_nl: str | None
    does: str | None
    term: Length | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreementRule:
    """What the ordinance says of the agreement: how long and how much a year at most, and when it must come."""

    max_years: int | None
    start_within: Length | None
    article: str | None
    max_months: int | None = None
    max_cents_per_year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdviceRule:
    """Who advises before the decision, and within what time."""

    body: str | None
    contact: str | None
    term: Length | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRule:
    """What happens where a challenge meets a running contract or procurement law, in words."""

    running_contracts: str | None
    procurement: str | None
    article: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How long the file of a case with this outcome is kept; `years` None: for ever."""

    outcome: str
    years: int | None
    result: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransitionalRule:
    """What becomes of requests under the version before.

    `pending_cases`: they keep it, or move to this version when it comes into force; `drafts`: a draft begun before is judged
    under the `old` version, or under the `new` one like everything received from its first day on.
    """

    pending_cases: Literal["keep", "move"] = "keep"
    drafts: Literal["new", "old"] = "new"
    article: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reporting:
    """How often the group reports."""

    every: Length


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnTerm:
    """The decision term that the ordinance sets, and its power to extend it.

    The longer term of a complex case is a power to extend: the authority tells the group, within the term, that the case is
    complex.
    """

    length: Length
    extension: Extension | None
    complex_case: Length | None = None
