"""What the service does itself when a day comes: found by index, told once, on both databases."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import event, text

from challenge_api import demo_authority
from challenge_api.app import STREAMS, timer
from challenge_api.challenges import duties
from challenge_api.history import replay
from challenge_api.history.database import Database
from challenge_api.settings import Settings
from tests.service import Filed, Town


@pytest.fixture
def town(database):
    town = Town(database)
    yield town
    town.service.close()


def told(case: Filed) -> list[tuple[str, str, str]]:
    items = case.town.get(f"/v1/challenges/{case.id}/history", "auditor", at=case.at).json["items"]
    return [
        (each["type"], each["data"]["duty"]["kind"], each["data"]["duty"]["dueOn"])
        for each in items
        if each["actor"] == "client:challenge-api"
    ]


def look(town: Town, **settings):
    return timer(Settings(**settings), town.service.moves).round()


def test_each_thing_is_told_once_of_each_term_and_last_day(town):
    town.clock.set("2026-09-01")
    case = town.submits()
    assert look(town) == 1
    assert look(town) == 0
    town.clock.set("2026-09-03")
    case.does("supplement-request", "intake")
    assert look(town) == 0, "a day on which a term begins is no day to warn of its end"
    town.clock.set("2026-09-18")
    assert look(town) == 1
    case.does("supplement-term-moves", "intake", toldOn="2026-09-18", until="2026-09-25")
    town.clock.set("2026-09-19")
    assert look(town) == 1, "another last day is told anew"
    assert told(case) == [
        ("receipt-confirmed", "confirmation", "2026-09-01"),
        ("deadline-warned", "supplement", "2026-09-24"),
        ("deadline-warned", "supplement", "2026-09-25"),
    ]
    replay.rebuild(town.database, STREAMS)
    assert look(town) == 0, "a rebuild forgets nothing"


def test_a_decision_that_does_not_come_is_told_on_its_last_day_and_once(town):
    town.clock.set("2026-09-01")
    case = town.submits()
    town.clock.set("2026-11-23")
    assert look(town, duties=("delay",)) == 0
    town.clock.set("2026-11-24")
    assert look(town, duties=("delay",)) == 1
    town.clock.set("2027-01-10")
    assert look(town, duties=("delay",)) == 0
    assert told(case) == [("delay-told", "decision", "2026-11-24")]
    assert case.seen()["version"] == 2
    newest = town.get("/v1/events?authority=demo-voorbeeldstad", "auditor").json["items"][-1]
    assert (newest["type"], newest["role"], newest["client"]) == ("delay-told", "system", "challenge-api")


def test_a_receipt_is_looked_for_once_although_the_term_begins_anew(town):
    """As it does when a case is reopened: nothing was received on that day."""
    town.clock.set("2026-09-01")
    town.submits()
    assert look(town) == 1
    with town.database.writing() as connection:
        connection.execute(text("UPDATE challenge_deadline SET starts_on = '2026-09-02' WHERE kind = 'decision'"))
    assert list(duties.due(town.database, "demo-voorbeeldstad", date(2026, 9, 2), duties.Plan())) == []


def test_what_is_off_is_not_done_and_days_before_are_as_set(town):
    town.clock.set("2026-09-01")
    case = town.submits()
    assert look(town, duties=()) == 0
    town.clock.set("2026-11-10")
    assert look(town, duties=("warning",)) == 0
    assert look(town, duties=("warning",), warn_days=14) == 1
    assert look(town, duties=("delay",), delay_days=14) == 1
    assert {each[0] for each in told(case)} == {"deadline-warned", "delay-told"}


def test_setting_the_clock_of_a_sandbox_does_what_falls_due_there_alone(town):
    demo_authority.load_sandbox(town.service.moves)
    here, there = town.submits(), town.submits(at=demo_authority.SANDBOX)
    path = f"/v1/authorities/{demo_authority.SANDBOX}/clock"
    token = town.token("administrator", at=demo_authority.SANDBOX)
    town.ask("PUT", path, token, {"today": "2026-11-20"})
    town.ask("PUT", path, token, {"today": "2026-12-20"})
    assert [each[0] for each in told(there)] == ["deadline-warned", "delay-told"]
    assert told(here) == []
    assert look(town) == 1, "elsewhere it is still the day of filing"


def test_the_work_is_found_by_index(new_database):
    database: Database = new_database("sqlite")
    asked: list[tuple[str, Any]] = []
    event.listen(database.engine, "before_cursor_execute", lambda *given: asked.append((given[2], given[3])))
    assert list(duties.due(database, "gm0797", date(2026, 9, 1), duties.Plan())) == []
    looks = [each for each in asked if "challenge_deadline" in each[0]]
    with database.reading() as connection:
        plans = [row.detail for said, values in looks for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {said}", values)]
    assert len(looks) == 3
    assert not [plan for plan in plans if plan.startswith("SCAN")], plans
    assert any("ix_challenge_deadline_begun" in plan for plan in plans)
    assert any("ix_challenge_deadline_due" in plan for plan in plans)


def test_the_database_itself_refuses_to_tell_twice(town):
    town.submits()
    look(town)
    with pytest.raises(Exception, match=r"(?i)unique"), town.database.writing() as connection:
        connection.execute(text("INSERT INTO challenge_duty SELECT * FROM challenge_duty"))
