"""The transparency log: its tree, its checkpoints, and the forks that are refused."""

import shutil
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import DatabaseError

from challenge_api.app import create_service
from challenge_api.history import proofs
from challenge_api.history.checkpoints import Forked, Log, tiles
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint, LogKeys, NotAuthentic, new_key, opened, rotated
from challenge_api.history.tables import event
from challenge_api.publisher import Publisher
from challenge_api.settings import Settings
from tests.api.walks import submitted
from tests.service import VOORBEELDSTAD, Town

ORIGIN = "log.example/{authority}"
KEYS = LogKeys(new_key())
LEAVES = 300


def leaves(database: Database, authority: str = VOORBEELDSTAD) -> list[bytes]:
    with database.reading() as connection:
        found = connection.execute(text(f"SELECT leaf FROM event WHERE authority = '{authority}' ORDER BY position"))
        return [bytes(leaf) for leaf in found.scalars()]


def filled(database: Database, count: int = LEAVES) -> Town:
    """Fill the town's log with many events that say nothing: the tree looks at leaves only."""
    town = Town(database)
    append(database, count)
    return town


def append(database: Database, count: int, salt: str = "") -> None:
    with database.writing() as connection:
        first = connection.execute(select(event).where(event.c.authority == VOORBEELDSTAD, event.c.position == 1)).one()
        last = connection.execute(text(f"SELECT position FROM head WHERE authority = '{VOORBEELDSTAD}'")).scalar_one()
        row = {name: value for name, value in first._mapping.items() if name not in {"previous_version", "entry"}}
        said = [(position, f"{salt}{position}") for position in range(last + 1, last + count + 1)]
        rows = [row | {"position": position, "stream": name, "leaf": proofs.leaf_hash(name)} for position, name in said]
        connection.execute(insert(event), rows)
        connection.execute(text(f"UPDATE head SET position = position + {count} WHERE authority = '{VOORBEELDSTAD}'"))


def log_of(town: Town, kept: Path, keys: LogKeys = KEYS) -> Log:
    return Log(town.database, keys, ORIGIN, kept / "checkpoints")


def test_a_checkpoint_signs_the_tree_over_all_leaves(database: Database, tmp_path: Path) -> None:
    town = filled(database)
    published = log_of(town, tmp_path).publish(VOORBEELDSTAD)
    said = Checkpoint.read(opened(published.note, KEYS.publics))
    there = leaves(database)
    assert (said.origin, said.size) == (f"log.example/{VOORBEELDSTAD}", len(there))
    assert said.root == published.root == proofs.tree_head(there)


def test_a_log_signed_in_steps_is_the_log_signed_at_once(database: Database, tmp_path: Path) -> None:
    town = filled(database, 250)
    log = log_of(town, tmp_path)
    for count in (1, 1, 5, 254, 3):
        log.publish(VOORBEELDSTAD)
        append(database, count)
    # another process, which knows nothing but the database
    other = log_of(town, tmp_path / "other")
    published = other.publish(VOORBEELDSTAD)
    there = leaves(database)
    assert published.root == proofs.tree_head(there)
    with database.reading() as connection:
        tree = tiles(connection, VOORBEELDSTAD, len(there))
        for index in (0, 255, 256, 511, len(there) - 1):
            assert tree.inclusion(index) == proofs.inclusion_proof(index, there)
        for size in (1, 251, 256, 500, len(there)):
            assert tree.consistency(size) == proofs.consistency_proof(size, there)


def test_many_publishers_at_once_sign_one_tree(database: Database, tmp_path: Path) -> None:
    town = filled(database, 10)
    logs = [log_of(town, tmp_path / str(n)) for n in range(4)]
    failed: list[Exception] = []

    def sign(log: Log) -> None:
        try:
            for _ in range(15):
                log.publish(VOORBEELDSTAD)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=sign, args=(log,)) for log in logs]
    for thread in threads:
        thread.start()
    for _ in range(20):
        append(database, 13)
    for thread in threads:
        thread.join()
    assert failed == []
    assert {log.publish(VOORBEELDSTAD).root for log in logs} == {proofs.tree_head(leaves(database))}


def test_the_publisher_signs_what_moves_recorded(database: Database, tmp_path: Path) -> None:
    town = Town(database)
    log = log_of(town, tmp_path)
    publisher = Publisher(log, pause_seconds=0.01)
    submitted(town)
    publisher.round()
    assert log.behind() == []
    case = submitted(town)
    assert log.behind() == [VOORBEELDSTAD]
    publisher.start()
    seen = threading.Event()
    for _ in range(500):
        if log.behind() == []:
            break
        seen.wait(0.01)
    publisher.stop()
    assert log.behind() == []
    assert case.version == 1


@pytest.mark.parametrize("statement", ["UPDATE checkpoint SET root = root", "DELETE FROM checkpoint", "DELETE FROM full_tile"])
def test_checkpoints_and_tiles_are_append_only(database: Database, tmp_path: Path, statement: str) -> None:
    town = filled(database)
    log_of(town, tmp_path).publish(VOORBEELDSTAD)
    with pytest.raises(DatabaseError, match="append-only"), database.writing() as connection:
        connection.execute(text(statement))


# --- keys -----------------------------------------------------------------------------------------------------------


def test_after_a_rotation_old_checkpoints_verify_and_new_ones_are_signed_anew(database: Database, tmp_path: Path) -> None:
    town, pem = Town(database), new_key()
    before = log_of(town, tmp_path, LogKeys(pem)).publish(VOORBEELDSTAD)
    keys = LogKeys(rotated(pem))
    append(database, 1)
    log = log_of(town, tmp_path, keys)
    log.check()
    after = log.publish(VOORBEELDSTAD)
    assert opened(before.note, keys.publics)
    assert opened(after.note, keys.publics[:1])
    with pytest.raises(NotAuthentic):
        opened(after.note, LogKeys(pem).publics)
    assert len(log.verifier_keys(VOORBEELDSTAD)) == 2


def test_development_makes_a_key_that_only_its_owner_reads(tmp_path: Path, database: Database) -> None:
    town = Town(database, tmp_path / "data")
    key = tmp_path / "data" / "log-key.pem"
    assert key.stat().st_mode & 0o777 == 0o600
    secret = "".join(key.read_text().splitlines()[1:-1])
    note = town.service.log.publish(VOORBEELDSTAD).note
    assert opened(note, LogKeys(key.read_text()).publics)
    with database.reading() as connection:
        assert secret not in str(connection.execute(text("SELECT * FROM checkpoint")).all())


def test_production_signs_with_no_key_of_its_own_making(tmp_path: Path, database: Database) -> None:
    settings = Settings(
        data_dir=tmp_path / "none", environment="production", issuer="https://i.example", jwks_url="https://i.example"
    )
    with pytest.raises(ValueError, match="CHALLENGE_API_LOG_KEY"):
        create_service(settings, database, Town(database).clock)
    create_service(settings.model_copy(update={"log_key": new_key()}), database, Town(database).clock).close()


# --- forks ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def backed_up(new_database, tmp_path: Path):
    """A log that went on after a backup: the town, its log, and a way to put the backup back."""
    database = new_database("sqlite")
    town = filled(database)
    log = log_of(town, tmp_path / "kept")
    log.publish(VOORBEELDSTAD)
    path = Path(str(database.engine.url.database))

    def restore() -> Town:
        database.close()
        for each in path.parent.glob(f"{path.name}-*"):
            each.unlink()
        shutil.copy(tmp_path / "backup.db", path)
        return Town(Database(f"sqlite:///{path}"), demo=False)

    with database.reading() as connection:
        connection.execute(text(f"VACUUM INTO '{tmp_path / 'backup.db'}'"))
    append(database, 20)
    log.publish(VOORBEELDSTAD)
    return restore


def test_an_old_backup_is_refused(backed_up, tmp_path: Path) -> None:
    with pytest.raises(Forked, match=r"knows 32\d events, 30\d are there"):
        log_of(backed_up(), tmp_path / "kept").check()


def test_an_old_backup_that_went_on_is_refused(backed_up, tmp_path: Path) -> None:
    town = backed_up()
    append(town.database, 40, salt="other")
    with pytest.raises(Forked, match="do not give the hash of the kept checkpoint"):
        log_of(town, tmp_path / "kept").check()


def test_a_backup_of_all_that_was_signed_is_accepted(backed_up, tmp_path: Path) -> None:
    town = backed_up()
    append(town.database, 20)
    log = log_of(town, tmp_path / "kept")
    log.check()
    assert log.publish(VOORBEELDSTAD).root == proofs.tree_head(leaves(town.database))


def test_a_kept_checkpoint_of_an_unknown_log_or_key_is_refused(database: Database, tmp_path: Path) -> None:
    town = Town(database)
    log_of(town, tmp_path).publish(VOORBEELDSTAD)
    with pytest.raises(Forked, match="cannot be trusted"):
        log_of(town, tmp_path, LogKeys(new_key())).check()
    (tmp_path / "checkpoints" / VOORBEELDSTAD).rename(tmp_path / "checkpoints" / "gm9999")
    with pytest.raises(Forked, match="gm9999"):
        log_of(town, tmp_path).check()


def test_a_running_service_signs_no_fork_and_says_that_it_is_not_ready(database: Database, tmp_path: Path) -> None:
    town = filled(database)
    log = town.service.log
    log.publish(VOORBEELDSTAD)
    off = "DROP TRIGGER checkpoint_no_delete" + (" ON checkpoint" if not database.sqlite else "")
    with database.writing() as connection:
        connection.execute(text(off))
        connection.execute(text(f"DELETE FROM checkpoint WHERE authority = '{VOORBEELDSTAD}'"))
    append(database, 1)
    assert town.ask("GET", "/health/ready").status == 200
    Publisher(log).round()
    assert town.ask("GET", "/health/ready").status == 503
    with database.reading() as connection:
        count = connection.execute(text(f"SELECT count(*) FROM checkpoint WHERE authority = '{VOORBEELDSTAD}'"))
        assert count.scalar() == 0
