"""Verifiers that are not ours accept the log: Go's packages for transparency logs, and a Merkle tree library of Python."""

import json
import subprocess
from pathlib import Path

import pytest
from pymerkle import InmemoryTree, InvalidProof, verify_inclusion  # type: ignore[import-untyped] # it has no types
from sqlalchemy import text

from challenge_api.history.database import Database
from challenge_api.history.tree import WIDTH
from tests.api.test_proof import bundle_of, raw
from tests.api.walks import assessed
from tests.service import VOORBEELDSTAD, Town
from tests.store.test_checkpoints import append
from tools import go

LOG = f"/v1/authorities/{VOORBEELDSTAD}/log"
pytestmark = pytest.mark.timeout(600)  # the first run installs and builds


def fetched(town: Town, folder: Path, path: str, name: str | None = None) -> None:
    """Fetch an open route into a folder, as a stranger would with a download tool."""
    target = folder / (name or path)
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(town.ask("GET", f"{LOG}/{path}").content)


def log_as_a_stranger_fetches_it(database: Database, folder: Path) -> Path:
    town = Town(database)
    case = assessed(town)
    append(database, 300)
    fetched(town, folder, "checkpoint", "earlier")
    earlier = town.ask("GET", LOG).json["treeSize"]
    append(database, 300)
    newest = town.ask("GET", f"{LOG}/inclusion-proofs/{earlier + 300}").json["treeSize"]
    bundle = bundle_of(case)
    (folder / "bundle.json").write_text(json.dumps(bundle))
    for path in ("checkpoint", "public-key"):
        fetched(town, folder, path)
    fetched(town, folder, f"consistency-proof?first={earlier}", "consistency.json")
    positions = (1, 2, 255, 256, 257, 512, newest - 1, newest)
    proofs = [town.ask("GET", f"{LOG}/inclusion-proofs/{position}").json for position in positions]
    (folder / "inclusions.json").write_text(json.dumps(proofs))
    for level, length in ((0, newest), (1, newest // WIDTH)):
        for number in range(length // WIDTH):
            fetched(town, folder, f"tile/{level}/{number:03}")
        fetched(town, folder, f"tile/{level}/{length // WIDTH:03}.p/{length % WIDTH}")
    return folder


def verified(folder: Path) -> tuple[int, str]:
    done = subprocess.run([go.verifier(), folder], capture_output=True, text=True, check=False)
    return done.returncode, done.stdout


def test_go_accepts_the_log_and_no_other(database: Database, tmp_path: Path) -> None:
    folder = log_as_a_stranger_fetches_it(database, tmp_path)
    status, said = verified(folder)
    assert (status, said.split(":")[0]) == (0, "accepted"), said
    for name in ("tile/0/001", "tile/1/000.p/2", "checkpoint", "earlier", "public-key"):
        path = folder / name
        whole = path.read_bytes()
        path.write_bytes(whole[:100] + bytes([whole[100] ^ 1]) + whole[101:] if len(whole) > 100 else whole[:-2] + b"A\n")
        assert verified(folder)[0] != 0, name
        path.write_bytes(whole)
    inclusions = json.loads((folder / "inclusions.json").read_text())
    inclusions[3]["position"] += 1
    (folder / "inclusions.json").write_text(json.dumps(inclusions))
    assert verified(folder) == (1, "refused: invalid transparency proof\n")


def test_pymerkle_accepts_the_log_and_no_other(database: Database) -> None:
    town = Town(database)
    assessed(town)
    append(database, 400)
    with database.reading() as connection:
        found = connection.execute(
            text(f"SELECT coalesce(entry, stream) FROM event WHERE authority = '{VOORBEELDSTAD}' ORDER BY position")
        )
        tree = InmemoryTree()
        tree.append_entries([entry.encode() for entry in found.scalars()])
    head = town.ask("GET", LOG).json
    assert (tree.get_size(), tree.get_root()) == (head["treeSize"], raw(head["rootHash"]))
    for position in (1, 2, 5, 256, 257, head["treeSize"]):
        told = town.ask("GET", f"{LOG}/inclusion-proofs/{position}").json
        leaf, proof = raw(told["leafHash"]), tree.prove_inclusion(position)
        proof.path = [leaf, *(raw(each) for each in told["inclusionPath"])]
        verify_inclusion(leaf, raw(told["rootHash"]), proof, index=position, size=told["treeSize"])
        proof.path[-1] = leaf
        with pytest.raises(InvalidProof):
            verify_inclusion(leaf, raw(told["rootHash"]), proof)
    for size in (1, 7, 256, 300):
        told = town.ask("GET", f"{LOG}/consistency-proof?first={size}").json
        assert raw(told["firstRootHash"]) == tree.get_root(size)
