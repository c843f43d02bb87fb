"""The course of a term: from its first day through every fact, in order of their legal dates, to the explained due date.

Each fact is tested against the end as it then stands; it then moves the unshifted end, or leaves a step that says why not.
The shift over days off comes once, at the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from challenge_api.law.deadlines.counting import (
    MOVED,
    NAMED,
    TOO_LONG,
    Cover,
    cover,
    due_date,
    end_of,
    later,
    shift_steps,
    weight,
    within_limits,
)
from challenge_api.law.deadlines.standstill import STANDSTILLS, Days, Standstill, standstills
from challenge_api.law.deadlines.values import NO_TERM_SET, ClockFact, Explained, Extension, Readings, Step, Term
from challenge_api.law.legal_calendar import LegalCalendar
from challenge_api.law.wording import Length, Value


@dataclass(frozen=True, slots=True)
class Regime:
    """What the law says of one kind of term: how long, the power to extend, and the article of each fact that may touch it.

    A fact without an article here, and not among `beside`, has no place on this term.
    """

    term: Term
    extension: Extension | None
    articles: Mapping[str, str]
    beside: frozenset[str]
    """Facts that are read together with others, or that only stop the term."""


@dataclass(slots=True)
class Course:
    """A term on its way: where its end stands, what it stood still, and the steps so far."""

    regime: Regime
    start: date
    calendar: LegalCalendar
    readings: Readings
    decided_on: date | None
    end: date = field(init=False)
    outer: date = field(init=False)  # the end as if no date had been named: Awb 4:14(3) is told within the eight weeks
    last: Term = field(init=False)  # the last term as described: it decides whether the Atw covers (Atw 4(a))
    load: int = field(init=False)
    named: bool = False
    extended: int = 0
    days: Days = field(default_factory=Days)
    counted: Days = field(default_factory=Days)  # the days that the end as it stands has in it: a named date has none
    open_from: date | None = None
    chain: list[Step] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Count the base term: its first day is the day after the start (Awb: the day of the event is day 0)."""
        term = self.regime.term
        self.end = self.outer = end_of(self.start, term.n, term.unit, term.calendar or self.calendar)
        self.last, self.load = term, weight(term.n, term.unit)
        self.chain.append(Step.of("term", term.article, self.end, first=self.first, n=term.n, unit=term.unit))

    @property
    def first(self) -> date:
        """First day of the term, even when that is a day off (only ends move: Atw 1(1))."""
        return later(self.start, 1)

    @property
    def due(self) -> date:
        """The due date as it stands."""
        return due_date(self.first, self.end, self._cover(named=self.named), self.calendar, self.days.periods)

    @property
    def _outer_due(self) -> date:
        return due_date(self.first, self.outer, self._cover(named=False), self.calendar, self.days.periods)

    def _cover(self, *, named: bool) -> Cover:
        if named:
            return NAMED if not self.readings.atw_on_named_dates else MOVED if self.regime.term.atw else cover(self.regime.term)
        if self.readings.atw_by_total_length and self.regime.term.atw and not within_limits(self.load):
            return TOO_LONG
        return cover(self.last)

    def take(self, index: int, fact: ClockFact, standstill: Standstill | None) -> None:
        """Let one fact have its effect, or say why it has none."""
        acts_on = fact.on if standstill is None else standstill.acts_on
        if self.decided_on is not None and acts_on > self.decided_on:  # Awb 3:41: announced, the term is over
            self._ignore("decided", index, fact, acts_on, {"end": self.decided_on})
        elif fact.type in STANDSTILLS:
            self._stand_still(index, fact, standstill)
        elif fact.type == "extended":
            self._extend(index, fact)
        elif fact.type in {"reasonable_term_named", "postponed_by_consent"}:
            self._name(index, fact)
        else:
            self._ignore("duty-only", index, fact, fact.on, {})  # Awb 4:14(1): telling is no extending

    def _ignore(self, reason: str, index: int, fact: ClockFact, on: date, words: Mapping[str, Value]) -> None:
        article = self.regime.articles[fact.type]
        if fact.type == "extended" and self.regime.extension is not None:
            article = self.regime.extension.article
        self.chain.append(Step.of(f"ignored/{reason}", article, on, words, event=index))

    def _stand_still(self, index: int, fact: ClockFact, standstill: Standstill | None) -> None:
        if standstill is None:  # ABRvS 2016:2527: no term in the request, no suspension (Awb 4:15(1)(a))
            self._ignore("no-term-set", index, fact, fact.on, {"told": fact.on})
            return
        if standstill.acts_on > self.due:  # Awb 4:15: only a term that still runs on that day can be suspended
            self._ignore("ended", index, fact, standstill.acts_on, {"end": self.due})
            return
        first = standstill.first
        counted_from = first if self.readings.count_days_before_start else max(first, self.first)
        new = self.counted.add(counted_from, standstill.last)
        self.outer = later(self.outer, self.days.add(counted_from, standstill.last))
        self.end = later(self.end, new)
        if standstill.open:
            self.open_from = counted_from
        span = (standstill.last - first).days + 1
        key = "open" if standstill.open else "nothing" if span <= 0 else "part" if new != span else ""
        self.chain.append(
            Step.of(
                f"suspended/{key}" if key else "suspended",
                self.regime.articles[fact.type],
                self.end,
                event=index,
                first=first,
                last=standstill.last,
                n=new,
                unit="days",
            )
        )

    def _extend(self, index: int, fact: ClockFact) -> None:
        power, due, asked = self.regime.extension, self.due, fact.by or 0
        left = 0 if power is None else power.n - self.extended
        if fact.new_due is not None and power is not None and left > 0 and fact.on <= due:
            self._extend_until(index, fact, power, fact.new_due, left)
            return
        granted = min(asked, left)  # no more than the power gives
        if fact.on > due:  # told by the due date, or it has no effect (Awb 4:14(1), 7:10(5))
            self._ignore("told-late", index, fact, fact.on, {"end": due})
        elif power is None or granted <= 0:
            self._ignore("no-power", index, fact, fact.on, {})
        else:
            base = due if self.readings.extend_from_shifted_end else self.end
            self.end, self.outer = (
                end_of(day, granted, power.unit, self.regime.term.calendar or self.calendar) for day in (base, self.outer)
            )
            self.extended, self.named = self.extended + granted, False
            self.last = Term(granted, power.unit, power.article, self.regime.term.atw, uncovered=self.regime.term.uncovered)
            self.load += weight(granted, power.unit)
            key, words = ("extended/capped", {"asked": Length(asked, power.unit)}) if granted < asked else ("extended", {})
            told: dict[str, Value] = {"told": fact.on, **words}
            self.chain.append(
                Step.of(key, power.article, self.end, told, event=index, first=later(base, 1), n=granted, unit=power.unit)
            )

    def _extend_until(self, index: int, fact: ClockFact, power: Extension, named: date, left: int) -> None:
        """Extend to a day that was named, no further than the power reaches; that uses all of it."""
        base = self.due if self.readings.extend_from_shifted_end else self.end
        furthest = end_of(base, left, power.unit, self.regime.term.calendar or self.calendar)
        if named <= self.end:
            self._ignore("past", index, fact, fact.on, {})
            return
        key = "named/extended" if named <= furthest else "named/extended-capped"
        self.end, self.named, self.extended, self.counted = min(named, furthest), True, power.n, Days()
        self.chain.append(Step.of(key, power.article, self.end, {"told": fact.on, "asked": named}, event=index))

    def _name(self, index: int, fact: ClockFact) -> None:
        agreed = fact.type == "postponed_by_consent"
        limit = self.due if agreed else self._outer_due
        total = fact.total
        named = fact.new_due if total is None else end_of(self.start, total.n, total.unit)  # a total counts from receipt
        if not agreed and self.regime.term.article != NO_TERM_SET:  # Awb 4:14(3): only where no law sets a term
            self._ignore("term-set", index, fact, fact.on, {})
        elif fact.on > limit:  # Awb 4:14(3): within the eight weeks; 7:10(4): while the term runs
            self._ignore("told-late", index, fact, fact.on, {"end": limit})
        elif named is None or named < fact.on:
            self._ignore("past", index, fact, fact.on, {})
        else:
            self.end, self.named, self.counted = named, True, Days()
            article = self.regime.articles[fact.type]
            if total is None:
                self.chain.append(Step.of("named/agreed" if agreed else "named", article, named, event=index))
            else:
                step = Step.of("named/total", article, named, event=index, first=self.first, n=total.n, unit=total.unit)
                self.chain.append(step)

    def finish(self) -> Explained:
        """Shift the end, once, and say whether the decision came in time."""
        still = self.days.periods
        covered = self._cover(named=self.named)
        due = self.due
        self.chain.extend(shift_steps(self.first, self.end, covered, self.calendar, still))
        if self.decided_on is not None:
            key = "decided" if self.decided_on <= due else "decided/late"
            self.chain.append(Step.of(key, "Awb 3:41", self.decided_on, {"due": due}))
        if self.open_from is not None:
            open_end = Days()
            for first, last in (*still, (self.open_from, date.max)):
                open_end.add(first, last)
            still = open_end.periods
        return Explained(
            due=due,
            unshifted_end=self.end,
            chain=tuple(self.chain),
            suspended_days=self.days.total,
            suspensions=still,
            decided_on=self.decided_on,
        )


def run(
    regime: Regime,
    start: date,
    facts: Sequence[ClockFact],
    calendar: LegalCalendar,
    readings: Readings,
    as_of: date | None,
) -> Explained:
    """Run a term through its facts (order of work: the rules' own, dates first, then what begins first)."""
    ordered = sorted(enumerate(facts), key=lambda pair: pair[1].on)
    for _, fact in ordered:
        if fact.type not in regime.articles and fact.type not in regime.beside:
            message = f"{fact.type} has no place on a term of {regime.term.article}"
            raise ValueError(message)
    decided_on = next((fact.on for _, fact in ordered if fact.type == "decided"), None)
    until = min((day for day in (as_of, decided_on) if day is not None), default=None)
    periods = standstills(ordered, readings, until)
    course = Course(regime, start, calendar, readings, decided_on)
    for index, fact in sorted(ordered, key=lambda pair: _turn(pair[1], periods.get(pair[0]))):
        if fact.type in regime.articles:
            course.take(index, fact, periods.get(index))
    return course.finish()


def _turn(fact: ClockFact, standstill: Standstill | None) -> tuple[date, int, date]:
    """Order of facts: legal date; on one day, what takes effect first, so that their order in the list does not matter."""
    if standstill is not None:
        return fact.on, 0 if standstill.first <= fact.on else 3, standstill.first
    return fact.on, {"extended": 1}.get(fact.type, 2), fact.on
