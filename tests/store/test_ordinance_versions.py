"""A published ordinance never changes: on both databases the rows refuse, whoever writes, and the log knows its text."""

import json
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from challenge_api.app import STREAMS
from challenge_api.history import replay
from challenge_api.history.database import Database
from challenge_api.ordinances.decider import digest
from tests.service import VOORBEELDSTAD, Town

SHORT: dict[str, Any] = {"id": "short", "title": "Short", "decision_term": {"amount": 10, "unit": "week"}}


def administrator(town: Town) -> str:
    return town.token("administrator")


def drafted(town: Town, **changes: Any) -> str:
    body = {"authority": VOORBEELDSTAD, "document": SHORT | changes}
    reply = town.ask("POST", "/v1/ordinances", administrator(town), body)
    assert reply.status == 201, reply.text
    return str(reply.json["id"])


def published(town: Town, begins: str = "2027-01-01", **changes: Any) -> str:
    version = drafted(town, **changes)
    body = {"publishedOn": "2026-08-01", "inForceFrom": begins}
    reply = town.ask("POST", f"/v1/ordinances/{version}/publication", administrator(town), body, {"If-Match": "*"})
    assert reply.status == 201, reply.text
    return version


def forbidden(database: Database, statement: str, **bound: Any) -> None:
    with pytest.raises(DBAPIError, match="published ordinance never changes"), database.writing() as connection:
        connection.execute(text(statement), bound)


def rows(database: Database) -> list[tuple[Any, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(text("SELECT * FROM ordinance_version ORDER BY stream"))]


CHANGES = {
    "document": "'{}'",
    "title": "'another'",
    "number": "9",
    "id": "'another'",
    "authority": "'demo-modelstad'",
    "stream": "'00000000-0000-0000-0000-000000000000'",
    "published_on": "'2025-01-01'",
    "in_force_from": "'2025-01-01'",
    "in_force_until": "'2026-12-31'",
    "state": "'draft'",
}


def test_no_word_of_a_published_version_can_be_changed_by_plain_sql(database):
    town = Town(database)
    version = published(town)
    before = rows(database)
    for column, value in CHANGES.items():
        forbidden(database, f"UPDATE ordinance_version SET {column} = {value} WHERE stream = :it", it=version)
    forbidden(database, "DELETE FROM ordinance_version WHERE stream = :it", it=version)
    forbidden(database, "DELETE FROM ordinance_version")
    assert rows(database) == before


def test_a_published_version_cannot_be_replaced(database):
    town = Town(database)
    version = published(town)
    columns = "authority, stream, id, number, state, title, published_on, in_force_from, version, folded, document"
    values = "authority, stream, id, number, state, title, published_on, in_force_from, version, folded, '{}'"
    other = f"SELECT {values} FROM ordinance_version WHERE stream = :it"
    if database.engine.dialect.name == "sqlite":
        forbidden(database, f"INSERT OR REPLACE INTO ordinance_version ({columns}) {other}", it=version)
    else:
        over = "ON CONFLICT (authority, id, number) DO UPDATE SET document = excluded.document"
        forbidden(database, f"INSERT INTO ordinance_version ({columns}) {other} {over}", it=version)
        forbidden(database, "TRUNCATE ordinance_version")


def test_an_ended_version_does_not_come_back(database):
    town = Town(database)
    version = published(town)
    reply = town.ask(
        "POST", f"/v1/ordinances/{version}/repeal", administrator(town), {"lastDay": "2027-12-31"}, {"If-Match": "*"}
    )
    assert reply.json["state"] == "repealed"
    for change in ("state = 'published'", "state = 'superseded'", "in_force_until = NULL"):
        forbidden(database, f"UPDATE ordinance_version SET {change} WHERE stream = :it", it=version)


def test_a_draft_is_no_rule_yet_and_may_change(database):
    town = Town(database)
    version = drafted(town)
    with database.writing() as connection:
        changed = connection.execute(text("UPDATE ordinance_version SET title = 'other' WHERE stream = :it"), {"it": version})
        assert changed.rowcount == 1


def test_the_log_holds_the_digest_of_what_was_published(database):
    town = Town(database)
    version = published(town)
    with database.reading() as connection:
        row = connection.execute(
            text("SELECT entry FROM event WHERE stream = :it AND type = 'ordinance-published'"), {"it": version}
        ).one()
        kept = connection.execute(text("SELECT document FROM ordinance_version WHERE stream = :it"), {"it": version}).scalar_one()
    shown = town.ask("GET", f"/v1/ordinances/{version}").json
    assert json.loads(row.entry)["data"]["digest"] == digest(kept) == shown["digest"]


def test_the_read_table_is_built_anew_to_the_same(database):
    town = Town(database)
    published(town)
    published(town, begins="2027-06-01")
    drafted(town)
    before = rows(database)
    replay.rebuild(database, STREAMS)
    assert rows(database) == before
