"""The checks fail by name, none is skipped, and the linter of the API rules says what it misses."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tools.check import STEPS, Step, main

ROOT = Path(__file__).parents[2]
GOOD = Step("good", (sys.executable, "-c", "print('first'); print('closing line')"))
BAD = Step("bad", (sys.executable, "-c", "print('what is wrong'); print('closing line'); raise SystemExit(3)"))
ABSENT = Step("absent", ("no-such-program",))


def test_checks_that_pass_show_their_closing_line(capsys):
    assert main((GOOD, GOOD)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("==")] == ["closing line", "closing line"]
    assert lines[-1] == "== 2 checks: all passed"


def test_a_check_that_fails_is_named_and_shows_all_it_said(capsys):
    assert main((BAD, GOOD)) == 1
    lines = capsys.readouterr().out.splitlines()
    assert [line for line in lines if not line.startswith("==")] == ["what is wrong", "closing line", "closing line"]
    assert lines[-1] == "== 2 checks: failed: bad"


def test_a_check_that_cannot_run_has_failed_and_the_others_still_run(capsys):
    assert main((ABSENT, BAD, GOOD)) == 1
    said = capsys.readouterr().out
    assert "cannot run" in said
    assert "== good" in said
    assert said.endswith("== 3 checks: failed: absent, bad\n")


def test_the_steps_are_the_ones_that_are_promised():
    assert [step.name for step in STEPS] == ["format", "lint", "types", "imports", "house rules", "derived files"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "usage: ./dev adr RULESET"),
        (("no-such.yaml",), "no such file"),
        ((str(ROOT / "dev"), "no-such.json"), "no such file"),
    ],
)
def test_the_api_linter_names_what_it_misses(arguments, said):
    environment = os.environ | {"CALLED_FROM": "/"}
    done = subprocess.run(
        [sys.executable, "-m", "tools.adr", *arguments], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert said in done.stderr
