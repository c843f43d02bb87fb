"""`./dev`, as somebody meets it who has just cloned: the words of the README, on a service that was really started."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import jwt
import pytest
from typer.testing import CliRunner

from challenge_api.cli import cli
from challenge_api.history.notes import new_key
from tests.system.pages import fits

ROOT = Path(__file__).parents[2]
DOOR = str(ROOT / "dev")


def free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextmanager
def served(folder, *words, **settings):
    """Run `./dev serve` from another folder; give its address and a way to read what it has printed."""
    port = free_port()
    environment = os.environ | {"CHALLENGE_API_DATA_DIR": str(folder)} | settings
    said = folder / "said"
    with said.open("w") as out, (folder / "logged").open("w") as logged:
        command = [DOOR, "serve", "--port", str(port), *words]
        server = subprocess.Popen(command, cwd=folder, env=environment, stdout=out, stderr=logged)
    try:
        address = f"http://127.0.0.1:{port}"
        until = time.monotonic() + 120
        while True:
            assert server.poll() is None, (folder / "logged").read_text()
            assert time.monotonic() < until, (folder / "logged").read_text()
            try:
                httpx.get(f"{address}/health/ready", trust_env=False).raise_for_status()
            except httpx.HTTPError:
                time.sleep(0.05)
            else:
                break
        yield address, said.read_text()
    finally:
        server.send_signal(signal.SIGTERM)
        assert server.wait(30) == 0 or server.returncode == -signal.SIGTERM


@pytest.fixture(scope="module")
def service(tmp_path_factory):
    with served(tmp_path_factory.mktemp("door")) as (address, said):
        yield address, said


def told(*words, **settings):
    return subprocess.run([DOOR, *words], env=os.environ | settings, capture_output=True, text=True, check=False, timeout=120)


def test_it_prints_what_the_readme_shows(service):
    address, said = service
    shown = re.search(r"^```console\n\$ \./dev serve\n(.*?)^```$", (ROOT / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    assert shown
    assert fits(shown[1], said.replace(address, "http://127.0.0.1:8000"))


def test_the_token_that_it_prints_is_taken_and_its_page_of_documentation_is_there(service):
    address, said = service
    (token,) = re.findall(r"^ey\S+$", said, re.MULTILINE)
    me = httpx.get(f"{address}/v1/me", headers={"Authorization": f"Bearer {token}"}).json()
    assert me["roles"] == {"demo-voorbeeldstad": ["intake"]}
    assert httpx.get(f"{address}/docs").status_code == 200


def test_the_check_of_the_image_finds_it_healthy(service):
    check = re.search(r"^HEALTHCHECK .*? CMD (\[.*\])$", (ROOT / "Dockerfile").read_text(), re.MULTILINE)
    assert check
    command = json.loads(check[1])
    port = service[0].rpartition(":")[2]
    python = [shutil.which("python3"), *command[1:]]
    assert subprocess.run(python, env={"CHALLENGE_API_PORT": port}, check=False).returncode == 0
    away = subprocess.run(python, env={"CHALLENGE_API_PORT": str(free_port())}, check=False, capture_output=True)
    assert away.returncode != 0


def test_token_prints_the_token_and_nothing_else(tmp_path):
    done = told("token", "handler", "--authority", "gm0000", CHALLENGE_API_DATA_DIR=str(tmp_path))
    assert done.returncode == 0
    assert done.stderr == ""
    assert re.fullmatch(r"[\w-]+\.[\w-]+\.[\w-]+\n", done.stdout)
    assert jwt.decode(done.stdout.strip(), options={"verify_signature": False})["roles"] == {"gm0000": ["handler"]}


def test_token_refuses_a_role_that_does_not_exist(tmp_path):
    done = told("token", "mayor", CHALLENGE_API_DATA_DIR=str(tmp_path))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "mayor" in done.stderr


def test_empty_loads_no_municipality_and_database_says_where_it_lies(tmp_path):
    elsewhere = tmp_path / "elsewhere" / "cases.db"
    with served(tmp_path, "--empty", "--host", "127.0.0.1", "--database", f"sqlite:///{elsewhere}") as (address, _):
        assert httpx.get(f"{address}/v1/ordinances").json() == {"items": []}
    assert elsewhere.is_file()
    assert not (tmp_path / "challenge-api.db").exists()


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"CHALLENGE_API_ENVIRONMENT": "production"}, "CHALLENGE_API_LOG_KEY"),
        ({"CHALLENGE_API_ENVIRONMENT": "production", "CHALLENGE_API_LOG_KEY": new_key()}, "CHALLENGE_API_ISSUER"),
        ({"CHALLENGE_API_ALGORITHMS": "RS256"}, "algorithms"),
        ({"CHALLENGE_API_PORT": "eight"}, "CHALLENGE_API_PORT"),
    ],
)
def test_a_start_that_cannot_be_says_what_to_set_and_no_more(tmp_path, settings, reason):
    done = told("serve", CHALLENGE_API_DATA_DIR=str(tmp_path), **settings)
    assert done.returncode == 2
    assert reason in done.stderr
    assert "Traceback" not in done.stderr


def test_a_key_that_is_not_there_cannot_be_rotated_and_one_that_is_gets_a_successor(tmp_path, monkeypatch):
    monkeypatch.setenv("CHALLENGE_API_DATA_DIR", str(tmp_path))
    refused = CliRunner().invoke(cli, ["rotate-log-key"])
    assert refused.exit_code == 2
    assert f"no key at {tmp_path / 'log-key.pem'}" in refused.stderr
    (tmp_path / "log-key.pem").write_text(new_key())
    assert CliRunner().invoke(cli, ["rotate-log-key"]).exit_code == 0
    assert (tmp_path / "log-key.pem").read_text().count("BEGIN") == 2
