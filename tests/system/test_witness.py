"""A witness is told of every checkpoint, signs it, and finds a log that is no continuation of what it saw."""

import shutil
from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text

from challenge_api.history import proofs
from challenge_api.history.checkpoints import Log
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint, decoded, encoded, opened
from challenge_api.publisher import Publisher
from challenge_api.witness import Witnesses
from tests.api.walks import submitted
from tests.service import VOORBEELDSTAD, Town
from tests.store.test_checkpoints import KEYS, append, log_of

URL = "https://witness.example/some/prefix/"


class Witness:
    """A witness as c2sp.org/tlog-witness describes it; its signature is a line of that form."""

    def __init__(self) -> None:
        self.known: dict[str, Checkpoint] = {}
        self.away = False
        self.asked = 0
        self.key = Ed25519PrivateKey.generate()

    def client(self) -> httpx.Client:
        return httpx.Client(transport=httpx.MockTransport(self.answer))

    def answer(self, request: httpx.Request) -> httpx.Response:
        if self.away:
            raise httpx.ConnectError("nobody there")
        self.asked += 1
        assert str(request.url) == URL + "add-checkpoint"
        head, _, note = request.content.decode().partition("\n\n")
        first, *lines = head.split("\n")
        old, proof = int(first.removeprefix("old ")), [decoded(line) for line in lines]
        said = Checkpoint.read(opened(note, KEYS.publics))
        known = self.known.get(said.origin)
        if old > said.size:
            return httpx.Response(400)
        if old != (known.size if known else 0) or (known and old == said.size and known.root != said.root):
            size = f"{known.size if known else 0}\n"
            return httpx.Response(409, text=size, headers={"Content-Type": "text/x.tlog.size"})
        if known and not proofs.verify_consistency(old, said.size, proof, known.root, said.root):
            return httpx.Response(422)
        self.known[said.origin] = said
        return httpx.Response(200, text=f"— witness.example {encoded(b'keyid' + self.key.sign(note.encode()))}\n")


def told(log: Log, witness: Witness) -> tuple[Publisher, Witnesses]:
    witnesses = Witnesses(log, [URL], witness.client())
    return Publisher(log, [witnesses.tell]), witnesses


@pytest.fixture
def town(database: Database) -> Town:
    return Town(database)


def test_a_witness_sees_each_log_grow_and_its_signature_is_shown(town: Town, tmp_path: Path) -> None:
    log, witness = log_of(town, tmp_path), Witness()
    publisher, witnesses = told(log, witness)
    publisher.round()
    assert witnesses.round()
    for count in (3, 300):
        append(town.database, count)
        publisher.round()
        assert witnesses.round()
    newest = log.newest(VOORBEELDSTAD)
    assert newest is not None
    assert witness.known[log.origin(VOORBEELDSTAD)].size == newest.size
    shown = log.witnessed(VOORBEELDSTAD, newest)
    assert shown.startswith(newest.note)
    assert shown.count("\n— ") == 2
    assert opened(shown, KEYS.publics) == opened(newest.note, KEYS.publics)
    log.check()  # the files of witnesses are none of a log
    append(town.database, 1)
    later = log.publish(VOORBEELDSTAD)
    assert log.witnessed(VOORBEELDSTAD, later) == later.note  # not signed by the witness yet


def test_a_process_that_starts_learns_from_the_witness_how_far_it_is(town: Town, tmp_path: Path) -> None:
    log, witness = log_of(town, tmp_path), Witness()
    publisher, witnesses = told(log, witness)
    publisher.round()
    witnesses.round()
    append(town.database, 5)
    log.publish(VOORBEELDSTAD)
    asked = witness.asked
    other = Witnesses(log, [URL], witness.client())
    other.start()
    for _ in range(200):
        newest = log.newest(VOORBEELDSTAD)
        if newest and witness.known[log.origin(VOORBEELDSTAD)].size == newest.size:
            break
        other._stopping.wait(0.02)
    other.stop()
    assert newest
    assert witness.known[log.origin(VOORBEELDSTAD)].size == newest.size
    assert witness.asked > asked + 1  # once in vain, and again with the size that it named
    assert log.forks == {}


def test_a_process_that_is_behind_another_one_calls_it_no_fork(town: Town, tmp_path: Path) -> None:
    log, witness = log_of(town, tmp_path), Witness()
    early = log.publish(VOORBEELDSTAD)
    append(town.database, 5)
    publisher, witnesses = told(log, witness)
    publisher.round()
    witnesses.round()
    late = Witnesses(log, [URL], witness.client())
    late.tell(VOORBEELDSTAD, early)
    assert late.round()
    assert log.forks == {}


def test_a_witness_that_is_away_stops_nothing_and_is_told_later(town: Town, tmp_path: Path) -> None:
    log, witness = log_of(town, tmp_path), Witness()
    publisher, witnesses = told(log, witness)
    witness.away = True
    publisher.round()
    assert not witnesses.round()
    append(town.database, 5)
    publisher.round()
    witness.away = False
    assert witnesses.round()
    newest = log.newest(VOORBEELDSTAD)
    assert newest
    assert witness.known[log.origin(VOORBEELDSTAD)].size == newest.size


@pytest.mark.parametrize("went_on", [0, 5, 40])
def test_a_backup_put_back_with_its_kept_file_is_found_by_the_witness(new_database, tmp_path: Path, went_on: int) -> None:
    database = new_database("sqlite")
    town, witness = Town(database), Witness()
    submitted(town)
    log = log_of(town, tmp_path / "kept")
    publisher, witnesses = told(log, witness)
    publisher.round()
    witnesses.round()
    with database.reading() as connection:
        connection.execute(text(f"VACUUM INTO '{tmp_path / 'backup.db'}'"))
    shutil.copytree(tmp_path / "kept", tmp_path / "kept-backup")
    append(database, 5)
    publisher.round()
    witnesses.round()
    restored = Town(Database(f"sqlite:///{tmp_path / 'backup.db'}"), demo=False)
    if went_on:
        append(restored.database, went_on, salt="other")
    log = log_of(restored, tmp_path / "kept-backup")
    log.check()  # nothing here knows better
    publisher, witnesses = told(log, witness)
    publisher.round()
    if not went_on:
        witnesses.tell(VOORBEELDSTAD, dict(log.all_newest())[VOORBEELDSTAD])
    assert witnesses.round()
    assert set(log.forks) == {VOORBEELDSTAD}
    assert "witness" in str(log.forks[VOORBEELDSTAD])
    restored.database.close()


def test_a_running_service_refuses_a_log_that_its_witness_knows_better(town: Town, tmp_path: Path) -> None:
    log, witness = log_of(town, tmp_path), Witness()
    witness.known[log.origin(VOORBEELDSTAD)] = Checkpoint(log.origin(VOORBEELDSTAD), 900, bytes(32))
    publisher, witnesses = told(log, witness)
    publisher.round()
    witnesses.round()
    append(town.database, 3)
    publisher.round()
    assert log.behind() == [VOORBEELDSTAD]
