"""The legal calendar of the Netherlands: which days the General Terms Act (Algemene termijnenwet, Atw) counts as days off.

Three kinds of days off: weekends; holidays that follow from a rule (Atw 3(1) and (2)), computed for any year; and days that a
royal decree equates with a holiday (Atw 3(3)). The last are data, never a formula: 27 May 2022 was decreed, 6 May 2022 was not,
though both are the Friday after a holiday. A decree counts from its publication, so what was known on an earlier day can be
asked for, and beyond the last year that a decree covers the calendar is provisional.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import MAXYEAR, date, timedelta
from functools import cached_property, lru_cache
from typing import Final

DAY: Final = timedelta(days=1)
_SATURDAY: Final = 5
_SUNDAY: Final = 6
_TUESDAY: Final = 1
_THURSDAY: Final = 3
_KINGS_DAY_SINCE: Final = 2014  # royal decree of 30 January 2013; until then 30 April


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is no working day: its name in English and Dutch, and the article."""

    name: str
    name_nl: str
    article: str


SATURDAY: Final = DayOff("Saturday", "zaterdag", "Atw 1(1)")
SUNDAY: Final = DayOff("Sunday", "zondag", "Atw 1(1)")
DECREED: Final = DayOff("equated by royal decree", "bij koninklijk besluit gelijkgesteld", "Atw 3(3)")
POSSIBLE: Final = DayOff("a day that a decree could still equate", "een dag die nog gelijkgesteld kan worden", "Atw 3(3)")


@dataclass(frozen=True, slots=True)
class Decree:
    """A royal decree under Atw 3(3): every day it equates in the years it covers.

    `published_on` is the day of publication where the sources we hold name it, and else the last day on which it can have been.
    """

    source: str
    published_on: date
    first_year: int
    last_year: int
    days: tuple[date, ...]


DECREES: Final = (
    Decree(
        "Decree of 24 October 2016, Stcrt. 2016, 58653 (BWBR0038666)",
        date(2016, 10, 31),
        2017,
        2019,
        (
            date(2017, 4, 28),
            date(2017, 5, 26),
            date(2018, 5, 11),
            date(2018, 12, 24),
            date(2018, 12, 31),
            date(2019, 5, 31),
            date(2019, 12, 27),
        ),
    ),
    Decree(
        "Decree of 20 September 2019",
        date(2019, 12, 31),
        2020,
        2022,
        (date(2020, 5, 22), date(2021, 5, 14), date(2022, 5, 27)),
    ),
    Decree(
        "Stcrt. 2022, 7812",
        date(2022, 12, 31),
        2023,
        2025,
        (date(2023, 4, 28), date(2023, 5, 19), date(2024, 5, 10), date(2024, 12, 27), date(2025, 5, 30)),
    ),
    Decree(
        "Stcrt. 2025, 24713",
        date(2025, 10, 4),
        2026,
        2028,
        (date(2026, 1, 2), date(2026, 5, 15), date(2027, 5, 7), date(2028, 4, 28), date(2028, 5, 26)),
    ),
)
"""The decrees known today. A new one is a new row here, and nothing else."""


def easter(year: int) -> date:
    """Easter Sunday by the Gregorian computus (Meeus, Jones, Butcher).

    >>> easter(2026).isoformat()
    '2026-04-05'
    """
    golden, (century, rest) = year % 19, divmod(year, 100)
    leap_centuries, century_rest = divmod(century, 4)
    epact = (19 * golden + century - leap_centuries - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    leaps, leap_rest = divmod(rest, 4)
    weekday = (32 + 2 * century_rest + 2 * leaps - epact - leap_rest) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def kings_day(year: int) -> date:
    """The day on which the King's birthday is kept (Atw 3(1)): 27 April, on a Sunday the day before; until 2013, 30 April.

    >>> kings_day(2025).isoformat()
    '2025-04-26'
    """
    day = date(year, 4, 27) if year >= _KINGS_DAY_SINCE else date(year, 4, 30)
    return day - DAY if day.weekday() == _SUNDAY else day


@lru_cache(maxsize=512)
def holidays(year: int) -> Mapping[date, DayOff]:
    """The holidays of a year that follow from a rule (Atw 3(1) and (2)); where two meet, the first named stands."""
    sunday = easter(year)
    named = (
        (date(year, 1, 1), "New Year's Day", "Nieuwjaarsdag", "Atw 3(1)"),
        (sunday - 2 * DAY, "Good Friday", "Goede Vrijdag", "Atw 3(2)"),
        (sunday + 1 * DAY, "Easter Monday", "tweede paasdag", "Atw 3(1)"),
        (kings_day(year), "King's Day", "Koningsdag", "Atw 3(1)"),
        (date(year, 5, 5), "Liberation Day", "Bevrijdingsdag", "Atw 3(1)"),
        (sunday + 39 * DAY, "Ascension Day", "Hemelvaartsdag", "Atw 3(1)"),
        (sunday + 50 * DAY, "Whit Monday", "tweede pinksterdag", "Atw 3(1)"),
        (date(year, 12, 25), "Christmas Day", "eerste kerstdag", "Atw 3(1)"),
        (date(year, 12, 26), "Second Christmas Day", "tweede kerstdag", "Atw 3(1)"),
    )
    found: dict[date, DayOff] = {}
    for day, name, name_nl, article in named:
        found.setdefault(day, DayOff(name, name_nl, article))
    return found


@lru_cache(maxsize=512)
def possible_bridge_days(year: int) -> frozenset[date]:
    """Days of a year that a decree could equate, judged by the decrees of the past.

    The Friday after Ascension Day, and the one day between a weekend and New Year's Day, King's Day, 5 May or Christmas.
    """
    holiday_after = [date(year + 1, 1, 1)] if year < MAXYEAR else []
    near = [date(year, 1, 1), kings_day(year), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26), *holiday_after]
    bridges = {easter(year) + 40 * DAY}
    for holiday in near:
        if holiday.weekday() == _TUESDAY and holiday > date.min:
            bridges.add(holiday - DAY)
        elif holiday.weekday() == _THURSDAY:
            bridges.add(holiday + DAY)
    return frozenset(day for day in bridges if day.year == year and day not in holidays(year))


@dataclass(frozen=True)
class LegalCalendar:
    """The days off under the Atw, given the decrees that exist.

    With `bridging` the days that a later decree could equate count as days off too, in the years that no decree covers yet:
    the two calendars together show whether a date is safe.
    """

    decrees: tuple[Decree, ...] = DECREES
    bridging: bool = field(default=False, kw_only=True)

    @cached_property
    def _equated(self) -> frozenset[date]:
        return frozenset(day for decree in self.decrees for day in decree.days)

    @cached_property
    def last_decreed_year(self) -> int:
        """The last year that a decree covers; 0 without decrees."""
        return max((decree.last_year for decree in self.decrees), default=0)

    @cached_property
    def first_decreed_year(self) -> int:
        """The first year whose decrees are all in the table; the year after the last one without decrees."""
        return min((decree.first_year for decree in self.decrees), default=MAXYEAR)

    def as_known_on(self, day: date) -> "LegalCalendar":
        """The calendar as it stood on a day: only the decrees published by then."""
        known = tuple(decree for decree in self.decrees if decree.published_on <= day)
        return self if len(known) == len(self.decrees) else replace(self, decrees=known)

    def bridged(self, bridging: bool = True) -> "LegalCalendar":
        """The same calendar with, or without, the days that a later decree could equate."""
        return self if self.bridging == bridging else replace(self, bridging=bridging)

    def provisional(self, day: date) -> bool:
        """Whether no decree covers the day's year yet."""
        return day.year > self.last_decreed_year

    def day_off(self, day: date) -> DayOff | None:
        """Why the day is off; None for a working day (Atw 1(1), 3)."""
        weekday = day.weekday()
        if weekday >= _SATURDAY:
            return SATURDAY if weekday == _SATURDAY else SUNDAY
        if (holiday := holidays(day.year).get(day)) is not None:
            return holiday
        if day in self._equated:
            return DECREED
        if self.bridging and self.provisional(day) and day in possible_bridge_days(day.year):
            return POSSIBLE
        return None

    def is_working_day(self, day: date) -> bool:
        """Whether the day is none of Saturday, Sunday, holiday or day equated with one."""
        return self.day_off(day) is None

    def next_working_day(self, day: date) -> date:
        """The first working day on or after the day (Atw 1(1)).

        >>> DUTCH.next_working_day(date(2025, 4, 18)).isoformat()
        '2025-04-22'
        """
        while not self.is_working_day(day) and day < date.max:
            day += DAY
        return day

    def working_days_after(self, day: date, n: int) -> date:
        """The n-th working day after a day; the last day of the calendar where it would lie beyond."""
        while n > 0 and day < date.max:
            day += DAY
            n -= self.is_working_day(day)
        return day

    def working_days_before(self, day: date, n: int) -> date:
        """Give the last day after which so many working days lie, `day` the last of them where it is one.

        It is the first day of the calendar where there are not so many.
        """
        while n > 0 and day > date.min:
            n -= self.is_working_day(day)
            day -= DAY
        return day

    def days_off(self, first: date, last: date) -> Iterator[tuple[date, DayOff]]:
        """Each day off from `first` through `last` with its reason, in order."""
        for ordinal in range(first.toordinal(), last.toordinal() + 1):
            day = date.fromordinal(ordinal)
            if (reason := self.day_off(day)) is not None:
                yield day, reason


DUTCH: Final = LegalCalendar()
"""The calendar with every decree known today."""
