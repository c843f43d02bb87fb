"""The log on both databases: what plain SQL can and cannot do to it."""

import json
from hashlib import sha256

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from challenge_api.app import STREAMS
from challenge_api.history import replay, store
from challenge_api.history.database import Database
from challenge_api.history.proofs import commitment
from challenge_api.history.tables import metadata
from tests.api.walks import assessed, submitted
from tests.service import VOORBEELDSTAD, Town

FORBIDDEN = {
    "change a type": "UPDATE event SET type = 'withdrawn' WHERE position = 2",
    "change a leaf": "UPDATE event SET leaf = entry WHERE position = 2",
    "change an entry": "UPDATE event SET entry = 'x' WHERE position = 2",
    "change a date": "UPDATE event SET occurred_on = '2020-01-01' WHERE position = 2",
    "change a moment": "UPDATE event SET recorded_at = '2020-01-01 00:00:00' WHERE position = 2",
    "change an actor": "UPDATE event SET actor = 'nobody' WHERE position = 2",
    "move an event": "UPDATE event SET position = 99 WHERE position = 2",
    "remove an event": "DELETE FROM event WHERE position = 2",
    "remove the last event": "DELETE FROM event WHERE position = (SELECT max(position) FROM event)",
    "remove every event": "DELETE FROM event",
    "change a private text": "UPDATE private_item SET value = 'other'",
    "erase a text without saying when": "UPDATE private_item SET value = NULL, salt = NULL",
    "change a salt": "UPDATE private_item SET salt = leaf FROM event WHERE event.position = private_item.position",
    "give a text to somebody else": "UPDATE private_item SET subject = 'x'",
    "remove a private text": "DELETE FROM private_item",
    "remove a transition": "DELETE FROM transition",
    "change a transition": "UPDATE transition SET state_after = 'awarded'",
    "count back": "UPDATE head SET position = position - 1",
    "remove a log": "DELETE FROM head",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_history_refuses(what: str, database: Database) -> None:
    submitted(Town(database))
    before = everything(database)
    with pytest.raises(DatabaseError), database.writing() as connection:
        connection.execute(text(FORBIDDEN[what]))
    assert everything(database) == before


@pytest.mark.parametrize("table", ["event", "private_item", "transition", "head"])
def test_postgresql_refuses_to_truncate(table: str, new_database) -> None:
    database = new_database("postgresql")
    submitted(Town(database))
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("verb", ["INSERT OR REPLACE", "REPLACE"])
def test_sqlite_refuses_to_replace(verb: str, new_database) -> None:
    database = new_database("sqlite")
    submitted(Town(database))
    columns = (
        "authority, position, stream, kind, version, type, recorded_at, occurred_on, actor, client, role, state_before, "
        "state_after, entry, leaf"
    )
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(f"{verb} INTO event ({columns}) SELECT {columns} FROM event WHERE position = 2"))


def everything(database: Database) -> list[tuple[object, ...]]:
    with database.reading() as connection:
        events = [tuple(row) for row in connection.execute(text("SELECT * FROM event ORDER BY authority, position"))]
        items = [tuple(row) for row in connection.execute(text("SELECT * FROM private_item ORDER BY 1, 2, 3"))]
        rest = [tuple(row) for row in connection.execute(text("SELECT * FROM head ORDER BY 1"))]
    return events + items + rest


COPY = (
    "INSERT INTO event (authority, position, stream, kind, version, type, recorded_at, occurred_on, actor, client, role, "
    "state_before, state_after, entry, leaf) SELECT {authority}, {position}, {stream}, {kind}, {version}, {type}, recorded_at, "
    "occurred_on, actor, client, role, {before}, {after}, entry, leaf FROM event WHERE kind = 'challenge' AND version = 1"
)
NEXT = {
    "authority": "authority",
    "position": "position + 100",
    "stream": "stream",
    "kind": "kind",
    "version": "2",
    "type": "'admitted'",
    "before": "'submitted'",
    "after": "'admissible'",
}
ILLEGAL = {
    "a version that leaves a gap": {"version": "3"},
    "a version twice": {"version": "1", "before": "'none'", "type": "'submitted'", "after": "'submitted'"},
    "a version below one": {"version": "0"},
    "a state the case is not in": {"before": "'assessing'", "type": "'assessment-concluded'", "after": "'assessed'"},
    "a move that does not exist": {"after": "'awarded'"},
    "an event that does not exist": {"type": "'approved'"},
    "a beginning in the middle": {"version": "2", "before": "'none'", "type": "'submitted'", "after": "'submitted'"},
    "a middle at the beginning": {"stream": "'other'", "version": "1"},
    "another kind in the stream": {
        "kind": "'ordinance'",
        "type": "'ordinance-repealed'",
        "before": "'published'",
        "after": "'repealed'",
    },
    "a position twice": {"position": "position"},
    "another authority": {"authority": "'demo-modelstad'"},
    "an authority without a log": {
        "authority": "'gm9999'",
        "version": "1",
        "before": "'none'",
        "type": "'submitted'",
        "after": "'submitted'",
    },
}


def test_the_next_legal_event_is_accepted(database: Database) -> None:
    submitted(Town(database))
    with database.writing() as connection:
        connection.execute(text(COPY.format(**NEXT)))


@pytest.mark.parametrize("what", ILLEGAL)
def test_the_database_keeps_the_walk(what: str, database: Database) -> None:
    submitted(Town(database))
    with pytest.raises(DatabaseError), database.writing() as connection:
        connection.execute(text(COPY.format(**(NEXT | ILLEGAL[what]))))


def test_a_transition_of_another_kind_of_stream_is_no_transition(database: Database) -> None:
    submitted(Town(database))
    with database.reading() as connection:
        kinds = set(connection.execute(text("SELECT DISTINCT kind FROM transition")).scalars())
    assert kinds == {"authority", "challenge", "erasure", "group", "mandate", "ordinance"}


def test_positions_are_dense_and_entries_are_what_was_hashed(database: Database) -> None:

    assessed(Town(database))
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT position, entry, leaf FROM event WHERE authority = :a ORDER BY position"), {"a": VOORBEELDSTAD}
        ).all()
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    for row in rows:
        assert bytes(row.leaf) == sha256(b"\0" + row.entry.encode()).digest()


def test_no_text_that_a_person_typed_is_in_the_log(database: Database) -> None:
    assessed(Town(database))
    with database.reading() as connection:
        entries = "".join(connection.execute(text("SELECT entry FROM event")).scalars())
        typed = list(
            connection.execute(text("SELECT value FROM private_item WHERE stream IN (SELECT id FROM challenge)")).scalars()
        )
    assert len(typed) > 20
    for value in typed:
        if len(value) > 3:
            assert value not in entries


def test_every_commitment_is_kept_by_its_text(database: Database) -> None:

    assessed(Town(database))
    with database.reading() as connection:
        entries = {
            row.position: json.loads(row.entry)
            for row in connection.execute(text("SELECT position, entry FROM event WHERE authority = :a"), {"a": VOORBEELDSTAD})
        }
        items = connection.execute(
            text("SELECT position, ordinal, salt, value FROM private_item WHERE authority = :a"), {"a": VOORBEELDSTAD}
        ).all()
    assert len({bytes(item.salt) for item in items}) == len(items)
    for item in items:
        assert entries[item.position]["items"][item.ordinal] == commitment(bytes(item.salt), item.value)


def test_the_seed_marks_what_is_gone_and_deletes_nothing(database: Database) -> None:

    stream = next(stream for stream in STREAMS if stream.aggregate.kind == "group")
    fewer = frozenset(list(stream.aggregate.transitions)[1:])
    count = text("SELECT count(*) FROM transition WHERE kind = 'group'")
    retired = text("SELECT count(*) FROM transition WHERE kind = 'group' AND retired")
    with database.writing() as connection:
        store.seed(connection, "group", fewer)
        assert connection.execute(count).scalar() == len(stream.aggregate.transitions)
        assert connection.execute(retired).scalar() == 1
        store.seed(connection, "group", stream.aggregate.transitions)
        assert connection.execute(retired).scalar() == 0


def test_the_migrations_make_what_the_code_describes(database: Database) -> None:

    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert database.is_migrated()


def test_the_past_is_a_prefix(database: Database) -> None:
    town = Town(database)
    case = assessed(town)
    with database.reading() as connection:
        rows = connection.execute(
            text("SELECT position FROM event WHERE authority = :a ORDER BY position"), {"a": VOORBEELDSTAD}
        ).all()
        moment = town.clock.now()
        assert replay.position_at(connection, VOORBEELDSTAD, moment) == replay.EVERYTHING
    town.clock.set("2026-10-02")
    town.submits()
    with database.reading() as connection:
        assert replay.position_at(connection, VOORBEELDSTAD, moment.replace(year=2020)) == 0
        assert replay.position_at(connection, VOORBEELDSTAD, moment) == len(rows)
    assert case.state == "assessed"
