"""Holidays and working days of the General Terms Act (Algemene termijnenwet, Atw).

Holidays follow from the act; days equated with them follow from royal decrees, which are data with a day of publication, never a
formula. Beyond the last decreed year a result is provisional: a decree that is yet to come could move it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

SATURDAY: Final = 5
DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Decree:
    """A royal decree that equates days with holidays (Atw 3(3)): its source, its day of publication, the years it covers."""

    source: str
    published_on: date
    years: range
    days: frozenset[date]


def _days(*days: tuple[int, int, int]) -> frozenset[date]:
    return frozenset(date(*day) for day in days)


# Publication days of the decrees of 2019 to 2022 are the end of the month of the decree where only that is known.
DECREES: Final = (
    Decree("decree for 2019", date(2016, 12, 31), range(2017, 2020), _days((2019, 5, 31), (2019, 12, 27))),
    Decree("decree of 20 September 2019", date(2019, 9, 30), range(2020, 2023), _days((2020, 5, 22), (2021, 5, 14), (2022, 5, 27))),
    Decree(
        "Stcrt. 2022, 7812",
        date(2022, 3, 31),
        range(2023, 2026),
        _days((2023, 4, 28), (2023, 5, 19), (2024, 5, 10), (2024, 12, 27), (2025, 5, 30)),
    ),
    Decree(
        "Stcrt. 2025, 24713",
        date(2025, 7, 31),
        range(2026, 2029),
        _days((2026, 1, 2), (2026, 5, 15), (2027, 5, 7), (2028, 4, 28), (2028, 5, 26)),
    ),
)


def easter(year: int) -> date:
    """Give Easter Sunday of the Gregorian calendar.

    >>> easter(2026)
    datetime.date(2026, 4, 5)
    """
    century, golden = year // 100, year % 19
    epact = (century - century // 4 - (8 * century + 13) // 25 + 19 * golden + 15) % 30
    epact -= (epact // 28) * (1 - (epact // 28) * (29 // (epact + 1)) * ((21 - golden) // 11))
    weekday = (year + year // 4 + epact + 2 - century + century // 4) % 7
    offset = epact - weekday
    month = 3 + (offset + 40) // 44
    return date(year, month, offset + 28 - 31 * (month // 4))


def kings_day(year: int) -> date:
    """Give the day on which the king's or queen's birthday is kept (Atw 3(1)): not on a Sunday."""
    if year >= 2014:
        day = date(year, 4, 27)
        return day - DAY if day.weekday() == 6 else day
    day = date(year, 4, 30)
    return day - DAY if day.weekday() == 6 else day


@lru_cache(maxsize=512)
def holidays(year: int) -> Mapping[date, str]:
    """Give the holidays of a year and Good Friday, which counts as one, with their names (Atw 3(1), 3(2))."""
    sunday = easter(year)
    return {
        date(year, 1, 1): "New Year's Day",
        sunday - 2 * DAY: "Good Friday",
        sunday + DAY: "Easter Monday",
        kings_day(year): "King's Day",
        date(year, 5, 5): "Liberation Day",
        sunday + 39 * DAY: "Ascension Day",
        sunday + 50 * DAY: "Whit Monday",
        date(year, 12, 25): "Christmas Day",
        date(year, 12, 26): "Second Christmas Day",
    }


@dataclass(frozen=True, slots=True)
class LegalCalendar:
    """Working days as the law has them.

    `expected_bridge_days`: from the first year without a decree on, also count days that a later decree could equate.
    """

    decrees: tuple[Decree, ...] = DECREES
    expected_bridge_days: bool = False
    _decreed: frozenset[date] = field(init=False, repr=False, compare=False, default=frozenset())

    def __post_init__(self) -> None:
        """Gather the decreed days."""
        object.__setattr__(self, "_decreed", frozenset[date]().union(*(decree.days for decree in self.decrees)))

    def as_known_on(self, day: date) -> "LegalCalendar":
        """Give the calendar with only the decrees published by that day."""
        return replace(self, decrees=tuple(decree for decree in self.decrees if decree.published_on <= day))

    def provisional(self, day: date) -> bool:
        """Tell whether a decree that is yet to come could equate days of this day's year."""
        return day.year > max((decree.years[-1] for decree in self.decrees), default=0)

    def why_off(self, day: date) -> str | None:
        """Give the reason why a day is no working day; None for a working day."""
        if day.weekday() >= SATURDAY:
            return "Saturday" if day.weekday() == SATURDAY else "Sunday"
        if (name := holidays(day.year).get(day)) is not None:
            return name
        if day in self._decreed:
            return "equated by royal decree (art. 3(3))"
        if self.expected_bridge_days and self.provisional(day) and _could_be_equated(day):
            return "a day that a later decree could equate"
        return None

    def is_working_day(self, day: date) -> bool:
        """Tell whether a day is neither Saturday, Sunday, holiday nor equated with one."""
        return self.why_off(day) is None

    def next_working_day(self, day: date) -> date:
        """Give the day itself when it is a working day, else the next one that is (Atw 1(1))."""
        while not self.is_working_day(day):
            day += DAY
        return day

    def working_days_between(self, first: date, last: date) -> int:
        """Count the working days from `first` to `last`, both included."""
        span = (last - first).days + 1
        return sum(self.is_working_day(first + n * DAY) for n in range(span))


def _could_be_equated(day: date) -> bool:
    """Tell whether decrees usually equate such a day: one day between a holiday and a weekend."""
    names = ("New Year's Day", "King's Day", "Liberation Day", "Christmas Day", "Second Christmas Day")
    before, after = holidays((day - DAY).year).get(day - DAY), holidays((day + DAY).year).get(day + DAY)
    if day.weekday() == 4:
        return before == "Ascension Day" or before in names
    return day.weekday() == 0 and after in names


DUTCH: Final = LegalCalendar()
"""The calendar with every decree that exists."""
