"""The commands of a page, run as a reader would: copied block by block into one shell, beside a service that was really started.

A page joins by being there. In README.md and in every page of `docs/`, a block marked `sh` is run: in order, in one shell of the
page, so that variables live on. A block marked `text` after it is what it shows: `…` in a line stands for anything in that line,
a line of `…` alone for any lines. Blocks marked otherwise (`console`, `json`, `ini`, none) are for reading. The pages say
127.0.0.1:8000; here it is the port of the page's own service.

Two things are not what the reader has. `./dev serve` has happened already, with the page's port and folder, so the door of the
tests lets that word pass, with those that would run these tests again, and has a token of each role ready, for loading the
service takes its time; what the real door does is tested in `test_door.py`. And where a machine has no curl (a bare
Debian 12 with Python and git, which must run every test), `curl.py` beside this file stands in: it knows the options that the
pages use and fails on any other. Where there is a curl, it is the real one that counts.
"""

import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from challenge_api.app import SystemClock, local_issuer
from challenge_api.demo_authority import AUTHORITY, SANDBOX
from challenge_api.law.access import HELD
from challenge_api.settings import Settings
from tools.demo.town import served

ROOT = Path(__file__).parents[2]
PAGES = tuple(
    sorted(
        str(path.relative_to(ROOT))
        for path in (ROOT / "README.md", *(ROOT / "docs").glob("*.md"))
        if "\n```sh\n" in path.read_text()
    )
)
PUBLISHED = "127.0.0.1:8000"
ANYTHING = "…"
DOOR = """#!/bin/sh
case ${1-} in
    run) shift; exec "$@" ;;
    token) shift; [ -f "tokens/$*" ] && exec cat "tokens/$*"; exec challenge-api token "$@" ;;
    serve | test | check | fix | demo | bench | faults) ;;
    *) exit 2 ;;
esac
"""
_FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w*)\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Block:
    """Commands that a reader copies, the line of the page on which they begin, and what the page says that they show."""

    line: int
    commands: str
    shown: str | None


def blocks(text: str) -> list[Block]:
    """Give the blocks of a page that run."""
    found: list[Block] = []
    for fence in _FENCE.finditer(text):
        if fence["kind"] == "sh":
            found.append(Block(text.count("\n", 0, fence.start()) + 2, fence["text"], None))
        elif fence["kind"] == "text" and found and found[-1].shown is None:
            found[-1] = Block(found[-1].line, found[-1].commands, fence["text"])
    return found


def fits(shown: str, said: str) -> bool:
    """Tell whether an output is the one that a page shows."""
    parts = []
    for line in shown.rstrip().split("\n"):
        if line.strip() == ANYTHING:
            parts.append(r"(?:.*\n)*?")
        else:
            parts.append(r"[^\n]*".join(re.escape(part) for part in line.rstrip().split(ANYTHING)) + r" *\n")
    return re.fullmatch("".join(parts), said.rstrip() + "\n") is not None


@dataclass(frozen=True)
class Copied:
    """A shell beside a running service."""

    folder: Path
    address: str
    environment: dict[str, str]

    def run(self, page: list[Block]) -> list[str]:
        """Run the blocks of a page in one shell; give what each said. A command that fails ends the page."""
        script = ["set -e"]
        for number, block in enumerate(page):
            script += [f"exec >said.{number} 2>&1", block.commands.replace(PUBLISHED, self.address)]
        script += ["exec >/dev/null", ": >whole"]
        done = subprocess.run(
            ["sh", "-c", "\n".join(script)],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        said = [path.read_text() for number in range(len(page)) if (path := self.folder / f"said.{number}").exists()]
        if done.returncode or not (self.folder / "whole").exists():
            failed = page[len(said) - 1]
            raise AssertionError(f"line {failed.line}: exit {done.returncode}\n{failed.commands}\n{said[-1]}{done.stderr}")
        return [each.replace(self.address, PUBLISHED) for each in said]


def _program(path: Path, text: str) -> None:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


@contextmanager
def reader(folder: Path) -> Iterator[Copied]:
    """Start a service of its own, and a folder that looks like the checkout."""
    programs, checkout = folder / "bin", folder / "checkout"
    programs.mkdir()
    (checkout / "tokens").mkdir(parents=True)
    _program(checkout / "dev", DOOR)
    for name in ("docs", "src", "openapi"):
        (checkout / name).symlink_to(ROOT / name)
    if shutil.which("curl") is None:
        _program(programs / "curl", f'#!/bin/sh\nexec {sys.executable} {Path(__file__).with_name("curl.py")} "$@"\n')
    with served() as (address, data):
        settings = Settings(data_dir=data)
        issuer = local_issuer(settings, SystemClock.of(settings))
        assert issuer is not None
        for role in HELD:
            (checkout / "tokens" / role.value).write_text(issuer.mint(role, AUTHORITY) + "\n")
            there = f"{role.value} --authority {SANDBOX}"
            (checkout / "tokens" / there).write_text(issuer.mint(role, SANDBOX) + "\n")
            for person in ("jan", "els", "dirk"):
                (checkout / "tokens" / f"{there} --subject {person}").write_text(issuer.mint(role, SANDBOX, person) + "\n")
        path = os.pathsep.join((str(programs), str(Path(sys.executable).parent), os.environ["PATH"]))
        environment = os.environ | {"PATH": path, "CHALLENGE_API_DATA_DIR": str(data), "NO_PROXY": "*"}
        yield Copied(checkout, address.removeprefix("http://"), environment)
