"""`challenge-api audit` as an auditor runs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import text
from typer.testing import CliRunner, Result

from challenge_api.cli import cli
from challenge_api.history.database import Database
from tests.api.walks import submitted
from tests.service import VOORBEELDSTAD, Town


def audited(database: Database, folder: Path, *arguments: str) -> Result:
    url = database.engine.url.render_as_string(hide_password=False)
    return CliRunner().invoke(cli, ["audit", "--database", url, *arguments], env={"CHALLENGE_API_DATA_DIR": str(folder)})


@pytest.fixture
def town(database: Database, tmp_path: Path) -> Town:
    town = Town(database, tmp_path)
    submitted(town)
    town.service.log.publish(VOORBEELDSTAD)
    return town


def test_an_auditor_is_told_that_it_holds_and_how_much_was_read(town: Town, tmp_path: Path) -> None:
    url = town.database.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "challenge_api.cli", "audit", "--database", url]
    environment = os.environ | {"CHALLENGE_API_DATA_DIR": str(tmp_path)}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "It holds."), done
    told = json.loads(audited(town.database, tmp_path, "--json").stdout)
    assert told["holds"]
    assert told["events"] == sum(told["logs"].values()) > 3
    assert told["eventsPerSecond"] > 0


def test_a_fault_is_told_with_its_place_and_the_exit_status_says_so(town: Town, tmp_path: Path) -> None:
    on = "" if town.database.sqlite else " ON event"
    with town.database.writing() as connection:
        connection.execute(text(f"DROP TRIGGER event_no_update{on}"))
        connection.execute(text(f"UPDATE event SET actor = 'x' WHERE authority = '{VOORBEELDSTAD}' AND position = 2"))
    done = audited(town.database, tmp_path)
    assert done.exit_code == 1
    assert f"{VOORBEELDSTAD} 2: entry: columns say something else than the entry: actor" in done.stdout
    assert "IT DOES NOT HOLD" in done.stdout
    told = json.loads(audited(town.database, tmp_path, "--json").stdout)
    assert {(fault["authority"], fault["position"], fault["fails"]) for fault in told["faults"]} >= {(VOORBEELDSTAD, 2, "entry")}
    assert audited(town.database, tmp_path, "--authority", "demo-modelstad").exit_code == 0


def test_an_auditor_brings_the_key_and_a_checkpoint_of_last_year(town: Town, tmp_path: Path) -> None:
    log = f"/v1/authorities/{VOORBEELDSTAD}/log"
    noted = tmp_path / "last-year.txt"
    noted.write_text(town.ask("GET", f"{log}/checkpoint").text)
    key = town.ask("GET", f"{log}/public-key").text.strip()
    submitted(town)
    brought = ("--key", key, "--checkpoint", str(noted))
    assert audited(town.database, tmp_path / "elsewhere", *brought).exit_code == 0
    noted.write_text(noted.read_text().replace("\n", "/other\n", 1))
    done = audited(town.database, tmp_path / "elsewhere", *brought)
    assert (done.exit_code, "cannot be trusted: no known key has signed this" in done.stdout) == (1, True), done
    assert audited(town.database, tmp_path / "elsewhere").exit_code == 2


def test_who_runs_the_service_erases_a_person_and_the_audit_knows_it(town: Town, tmp_path: Path) -> None:
    with town.database.reading() as connection:
        subject = str(connection.execute(text("SELECT subject FROM private_item WHERE subject <> 'case'")).scalars().first())
    url = town.database.engine.url.render_as_string(hide_password=False)

    def erased(authority: str, ground: str) -> Result:
        return CliRunner().invoke(cli, ["erase", subject, "--database", url, "--authority", authority, "--ground", ground])

    done = erased(VOORBEELDSTAD, "no-longer-necessary")
    assert done.stdout.startswith("erased; recorded at position"), done
    assert audited(town.database, tmp_path).exit_code == 0
    assert erased("gm9999", "unlawful").exit_code == erased(VOORBEELDSTAD, "because").exit_code == 2
