"""The open terms of cases in their table: written with each move, the same after a rebuild, on each database."""

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from typer.testing import CliRunner

from challenge_api.app import STREAMS
from challenge_api.challenges import due_dates
from challenge_api.cli import cli
from challenge_api.history import replay
from challenge_api.history.database import Database
from challenge_api.law.legal_calendar import DECREES, Decree, LegalCalendar
from tests.api import walks
from tests.service import Filed, Town

ROWS = text(
    "SELECT kind, about, starts_on, due_on, lapses, handler FROM challenge_deadline WHERE challenge_id = :id ORDER BY 1, 2"
)


def rows(case: Filed) -> list[tuple[Any, ...]]:
    with case.town.database.reading() as connection:
        return [tuple(row) for row in connection.execute(ROWS, {"id": case.id})]


def kinds(case: Filed) -> list[str]:
    return [row[0] for row in rows(case)]


def test_the_terms_follow_the_case(database: Database):
    town = Town(database)
    assert kinds(walks.draft(town)) == []
    assert kinds(walks.submitted(town)) == ["decision"]
    assert kinds(walks.incomplete(town)) == ["decision", "set-aside", "supplement"]
    assert kinds(walks.awarded(town)) == ["agreement", "decision"]
    assert kinds(walks.improving(town)) == [*("decision", "evaluation", "execution", "hand-back-notice", "improvement", "report")]
    assert kinds(walks.forwarded(town)) == []


def test_what_is_done_leaves_the_table_and_what_moves_is_moved(database: Database):
    town = Town(database)
    case = walks.submitted(town)
    before = rows(case)[0]
    town.clock.set("2026-09-15")
    case.does("suspension", "handler")
    after = rows(case)[0]
    assert before[0] == after[0] == "decision"
    assert str(before[3]) < str(after[3])
    case.does("withdrawal", "representative", receivedOn="2026-09-15")
    assert rows(case) == []


def test_the_handler_of_the_case_stands_on_its_terms(database: Database):
    town = Town(database)
    case = walks.submitted(town)
    town.get("/v1/me", "handler", subject="hanna")
    case.does("assignments", "handler", subject="hanna", body={"subject": "hanna", "part": "handler"})
    assert rows(case)[0][5] == case.seen()["handler"]


def test_a_rebuild_gives_the_same_terms(database: Database):
    town = Town(database)
    cases = [walk(town) for walk in (walks.incomplete, walks.awarded, walks.improving, walks.forwarded)]
    before = [rows(case) for case in cases]
    replay.rebuild(database, STREAMS)
    assert [rows(case) for case in cases] == before


# --- a new decree ---------------------------------------------------------------------------------------------------

NEW_DECREE = Decree("Decree of a later year", date(2028, 10, 1), 2029, 2031, (date(2029, 5, 11),))
"""The Friday after Ascension Day 2029, which no decree had equated yet when the cases came in."""


def due_of(case: Filed) -> str:
    with case.town.database.reading() as connection:
        found = connection.execute(text("SELECT due_on FROM challenge WHERE id = :id"), {"id": case.id}).scalar_one()
    return str(found)


def test_a_new_decree_moves_the_last_days_that_it_falls_on_and_says_why(database: Database):
    town = Town(database)
    town.clock.set("2029-02-16")
    hit = town.submits()  # twelve weeks end on Friday 11 May 2029
    town.clock.set("2029-02-19")
    spared = town.submits("bob")
    assert (due_of(hit), due_of(spared)) == ("2029-05-11", "2029-05-14")
    moved = list(due_dates.recount(database, LegalCalendar((*DECREES, NEW_DECREE))))
    assert [(each.challenge_id, each.kind, each.was, each.now) for each in moved] == [
        (hit.id, "decision", date(2029, 5, 11), date(2029, 5, 14))
    ]
    assert "Friday 11 May 2029 (equated by royal decree)" in moved[0].why
    assert (due_of(hit), due_of(spared)) == ("2029-05-14", "2029-05-14")
    assert str(rows(hit)[0][3]) == "2029-05-14"
    assert list(due_dates.recount(database, LegalCalendar((*DECREES, NEW_DECREE)))) == []


def test_counting_anew_finds_nothing_where_nothing_changed(database: Database):
    town = Town(database)
    cases = [walk(town) for walk in (walks.draft, walks.incomplete, walks.awarded, walks.improving, walks.forwarded)]
    before = [rows(case) for case in cases]
    assert list(due_dates.recount(database)) == []
    assert [rows(case) for case in cases] == before


def test_more_cases_than_fit_a_batch_are_all_counted(database: Database, monkeypatch: pytest.MonkeyPatch):
    town = Town(database)
    town.clock.set("2029-02-16")
    cases = {town.submits().id for _ in range(5)}
    monkeypatch.setattr(due_dates, "_BATCH", 2)
    monkeypatch.setattr(due_dates, "_CASES", due_dates._CASES.limit(2))  # small batches
    moved = list(due_dates.recount(database, LegalCalendar((*DECREES, NEW_DECREE))))
    assert {each.challenge_id for each in moved} == cases


def test_the_command_says_what_moved(tmp_path: Path, sqlite_template: Path):
    path = tmp_path / "town.db"
    shutil.copy(sqlite_template, path)
    town = Town(Database(f"sqlite:///{path}"), tmp_path)
    case = walks.submitted(town)
    with town.database.writing() as connection:  # as if it had been written before a decree
        connection.execute(text("UPDATE challenge_deadline SET due_on = '2026-11-23'"))
    town.database.close()
    done = CliRunner().invoke(cli, ["rebuild", "--deadlines", "--database", f"sqlite:///{path}"])
    assert done.exit_code == 0, done.output
    assert f"{case.id} decision: 2026-11-23 -> 2026-11-24: The term is 12 weeks." in done.output
    assert "1 last days moved" in done.output
