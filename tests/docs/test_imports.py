"""The import contracts see what they are for: no wildcard is empty, and each wrong import is caught by the right contract."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "challenge_api"
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
CAPABILITIES = ("authorities", "challenges", "groups", "mandates", "ordinances")


def modules():
    paths = SOURCE.rglob("*.py")
    return {".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__") for path in paths}


def matches(expression):
    parts = expression.split(".")
    return [each for each in modules() if _matches(parts, each.split("."))]


def _matches(parts, names):
    if not parts or not names:
        return not parts and not names
    if parts[0] == "**":
        return any(_matches(parts[1:], names[taken:]) for taken in range(1, len(names) + 1))
    return fnmatchcase(names[0], parts[0]) and _matches(parts[1:], names[1:])


def expressions():
    for contract in CONTRACTS:
        for key in ("modules", "source_modules", "protected_modules", "allowed_importers", "ancestors", "containers"):
            for expression in contract.get(key, ()):
                yield contract["id"], expression
        for ignored in contract.get("ignore_imports", ()):
            for expression in ignored.split(" -> "):
                yield contract["id"], expression


@pytest.mark.parametrize(("contract", "expression"), sorted(set(expressions())))
def test_a_contract_names_modules_that_exist(contract, expression):
    assert matches(expression), f"{contract}: {expression} matches nothing"


@pytest.mark.parametrize("file", ["commands", "decider", "events", "lifecycle", "projection", "queries", "tables"])
def test_a_wildcard_reaches_every_capability(file):
    found = {each.split(".")[1] for each in matches(f"challenge_api.*.{file}")}
    assert found >= set(CAPABILITIES)


def test_every_capability_is_named_in_every_contract_about_capabilities():
    folders = {path.parent.name for path in SOURCE.glob("*/decider.py")}
    assert folders == set(CAPABILITIES)
    by_id = {contract["id"]: contract for contract in CONTRACTS}
    named = {f"challenge_api.{each}" for each in folders}
    assert set(by_id["capabilities"]["modules"]) == named
    assert set(by_id["files"]["containers"]) == named
    assert set(re.split(r"\s*:\s*", next(layer for layer in by_id["packages"]["layers"] if ":" in layer))) == folders


WRONG = [
    ("packages", "law/errors.py", "import challenge_api.web.paging"),
    ("packages", "history/store.py", "import challenge_api.web.paging"),
    ("packages", "web/paging.py", "import challenge_api.groups.events"),
    ("packages", "unplaced.py", ""),
    ("capabilities", "challenges/queries.py", "import challenge_api.groups.queries"),
    ("capabilities", "groups/decider.py", "import challenge_api.ordinances.events"),
    ("files", "challenges/preconditions/filing.py", "import challenge_api.challenges.lifecycle"),
    ("files", "groups/queries.py", "import challenge_api.groups.projection"),
    ("files", "groups/unplaced.py", ""),
    ("eligibility", "challenges/eligibility/check.py", "import challenge_api.challenges.eligibility.routes"),
    ("worklist", "challenges/worklist/reading.py", "import challenge_api.challenges.worklist.routes"),
    ("calendars", "challenges/calendars/writing.py", "import challenge_api.challenges.calendars.routes"),
    ("questions", "challenges/questions/forms.py", "import challenge_api.challenges.questions.routes"),
    ("dry-run", "challenges/dry_run/comparison.py", "import challenge_api.challenges.dry_run.page"),
    ("questions", "challenges/questions/forms.py", "import challenge_api.challenges.questions.reading"),
    ("calendars", "challenges/calendars/writing.py", "import challenge_api.challenges.calendars.routes"),
    ("worklist", "challenges/worklist/reading.py", "import challenge_api.challenges.worklist.routes"),
    ("history", "history/entries.py", "import challenge_api.history.store"),
    ("law", "law/access.py", "import challenge_api.law.ordinance"),
    ("cycles", "web/problems.py", "import challenge_api.web.application"),
    ("core", "law/deadlines/counting.py", "import time"),
    ("core", "groups/decider.py", "import sqlalchemy"),
    ("core", "challenges/preconditions/filing.py", "import logging"),
    ("core", "history/proofs.py", "from pydantic import BaseModel"),
    ("storage", "groups/queries.py", "import starlette"),
    ("storage", "history/transaction.py", "import httpx"),
    ("tables", "challenges/routes.py", "import challenge_api.history.tables"),
    ("tables", "groups/routes.py", "import challenge_api.groups.tables"),
    ("settings", "challenges/routes.py", "import challenge_api.settings"),
]


@pytest.mark.parametrize(("contract", "file", "line"), WRONG)
def test_a_wrong_import_is_caught_by_its_contract(contract, file, line, tmp_path):
    shutil.copytree(SOURCE, tmp_path / "src" / "challenge_api", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / "src" / "challenge_api" / file).open("a") as target:
        target.write(f"\n{line}\n")
    command = [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--contract", contract]
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "src")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Contracts: 0 kept, 1 broken." in done.stdout


def test_every_contract_is_tried():
    assert {contract["id"] for contract in CONTRACTS} == {contract for contract, *_ in WRONG}
