"""A worklist is exactly the open terms of the cases that its viewer may open, whatever roles they have and whatever is asked."""

import itertools
from datetime import date, timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy import text

from challenge_api.challenges import due_dates, loading
from challenge_api.challenges.clocks import KINDS, Deadline, open_deadlines
from challenge_api.challenges.worklist import reading
from challenge_api.challenges.worklist.reading import Chosen, Key
from challenge_api.history.database import Database
from challenge_api.law.access import Principal
from tests.api import walks
from tests.service import MODELSTAD, VOORBEELDSTAD, Town
from tests.store.test_lists import VIEWERS

TODAY = {VOORBEELDSTAD: date(2026, 11, 24), MODELSTAD: date(2026, 10, 20)}
"""Two authorities whose legal days lie apart, as with a sandbox."""
ASKED = (
    Chosen(),
    Chosen(authority=VOORBEELDSTAD),
    Chosen(overdue=True),
    Chosen(overdue=False),
    Chosen(status="running"),
    Chosen(status="suspended"),
    Chosen(status="missed"),
    Chosen(status="suspended", kind="decision"),
    Chosen(status="missed", overdue=False),
    Chosen(kind="decision"),
    Chosen(kind="objection", authority=VOORBEELDSTAD),
    Chosen(duty_of="challenger"),
    Chosen(duty_of="authority", kind="objection"),
    Chosen(duty_of="objector", overdue=True),
    Chosen(due_within_days=0),
    Chosen(due_within_days=30),
    Chosen(due_before=date(2026, 11, 24)),
    Chosen(due_from=date(2026, 11, 24), due_before=date(2026, 11, 25)),
    Chosen(due_before=date.min),
    Chosen(due_from=date.max),
)


@pytest.fixture
def town(database: Database) -> Town:
    town = Town(database)
    for walk in (walks.draft, walks.submitted, walks.discarded, walks.rejected, walks.incomplete, walks.monitored, walks.awarded):
        case = walk(town)
        if walk is walks.rejected:
            case.does("announcements", "handler", decision=case.version, announcedOn="2026-10-20")
    case.does("assignments", "handler", subject="hanna", part="handler")
    town.submits(subject="anna", at=MODELSTAD)
    consent = {"givenOn": "2026-09-15", "statement": "by mail"}
    town.submits(subject="bob").does("suspension", "handler", consent=consent, firstDay="2026-11-20", lastDay="2026-11-24")
    town.submits(subject="bob").does("foreign-information-requests", "handler", toldOn="2026-10-20")
    return town


def work(town: Town, viewer: Principal) -> list[tuple[Key, Any]]:
    """Give the open terms of every case that somebody may open, counted case by case."""
    found = []
    with town.database.reading() as connection:
        for (id_,) in connection.exec_driver_sql("SELECT id FROM challenge").all():
            loaded = loading.load(connection, viewer, id_)
            if loaded is not None:
                terms = open_deadlines(due_dates.terms(connection, loaded.state))
                for (kind, about), term in terms.items():
                    key = Key(term.known_due_on or date.max, id_, kind, about)
                    found.append((key, (loaded.authority, loaded.state.handler, term)))
    return sorted(found, key=lambda pair: pair[0])


def wanted(chosen: Chosen, key: Key, authority: str, handler: str | None, term: Deadline) -> bool:
    today, due_on = TODAY[authority], key.due_on
    passed = due_on < today
    return all(
        (
            not (passed and term.lapses),
            chosen.status in (None, term.status(today)),
            chosen.authority in (None, authority),
            chosen.handler in (None, handler),
            chosen.kind in (None, key.kind),
            chosen.duty_of in (None, KINDS[key.kind].duty_of),  # type: ignore[index] # a kind
            chosen.overdue in (None, passed),
            chosen.due_from is None or due_on >= chosen.due_from,
            chosen.due_before is None or due_on < chosen.due_before,
            chosen.due_within_days is None or today <= due_on <= today + timedelta(days=chosen.due_within_days),
        )
    )


def keys(rows: Any) -> list[Key]:
    return [Key(row.due_on, row.challenge_id, row.kind, row.about) for row in rows]


def test_a_worklist_is_the_work_of_what_one_may_open(town: Town) -> None:
    asked: set[tuple[Chosen, Key]] = set()
    with town.database.reading() as connection:
        handler = connection.exec_driver_sql("SELECT handler FROM challenge WHERE handler IS NOT NULL").scalars().first()
    assert handler is not None
    viewers = [Principal(town.issuer.name, subject, "client", roles) for subject, roles in VIEWERS.values()]
    seen = [(viewer, work(town, viewer)) for viewer in viewers]
    for (viewer, found), chosen in itertools.product(
        seen, (*ASKED, Chosen(handler=handler), Chosen(handler=handler, kind="report"))
    ):
        expected = [key for key, (at, by, term) in found if wanted(chosen, key, at, by, term)]
        asked |= {(chosen, key) for key in expected}
        with town.database.reading() as connection:
            assert keys(reading.page(connection, viewer, chosen, TODAY, None, False, 100)) == expected, (viewer, chosen)
            if len(expected) > 2:
                forwards, key = [], None
                while rows := keys(reading.page(connection, viewer, chosen, TODAY, key, False, 2)):
                    forwards += rows
                    key = rows[-1]
                assert forwards == expected
                back = keys(reading.page(connection, viewer, chosen, TODAY, expected[2], True, 1))
                assert back == [expected[1]]
    shown = {chosen for chosen, _ in asked}
    assert {chosen for chosen in ASKED if chosen not in shown} == {
        Chosen(status="missed", overdue=False),
        Chosen(duty_of="authority", kind="objection"),
        Chosen(duty_of="objector", overdue=True),
        Chosen(due_before=date.min),
    }, "each of the other questions has an answer somewhere"


def test_rows_say_what_the_terms_say(town: Town) -> None:
    viewer = Principal(town.issuer.name, "hanna", "client", VIEWERS["staff at one"][1])
    with town.database.reading() as connection:
        rows = {
            Key(*key): row for row in reading.page(connection, viewer, Chosen(), TODAY, None, False, 100) for key in keys([row])
        }
    for key, (_, handler, term) in work(town, viewer):
        if key in rows:
            row = rows[key]
            assert (row.number, str(row.starts_on), row.article) == (term.number, term.starts_on.isoformat(), term.article)
            summary = orjson.loads(row.summary)
            assert (summary["id"], summary["handler"]) == (row.challenge_id, handler)
            periods = [(first.isoformat(), last.isoformat()) for first, last in term.suspended]
            assert [tuple(each) for each in orjson.loads(row.suspended or "[]")] == periods


def test_a_page_reads_a_range_of_an_index_and_sorts_no_table(database: Database) -> None:
    town = Town(database)
    town.submits()
    of_term = "authority, kind, about, starts_on, due_on, lapses"
    of_case = "authority, version, phase, state, group_id, begun_by, filed_on, due_on, sealed_after, folded, document, personal"
    numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) SELECT 'x' || i"
    with database.writing() as connection:
        for table, id_, columns in (("challenge", "id", f"{of_case}, summary"), ("challenge_deadline", "challenge_id", of_term)):
            connection.execute(text(f"INSERT INTO {table} ({id_}, {columns}) {numbers}, {columns} FROM n, {table}"))
        connection.exec_driver_sql("ANALYZE")
    for subject, roles in (VIEWERS["staff at one"], VIEWERS["staff at both"]):
        viewer = Principal(town.issuer.name, subject, "client", roles)
        for chosen in (
            Chosen(),
            Chosen(kind="decision"),
            Chosen(duty_of="authority"),
            Chosen(due_within_days=7),
            Chosen(status="suspended"),
        ):
            plan = explained(database, viewer, chosen)
            assert "SCAN challenge" not in plan, plan
            assert "Seq Scan on challenge" not in plan, plan
            assert "ix_challenge_deadline_" in plan, plan


def explained(database: Database, viewer: Principal, chosen: Chosen) -> str:
    """Give the database's plan of a page."""
    query, bound = reading.asking(viewer, chosen, dict.fromkeys(TODAY, date(2026, 11, 24)), None, False, 26)
    compiled = query.statement.params(bound).compile(database.engine, compile_kwargs={"literal_binds": True})
    explain = "EXPLAIN QUERY PLAN" if database.sqlite else "EXPLAIN"
    with database.reading() as connection:
        rows = connection.exec_driver_sql(f"{explain} {compiled}").all()
    return "\n".join(str(row[-1]) for row in rows)
