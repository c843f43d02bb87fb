"""`challenge-api ordinance`: files in, with the line of every fault, and out again key for key."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from challenge_api import ordinance_files
from challenge_api.cli import cli

DATA = Path(__file__).parents[1] / "data" / "ordinances"
FILES = sorted(DATA.glob("*.yaml"))
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path, monkeypatch) -> Run:
    monkeypatch.setenv("CHALLENGE_API_DATA_DIR", str(tmp_path))
    address = f"sqlite:///{tmp_path / 'kept.db'}"

    def ordinance(*words: str) -> Result:
        more = () if words[0] == "check" else ("--database", address)
        return CliRunner().invoke(cli, ["ordinance", *words, *more])

    return ordinance


@pytest.fixture
def file(tmp_path) -> Callable[[str], str]:
    def write(text: str) -> str:
        path = tmp_path / "file.yaml"
        path.write_text(text, encoding="utf-8")
        return str(path)

    return write


def test_every_file_is_imported_and_shown_key_for_key(run):
    for path in FILES:
        imported = run("import", str(path))
        assert imported.exit_code == 0, imported.output
        shown = run("show", path.stem)
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert yaml.safe_load(shown.stdout) == document
        assert list(yaml.safe_load(shown.stdout)) == list(document)
        assert json.loads(run("show", path.stem, "--json").stdout) == document
        assert yaml.safe_load(run("show", imported.stdout.strip()).stdout) == document


def test_a_file_is_imported_again_in_place_of_the_draft(run, file):
    path = file("id: short\ntitle: One\n")
    first = run("import", path).stdout
    assert run("import", file("id: short\ntitle: Two\n")).stdout == first
    assert yaml.safe_load(run("show", "short").stdout)["title"] == "Two"


def test_a_file_is_published_with_its_dates(run, file):
    path = file("id: short\ntitle: One\n")
    assert "ordinance-dates-missing" in run("import", path, "--publish").output
    dated = run("import", path, "--publish", "--published-on", "2026-08-01", "--in-force-from", "2026-09-01")
    assert dated.exit_code == 0, dated.output
    assert run("import", path).stdout != dated.stdout, "the next import is a new draft"


def test_every_fault_is_told_at_once_with_its_line_and_field(run, file):
    path = file(
        """\
id: short
suport_norm:
  found: true
decision_term:
  amount: ten
  unit: week
supplement_term:
  amount: 0
  unit: week
criteria:
  items:
    - key: quality
      weight: 60
    - key: cost
      weight: 50
title: One
title: Two
"""
    )
    result = run("import", path)
    assert result.exit_code == 1
    told = [line.removeprefix(f"{path}:") for line in result.stderr.splitlines()]
    assert [line.partition(": ")[0] + line[line.rindex("[") :] for line in told] == [
        "2[unknown-field; ordinance/0.1]",
        "5[wrong-type; ordinance/0.1]",
        "8[zero-term; Awb 4:13(1)]",
        "11[weights; Awb 3:46]",
        "17[duplicate-key; challenge-api]",
    ]
    assert "/decision_term/amount" in told[1]
    assert run("show", "short").exit_code == 1, "nothing of it was kept"


def test_what_only_the_service_knows_is_told_by_line_too(run, file):
    result = run("import", file("id: short\nlabels:\n  no-such-term: x\n"))
    assert ":3: /labels/no-such-term: " in result.stderr


def test_a_file_that_is_no_yaml_is_refused_where_it_breaks(run, file):
    for text, line in (
        ("id: short\n  title: [\n", 2),
        ("", 1),
        ("- a\n", 1),
        ("id: &a [*a]\n", 1),
        ("a: !!python/name:os.x ''", 1),
    ):
        result = run("import", file(text))
        assert result.exit_code == 1, text
        assert f"file.yaml:{line}: " in result.stderr, result.stderr
    assert run("import", "no-such-file.yaml").exit_code == 2


def test_a_file_that_unfolds_without_end_is_refused():
    bomb = "a: &a [1,1,1,1,1,1,1,1,1]\n" + "".join(
        f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]\n" for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    with pytest.raises(ordinance_files.FaultyFile, match="too-large"):
        ordinance_files.read(bomb)


def test_a_day_stays_the_text_that_it_was():
    read = ordinance_files.read("id: short\nin_force: {from: 2026-01-01, published_on: 2025-12-01}\n").document
    assert read["in_force"] == {"from": "2026-01-01", "published_on": "2025-12-01"}


def test_the_check_says_what_is_open_with_the_article(run):
    result = run("check", str(DATA / "nl-tilburg-dat-kan-ik-beter.yaml"))
    assert result.exit_code == 0
    assert "open: decision_term; a reasonable term, over in any case after eight weeks (Awb 4:13(2))" in result.stdout


def test_an_ordinance_of_two_authorities_is_shown_for_the_one_that_is_named(run, file):
    for at in ("gm0001", "gm0002"):
        assert run("import", file(f"id: short\ntitle: At {at}\n"), "--authority", at).exit_code == 0
    assert "several have it" in run("show", "short").stderr
    assert yaml.safe_load(run("show", "short", "--authority", "gm0002").stdout)["title"] == "At gm0002"
