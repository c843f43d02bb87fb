"""Legal terms: from what happened to an explained due date.

A term is counted in two steps that must not be mixed. Suspensions and extensions build on the *unshifted end*; the General Terms
Act moves it once, at the very end, to the *due date*. The day of an event is day 0. What happened is taken in order of its legal
dates, and each fact is first tested against the end as it then stands: an extension told too late, or a suspension that would
start after the end, is kept in the explanation with the reason why it had no effect, because that is what applicants and courts
ask about. Readings of the law that are disputed are switches in `Readings`, each with the default this service takes.

Chosen not to do: nothing here knows a case, an ordinance or a clock; a caller gives the term, the power to extend it, and facts.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from challenge_api.law.legal_calendar import DAY, DUTCH, LegalCalendar

UNITS: Final = ("days", "weeks", "months", "years")



@dataclass(frozen=True, slots=True)
class Term:
    """A term as the law describes it: so many units, and the article that sets it. `atw`: the Atw is not set aside for it."""

    n: int
    unit: str
    article: str
    atw: bool = True


@dataclass(frozen=True, slots=True)
class Extension:
    """A power to extend, all extensions together."""

    n: int
    unit: str
    article: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockFact:
    """Something that moves a clock, on its legal date.

    `type` is one of `application_received`, `supplement_requested` (`deadline`), `deadline_moved` (`deadline`),
    `supplement_received` (`complete`), `suspension_agreed`, `delay_by_applicant`, `force_majeure` (`first`, `last`, both out of the
    term), `foreign_info_notified`, `foreign_info_received`, `extended` (`by`), `delay_told`, `reasonable_term_named` (`new_due`, or
    `total` counted from receipt), `decided` (the announcement).
    """

    type: str
    on: date
    deadline: date | None = None
    complete: bool = True
    first: date | None = None
    last: date | None = None
    by: int | None = None
    new_due: date | None = None
    total_n: int | None = None
    total_unit: str | None = None
    written: bool = True
    ground: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of an explanation: what happened, on which article, the date it leads to, and the days or units it moved."""

    step: str
    article: str
    date: date | None
    why: str
    why_nl: str = ""
    n: int | None = None
    unit: str | None = None
    start: date | None = None

    @classmethod
    def named(cls, article: str, on: date) -> "Step":
        """Explain a date that was named, not counted: it does not move over days off (Atw 1 covers terms set in a law)."""
        return cls(
            step="named",
            article=article,
            date=on,
            why=f"{on} was named; a date named in a letter or agreement is not a term set in a law",
            why_nl=f"{on} is genoemd; een datum in een brief of overeenkomst is geen wettelijke termijn",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """What became of the fact at this index."""

    event: int
    effective: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A due date with everything that led to it."""

    due: date
    unshifted_end: date
    chain: tuple[Step, ...]
    suspended_days: int = 0
    suspensions: tuple[tuple[date, date], ...] = ()
    effects: tuple[Effect, ...] = ()
    decided_on: date | None = None
    provisional: bool = False

    @property
    def in_time(self) -> bool | None:
        """Whether the decision was announced by the due date; None while there is none."""
        return None if self.decided_on is None else self.decided_on <= self.due


@dataclass(frozen=True, slots=True, kw_only=True)
class Readings:
    """Disputed readings of the law; the defaults are the ones this service takes (rules §2 to §4)."""

    suspended_through_end_day: bool = False
    extend_from_shifted_end: bool = False
    atw_by_total_length: bool = False
    atw_on_named_dates: bool = False


DEFAULT: Final = Readings()

_ARTICLE_OF: Final = {
    "supplement_requested": "Awb 4:15(1)(a)",
    "foreign_info_notified": "Awb 4:15(1)(b)",
    "suspension_agreed": "Awb 4:15(2)(a)",
    "delay_by_applicant": "Awb 4:15(2)(b)",
    "force_majeure": "Awb 4:15(2)(c)",
}


def end_of(start: date, n: int, unit: str) -> date:
    """Give the last day of a term of so many units after `start`, which is day 0 (rules §1).

    >>> end_of(date(2023, 1, 31), 1, "months")
    datetime.date(2023, 2, 28)
    """
    match unit:
        case "days":
            return start + timedelta(days=n)
        case "weeks":
            return start + timedelta(weeks=n)
        case "months" | "years":
            months = start.month - 1 + (n if unit == "months" else 12 * n)
            year, month = start.year + months // 12, months % 12 + 1
            return date(year, month, min(start.day, monthrange(year, month)[1]))
        case _:
            raise ValueError(f"unknown unit {unit}")


def start_of(end: date, n: int, unit: str) -> date:
    """Give the last day of a term counted back from `end` (Atw 1(2): it never moves)."""
    return end_of(end, -n, unit)


def covered_by_atw(n: int, unit: str) -> bool:
    """Tell whether the Atw moves the end of such a term: not beyond 90 days, 12 weeks or 3 months, nor in years (Atw 4)."""
    return {"days": n <= 90, "weeks": n <= 12, "months": n <= 3, "years": False}[unit]


def plain(start: date, term: Term, calendar: LegalCalendar = DUTCH) -> Explained:
    """Count a term from the day after `start`, moved once by the Atw."""
    end = end_of(start, term.n, term.unit)
    return _shifted(start, end, (_term_step(start, term, end),), term, calendar)


def before(event: date, term: Term) -> Explained:
    """Count a term back from an event: it stays on a Saturday (Atw 1(2))."""
    day = start_of(event, term.n, term.unit)
    step = Step(
        step="counted-back",
        article="Atw 1(2)",
        date=day,
        why="counted back from an event: never shifted",
        why_nl="teruggerekend vanaf een gebeurtenis: schuift nooit op",
        n=term.n,
        unit=term.unit,
        start=event,
    )
    return Explained(due=day, unshifted_end=day, chain=(step,))


def decision(
    term: Term,
    extension: Extension | None,
    facts: Sequence[ClockFact],
    calendar: LegalCalendar = DUTCH,
    readings: Readings = DEFAULT,
) -> Explained:
    """Count the term for a decision on an application (Awb 4:13 to 4:15).

    `facts` are in order of legal date and begin with `application_received`. Raises ValueError when they do not.
    """
    if not facts or facts[0].type != "application_received":
        raise ValueError("the first fact is application_received")
    count = _Count(term, extension, facts, calendar, readings)
    for index, fact in enumerate(facts):
        count.take(index, fact)
    return count.result()


class _Count:
    """The decision term while the facts are taken one by one."""

    def __init__(
        self,
        term: Term,
        extension: Extension | None,
        facts: Sequence[ClockFact],
        calendar: LegalCalendar,
        readings: Readings,
    ) -> None:
        self.extension, self.facts, self.calendar, self.readings = extension, facts, calendar, readings
        self.received = facts[0].on
        self.end = end_of(self.received, term.n, term.unit)
        self.last = term  # the term whose length the Atw is tested on
        self.used = 0
        self.out: set[date] = set()  # days out of the term, each once
        self.spans: list[tuple[date, date]] = []
        self.steps = [_term_step(self.received, term, self.end)]
        self.effects: list[Effect] = []
        self.decided: date | None = None
        self.named = False

    def due(self) -> date:
        return _shifted(self.received, self.end, (), self.last, self.calendar).due

    def take(self, index: int, fact: ClockFact) -> None:
        match fact.type:
            case "supplement_requested" | "foreign_info_notified":
                self._open_suspension(index, fact)
            case "suspension_agreed" | "delay_by_applicant" | "force_majeure":
                assert fact.first is not None and fact.last is not None
                self._suspend(index, fact, fact.first, fact.last)
            case "extended":
                self._extend(index, fact)
            case "reasonable_term_named":
                self._name(index, fact)
            case "delay_told":
                why, nl = "a term set by law is not lengthened by telling", "een wettelijke termijn wordt door een bericht niet langer"
                self._ignore(index, fact.on, "Awb 4:14(1)", why, nl)
            case "decided":
                self.decided = self.decided or fact.on

    def _ignore(self, index: int, on: date, article: str, why: str, why_nl: str) -> None:
        self.effects.append(Effect(event=index, effective=False, why=why))
        self.steps.append(Step(step="ignored", article=article, date=on, why=why, why_nl=why_nl))

    def _open_suspension(self, index: int, fact: ClockFact) -> None:
        """A suspension whose end depends on what came later (Awb 4:15(1))."""
        first = fact.on + DAY
        runs_again = _returned(index, self.facts) if fact.type == "foreign_info_notified" else _completed(index, self.facts)
        if runs_again is None:
            why = "no term was set in the request: nothing is suspended"
            self._ignore(index, fact.on, _ARTICLE_OF[fact.type], why, "zonder termijn in het verzoek wordt niets opgeschort")
            return
        last = runs_again if self.readings.suspended_through_end_day else runs_again - DAY
        self._suspend(index, fact, first, last)

    def _suspend(self, index: int, fact: ClockFact, first: date, last: date) -> None:
        article = _ARTICLE_OF[fact.type]
        if first > self.due():
            why = f"would start {first}, the term ended {self.due()}"
            self._ignore(index, first, article, why, f"zou beginnen op {first}, de termijn eindigde op {self.due()}")
            return
        span = {first + n * DAY for n in range(max((last - first).days + 1, 0))}
        # the term has days only from the day after receipt
        new = {day for day in span if day > self.received} - self.out
        self.out |= new
        if span:
            self.spans.append((first, last))
        self.end += len(new) * DAY
        self.effects.append(Effect(event=index, effective=True, why=f"{len(new)} days"))
        self.steps.append(
            Step(
                step="suspended",
                article=article,
                date=self.end,
                why=f"{len(new)} days out of the term ({first} .. {last}), end now {self.end}",
                why_nl=f"{len(new)} dagen tellen niet mee ({first} t/m {last}), einde nu {self.end}",
                n=len(new),
                unit="days",
                start=first,
            )
        )

    def _extend(self, index: int, fact: ClockFact) -> None:
        power, by = self.extension, fact.by or 0
        article = power.article if power else "Awb 4:14(1)"
        if power is None or self.used + by > power.n:
            self._ignore(index, fact.on, article, "no power (left) to extend", "geen bevoegdheid (meer) om te verlengen")
        elif fact.on > self.due():
            why = f"told on {fact.on}, after the term ended on {self.due()}"
            self._ignore(index, fact.on, article, why, f"meegedeeld op {fact.on}, nadat de termijn op {self.due()} eindigde")
        else:
            start = self.due() if self.readings.extend_from_shifted_end else self.end
            self.used += by
            self.end = end_of(start, by, power.unit)
            total = self.last.n + by if self.readings.atw_by_total_length and self.last.unit == power.unit else by
            self.last = Term(total, power.unit, power.article, self.last.atw)
            self.effects.append(Effect(event=index, effective=True, why=f"{by} {power.unit}"))
            self.steps.append(
                Step(
                    step="extended",
                    article=article,
                    date=self.end,
                    why=f"{by} {power.unit} more, unshifted end {self.end}",
                    why_nl=f"{by} {_NL[power.unit]} erbij, einde vóór verschuiving {self.end}",
                    n=by,
                    unit=power.unit,
                    start=start,
                )
            )

    def _name(self, index: int, fact: ClockFact) -> None:
        if fact.on > self.due():
            why = f"told on {fact.on}, after the term ended on {self.due()}"
            self._ignore(index, fact.on, "Awb 4:14(3)", why, f"meegedeeld op {fact.on}, nadat de termijn op {self.due()} eindigde")
            return
        if fact.total_n is not None and fact.total_unit is not None:
            self.end = end_of(self.received, fact.total_n, fact.total_unit)
        else:
            assert fact.new_due is not None
            self.end = fact.new_due
        self.last = replace(self.last, atw=self.readings.atw_on_named_dates, n=1, unit="days")
        self.effects.append(Effect(event=index, effective=True, why=str(self.end)))
        self.steps.append(
            Step(
                step="named",
                article="Awb 4:14(3)",
                date=self.end,
                why="date or period named by the authority, not a term set in a law",
                why_nl="datum of periode genoemd door het bestuursorgaan, geen wettelijke termijn",
            )
        )

    def result(self) -> Explained:
        explained = _shifted(self.received, self.end, tuple(self.steps), self.last, self.calendar)
        chain = explained.chain
        if self.decided is not None:
            in_time = self.decided <= explained.due
            step = Step(
                step="decided",
                article="Awb 3:41",
                date=self.decided,
                why="announced in time" if in_time else "announced late",
                why_nl="op tijd bekendgemaakt" if in_time else "te laat bekendgemaakt",
            )
            chain = (*chain, step)
        return replace(
            explained,
            chain=chain,
            suspended_days=len(self.out),
            suspensions=tuple(self.spans),
            effects=tuple(self.effects),
            decided_on=self.decided,
        )


def supplement_deadline(index: int, facts: Sequence[ClockFact]) -> date | None:
    """Give the last day of the supplement term that the request at `index` set, as moved while it still ran (rules §4.3)."""
    deadline = facts[index].deadline
    if deadline is None:
        return None
    for fact in facts[index + 1 :]:
        if fact.type == "supplement_requested":
            break
        if fact.type == "deadline_moved" and fact.on <= deadline and fact.deadline is not None:
            deadline = fact.deadline
    return deadline


def _completed(index: int, facts: Sequence[ClockFact]) -> date | None:
    """Give the day on which the term runs again: completed in time, else the last day of the supplement term (Awb 4:15(1)(a))."""
    deadline = supplement_deadline(index, facts)
    if deadline is None:
        return None
    for fact in facts[index + 1 :]:
        if fact.type == "supplement_requested":
            break
        if fact.type == "supplement_received" and fact.complete and fact.on <= deadline:
            return fact.on
    return deadline


def _returned(index: int, facts: Sequence[ClockFact]) -> date:
    """Give the day on which foreign information came (Awb 4:15(1)(b)); while it has not, nothing is out of the term yet."""
    came = (fact.on for fact in facts[index + 1 :] if fact.type == "foreign_info_received")
    return next(came, facts[index].on + DAY)


_NL: Final = {"days": "dagen", "weeks": "weken", "months": "maanden", "years": "jaar"}


def _term_step(start: date, term: Term, end: date) -> Step:
    return Step(
        step="term",
        article=term.article,
        date=end,
        why=f"{term.n} {term.unit}, first day {start + DAY}, unshifted end {end}",
        why_nl=f"{term.n} {_NL[term.unit]}, eerste dag {start + DAY}, einde vóór verschuiving {end}",
        n=term.n,
        unit=term.unit,
        start=start,
    )


def _shifted(start: date, end: date, steps: tuple[Step, ...], term: Term, calendar: LegalCalendar) -> Explained:
    """Move the end by the Atw: past days off (art. 1(1)), and until a term of three days or more holds two working days (art. 2)."""
    why_off = calendar.why_off(end)
    if not (term.atw and covered_by_atw(term.n, term.unit)):
        if why_off is None:
            return Explained(due=end, unshifted_end=end, chain=steps)
        kept = Step(
            step="not-shifted",
            article="Atw 4",
            date=end,
            why=f"ends on {why_off}, but the Atw does not cover this term",
            why_nl=f"eindigt op een dag die geen werkdag is ({why_off}), maar de Atw geldt niet voor deze termijn",
        )
        return Explained(due=end, unshifted_end=end, chain=(*steps, kept))
    due = calendar.next_working_day(end)
    if due != end:
        moved = Step(
            step="shifted",
            article="Atw 1(1)",
            date=due,
            why=f"{end} is {why_off}; next working day {due}",
            why_nl=f"{end} is geen werkdag ({why_off}); eerstvolgende werkdag {due}",
        )
        steps = (*steps, moved)
    if term.unit != "days" or term.n >= 3:
        lengthened = due
        while calendar.working_days_between(max(start + DAY, lengthened - 14 * DAY), lengthened) < 2:
            lengthened = calendar.next_working_day(lengthened + DAY)
        if lengthened != due:
            due = lengthened
            longer = Step(
                step="two-working-days",
                article="Atw 2",
                date=due,
                why="a term of three days or more holds at least two working days",
                why_nl="een termijn van drie dagen of langer telt ten minste twee werkdagen",
            )
            steps = (*steps, longer)
    return Explained(due=due, unshifted_end=end, chain=steps, provisional=calendar.provisional(due))
