"""What somebody with every right on the database might do, on either kind: each is found, at its place, as what it is."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from challenge_api.history import proofs
from challenge_api.history.audit import Fails, Fault, Held
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint, LogKeys, encoded, new_key
from tests.service import VOORBEELDSTAD as TOWN
from tests.store.tampering import Intruder
from tests.store.test_audit import inside, signed_town


@pytest.fixture
def at_it(database: Database, tmp_path: Path) -> Iterator[Intruder]:
    with inside(signed_town(database, tmp_path), tmp_path) as found:
        yield found


def found(faults: list[Fault], fails: Fails, position: int) -> bool:
    """Tell whether a fault of this kind was found around a position of the town's log."""
    return any(
        fault.fails is fails
        and fault.authority == TOWN
        and fault.position is not None
        and fault.position <= position <= (fault.until or fault.position)
        for fault in faults
    )


def length(at_it: Intruder) -> int:
    return int(at_it.asks("SELECT max(position) FROM event WHERE authority = :a", a=TOWN)[0][0])


def drop(at_it: Intruder, first: int, last: int) -> None:
    for table in ("private_item", "event"):
        at_it.connection.exec_driver_sql(
            f"DELETE FROM {table} WHERE authority = '{TOWN}' AND position BETWEEN {first} AND {last}"
        )


def close_the_gap(at_it: Intruder, first: int, last: int) -> None:
    """Move what follows a gap down, so that positions are dense again."""
    for table in ("private_item", "event"):
        for position in range(last + 1, length(at_it) + 2):
            at_it.connection.exec_driver_sql(
                f"UPDATE {table} SET position = {position - (last - first + 1)} "
                f"WHERE authority = '{TOWN}' AND position = {position}"
            )
    at_it.does("UPDATE head SET position = position - :n WHERE authority = :a", n=last - first + 1, a=TOWN)


def test_an_event_dropped_at_the_end_is_missed(at_it: Intruder) -> None:
    last = length(at_it)
    drop(at_it, last, last)
    at_it.does("UPDATE head SET position = position - 1 WHERE authority = :a", a=TOWN)
    faults = at_it.audit()
    assert found(faults, Fails.TREE, last), faults
    assert found(faults, Fails.CHECKPOINT, last), faults  # the file outside knows it
    at_it.does("DELETE FROM checkpoint WHERE authority = :a AND size >= :n", a=TOWN, n=last)
    assert found(at_it.audit(), Fails.CHECKPOINT, last)


def test_an_event_dropped_in_the_middle_is_missed(at_it: Intruder) -> None:
    case = at_it.asks("SELECT stream FROM event WHERE authority = :a AND kind = 'challenge' AND version = 3", a=TOWN)[0][0]
    steps = at_it.asks("SELECT position FROM event WHERE authority = :a AND stream = :s ORDER BY version", a=TOWN, s=case)
    second, third = steps[1][0], steps[2][0]
    drop(at_it, second, second)
    faults = at_it.audit()
    assert found(faults, Fails.TREE, second), faults
    close_the_gap(at_it, second, second)
    faults = at_it.audit()
    assert found(faults, Fails.TREE, second), faults
    assert found(faults, Fails.LINK, third - 1), faults  # what followed it in its stream


def test_a_dropped_day_is_missed(at_it: Intruder) -> None:
    days: dict[str, list[int]] = {}
    for position, day in at_it.asks(
        "SELECT position, CAST(recorded_at AS VARCHAR(10)) FROM event WHERE authority = :a ORDER BY position", a=TOWN
    ):
        days.setdefault(str(day)[:10], []).append(position)
    day = next(positions for positions in list(days.values())[1:-1] if len(positions) > 1)
    drop(at_it, day[0], day[-1])
    assert all(found(at_it.audit(), Fails.TREE, position) for position in day)
    close_the_gap(at_it, day[0], day[-1])
    faults = at_it.audit()
    assert found(faults, Fails.TREE, day[0]), faults
    assert any(fault.fails is Fails.LINK for fault in faults), faults


def swap(at_it: Intruder, one: int, other: int) -> None:
    for table in ("private_item", "event"):
        for before, after in ((one, -1), (other, one), (-1, other)):
            at_it.connection.exec_driver_sql(
                f"UPDATE {table} SET position = {after} WHERE authority = '{TOWN}' AND position = {before}"
            )


def test_two_swapped_events_of_one_case_are_found(at_it: Intruder) -> None:
    case = at_it.asks("SELECT position FROM event WHERE authority = :a AND version > 3 ORDER BY position", a=TOWN)
    one, other = case[0][0], case[1][0]
    swap(at_it, one, other)
    faults = at_it.audit()
    assert found(faults, Fails.TREE, one), faults
    assert found(faults, Fails.LINK, one), faults


def test_two_swapped_events_of_different_cases_are_found(at_it: Intruder) -> None:
    last = length(at_it)  # a case and the group that it formed
    swap(at_it, last - 1, last)
    faults = at_it.audit()
    assert found(faults, Fails.TREE, last), faults


def two_submissions(at_it: Intruder) -> list[tuple[int, str]]:
    rows = at_it.asks("SELECT position, stream FROM event WHERE type = 'submitted' AND authority = :a ORDER BY position", a=TOWN)
    return [(row[0], row[1]) for row in rows]


def test_two_events_exchanged_between_cases_are_found(at_it: Intruder) -> None:
    (one, its), (other, others) = two_submissions(at_it)
    for stream, position in (("-", one), (its, other), (others, one)):
        for table in ("private_item", "event"):
            at_it.does(f"UPDATE {table} SET stream = :s WHERE authority = :a AND position = :p", s=stream, a=TOWN, p=position)
    faults = at_it.audit()
    assert found(faults, Fails.ENTRY, one), faults
    assert found(faults, Fails.ENTRY, other), faults


def forge(at_it: Intruder, position: int, **changes: object) -> None:
    """Rewrite an entry with its hash and columns, as somebody would who knows how entries are made."""
    (text,) = at_it.asks("SELECT entry FROM event WHERE authority = :a AND position = :p", a=TOWN, p=position)[0]
    entry = proofs.written(json.loads(text) | changes)
    at_it.does(
        "UPDATE event SET entry = :e, leaf = :l WHERE authority = :a AND position = :p",
        e=entry,
        l=proofs.leaf_hash(entry),
        a=TOWN,
        p=position,
    )


def test_events_exchanged_with_their_entries_rewritten_are_found(at_it: Intruder) -> None:
    test_two_events_exchanged_between_cases_are_found(at_it)
    for position, stream in [(one, stream) for one, stream in two_submissions(at_it)]:
        forge(at_it, position, stream=stream)
    faults = at_it.audit()
    first = two_submissions(at_it)[0][0]
    assert not found(faults, Fails.ENTRY, first), faults
    assert found(faults, Fails.LINK, first + 2) or found(faults, Fails.LINK, first + 1), faults
    assert found(faults, Fails.TREE, first), faults


def resign(at_it: Intruder, keys: LogKeys) -> None:
    """Make every checkpoint of the town anew over the leaves that are there."""
    leaves = [bytes(row[0]) for row in at_it.asks("SELECT leaf FROM event WHERE authority = :a ORDER BY position", a=TOWN)]
    for size, note in at_it.asks("SELECT size, note FROM checkpoint WHERE authority = :a", a=TOWN):
        origin = note.partition("\n")[0]
        said = Checkpoint(origin, size, proofs.tree_head(leaves[:size]))
        at_it.does(
            "UPDATE checkpoint SET root = :r, note = :n WHERE authority = :a AND size = :s",
            r=said.root,
            n=keys.sign(said.text(), origin),
            a=TOWN,
            s=size,
        )


def test_a_checkpoint_signed_anew_with_another_key_is_found(at_it: Intruder) -> None:
    newest = length(at_it)
    with at_it.undone():
        resign(at_it, LogKeys(new_key()))
        assert found(at_it.audit(), Fails.CHECKPOINT, newest)
    forge(at_it, newest, role="auditor")
    at_it.does("UPDATE event SET role = 'auditor' WHERE authority = :a AND position = :p", a=TOWN, p=newest)
    resign(at_it, LogKeys(new_key()))
    faults = at_it.audit()
    assert found(faults, Fails.CHECKPOINT, newest), faults
    assert not found(faults, Fails.ENTRY, newest), faults  # the forgery itself is perfect


def test_who_holds_even_the_key_is_found_by_what_is_kept_outside(database: Database, tmp_path: Path) -> None:
    town = signed_town(database, tmp_path)
    with inside(town, tmp_path) as at_it:
        kept = at_it.kept[TOWN]
        newest = length(at_it)
        forge(at_it, newest, role="auditor")
        at_it.does("UPDATE event SET role = 'auditor' WHERE authority = :a AND position = :p", a=TOWN, p=newest)
        resign(at_it, town.service.log._keys)
        faults = at_it.audit()
        assert [fault.fails for fault in faults] == [Fails.CHECKPOINT], faults
        assert "kept" not in faults[0].detail or kept.place in faults[0].detail
        at_it.kept = {}
        assert at_it.audit() == []  # nobody can tell any more …
        faults = at_it.audit(Held("newspaper.txt", kept.note))  # … but who noted a line
        assert [fault.fails for fault in faults] == [Fails.CHECKPOINT]
        assert "newspaper.txt" in faults[0].detail


def test_an_old_backup_is_told_by_the_file_outside(at_it: Intruder) -> None:
    """The file is newer than the database: as many events as the service knew are not there."""
    last = length(at_it)
    (earlier,) = at_it.asks("SELECT max(size) FROM checkpoint WHERE authority = :a AND size < :n", a=TOWN, n=last)[0]
    at_it.does("DELETE FROM checkpoint WHERE authority = :a AND size > :n", a=TOWN, n=earlier)
    drop(at_it, earlier + 1, last)
    at_it.does("UPDATE head SET position = :n WHERE authority = :a", a=TOWN, n=earlier)
    faults = at_it.audit()
    assert found(faults, Fails.CHECKPOINT, last), faults
    assert f"knows {last} events, {earlier} are there" in str(faults), faults


# --- beside events --------------------------------------------------------------------------------------------------


def test_a_text_that_vanished_without_an_erasure_is_found(at_it: Intruder) -> None:
    position, ordinal = at_it.asks(
        "SELECT position, ordinal FROM private_item WHERE authority = :a AND value IS NOT NULL ORDER BY position", a=TOWN
    )[0]
    at = {"a": TOWN, "p": position, "o": ordinal}
    with at_it.undone():
        at_it.does("DELETE FROM private_item WHERE authority = :a AND position = :p AND ordinal = :o", **at)
        assert found(at_it.audit(), Fails.ITEM, position)
    (when,) = at_it.asks("SELECT recorded_at FROM event WHERE authority = :a AND position = :p", a=TOWN, p=position)[0]
    statement = "UPDATE private_item SET value = NULL, salt = NULL, erased_at = :w"
    at_it.does(f"{statement} WHERE authority = :a AND position = :p AND ordinal = :o", w=when, **at)
    assert found(at_it.audit(), Fails.ITEM, position)


def test_two_texts_exchanged_between_events_are_found(at_it: Intruder) -> None:
    (one, _), (other, _) = two_submissions(at_it)
    for before, after in ((one, -1), (other, one), (-1, other)):
        statement = "UPDATE private_item SET position = :to WHERE authority = :a AND position = :p AND ordinal = 0"
        at_it.does(statement, a=TOWN, p=before, to=after)
    faults = at_it.audit()
    assert found(faults, Fails.ITEM, one), faults
    assert found(faults, Fails.ITEM, other), faults


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE challenge SET state = 'awarded' WHERE state = 'submitted'", "is not what the events lead to"),
        ("UPDATE challenge SET document = replace(document, 'Lindelaan', 'Lindenlaan')", "is not what the events lead to"),
        ("DELETE FROM challenge WHERE state = 'awarded'", "is missing"),
        ("UPDATE challenge_group SET id = '-' || substr(id, 2)", "comes from no event"),
        ("UPDATE ordinance_version SET in_force_from = '2020-01-01'", "is not what the events lead to"),
        ("UPDATE group_representative SET person = 'x'", "comes from no event"),
    ],
)
def test_what_readers_are_shown_is_held_against_the_events(at_it: Intruder, statement: str, words: str) -> None:
    at_it.does(statement)
    faults = at_it.audit()
    assert {fault.fails for fault in faults} == {Fails.READ_MODEL}, faults
    assert words in str([fault.detail for fault in faults])


def test_a_step_that_the_lifecycle_does_not_have_is_found(at_it: Intruder) -> None:
    (one, _), _ = two_submissions(at_it)
    forge(at_it, one, stateAfter="awarded")
    at_it.does("UPDATE event SET state_after = 'awarded' WHERE authority = :a AND position = :p", a=TOWN, p=one)
    with at_it.undone():
        at_it.does(
            "INSERT INTO transition (kind, state_before, type, state_after, retired) "
            "VALUES ('challenge', 'none', 'submitted', 'awarded', FALSE)"
        )
        faults = at_it.audit()
        assert found(faults, Fails.LINK, one), faults
        assert "the table of steps" in str(faults)
    assert "challenge has no step submitted from none to awarded" in str(at_it.audit())


def test_who_acted_is_somebody_who_is_known(at_it: Intruder) -> None:
    ((actor, position),) = at_it.asks(
        "SELECT actor, min(position) FROM event WHERE authority = :a AND type = 'awarded' GROUP BY actor", a=TOWN
    )
    at_it.does("DELETE FROM person WHERE authority = :a AND id = :i", a=TOWN, i=actor)
    assert found(at_it.audit(), Fails.PERSON, position)


def test_a_row_under_a_name_of_nobody_is_found(at_it: Intruder) -> None:
    (note,) = at_it.asks("SELECT note FROM checkpoint WHERE authority = :a LIMIT 1", a=TOWN)[0]
    at_it.does("INSERT INTO checkpoint (authority, size, root, note) VALUES ('gm9999', 1, :r, :n)", r=bytes(32), n=note)
    faults = at_it.audit()
    assert [(fault.authority, fault.fails) for fault in faults if fault.fails is Fails.CHECKPOINT] == [
        ("gm9999", Fails.CHECKPOINT)
    ], encoded(bytes(32))
