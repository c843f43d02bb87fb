"""The transparency log over HTTP: open to anyone, in the forms that stock tools read."""

import base64

import pytest

from challenge_api.history import proofs
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint
from tests.api.walks import submitted
from tests.service import MODELSTAD, VOORBEELDSTAD, Town
from tests.store.test_checkpoints import append, leaves

LOG = f"/v1/authorities/{VOORBEELDSTAD}/log"


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def test_anybody_reads_checkpoint_key_and_tiles(database: Database) -> None:
    town = Town(database)
    append(database, 700)
    head = town.ask("GET", LOG).json
    note = town.ask("GET", f"{LOG}/checkpoint")
    assert note.headers["content-type"] == "text/plain; charset=utf-8"
    assert note.text == head["checkpoint"]
    assert town.ask("GET", f"{LOG}/public-key").text.splitlines() == head["verifierKeys"]
    there = leaves(database)
    assert (head["treeSize"], raw(head["rootHash"])) == (len(there), proofs.tree_head(there))
    assert head["origin"] == f"127.0.0.1:8000/v1/authorities/{VOORBEELDSTAD}/log"


def test_tiles_are_found_as_c2sp_writes_them(new_database) -> None:
    database = new_database("sqlite")
    town = Town(database)
    append(database, 700)
    size = len(leaves(database))
    client = town.ask
    assert [client("GET", f"{LOG}/tile/0/{n}").status for n in ("000", "001", "002", "003")] == [200, 200, 404, 404]
    assert client("GET", f"{LOG}/tile/0/002.p/{size - 512}").status == 200
    assert client("GET", f"{LOG}/tile/0/002.p/{size - 511}").status == 404
    assert client("GET", f"{LOG}/tile/1/000.p/2").headers["content-length"] == "64"
    for wrong in (
        "0/0",
        "0/x000/000",
        "0/000.p/0",
        "0/000.p/256",
        "0/000.p/01",
        "0/000.p",
        "1/000",
        "2/000.p/1",
        "64/000",
        "0/00a",
    ):
        assert client("GET", f"{LOG}/tile/{wrong}").status in {400, 404}, wrong
    full = client("GET", f"{LOG}/tile/0/001").headers
    assert (full["content-type"], full["content-length"]) == ("application/octet-stream", "8192")
    assert "immutable" in full["cache-control"]


def test_inclusion_and_consistency_are_proved(database: Database) -> None:
    town = Town(database)
    append(database, 20)
    before = town.ask("GET", LOG).json
    append(database, 300)
    newest = town.ask("GET", LOG).json
    assert newest["treeSize"] == before["treeSize"]  # nobody has signed since
    told = town.ask("GET", f"{LOG}/inclusion-proofs/{before['treeSize'] + 300}").json
    assert told["treeSize"] == before["treeSize"] + 300
    root = Checkpoint.read(told["checkpoint"].rpartition("\n\n")[0] + "\n").root
    assert raw(told["rootHash"]) == root == proofs.tree_head(leaves(database))
    path = [raw(each) for each in told["inclusionPath"]]
    assert proofs.verify_inclusion(raw(told["leafHash"]), told["leafIndex"], told["treeSize"], path, root)
    grown = town.ask("GET", f"{LOG}/consistency-proof?first={before['treeSize']}").json
    path = [raw(each) for each in grown["consistencyPath"]]
    sizes = grown["firstSize"], grown["secondSize"]
    assert grown["firstRootHash"] == before["rootHash"]
    assert proofs.verify_consistency(*sizes, path, raw(before["rootHash"]), root)
    old = town.ask("GET", f"{LOG}/inclusion-proofs/3?treeSize={before['treeSize']}").json
    assert old["checkpoint"] == before["checkpoint"]
    assert town.ask("GET", f"{LOG}/inclusion-proofs/3?treeSize={before['treeSize'] + 1}").json["checkpoint"] is None


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("inclusion-proofs/99", 404),
        ("inclusion-proofs/3?treeSize=2", 404),
        ("inclusion-proofs/1?treeSize=99", 404),
        ("inclusion-proofs/0", 400),
        ("consistency-proof", 400),
        ("consistency-proof?first=99", 404),
        ("consistency-proof?first=2&second=1", 404),
        ("consistency-proof?first=1&second=99", 404),
    ],
)
def test_what_is_not_there_is_not_proved(new_database, path: str, status: int) -> None:
    town = Town(new_database("sqlite"))
    assert town.ask("GET", f"{LOG}/{path}").status == status


def test_authorities_have_logs_of_their_own_and_unknown_ones_none(database: Database) -> None:
    town = Town(database)
    submitted(town)
    here, there = town.ask("GET", LOG).json, town.ask("GET", LOG.replace(VOORBEELDSTAD, MODELSTAD)).json
    assert here["rootHash"] != there["rootHash"]
    for route in ("", "/checkpoint", "/public-key", "/tile/0/000", "/inclusion-proofs/1", "/consistency-proof?first=1"):
        assert town.ask("GET", f"/v1/authorities/gm9999/log{route}").status == 404
