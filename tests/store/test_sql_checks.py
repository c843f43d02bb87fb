"""The checks in plain SQL say nothing of a sound database, and something of each that was tampered with."""

import re
from pathlib import Path

import pytest

from challenge_api.history.database import Database
from tests.api.walks import awarded
from tests.service import MODELSTAD, VOORBEELDSTAD, Town
from tests.store.tampering import Intruder, intruder

CHECKS = Path(__file__).parents[2] / "docs" / "checks"
HERE = f"authority = '{VOORBEELDSTAD}'"
LAST = f"{HERE} AND position = (SELECT max(position) FROM event WHERE {HERE})"
SECOND = f"{HERE} AND position = (SELECT min(position) FROM event WHERE {HERE} AND kind = 'challenge' AND version = 2)"
TEXT = f"{HERE} AND position = (SELECT min(position) FROM private_item WHERE {HERE})"
NOBODY = "00000000-0000-4000-8000-000000000000"
TAMPERINGS = (
    ("positions are dense", f"DELETE FROM event WHERE {SECOND}"),
    ("positions are dense", f"UPDATE event SET position = position + 900 WHERE {LAST}"),
    ("the head is the last position", f"DELETE FROM event WHERE {LAST}"),
    ("the head is the last position", f"UPDATE head SET position = position + 1 WHERE {HERE}"),
    ("versions are dense and in order", f"DELETE FROM event WHERE {SECOND}"),
    ("versions are dense and in order", f"UPDATE event SET position = 0 WHERE {LAST}"),
    ("each event begins where the one before it ended", f"UPDATE event SET state_before = 'exploring' WHERE {SECOND}"),
    ("each event begins where the one before it ended", f"UPDATE event SET kind = 'group' WHERE {SECOND}"),
    ("each step is a legal one", "DELETE FROM transition WHERE type = 'admitted'"),
    ("each step is a legal one", f"UPDATE event SET state_after = 'monitored' WHERE {LAST}"),
    ("each entry names the one before it", f"UPDATE event SET leaf = (SELECT leaf FROM event WHERE {LAST}) WHERE {SECOND}"),
    ("columns say what the entry says", f"UPDATE event SET entry = NULL WHERE {LAST}"),
    ("columns say what the entry says", f"UPDATE event SET actor = 'client:else' WHERE {LAST}"),
    ("columns say what the entry says", f"UPDATE event SET role = 'intake' WHERE {LAST}"),
    ("columns say what the entry says", f"UPDATE event SET recorded_at = (SELECT min(recorded_at) FROM event) WHERE {LAST}"),
    ("the leaf is the hash of the entry", f"UPDATE event SET entry = replace(entry, 'executive', 'council') WHERE {LAST}"),
    ("moments of recording rise", f"UPDATE event SET recorded_at = (SELECT min(recorded_at) FROM event) WHERE {LAST}"),
    ("nothing happened after it was recorded", f"UPDATE event SET occurred_on = '2031-01-01' WHERE {LAST}"),
    ("who acted is known", f"DELETE FROM person WHERE {HERE}"),
    ("texts are numbered and beside their event", f"UPDATE private_item SET ordinal = ordinal + 1 WHERE {TEXT}"),
    ("texts are numbered and beside their event", f"UPDATE private_item SET stream = '{NOBODY}' WHERE {TEXT}"),
    ("no text is missing", f"DELETE FROM private_item WHERE {TEXT}"),
    ("a text is there or was erased", f"UPDATE private_item SET value = NULL WHERE {TEXT}"),
    ("a text is there or was erased", f"UPDATE private_item SET salt = NULL, value = NULL WHERE {TEXT}"),
    ("a text is the one that was written", f"UPDATE private_item SET value = 'forged' WHERE {TEXT} AND ordinal = 0"),
    ("a checkpoint says its size", f"UPDATE checkpoint SET size = size - 1 WHERE {HERE}"),
    ("a checkpoint says its size", f"UPDATE checkpoint SET authority = '{MODELSTAD}' WHERE {HERE} AND size > 1"),
    ("a checkpoint says its size", f"UPDATE head SET position = position - 1 WHERE {HERE}"),
    (
        "tiles are dense",
        f"INSERT INTO full_tile (authority, level, number, hash) SELECT authority, 1, 1, root FROM checkpoint WHERE {HERE}",
    ),
    ("readers are shown the last version", f"UPDATE challenge SET state = 'rejected' WHERE {HERE}"),
    ("readers are shown the last version", f"DELETE FROM challenge WHERE {HERE}"),
    ("readers are shown what is there", f"DELETE FROM event WHERE {HERE}"),
)
"""What a statement says, and what somebody did."""


def statements(database: Database) -> dict[str, str]:
    """Give each statement of the file for a database by what it says when it fails."""
    kind = "sqlite" if database.sqlite else "postgresql"
    whole = (CHECKS / f"{kind}.sql").read_text(encoding="utf-8")
    whole = whole if database.sqlite else whole.replace("%", "%%")  # as its driver wants it
    found = [each for each in whole.split(";\n") if "SELECT" in each]
    return {re.search(r"SELECT '([^']+)' AS fails", each)[1]: each for each in found}  # type: ignore[index] # each has one


def failing(at_it: Intruder, checks: dict[str, str]) -> set[str]:
    """Run the statements as they stand; give what fails."""
    told = {row[0] for each in checks.values() for row in at_it.connection.exec_driver_sql(each).all()}
    assert told <= set(checks)
    return told


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    town = Town(database, tmp_path)
    town.submits(at=MODELSTAD)
    awarded(town)
    for authority in (VOORBEELDSTAD, MODELSTAD):
        town.service.log.publish(authority)
    return town


def test_a_sound_history_gives_no_row(town: Town) -> None:
    with town.database.reading() as connection:
        checks = statements(town.database)
        assert len(checks) >= 15
        for each in checks.values():
            assert connection.exec_driver_sql(each).all() == []


def test_every_tampering_gives_a_row_and_every_statement_is_there_for_one(town: Town) -> None:
    checks = statements(town.database)
    with intruder(town.database, town.service.log.publics, {}) as at_it:
        enforced = {"append-only is enforced"} if town.database.sqlite else set()  # there the intruder dropped the triggers
        assert failing(at_it, checks) == enforced
        for expected, statement in TAMPERINGS:
            if expected in checks:
                with at_it.undone():
                    at_it.does(statement)
                    assert expected in failing(at_it, checks), statement
        if not town.database.sqlite:
            for statement in ("DROP TRIGGER event_no_update ON event", "ALTER TABLE private_item DISABLE TRIGGER ALL"):
                with at_it.undone():
                    at_it.connection.exec_driver_sql(statement)
                    assert failing(at_it, checks) == {"append-only is enforced"}
    assert {expected for expected, _ in TAMPERINGS} | {"append-only is enforced"} >= set(checks)
