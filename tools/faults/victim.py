"""The real service as a process that dies at any moment and is started again on the same database, folder and port."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import httpx

from tools import postgres
from tools.bench.processes import free_port

PATIENCE_SECONDS = 300
"""How long a start may take: the machine may be very busy, and a database that was killed recovers first."""


class Victim:
    """One service, started by its own command line; `close` leaves no process behind, also when the tool itself is killed."""

    def __init__(self, database: str, folder: Path) -> None:
        """Prepare; nothing runs yet."""
        self.port = free_port()
        self.address = f"http://127.0.0.1:{self.port}"
        self._said = folder / f"service-{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None
        self._environment = os.environ | {
            "CHALLENGE_API_DATA_DIR": str(folder),
            "CHALLENGE_API_DATABASE_URL": database,
            "CHALLENGE_API_LOG_REQUESTS": "false",
            "CHALLENGE_API_DUTIES_SECONDS": "0",  # every event is one that was asked for
            "PYTHONFAULTHANDLER": "1",
        }

    def start(self) -> None:
        """Start the process, and do not wait for it; from the main thread only, for it dies with the thread that started it."""
        command = [sys.executable, "-m", "challenge_api", "serve", "--port", str(self.port)]
        with self._said.open("ab") as said:
            self._process = subprocess.Popen(
                command,
                env=self._environment,
                stdout=subprocess.DEVNULL,
                stderr=said,
                preexec_fn=lambda: postgres.die_with_parent(signal.SIGKILL),
            )

    def wait(self) -> None:
        """Wait until it answers that it is ready.

        Raises RuntimeError, with what it said, when it ends or stays silent.
        """
        until = time.monotonic() + PATIENCE_SECONDS
        with httpx.Client(base_url=self.address, timeout=5) as client:
            while self.runs() and time.monotonic() < until:
                try:
                    client.get("/health/ready").raise_for_status()
                except httpx.HTTPError:
                    time.sleep(0.05)
                else:
                    return
        if self._process is not None and self.runs():
            self._process.send_signal(signal.SIGABRT)  # it then says where it stands
            self._process.wait()
        raise RuntimeError(f"the service does not start: {self.last_words()}")

    def runs(self) -> bool:
        """Tell whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def kill(self) -> None:
        """Kill it as a lost machine would: nothing is closed, nothing is said."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def last_words(self) -> str:
        """Give the end of what it wrote to its error output."""
        return self._said.read_text(encoding="utf-8", errors="replace")[-2000:] if self._said.exists() else ""
