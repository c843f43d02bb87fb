"""The open terms of cases in their table: written with each move, the same after a rebuild, on each database."""

from typing import Any

from sqlalchemy import text

from challenge_api.app import STREAMS
from challenge_api.history import replay
from challenge_api.history.database import Database
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
    assert kinds(walks.improving(town)) == ["decision", "execution", "hand-back-notice", "improvement", "report"]
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
