"""Days off outside the Netherlands: weekends and the bank holidays of England and of Scotland, and local days beside them.

Terms abroad are counted in days or in working days of their own country. The General Terms Act does not hold there, so no end
moves; a term in working days never ends on a day off. One-off days (a coronation) and local holidays are data of an ordinance:
they are given as extra days.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from challenge_api.law.legal_calendar import DUTCH, SATURDAY, SUNDAY, DayOff, LegalCalendar, easter

_MONDAY: Final = 0
_SATURDAY: Final = 5
_ACT: Final = "Banking and Financial Dealings Act 1971, Schedule 1"
LOCAL: Final = DayOff("a day off that the ordinance names", "een vrije dag die de verordening noemt", "Ordinance")


def _monday(year: int, month: int, *, last: bool = False) -> date:
    """The first Monday of a month, or its last one."""
    day = date(year, month, 31 if last else 1)
    step = timedelta(days=-1 if last else 1)
    while day.weekday() != _MONDAY:
        day += step
    return day


def _moved(named: tuple[tuple[date, str], ...]) -> dict[date, str]:
    """Give each holiday its day: one on a weekend is kept on the next weekday that is none."""
    found: dict[date, str] = {}
    for day, name in named:
        kept = day
        while kept.weekday() >= _SATURDAY or kept in found:
            kept += timedelta(days=1)
        found[kept] = name
    return found


@lru_cache(maxsize=512)
def _england(year: int) -> Mapping[date, str]:
    fixed = ((date(year, 1, 1), "New Year's Day"), (date(year, 12, 25), "Christmas Day"), (date(year, 12, 26), "Boxing Day"))
    sunday = easter(year)
    return _moved(fixed) | {
        sunday - timedelta(days=2): "Good Friday",
        sunday + timedelta(days=1): "Easter Monday",
        _monday(year, 5): "Early May bank holiday",
        _monday(year, 5, last=True): "Spring bank holiday",
        _monday(year, 8, last=True): "Summer bank holiday",
    }


@lru_cache(maxsize=512)
def _scotland(year: int) -> Mapping[date, str]:
    fixed = (
        (date(year, 1, 1), "New Year's Day"),
        (date(year, 1, 2), "2nd January"),
        (date(year, 11, 30), "St Andrew's Day"),
        (date(year, 12, 25), "Christmas Day"),
        (date(year, 12, 26), "Boxing Day"),
    )
    return _moved(fixed) | {
        easter(year) - timedelta(days=2): "Good Friday",
        _monday(year, 5): "Early May bank holiday",
        _monday(year, 5, last=True): "Spring bank holiday",
        _monday(year, 8): "Summer bank holiday",
    }


@dataclass(frozen=True)
class OwnCalendar(LegalCalendar):
    """The days off of another country, or those of the Netherlands, with the days that an ordinance adds."""

    holidays_of: Callable[[int], Mapping[date, str]] | None = field(default=None, kw_only=True)
    """Holidays of a year by day; None: those of the Netherlands."""
    extra: frozenset[date] = field(default=frozenset(), kw_only=True)

    def day_off(self, day: date) -> DayOff | None:
        """Why the day is off; None for a working day."""
        if day in self.extra:
            return LOCAL
        if self.holidays_of is None:
            return super().day_off(day)
        if day.weekday() >= _SATURDAY:
            return SATURDAY if day.weekday() == _SATURDAY else SUNDAY
        name = self.holidays_of(day.year).get(day)
        return None if name is None else DayOff(name, name, _ACT)

    def provisional(self, day: date) -> bool:
        """Whether a Dutch decree could still add a day; never abroad."""
        return self.holidays_of is None and super().provisional(day)


CALENDARS: Final[Mapping[str, LegalCalendar]] = MappingProxyType(
    {
        "NL": DUTCH,
        "GB-ENG": OwnCalendar(holidays_of=_england),
        "GB-SCT": OwnCalendar(holidays_of=_scotland),
    }
)
"""Country → its days off."""


@lru_cache(maxsize=128)
def calendar_of(country: str, extra: frozenset[date] = frozenset()) -> LegalCalendar | None:
    """Give the calendar of a country with further days off; None for a country whose holidays the service does not hold."""
    found = CALENDARS.get(country)
    if found is None or not extra:
        return found
    if isinstance(found, OwnCalendar):
        return replace(found, extra=extra)
    return OwnCalendar(extra=extra)
