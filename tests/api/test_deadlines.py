"""The deadlines of a case over HTTP: as they stand today, on another day, and as they were believed to stand."""

from pathlib import Path

import pytest

from challenge_api.history.database import Database
from tests.api import walks
from tests.service import Filed, Town


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    return Town(database)


def deadlines(case: Filed, query: str = "", role: str = "handler", subject: str | None = None):
    reply = case.town.get(f"/v1/challenges/{case.id}/deadlines{query}", role, subject=subject)
    assert reply.status == 200, reply.text
    return reply.json


def one(case: Filed, kind: str, query: str = ""):
    (found,) = (each for each in deadlines(case, query)["items"] if each["kind"] == kind)
    return found


def test_each_deadline_says_what_it_is_and_how_its_date_was_found(town: Town):
    case = walks.submitted(town)
    found = one(case, "decision")
    assert found["startsOn"] == "2026-09-01"
    assert found["dueOn"] == "2026-11-24"
    assert found["status"] == "running"
    assert found["dutyOf"] == "authority"
    steps = found["explanation"]
    assert [step["number"] for step in steps] == list(range(1, len(steps) + 1))
    assert steps[0]["first"] == "2026-09-02"
    assert "12 weeks" in steps[0]["why"]
    assert "12 weken" in steps[0]["whyNl"]


def test_the_group_sees_its_own_deadlines_and_a_stranger_none(town: Town):
    case = walks.submitted(town)
    assert deadlines(case, role="representative", subject="anna")["items"]
    assert town.get(f"/v1/challenges/{case.id}/deadlines", "representative", subject="bob").status == 404


def test_another_day_shows_the_terms_as_they_will_stand(town: Town):
    case = walks.submitted(town)
    assert one(case, "decision", "?today=2026-11-24")["status"] == "running"
    assert one(case, "decision", "?today=2026-11-25")["status"] == "missed"
    assert deadlines(case, "?today=2026-11-25")["today"] == "2026-11-25"
    assert deadlines(case, "?today=2026-08-31")["items"] == []


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_days_as_others(town: Town, day: str):
    for walk in (walks.incomplete, walks.improving):
        assert deadlines(walk(town), f"?today={day}")["today"] == day


@pytest.mark.parametrize("day", ["2026-13-01", "tomorrow", "1", ""])
def test_what_is_no_day_is_a_bad_request(town: Town, day: str):
    case = walks.submitted(town)
    assert town.get(f"/v1/challenges/{case.id}/deadlines?today={day}").status == 400


def test_as_of_shows_the_terms_as_they_were_believed_to_stand(town: Town):
    case = walks.submitted(town)
    town.clock.set("2026-09-15")
    case.does("suspension", "handler")
    assert one(case, "decision")["dueOn"] == "2026-12-28"
    then = deadlines(case, "?asOf=2026-09-14T12:00:00Z")
    assert then["today"] == "2026-09-14"
    (decision,) = (each for each in then["items"] if each["kind"] == "decision")
    assert decision["dueOn"] == "2026-11-24"
    assert one(case, "decision", "?asOf=2026-09-14T12:00:00Z&today=2026-11-25")["status"] == "missed"


def test_a_suspension_is_shown_with_its_days(town: Town):
    case = walks.submitted(town)
    town.clock.set("2026-09-15")
    case.does("suspension", "handler")
    assert one(case, "decision")["suspended"] == [{"from": "2026-10-01", "until": "2026-10-31"}]
