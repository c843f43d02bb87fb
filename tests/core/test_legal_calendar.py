"""The legal calendar: holidays by rule, days by decree, and what is not known yet."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from challenge_api.law.legal_calendar import (
    DECREES,
    DUTCH,
    Decree,
    LegalCalendar,
    easter,
    holidays,
    kings_day,
    possible_bridge_days,
)

EASTERS = [
    *("12/4", "4/4", "17/4", "9/4", "31/3", "20/4", "5/4", "28/3"),
    *("16/4", "1/4", "21/4", "13/4", "28/3", "17/4", "9/4", "25/3"),
]
DECREED = [
    *("2019-05-31", "2019-12-27", "2020-05-22", "2021-05-14", "2022-05-27", "2023-04-28", "2023-05-19", "2024-05-10"),
    *("2024-12-27", "2025-05-30", "2026-01-02", "2026-05-15", "2027-05-07", "2028-04-28", "2028-05-26"),
]
DAYS = st.dates(date(1990, 1, 1), date(2200, 12, 31))


@pytest.mark.parametrize(("year", "expected"), list(enumerate(EASTERS, start=2020)))
def test_easter_falls_where_the_almanac_has_it(year: int, expected: str) -> None:
    assert f"{easter(year).day}/{easter(year).month}" == expected


@given(st.integers(1600, 9999))
def test_easter_is_a_sunday_in_spring(year: int) -> None:
    assert easter(year).weekday() == 6
    assert date(year, 3, 22) <= easter(year) <= date(year, 4, 25)


@pytest.mark.parametrize(
    ("year", "kept"), [(2013, "04-30"), (2006, "04-29"), (2014, "04-26"), (2025, "04-26"), (2026, "04-27"), (2031, "04-26")]
)
def test_the_kings_day_is_never_kept_on_a_sunday(year: int, kept: str) -> None:
    assert kings_day(year).isoformat() == f"{year}-{kept}"


def test_the_holidays_of_a_year_are_those_of_the_act() -> None:
    assert {day.isoformat(): (off.name, off.article) for day, off in holidays(2026).items()} == {
        "2026-01-01": ("New Year's Day", "Atw 3(1)"),
        "2026-04-03": ("Good Friday", "Atw 3(2)"),
        "2026-04-06": ("Easter Monday", "Atw 3(1)"),
        "2026-04-27": ("King's Day", "Atw 3(1)"),
        "2026-05-05": ("Liberation Day", "Atw 3(1)"),
        "2026-05-14": ("Ascension Day", "Atw 3(1)"),
        "2026-05-25": ("Whit Monday", "Atw 3(1)"),
        "2026-12-25": ("Christmas Day", "Atw 3(1)"),
        "2026-12-26": ("Second Christmas Day", "Atw 3(1)"),
    }


def test_weekends_are_called_by_their_day() -> None:
    names = [off and off.name for off in (DUTCH.day_off(date(2026, 8, day)) for day in (7, 8, 9, 10))]
    assert names == [None, "Saturday", "Sunday", None]
    assert not LegalCalendar().bridging


@pytest.mark.parametrize("text", DECREED)
def test_a_decreed_day_is_off(text: str) -> None:
    off = DUTCH.day_off(date.fromisoformat(text))
    assert off is not None
    assert off.article == "Atw 3(3)"


@pytest.mark.parametrize(
    "text",
    ["2022-05-06", "2021-04-26", "2026-05-04", "2025-04-28", "2026-12-24", "2026-12-31", "2025-05-01", "2026-02-16"],
)
def test_a_day_that_only_looks_off_is_an_ordinary_day(text: str) -> None:
    assert DUTCH.is_working_day(date.fromisoformat(text))


@pytest.mark.parametrize(("known_on", "working"), [("2025-10-03", True), ("2025-10-04", False)])
def test_a_decree_counts_from_its_publication(known_on: str, working: bool) -> None:
    assert DUTCH.as_known_on(date.fromisoformat(known_on)).is_working_day(date(2026, 5, 15)) is working


def test_beyond_the_last_decree_the_calendar_is_provisional() -> None:
    assert not DUTCH.provisional(date(2028, 12, 31))
    assert DUTCH.provisional(date(2029, 1, 1))
    assert DUTCH.as_known_on(date(2024, 1, 1)).provisional(date(2026, 1, 2))
    assert LegalCalendar(()).provisional(date(2020, 1, 1))


def test_a_new_decree_is_a_new_row() -> None:
    later = LegalCalendar((*DECREES, Decree("invented", date(2028, 7, 1), 2029, 2031, (date(2029, 5, 11),))))
    assert not later.is_working_day(date(2029, 5, 11))
    assert DUTCH.is_working_day(date(2029, 5, 11))
    assert not later.provisional(date(2031, 12, 31))


def test_possible_bridge_days_are_those_of_the_rule() -> None:
    assert {day.isoformat() for year in range(2029, 2033) for day in possible_bridge_days(year)} == {
        "2029-05-11",  # Friday after Ascension Day
        "2029-12-24",  # Monday before Christmas Day
        "2029-12-31",  # Monday before New Year's Day
        "2030-05-31",
        "2030-12-27",  # Friday after Second Christmas Day
        "2031-05-23",
        "2032-01-02",
        "2032-04-26",
        "2032-05-07",
    }


def test_possible_bridge_days_count_only_where_no_decree_does() -> None:
    bridged = DUTCH.bridged()
    assert bridged.is_working_day(date(2026, 5, 4))
    assert not bridged.is_working_day(date(2029, 5, 11))
    assert bridged.bridged(False).is_working_day(date(2029, 5, 11))


def test_every_decreed_day_since_2020_was_a_possible_one() -> None:
    for text in DECREED[2:]:
        day = date.fromisoformat(text)
        assert day in possible_bridge_days(day.year)


@given(DAYS)
def test_the_next_working_day_is_the_first_one_that_works(day: date) -> None:
    found = DUTCH.next_working_day(day)
    assert DUTCH.is_working_day(found)
    assert [off for off, _ in DUTCH.days_off(day, found)] == [day + timedelta(n) for n in range((found - day).days)]


def test_the_edges_of_the_calendar_hold() -> None:
    assert DUTCH.next_working_day(date.max) == date.max
    assert DUTCH.bridged().next_working_day(date.min) == date(1, 1, 2)


@given(st.dates(date(2020, 1, 1), date(2035, 12, 31)), st.integers(1, 60))
def test_working_days_are_counted_back_as_they_are_counted_forward(last, n):
    first = DUTCH.working_days_before(last, n)
    assert DUTCH.working_days_after(first, n) <= last < DUTCH.working_days_after(first + timedelta(days=1), n)


def test_working_days_before_the_first_day_there_is_end_on_it():
    assert DUTCH.working_days_before(date.min, 3) == date.min
