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


def test_the_worklist_shows_a_term_as_it_stands_today(town: Town):
    case = walks.submitted(town)
    incomplete = walks.incomplete(town)
    items = town.get("/v1/deadlines").json["items"]
    assert [(item["challenge"]["id"], item["kind"]) for item in items][:3] == [
        (incomplete.id, "supplement"),
        (incomplete.id, "set-aside"),
        (case.id, "decision"),
    ]
    town.clock.set("2026-11-25")
    (item,) = town.get("/v1/deadlines?overdue=true&kind=decision&dueFrom=2026-11-24&dueBefore=2026-11-25").json["items"]
    assert item.pop("challenge")["title"] == case.seen()["title"]
    assert item == {
        "kind": "decision", "about": None, "number": None, "startsOn": "2026-09-01", "dueOn": "2026-11-24", "daysLeft": -1,
        "status": "missed", "overdue": True, "dutyOf": "authority", "lapses": False, "article": one(case, "decision")["article"],
    }  # fmt: skip


def test_a_term_that_stands_still_without_end_is_never_overdue(town: Town):
    case = walks.submitted(town)
    case.does("foreign-information-requests", "handler", toldOn="2026-09-01")
    town.clock.set("2027-06-01")
    (item,) = town.get("/v1/deadlines").json["items"]
    assert (item["dueOn"], item["daysLeft"], item["status"], item["overdue"]) == (None, None, "suspended", False)
    assert town.get("/v1/deadlines?overdue=true").json["items"] == []


def test_pages_of_the_worklist_follow_one_another(town: Town):
    for _ in range(3):
        walks.incomplete(town)
    seen: list[str] = []
    path = "/v1/deadlines?limit=2&dutyOf=challenger"
    while path:
        reply = town.get(path)
        seen += [item["challenge"]["id"] for item in reply.json["items"]]
        links = {
            rel.strip().removeprefix('rel="')[:-1]: url.strip(" <>")
            for url, rel in (link.split(";") for link in reply.headers["link"].split(","))
        }
        path = links.get("next", "")
    assert len(seen) == len(set(seen)) == 3
    assert town.get("/v1/deadlines?cursor=AAAA").status == 400
