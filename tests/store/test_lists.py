"""A list shows exactly the cases that its viewer may open one by one, whatever roles they have where."""

import itertools
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

import pytest

from challenge_api.challenges import past, queries
from challenge_api.history.database import Database
from challenge_api.law.access import Principal, Role
from tests.api.walks import discarded, draft, rejected, submitted
from tests.service import MODELSTAD, VOORBEELDSTAD, Town

STAFF, OWN, BOTH = (
    frozenset({Role.HANDLER}),
    frozenset({Role.REPRESENTATIVE}),
    frozenset({Role.INTAKE, Role.REPRESENTATIVE}),
)
VIEWERS: Mapping[str, tuple[str, Mapping[str, frozenset[Role]]]] = {
    "staff at one": ("hanna", {VOORBEELDSTAD: STAFF}),
    "staff at both": ("hanna", {VOORBEELDSTAD: STAFF, MODELSTAD: STAFF}),
    "representative": ("anna", {VOORBEELDSTAD: OWN}),
    "representative at both": ("anna", {VOORBEELDSTAD: OWN, MODELSTAD: OWN}),
    "representative who works there": ("anna", {VOORBEELDSTAD: BOTH}),
    "representative who works elsewhere": ("anna", {VOORBEELDSTAD: OWN, MODELSTAD: STAFF}),
    "another representative": ("bob", {VOORBEELDSTAD: OWN, MODELSTAD: OWN}),
    "token without their authority": ("anna", {MODELSTAD: OWN}),
    "nobody": ("zoe", {}),
}
FILTERS: tuple[Mapping[str, Any], ...] = (
    {},
    {"authority": VOORBEELDSTAD},
    {"authority": MODELSTAD},
    {"state": "submitted"},
    {"state": "draft"},
    {"phase": "closed"},
    {"outcome": "discarded"},
    {"state": "rejected", "authority": VOORBEELDSTAD},
)
LONG_AGO, LONG_HENCE = datetime(2020, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
DAYS = dict.fromkeys((VOORBEELDSTAD, MODELSTAD), date(2100, 1, 1))


@pytest.fixture
def town(database: Database) -> Town:
    town = Town(database)
    for walk in (draft, submitted, discarded, rejected):
        walk(town)
    town.submits(subject="anna", at=MODELSTAD)
    town.submits(subject="bob")
    return town


def row_of(case: Any) -> Mapping[str, Any]:
    return {"authority": case.authority, "state": case.state, "phase": case.phase, "outcome": case.outcome}


def test_a_list_is_what_one_may_open(town: Town) -> None:
    issuer = town.issuer.name
    with town.database.reading() as connection:
        cases = connection.exec_driver_sql("SELECT id, authority, state, phase, outcome, filed_on, due_on FROM challenge").all()
        seen_by_somebody = set()
        for (subject, roles), filters, sort in itertools.product(
            VIEWERS.values(), FILTERS, ("submittedOn", "-submittedOn", "dueOn", "-dueOn")
        ):
            viewer = Principal(issuer, subject, "client", roles)
            open_to = {
                case.id
                for case in cases
                if row_of(case).items() >= filters.items() and queries.one(connection, viewer, case.id) is not None
            }
            seen_by_somebody |= open_to
            found = queries.page(connection, viewer, filters, sort, None, False, 100)
            assert sorted(row.id for row in found) == sorted(open_to), (subject, roles, filters)
            keys = [(row.sort, row.id) for row in found]
            assert keys == sorted(keys, reverse=sort.startswith("-"))
            paged: list[str] = []
            key = None
            while rows := queries.page(connection, viewer, filters, sort, key, False, 2):
                paged += [row.id for row in rows]
                key = rows[-1].sort, rows[-1].id
            assert paged == [row.id for row in found]
    assert len(seen_by_somebody) == len(cases) == 6


def test_a_list_as_of_now_is_the_list(town: Town) -> None:
    with town.database.reading() as connection:
        for (subject, roles), filters, sort in itertools.product(VIEWERS.values(), FILTERS, ("-submittedOn", "dueOn")):
            viewer = Principal(town.issuer.name, subject, "client", roles)
            found = queries.page(connection, viewer, filters, sort, None, False, 100)
            then = past.page(connection, viewer, filters, sort, None, False, 100, LONG_HENCE, DAYS)
            assert [(row.sort, row.id, row.summary) for row in then] == [(row.sort, row.id, row.summary) for row in found]
            if found:
                after = past.page(connection, viewer, filters, sort, (found[0].sort, found[0].id), False, 100, LONG_HENCE, DAYS)
                assert after == then[1:]
                assert past.page(connection, viewer, filters, sort, None, False, 100, LONG_AGO, DAYS) == []


def test_a_token_shows_own_cases_where_it_holds_only(town: Town) -> None:
    token = town.token("representative", subject="anna", at=MODELSTAD)
    listed = town.ask("GET", "/v1/challenges", token).json["items"]
    assert [case["authority"] for case in listed] == [MODELSTAD]
