"""The walks of `docs/adding.md` work: each is taken in a copy of the repository, diff by diff and command by command.

A diff on the page has no line numbers. A part begins with `---` and a file that is there, or `+++` and a new one; its lines that
are not added must stand together in the file exactly once, spaces in tables aside. A file that became a package is found by its
`__init__.py`.
"""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "adding.md").read_text()
WALKS = re.findall(r"^## (A \w+)$", PAGE, re.MULTILINE)
_STEP = re.compile(r"^```(diff|console)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def steps(walk):
    text = re.split(r"^## ", PAGE.partition(f"\n## {walk}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]
    return _STEP.findall(text)


def copied(folder):
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, folder / name)  # its time too: what was compiled of it still counts
    for compiled in ROOT.glob("src/**/__pycache__"):
        shutil.copytree(compiled, folder / compiled.relative_to(ROOT))


def numbered(text):
    newest = max(path.name[:4] for path in (ROOT / "migrations" / "versions").glob("[0-9]*.py"))
    return text.replace("NNNN", f"{int(newest) + 1:04}").replace("MMMM", newest)


def alike(line):
    return re.sub(r" *\| *", "|", line.rstrip())


def apply(diff, folder):
    for kind, name, hunk in re.findall(r"^(---|\+\+\+) (\S+)\n((?:[ +-](?!-- |\+\+ ).*\n|\n)*)", numbered(diff), re.MULTILINE):
        lines = hunk.splitlines()
        path = folder / name
        new = [line[1:] for line in lines if not line.startswith("-")]
        if kind == "+++":
            assert not path.exists()
            path.write_text("\n".join(new) + "\n")
            continue
        if not path.exists():
            path = path.with_suffix("") / "__init__.py"
        there = path.read_text().splitlines()
        old = [alike(line[1:]) for line in lines if not line.startswith("+")]
        places = [at for at in range(len(there)) if [alike(line) for line in there[at : at + len(old)]] == old]
        assert len(places) == 1, f"{name}: stands there {len(places)} times, not once:\n" + "\n".join(old)
        there[places[0] : places[0] + len(old)] = new
        path.write_text("\n".join(there) + "\n")


def run(command, folder):
    words = command.split()
    assert words[0] == "./dev"
    program = {"generate": ["-m", "challenge_api.cli", "generate"], "run": ["-m", *words[2:]]}[words[1]]
    if "pytest" in program:
        program = [*program, "-n", "0", "-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "--no-header"]
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    return subprocess.run(
        [sys.executable, *program], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=240
    )


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_goes_from_red_to_green(walk, tmp_path):
    copied(tmp_path)
    seen = []
    for kind, text in steps(walk):
        if kind == "diff":
            apply(text, tmp_path)
            continue
        *commands, last = re.findall(r"^\$ (.+)$", text, re.MULTILINE)
        red = text.rstrip().endswith("… failed")
        for command in (*commands, last):
            done = run(command, tmp_path)
            expected = 1 if red and command == last else 0
            assert done.returncode == expected, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
        seen.append("red" if red else "green")
    assert seen == ["red", "green"]


def test_the_page_walks_a_transition_a_field_and_a_query():
    assert WALKS == ["A transition", "A field", "A query"]
