"""The service, or the bare floor, as a process whose processor time and memory can be read."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

_TICKS = os.sysconf("SC_CLK_TCK")


class Process:
    """A running server."""

    def __init__(self, process: "subprocess.Popen[bytes]", port: int) -> None:
        """Keep it."""
        self.process, self.port = process, port

    def cpu_seconds(self) -> float:
        """Give the processor time it used, its own threads included."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / _TICKS

    def peak_mb(self) -> float:
        """Give the most memory it had resident."""
        status = Path(f"/proc/{self.process.pid}/status").read_text(encoding="utf-8")
        return int(status.partition("VmHWM:")[2].split()[0]) / 1024


@contextmanager
def started(command: list[str], environment: dict[str, str], port: int, core: int | None) -> Iterator[Process]:
    """Start a server, pinned to a core; stop it at the end."""
    process = subprocess.Popen(command, env=os.environ | environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if core is not None:
        os.sched_setaffinity(process.pid, {core})
    try:
        for _ in range(300):
            if process.poll() is not None:
                raise RuntimeError("the server ended")
            try:
                httpx.get(f"http://127.0.0.1:{port}/health/live", timeout=1)
                break
            except httpx.HTTPError:
                time.sleep(0.1)
        yield Process(process, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def free_port() -> int:
    """Give a port that nobody listens on."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


@contextmanager
def service(database: str, folder: Path, core: int | None, module: str = "challenge_api") -> Iterator[Process]:
    """Start the service on a database; `module` is another way to start it."""
    port = free_port()
    environment = {
        "CHALLENGE_API_DATA_DIR": str(folder),
        "CHALLENGE_API_LOG_REQUESTS": "false",
        "CHALLENGE_API_DUTIES_SECONDS": "0",
        "CHALLENGE_API_DATABASE_URL": database,
    }
    command = [sys.executable, "-m", module, "serve", "--port", str(port)]
    with started(command, environment, port, core) as process:
        yield process


@contextmanager
def bare(size: int, status: int, core: int | None) -> Iterator[Process]:
    """Start the floor that answers so many bytes."""
    port = free_port()
    command = [sys.executable, "-m", "uvicorn", "tools.bench.bare:app", "--port", str(port), "--http", "httptools"]
    command += ["--no-access-log", "--log-level", "error", "--no-server-header"]
    with started(command, {"BENCH_BYTES": str(size), "BENCH_STATUS": str(status)}, port, core) as process:
        yield process
