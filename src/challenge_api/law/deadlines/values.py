"""The values of legal terms: what goes in (terms, facts, readings) and what comes out (the explained date)."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from challenge_api.law import wording
from challenge_api.law.aggregate import Body
from challenge_api.law.legal_calendar import DayOff, LegalCalendar
from challenge_api.law.wording import Length, Value

NO_TERM_SET: Final = "Awb 4:13(2)"
"""Article of the eight weeks that hold where neither law nor ordinance sets a term."""

EFFECTIVE: Final = frozenset({"suspended", "extended", "named", "notice"})
"""Kinds of step by which a fact had effect; the other steps that name a fact say that it had none."""


Uncovered = Literal["set-aside", "policy", "abroad"]
"""Why the General Terms Act does not cover a term: set aside (Gemeentewet 145), in mere policy (Atw 1(1)), of another country."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as a law or ordinance describes it: so many days, weeks, months or years, and where."""

    n: int
    unit: str
    article: str
    atw: bool = True
    """False: the General Terms Act does not cover it, and `uncovered` says why."""
    calendar: LegalCalendar | None = None
    """Whose working days it is counted in; None: those of the Netherlands."""
    uncovered: Uncovered = "set-aside"
    """Why the act does not cover it, where it does not."""


@dataclass(frozen=True, slots=True)
class Extension:
    """A power in a law or ordinance to extend a term: how much, all extensions together, and where."""

    n: int
    unit: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """Something that happened and that a legal clock looks at.

    `type` is one of the event names of the deadline calculation. `on` is its legal date; `deadline` the last day of a term set
    in a request; `first` and `last` the days of a suspension, both included; `by` the length of an extension; `new_due` or
    `total` what was named instead of the term; `posted` the day an objection was posted.
    """

    type: str
    on: date
    deadline: date | None = None
    complete: bool = True
    first: date | None = None
    last: date | None = None
    by: int | None = None
    new_due: date | None = None
    total: Length | None = None
    written: bool = True
    ground: str | None = None
    posted: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Where the law can be read in two ways: true takes the reading that is not ours, save for the two that are true here."""

    suspended_through_end_day: bool = False
    """Awb 4:15(1), 7:10(2): the day of the answer, or the last day of its term, is suspended too."""
    penalty_on_day_14: bool = False
    """Awb 4:17(3): the first penalty day is receipt + 14, never shifted."""
    two_weeks_under_atw: bool = True
    """Awb 4:17(3): the two weeks are a term in a law, so their end moves over days off."""
    decision_day_counts: bool = False
    """Awb 4:17(1): the day of the announcement is a penalty day."""
    extend_from_shifted_end: bool = False
    """An extension counts on from the due date, not from the unshifted end."""
    atw_by_total_length: bool = False
    """Atw 4(a): the limits are tested on base and extensions together."""
    atw_on_named_dates: bool = False
    """Atw 1(1): a date named by the authority, or agreed, moves over days off."""
    count_days_before_start: bool = False
    """Awb 7:10(2): suspended days before the first day of the term are added too."""
    post_week_under_atw: bool = True
    """Awb 6:9(2): the week for the post is a term in a law, so its end moves over days off."""
    possible_bridge_days: bool = False
    """Atw 3(3): beyond the last decree, days that a decree could equate count as days off."""


DEFAULT: Final = Readings()


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedDayOff(Body):
    """A day that a step passed over, and why it does not count."""

    date: datetime.date
    name: str
    name_nl: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Body):
    """One step from start to due date, each with its article. Dates and numbers alone suffice to recompute the date."""

    step: str
    """Kind of step, such as `term`, `suspended`, `shifted`."""
    article: str
    """Article or articles it rests on."""
    date: datetime.date | None
    """The date it leads to; none where it leads to no date."""
    why: str
    """Explanation for a reader."""
    why_nl: str
    """The same in Dutch."""
    event: int | None = None
    """Which of the facts, counted from 0, the step is about."""
    first: datetime.date | None = None
    """First day of the period the step is about."""
    last: datetime.date | None = None
    """Last day of that period, included."""
    n: int | None = None
    """How much the step counted, in `unit`."""
    unit: str | None = None
    """`days`, `weeks`, `months` or `years`."""
    cents: int | None = None
    """Amount the step leads to, in euro cents."""
    days_off: tuple[NamedDayOff, ...] = ()
    """Days that the step passed over or, where the end stays, the one it stays on."""

    @classmethod
    def of(
        cls,
        key: str,
        article: str,
        on: datetime.date | None,
        words: Mapping[str, Value] | None = None,
        *,
        event: int | None = None,
        first: datetime.date | None = None,
        last: datetime.date | None = None,
        n: int | None = None,
        unit: str | None = None,
        cents: int | None = None,
        off: Iterable[tuple[datetime.date, DayOff]] = (),
    ) -> "Step":
        """Build a step and its sentences; `key` is the kind, or kind and variant, of the table of words."""
        off = tuple(off)
        values: dict[str, Value] = dict(words or {})
        if on is not None:
            values["date"] = on
        if first is not None:
            values["first"] = first
        if last is not None:
            values["last"] = last
        if n is not None and unit is not None:
            values["length"] = Length(n, unit)
        if cents is not None:
            values["amount"] = wording.Cents(cents)
        why, why_nl = wording.sentences(key, values)
        return cls(
            step=key.partition("/")[0],
            article=article,
            date=on,
            why=why,
            why_nl=why_nl,
            event=event,
            first=first,
            last=last,
            n=n,
            unit=unit,
            cents=cents,
            days_off=tuple(NamedDayOff(date=day, name=why.name, name_nl=why.name_nl, article=why.article) for day, why in off),
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """What became of one fact: whether it counted, and why."""

    event: int
    effective: bool
    why: str
    why_nl: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Overdue:
    """What follows when a decision does not come in time: appeal and penalty (Awb 6:12, 4:17, 4:18)."""

    appeal_from: date | None = None
    """First day on which the court can be asked."""
    penalty_from: date | None = None
    penalty_until: date | None = None
    """Last penalty day, or the day through which the penalty was asked for."""
    penalty_days: int = 0
    penalty_total_cents: int = 0
    penalty_share_cents: int | None = None
    """Part of each applicant, rounded down; only where more than one shares."""
    penalty_decision_due: date | None = None
    """Last day to fix the penalty by decision."""
    ledger: tuple[tuple[date, int], ...] = ()
    """Each penalty day with its amount in euro cents."""


NOT_OVERDUE: Final = Overdue()


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A due date and the whole way to it."""

    due: date
    """Last day of the term, after the General Terms Act."""
    unshifted_end: date
    """Last day before it, suspensions and extensions included."""
    chain: tuple[Step, ...]
    suspended_days: int = 0
    """Days out of the term, each counted once."""
    suspensions: tuple[tuple[date, date], ...] = ()
    """First and last day of each time the term stood still, joined where they meet; `date.max` where the end is open."""
    decided_on: date | None = None
    """Day of the announcement; the first one counts."""
    provisional: bool = False
    """Whether a decree that is yet to come could change the result (Atw 3(3))."""
    supplemented: bool | None = None
    """For not handling: whether a complete supplement came in time."""
    overdue: Overdue = NOT_OVERDUE
    window_due: date | None = None
    """For a decision on an objection or appeal: last day of the window it starts from."""
    latest_receipt_by_post: date | None = None
    """For an objection window: last day on which an objection posted by the due date is in time."""
    timely: bool | None = None
    """For an objection window: whether the objection is in time; excusing a late one is for a person (Awb 6:11)."""

    @property
    def last_day(self) -> date:
        """The latest day that the result names."""
        days = [self.due, self.latest_receipt_by_post, *(step.date for step in self.chain)]
        return max(day for day in days if day is not None)

    @property
    def result(self) -> tuple[object, ...]:
        """Everything but the way to it: what a reader would act on."""
        effects = tuple((effect.event, effect.effective) for effect in self.effects)
        moved = (self.due, self.unshifted_end, self.suspended_days, self.in_time, self.overdue)
        return (*moved, self.window_due, self.latest_receipt_by_post, self.timely, effects)

    @property
    def in_time(self) -> bool | None:
        """Whether the decision was announced by the due date; None while there is none."""
        return None if self.decided_on is None else self.decided_on <= self.due

    @property
    def effects(self) -> tuple[Effect, ...]:
        """What became of each fact that the term looks at, in the order in which the facts were given."""
        found = (
            Effect(step.event, step.step in EFFECTIVE, step.why, step.why_nl) for step in self.chain if step.event is not None
        )
        return tuple(sorted(found, key=lambda effect: effect.event))
