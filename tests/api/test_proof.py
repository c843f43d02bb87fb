"""Receipts and proof bundles: what a reader can check offline, and every lie that is found."""

import ast
import base64
import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from challenge_api import verifier
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.cli import cli
from challenge_api.history import proofs, store
from challenge_api.history.database import Database
from challenge_api.history.notes import LogKeys, new_key, verifier_key
from challenge_api.history.tables import private_item
from tests.api.walks import assessed, scored, submitted
from tests.service import Filed, Town

FILE = Path(verifier.__file__)


def raw(text: str) -> bytes:
    return base64.b64decode(text, validate=True)


def bundle_of(case: Filed, *roles: str, subject: str | None = None) -> Any:
    token = case.town.token(*(roles or ("handler",)), subject=subject)
    reply = case.town.ask("GET", f"/v1/challenges/{case.id}/proof", token)
    assert reply.status == 200, reply.text
    return reply.json


def keys_of(case: Filed) -> list[str]:
    return case.town.ask("GET", f"/v1/authorities/{case.at}/log/public-key").text.splitlines()


# --- receipts -------------------------------------------------------------------------------------------------------


def test_a_move_answers_with_a_receipt_that_is_proved_later(database: Database) -> None:
    town = Town(database)
    case = submitted(town)
    reply = case.tries("admission", "intake")
    position, leaf = int(reply.headers["log-position"]), reply.headers["log-leaf-hash"]
    proved = town.ask("GET", f"/v1/authorities/{case.at}/log/inclusion-proofs/{position}").json
    assert proved["leafHash"] == leaf
    event = town.get(f"/v1/challenges/{case.id}/history/2").json
    assert (event["position"], event["leafHash"]) == (position, leaf)


def test_a_receipt_of_a_filing_is_about_the_filing_and_comes_again_with_the_answer(database: Database) -> None:
    town, key = Town(database), {"Idempotency-Key": "receipt-of-anna"}
    token = town.token("representative", subject="anna")
    replies = [town.ask("POST", "/v1/challenges", token, EXAMPLES["submit"], key) for _ in range(2)]
    assert "idempotency-replayed" in replies[1].headers
    for reply in replies:
        event = town.get(f"/v1/challenges/{reply.json['id']}/history/1").json
        assert event["type"] == "submitted"
        assert (event["position"], event["leafHash"]) == (int(reply.headers["log-position"]), reply.headers["log-leaf-hash"])


def test_events_of_a_stream_are_chained(database: Database) -> None:
    case = assessed(Town(database))
    events = bundle_of(case, "handler")["events"]
    assert len(events) > 8
    for before, after in zip([None, *events], events, strict=False):
        said = json.loads(after["entry"])["previous"]
        assert said == (None if before is None else raw(before["leafHash"]).hex())


# --- bundles --------------------------------------------------------------------------------------------------------


def test_a_bundle_proves_the_whole_history_to_its_reader(database: Database) -> None:
    case = assessed(Town(database))
    bundle = bundle_of(case, "representative", subject="anna")
    verdict = verifier.verify(bundle, keys_of(case))
    assert verdict.events == case.version == len(bundle["events"])
    assert (verdict.texts > 5, verdict.withheld_texts) == (True, 0)


def test_a_bundle_shows_no_more_than_the_history_does(database: Database) -> None:
    case = scored(Town(database))
    for roles, subject in ((("handler",), None), (("representative",), "anna"), (("auditor",), None), (("assessor",), "jan")):
        bundle = bundle_of(case, *roles, subject=subject)
        verdict = verifier.verify(bundle, keys_of(case))
        told = case.town.get(f"/v1/challenges/{case.id}/history", *roles, subject=subject).json["items"]
        open_ = {event["version"] for event in told if not event.get("sealed")}
        assert {event["version"] for event in bundle["events"] if event["entry"]} == open_
        assert verdict.events == case.version
        values = {text["value"] for event in bundle["events"] for text in event["texts"]}
        history = json.dumps([event["data"] for event in told], ensure_ascii=False)
        assert all(json.dumps(value, ensure_ascii=False)[1:-1] in history for value in values)
    sealed = [event for event in bundle_of(case)["events"] if event["entry"] is None]
    assert len(sealed) == 2
    assert all(event["texts"] == [] for event in sealed)
    audit = bundle_of(case, "auditor")
    assert verifier.verify(audit, keys_of(case)).withheld_texts > 0


def test_who_may_not_see_a_case_gets_no_proof_of_it(database: Database) -> None:
    case = submitted(Town(database))
    path = f"/v1/challenges/{case.id}/proof"
    assert case.town.ask("GET", path).status == 401
    assert case.town.get(path, "representative", subject="eve").status == 404


def test_a_bundle_covers_what_was_recorded_just_now(database: Database) -> None:
    case = submitted(Town(database))
    for noun, role in (("admission", "intake"), ("assignments", "handler"), ("assignments", "handler")):
        case.does(noun, role)
        assert len(bundle_of(case)["events"]) == case.version


def test_proof_given_before_an_erasure_holds_after_it(database: Database) -> None:
    case = submitted(Town(database))
    before, keys = bundle_of(case), keys_of(case)
    with database.writing() as connection:
        rows = connection.execute(private_item.select().where(private_item.c.stream == case.id)).all()
        subjects = {row.subject for row in rows} - {"case"}
        for subject in subjects:
            store.erase_subject(connection, case.at, subject, case.town.clock.now())
    assert subjects
    after = bundle_of(case)
    assert verifier.verify(before, keys).texts > verifier.verify(after, keys).texts
    for old, new in zip(before["events"], after["events"], strict=True):
        assert (old["leafHash"], old["entry"]) == (new["leafHash"], new["entry"])


# --- lies -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def case(tmp_path_factory, request) -> Filed:
    path = tmp_path_factory.mktemp("lies") / "lies.db"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    town = Town(Database(f"sqlite:///{path}"))
    submitted(town)
    return assessed(town)


def _drop_last(bundle: Any) -> None:
    bundle["events"].pop()


def _drop_middle(bundle: Any) -> None:
    del bundle["events"][2]


def _renumber(bundle: Any) -> None:
    del bundle["events"][2]
    for number, event in enumerate(bundle["events"], 1):
        event["version"] = number


def _swap(bundle: Any) -> None:
    events = bundle["events"]
    events[1], events[2] = events[2] | {"version": 2}, events[1] | {"version": 3}


def _change_entry(bundle: Any) -> None:
    event = bundle["events"][0]
    event["entry"] = event["entry"].replace('"stateAfter":"submitted"', '"stateAfter":"admissible"')


def _rehash(bundle: Any) -> None:
    _change_entry(bundle)
    event = bundle["events"][0]
    event["leafHash"] = base64.b64encode(proofs.leaf_hash(event["entry"])).decode()


def _change_text(bundle: Any) -> None:
    bundle["events"][0]["texts"][0]["value"] += "!"


def _other_case(bundle: Any) -> None:
    bundle["challenge"] = "0190a6a0-0000-7000-8000-000000000001"


def _change_checkpoint(bundle: Any) -> None:
    lines = bundle["checkpoint"].split("\n")
    lines[1] = str(int(lines[1]) + 1)
    bundle["checkpoint"] = "\n".join(lines)


def _change_count(bundle: Any) -> None:
    bundle["events"].pop()
    lines = bundle["caseCheckpoint"].split("\n")
    lines[1] = str(int(lines[1]) - 1)
    bundle["caseCheckpoint"] = "\n".join(lines)


def _move(bundle: Any) -> None:
    bundle["events"][3]["position"] += 1


def _no_path(bundle: Any) -> None:
    bundle["events"][3]["inclusionPath"].pop()


def _no_bundle(bundle: Any) -> None:
    bundle.clear()


@pytest.mark.parametrize(
    ("lie", "said"),
    [
        (_drop_last, "the authority has signed that the case has"),
        (_drop_middle, "the authority has signed that the case has"),
        (_renumber, "the authority has signed that the case has"),
        (_swap, "not those that the authority has signed"),
        (_change_entry, "the content of event 1 is not what was recorded"),
        (_rehash, "not those that the authority has signed"),
        (_change_text, "text 1 of event 1 is not what was written"),
        (_other_case, "that of another case"),
        (_change_checkpoint, "changed after it was signed"),
        (_change_count, "changed after it was signed"),
        (_move, "is not at position"),
        (_no_path, "an inclusion path is too short"),
        (_no_bundle, "no bundle of the form"),
    ],
)
def test_a_lie_in_a_bundle_is_found(case: Filed, lie: Any, said: str) -> None:
    bundle = bundle_of(case)
    verifier.verify(bundle, keys_of(case))
    lie(bundle)
    with pytest.raises(verifier.DoesNotHold, match=said):
        verifier.verify(bundle, keys_of(case))


def test_a_bundle_signed_with_another_key_is_found(case: Filed) -> None:
    name = keys_of(case)[0].split("+")[0]
    other = verifier_key(name, LogKeys(new_key()).publics[0])
    with pytest.raises(verifier.DoesNotHold, match="not signed with the given key"):
        verifier.verify(bundle_of(case), [other])


# --- the file and the command ---------------------------------------------------------------------------------------


def test_the_verifier_is_one_file_of_the_standard_library_and_one_package() -> None:
    found = set()
    for node in ast.walk(ast.parse(FILE.read_text())):
        if isinstance(node, ast.Import):
            found |= {each.name.split(".")[0] for each in node.names}
        if isinstance(node, ast.ImportFrom):
            found.add((node.module or "").split(".")[0])
    assert found - sys.stdlib_module_names == {"cryptography"}


def test_the_file_alone_and_the_command_say_the_same(case: Filed, tmp_path: Path) -> None:
    bundle, key = tmp_path / "bundle.json", keys_of(case)[0]
    bundle.write_text(json.dumps(bundle_of(case)))
    copied = tmp_path / "verify.py"
    copied.write_text(FILE.read_text())
    command = [sys.executable, "-I", str(copied), str(bundle), "--key", key]
    alone = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    ours = CliRunner().invoke(cli, ["verify", str(bundle), "--key", key])
    assert (alone.returncode, ours.exit_code) == (0, 0)
    assert alone.stdout == ours.stdout
    assert "none is left out" in alone.stdout
    lied = json.loads(bundle.read_text())
    _change_text(lied)
    bundle.write_text(json.dumps(lied))
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False).returncode == 1
    assert CliRunner().invoke(cli, ["verify", str(bundle), "--key", key]).exit_code == 1
