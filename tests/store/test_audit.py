"""An audit finds whatever somebody does to the stored history, and says where."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError

from challenge_api.history.audit import Fails, Fault, Held
from challenge_api.history.audit.signed import LogCheck
from challenge_api.history.database import Database
from tests.api.walks import awarded, discarded, submitted
from tests.service import MODELSTAD, VOORBEELDSTAD, Town
from tests.store.tampering import Flip, Intruder, flips, intruder
from tests.store.test_checkpoints import append

FLIPS = {"sqlite": 700, "postgresql": 260}
OF_TILES = 20
"""On each kind of database."""


def signed_town(database: Database, folder: Path) -> Town:
    """A town with a case that went far, another one, a discarded draft, and a case at a second authority, signed in steps."""
    town = Town(database, folder)
    discarded(town)
    town.service.log.publish(VOORBEELDSTAD)
    awarded(town)
    town.service.log.publish(VOORBEELDSTAD)
    town.service.log.publish(MODELSTAD)
    submitted(town)
    town.submits(at=MODELSTAD)
    for authority in (VOORBEELDSTAD, MODELSTAD):
        town.service.log.publish(authority)
    return town


def inside(town: Town, folder: Path):
    log = town.service.log
    kept = {path.name: Held(path.name, path.read_text()) for path in (folder / "checkpoints").rglob("demo-*") if path.is_file()}
    assert set(kept) == {VOORBEELDSTAD, MODELSTAD}
    return intruder(town.database, log.publics, kept)


@pytest.fixture
def at_it(database: Database, tmp_path: Path) -> Iterator[Intruder]:
    with inside(signed_town(database, tmp_path), tmp_path) as found:
        yield found


def test_a_history_that_was_let_alone_holds(at_it: Intruder) -> None:
    assert at_it.audit() == []
    assert len(at_it.asks("SELECT 1 FROM event")) > 20


MAY_FAIL = {
    "event": {Fails.ENTRY, Fails.LINK, Fails.TREE, Fails.PERSON},
    "private_item": {Fails.ITEM},
    "checkpoint": {Fails.CHECKPOINT, Fails.TREE},
    "full_tile": {Fails.TREE},
    "head": {Fails.TREE},
}


def names_the_place(fault: Fault, flip: Flip) -> bool:
    """Tell whether a fault is one of this flip: at its authority, before or after, of a right kind, and around its position."""
    authority, position = flip.row["authority"], flip.row.get("position")
    authority = authority.decode() if isinstance(authority, bytes) else authority
    here = flip.column == "authority" or fault.authority == authority
    if flip.table == "checkpoint":
        position = flip.becomes if flip.column == "size" and fault.position == flip.becomes else flip.row["size"]
    if flip.table == "person":
        return here and fault.fails is Fails.PERSON
    if flip.table in {"full_tile", "head"} or fault.position is None:
        position = fault.position
    around = fault.position <= position <= (fault.until or fault.position) if position is not None else False
    return here and around and fault.fails in MAY_FAIL[flip.table]


def flip_bytes(at_it: Intruder, tables: dict[str, int], count: int) -> dict[str, int]:
    """Flip so many bytes, one at a time; give how many of each column."""
    seen: dict[str, int] = {}
    for flip in flips(at_it.connection, tables, random.Random(20261125)):
        with at_it.undone():
            try:
                at_it.does(flip.statement, **flip.values)
            except DatabaseError:
                continue  # a key that is there already, or no value of the column
            others: list[Fault] = []
            for fault in at_it.faults():  # no further than the place: the rest of the log was read for other flips
                if names_the_place(fault, flip):
                    break
                others.append(fault)
            else:
                raise AssertionError((flip, others))
        where = f"{flip.table}.{flip.column}"
        seen[where] = seen.get(where, 0) + 1
        if sum(seen.values()) == count:
            return seen
    raise AssertionError("unreachable")


@pytest.mark.timeout(600)
def test_each_of_a_thousand_flipped_bytes_is_found(at_it: Intruder) -> None:
    kind = at_it.connection.dialect.name
    seen = flip_bytes(at_it, {"event": 60, "private_item": 25, "checkpoint": 10, "person": 10}, FLIPS[kind])
    assert set(seen) >= {
        *(f"event.{name}" for name in ("authority position stream kind version type recorded_at occurred_on actor".split())),
        *(f"event.{name}" for name in ("client role state_before state_after entry leaf".split())),
        *(f"private_item.{name}" for name in ("position ordinal stream subject field salt value erased_at".split())),
        *(f"person.{name}" for name in ("id issuer subject salt".split())),
        *(f"checkpoint.{name}" for name in ("size root note".split())),
    }


def test_each_flipped_byte_of_the_tree_above_the_leaves_is_found(database: Database, tmp_path: Path) -> None:
    town = signed_town(database, tmp_path)
    append(database, 530)  # entries of nothing: this is about the tree
    town.service.log.publish(VOORBEELDSTAD)
    with inside(town, tmp_path) as at_it:
        logs = [LogCheck(at_it.connection, name, at_it.publics, [held]) for name, held in at_it.kept.items()]
        assert [fault for log in logs for fault in log.faults()] == []
        assert len(at_it.asks("SELECT 1 FROM full_tile")) == 2
        at_it.faults = lambda: (
            fault
            for name, held in at_it.kept.items()
            for fault in LogCheck(at_it.connection, name, at_it.publics, [held]).faults()
        )
        flip_bytes(at_it, {"full_tile": 1}, OF_TILES)
        at_it.does("DELETE FROM full_tile WHERE number = 1")
        (fault,) = at_it.faults()
        assert (fault.fails, fault.position, fault.until) == (Fails.TREE, 257, 512)
