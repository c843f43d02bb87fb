"""Sixteen writers and a poller over HTTP: it must see every event, once, in order, while they write.

On PostgreSQL two processes of the service write to one log, as in production; SQLite has one.
"""

import itertools
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from challenge_api.app import SystemClock
from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.database import Database
from challenge_api.settings import Settings
from tools import postgres
from tools.faults import verdict
from tools.faults.kills import people_of
from tools.faults.load import Ledger, Poller, Writer
from tools.faults.victim import Victim

WRITERS: Final = 16
_STALL_SECONDS: Final = 400


@dataclass
class Outcome:
    """What happened, and everything that is wrong."""

    kind: str
    processes: int
    ledger: Ledger
    events: int = 0
    seen: int = 0
    polls: int = 0
    gaps: int = 0
    seconds: float = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Say it in one line."""
        said = (
            f"{self.kind}: {WRITERS} writers on {self.processes} process{'es' * (self.processes > 1)} made {self.events} events "
            f"in {self.seconds:.0f} s; a poller saw {self.seen} in {self.polls} polls, {self.gaps} gaps at any poll, "
            f"{self.events - self.seen} missed: "
        )
        return said + (f"{len(self.faults)} FAULTS" if self.faults else "log dense, walk whole, nothing missed")


def run(kind: str, events: int) -> Outcome:
    """Have so many events written on one kind of database, and judge."""
    processes = 2 if kind == "postgresql" else 1
    outcome = Outcome(kind, processes, Ledger())
    with tempfile.TemporaryDirectory(prefix="challenge-api-faults-") as name, ExitStack() as stack:
        folder = Path(name)
        url = f"sqlite:///{folder / 'faults.db'}"
        if kind == "postgresql":
            url = stack.enter_context(postgres.running(durable=True))
        services = [Victim(url, folder) for _ in range(processes)]
        for service in services:
            stack.callback(service.kill)
            service.start()
            service.wait()
        seen, begun = _written(services, folder, outcome, events), time.monotonic()
        outcome.seconds = begun - outcome.seconds
        for service in services:
            service.kill()
        database = Database(url)
        stack.callback(database.close)
        outcome.events, outcome.seen = verdict.length(database), len(set(seen))
        outcome.gaps = sum(later[0] != earlier[0] + 1 for earlier, later in itertools.pairwise(seen))
        outcome.faults = outcome.ledger.surprises + verdict.faults(database, folder, outcome.ledger.acknowledged, seen)
    return outcome


def _written(services: list[Victim], folder: Path, outcome: Outcome, events: int) -> list[tuple[int, str]]:
    """Write and poll; give what the poller saw."""
    people, settings = people_of(folder), Settings(data_dir=folder)
    today = SystemClock.of(settings).today(AUTHORITY).isoformat()

    def of(number: int) -> Callable[[], str]:
        return lambda: services[number % len(services)].address

    poller = Poller(of(0), outcome.ledger, people)
    writers = [Writer(number, of(number), outcome.ledger, people, today) for number in range(WRITERS)]
    outcome.seconds = time.monotonic()
    for thread in (poller, *writers):
        thread.start()
    moved, last = 0, time.monotonic()
    while len(poller.seen) < events and not outcome.ledger.surprises:
        time.sleep(0.05)
        if (now := len(outcome.ledger.acknowledged)) != moved:
            moved, last = now, time.monotonic()
        elif time.monotonic() - last > _STALL_SECONDS:
            outcome.ledger.surprise("no move is acknowledged any more")
    for writer in writers:
        writer.stopping.set()
    for writer in writers:
        writer.join(_STALL_SECONDS)
    poller.stopping.set()
    poller.join(_STALL_SECONDS)
    outcome.polls = poller.polls
    return poller.seen
