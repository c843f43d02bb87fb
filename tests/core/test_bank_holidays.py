"""Terms abroad are counted in the working days of their own country, and an ordinance may name days off of its own."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest

from challenge_api.law import deadlines
from challenge_api.law.bank_holidays import calendar_of
from challenge_api.law.deadlines import ClockFact
from challenge_api.law.ordinance_document import read_ordinance

GLEN = {"id": "glen", "country": "GB-SCT", "decision_term": {"amount": 30, "unit": "working-day", "article": "7"}}


@pytest.mark.parametrize(
    ("country", "day", "name"),
    [
        ("GB-SCT", "2026-01-02", "2nd January"),
        ("GB-SCT", "2024-12-02", "St Andrew's Day"),
        ("GB-SCT", "2026-08-03", "Summer bank holiday"),
        ("GB-SCT", "2026-12-28", "Boxing Day"),
        ("GB-ENG", "2026-04-06", "Easter Monday"),
        ("GB-ENG", "2026-08-31", "Summer bank holiday"),
        ("GB-ENG", "2021-12-28", "Boxing Day"),
    ],
)
def test_a_bank_holiday_is_a_day_off_where_it_is_kept(country: str, day: str, name: str):
    calendar = calendar_of(country)
    assert calendar is not None
    found = calendar.day_off(date.fromisoformat(day))
    assert found is not None
    assert found.name == name


def test_what_is_kept_in_one_country_is_worked_in_another():
    england, scotland = calendar_of("GB-ENG"), calendar_of("GB-SCT")
    assert england is not None
    assert scotland is not None
    assert england.is_working_day(date(2026, 1, 2))
    assert scotland.is_working_day(date(2026, 4, 6))
    assert scotland.is_working_day(date(2026, 8, 31))
    assert calendar_of("BE") is None


def due(document: Mapping[str, Any], received: date) -> date:
    rules = read_ordinance(document)
    facts = (ClockFact(type="application_received", on=received),)
    return deadlines.decision(rules.decision_length(), rules.decision_extension(), facts).due


def test_a_scottish_term_counts_scottish_working_days_and_never_moves():
    assert due(GLEN | {"decision_term": {"amount": 3, "unit": "working-day"}}, date(2025, 12, 30)) == date(2026, 1, 6)
    english = GLEN | {"country": "GB-ENG", "decision_term": {"amount": 3, "unit": "working-day"}}
    assert due(english, date(2025, 12, 30)) == date(2026, 1, 5)


def test_a_local_day_off_is_counted_out_too():
    local = GLEN | {
        "decision_term": {"amount": 3, "unit": "working-day"},
        "calendar": {"extra_days_off": ["2026-01-05"]},
    }
    assert due(local, date(2025, 12, 30)) == date(2026, 1, 7)


def test_a_second_body_has_a_term_of_its_own():
    rules = read_ordinance(
        GLEN | {"decides": {"second_body": {"body": "health_board", "term": {"amount": 15, "unit": "working-day"}}}}
    )
    assert rules.second_body is not None
    assert rules.second_body.term is not None
    assert deadlines.plain(date(2025, 12, 30), rules.second_body.term.term()).due == date(2026, 1, 22)
