"""Counting: from a day and a length to the unshifted end, and from there to the due date under the General Terms Act (Atw)."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date
from types import MappingProxyType
from typing import Final

from challenge_api.law.deadlines.values import Step, Term
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

Periods = tuple[tuple[date, date], ...]

_DAYS_IN: Final = MappingProxyType({"days": 1, "weeks": 7})
_MONTHS_IN: Final = MappingProxyType({"months": 1, "years": 12})
_WEIGHT: Final = MappingProxyType({"days": 2, "working-days": 3, "weeks": 15, "months": 60, "years": 240})
_HEAVIEST: Final = 180  # 90 days, 12 weeks and 3 months alike; a year is over it (Atw 4(a))
_NOT_COVERED: Final = MappingProxyType({"policy": "Atw 1(1)", "abroad": "Atw 1(1)"})
_LONG_ENOUGH: Final = 3  # days from which Atw 2 holds
_WORKING_DAYS: Final = 2  # that such a term holds
_IN_DAYS: Final = frozenset({"days", "working-days"})


def later(day: date, days: int) -> date:
    """A number of days later, or before; the last or the first day of the calendar where it would lie beyond."""
    return date.fromordinal(min(max(day.toordinal() + days, date.min.toordinal()), date.max.toordinal()))


def end_of(day: date, n: int, unit: str, calendar: LegalCalendar = DUTCH) -> date:
    """The last day of a term that begins after a day (the day of the event is day 0; months keep the day number or clamp).

    Only working days need the calendar: those of its country are counted.

    >>> end_of(date(2023, 1, 31), 1, "months").isoformat()
    '2023-02-28'
    >>> end_of(date(2026, 12, 24), 2, "working-days").isoformat()
    '2026-12-29'
    """
    if unit == "working-days":
        return calendar.working_days_after(day, n)
    if unit in _DAYS_IN:
        return later(day, n * _DAYS_IN[unit])
    years, month = divmod(day.month - 1 + n * _MONTHS_IN[unit], 12)
    year = day.year + years
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def back(day: date, n: int, unit: str, calendar: LegalCalendar = DUTCH) -> date:
    """The day that lies a length before a day; the first day of the calendar where it would lie before.

    >>> back(date(2026, 12, 29), 2, "working-days").isoformat()
    '2026-12-27'
    """
    if unit == "working-days":
        return calendar.working_days_before(day, n)
    if unit in _DAYS_IN:
        return date.fromordinal(max(day.toordinal() - n * _DAYS_IN[unit], 1))
    years, month = divmod(day.month - 1 - n * _MONTHS_IN[unit], 12)
    year = day.year + years
    if year < MINYEAR:
        return date.min
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def weight(n: int, unit: str) -> int:
    """How much of the limits of Atw 4(a) a length takes, so that lengths in different units can be added up."""
    return n * _WEIGHT[unit]


def within_limits(load: int) -> bool:
    """Whether the Atw covers a term of this weight: at most 90 days, twelve weeks or three months, never years (Atw 4(a)).

    >>> within_limits(weight(12, "weeks")), within_limits(weight(13, "weeks")), within_limits(weight(1, "years"))
    (True, False, False)
    """
    return load <= _HEAVIEST


@dataclass(frozen=True, slots=True)
class Cover:
    """How the Atw covers a term as it then stands."""

    reason: str = ""
    """Why it does not, as a word of the table; empty: it does."""
    short: bool = False
    """Whether the term is of less than three days, so that Atw 2 leaves it out."""

    @property
    def holds(self) -> bool:
        """Whether it covers the term."""
        return not self.reason


TOO_LONG: Final = Cover("long")  # Atw 4(a)
NAMED: Final = Cover("named")  # not a term set in a law (Atw 1(1))
MOVED: Final = Cover(short=True)  # a named date that moves all the same: Atw 1(1) only


def cover(term: Term) -> Cover:
    """How the Atw covers a term by itself."""
    if not term.atw:
        return Cover(term.uncovered)
    if not within_limits(weight(term.n, term.unit)):
        return TOO_LONG
    return Cover(short=term.unit in _IN_DAYS and term.n < _LONG_ENOUGH)


def due_date(first: date, end: date, covered: Cover, calendar: LegalCalendar, still: Periods = ()) -> date:
    """The last day of a term after Atw 1(1) and 2, given its first day, its unshifted end and the periods it stood still."""
    if not covered.holds:
        return end
    shifted = calendar.next_working_day(end)  # Atw 1(1)
    return shifted if covered.short else _with_two_working_days(first, shifted, calendar, still)


def shift_steps(first: date, end: date, covered: Cover, calendar: LegalCalendar, still: Periods = ()) -> tuple[Step, ...]:
    """The steps from an unshifted end to the due date; none where the end is a working day anyway."""
    off = calendar.day_off(end)
    if not covered.holds:
        if off is None:
            return ()
        here = ((end, off),)
        return (
            Step.of(
                f"not-shifted/{covered.reason}",
                _NOT_COVERED.get(covered.reason, "Atw 4"),
                end,
                {"off": here},
                n=0,
                unit="days",
                off=here,
            ),
        )
    steps: list[Step] = []
    shifted = calendar.next_working_day(end)
    if off is not None:
        skipped = tuple(calendar.days_off(end, shifted))
        steps.append(Step.of("shifted", "Atw 1(1)", shifted, {"off": skipped}, n=(shifted - end).days, unit="days", off=skipped))
    due = due_date(first, end, covered, calendar, still)
    if due != shifted:
        within = calendar.days_off(first, due)
        passed = [(day, why) for day, why in within if not any(begun <= day <= last for begun, last in still)]
        steps.append(Step.of("two-working-days", "Atw 2", due, n=(due - shifted).days, unit="days", off=passed))
    return tuple(steps)


def _with_two_working_days(first: date, end: date, calendar: LegalCalendar, still: Periods) -> date:
    """Lengthen a term until it holds two working days (Atw 2); days on which it stood still are not in it."""
    working, day = 0, first
    while day <= end:
        resumed = next((later(last, 1) for begun, last in still if begun <= day <= last), None)
        if resumed is not None and resumed > day:  # equal only on the last day of all
            day = resumed
            continue
        working += calendar.is_working_day(day)
        if working == _WORKING_DAYS:
            return end
        day = later(day, 1)
    while working < _WORKING_DAYS:
        end = calendar.next_working_day(later(end, 1))
        working += 1
    return end
