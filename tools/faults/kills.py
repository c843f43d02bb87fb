"""Kills the service, and on PostgreSQL the database too, while clients write; then looks at what is there.

What a kill is and is not: the process is gone between two instructions, as when memory runs out or a container is lost, and on
PostgreSQL the server with all that it held in memory. The machine itself stays up, so what was handed to the kernel is not
lost: that `synchronous=FULL` and fsync hold against a power cut is the promise of the databases and the disk, not shown here.
"""

import secrets
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from challenge_api.app import SystemClock, local_issuer
from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.database import Database
from challenge_api.settings import Settings
from tools import postgres
from tools.faults import verdict
from tools.faults.load import Client, Ledger, People, Poller, Stopped, Writer
from tools.faults.victim import Victim

WRITERS: Final = 8
_CHANCE: Final = secrets.SystemRandom()
_JOIN_SECONDS: Final = 400


@dataclass(frozen=True, slots=True)
class Plan:
    """How often to kill, how many moves to have acknowledged, and how many seconds the killing may take."""

    kills: int
    acknowledged: int
    seconds: float = 4 * 3600

    @property
    def births(self) -> int:
        """Kills before the service ever was ready, on an empty database."""
        return min(10, self.kills // 3)


@dataclass
class Outcome:
    """What happened, and everything that is wrong."""

    kind: str
    ledger: Ledger
    kills: int = 0
    starts: int = 0
    """Kills of these while the service was still starting."""
    database_kills: int = 0
    events: int = 0
    polls: int = 0
    repeated: int = 0
    faults: list[str] = field(default_factory=list)

    def line(self) -> str:
        """Say it in one line."""
        ledger = self.ledger
        database = f" and {self.database_kills} of the database server" if self.kind == "postgresql" else ""
        said = (
            f"{self.kind}: {self.kills} kills of the service ({self.starts} while it started){database}, "
            f"{len(ledger.acknowledged)} moves acknowledged, {ledger.in_doubt} left in doubt of which {ledger.had_happened} had "
            f"happened, {self.events} events, {self.polls} polls, {self.repeated} moves sent again at the end: "
        )
        whole = "every acknowledged move is there exactly once, log dense, walk whole, read model and checkpoints as the log says"
        return said + (f"{len(self.faults)} FAULTS" if self.faults else whole)


def run(kind: str, plan: Plan, writers: int = WRITERS) -> Outcome:
    """Kill a service on one kind of database as planned, and judge."""
    outcome = Outcome(kind, Ledger())
    with tempfile.TemporaryDirectory(prefix="challenge-api-faults-") as name, ExitStack() as stack:
        folder = Path(name)
        server = stack.enter_context(postgres.served(durable=True)) if kind == "postgresql" else None
        url = f"sqlite:///{folder / 'faults.db'}" if server is None else server.address
        victim = Victim(url, folder)
        stack.callback(victim.kill)
        try:
            _kill_at_birth(victim, plan, outcome)
            with _clients(victim, folder, outcome, writers) as poller:
                _kill_under_load(victim, server, plan, outcome)
            _repeat(victim, outcome)
            victim.kill()
            victim.start()
            victim.wait()
        except RuntimeError as error:
            outcome.faults.append(str(error))
            poller = None
        finally:
            victim.kill()
        outcome.faults += outcome.ledger.surprises
        database = Database(url)
        stack.callback(database.close)
        outcome.events = verdict.length(database)
        if poller is not None:
            outcome.polls = poller.polls
            outcome.faults += verdict.faults(database, folder, outcome.ledger.acknowledged, poller.seen)
    return outcome


def _kill_at_birth(victim: Victim, plan: Plan, outcome: Outcome) -> None:
    """Kill it again and again while it makes its database for the first time, each time a little later."""
    for number in range(plan.births):
        victim.start()
        time.sleep(0.6 + 2.4 * number / plan.births)
        if not victim.runs():
            raise RuntimeError(f"the service ended by itself: {victim.last_words()}")
        victim.kill()
        outcome.kills += 1
        outcome.starts += 1
    victim.start()
    victim.wait()


@contextmanager
def _clients(victim: Victim, folder: Path, outcome: Outcome, writers: int) -> Iterator[Poller]:
    """Run clients until the block ends, and until each has got its answer."""
    settings = Settings(data_dir=folder)
    clock = SystemClock.of(settings)
    people, today = people_of(folder), clock.today(AUTHORITY).isoformat()

    def address() -> str:
        return victim.address

    threads = [Writer(number, address, outcome.ledger, people, today) for number in range(writers)]
    poller = Poller(address, outcome.ledger, people)
    for thread in (*threads, poller):
        thread.start()
    try:
        yield poller
    except RuntimeError:
        outcome.ledger.over.set()
        raise
    finally:
        for writer in threads:
            writer.stopping.set()
        _join(outcome, threads)
        poller.stopping.set()
        _join(outcome, [poller])


def _join(outcome: Outcome, threads: "list[Writer] | list[Poller]") -> None:
    until = time.monotonic() + _JOIN_SECONDS
    for thread in threads:
        thread.join(max(until - time.monotonic(), 0))
        if thread.is_alive():
            outcome.ledger.surprise(f"{thread.name} waits for an answer that does not come")


def people_of(folder: Path) -> People:
    """Give tokens of the local issuer that the service in this folder knows."""
    settings = Settings(data_dir=folder)
    issuer = local_issuer(settings, SystemClock.of(settings))
    assert issuer is not None, "no other issuer is configured"

    def minted(subject: str, *roles: str) -> str:
        return issuer.mint_roles({AUTHORITY: list(roles)}, subject=subject, client="faults", minutes=24 * 60)

    return People(
        representative=lambda number: minted(f"person-{number}", "representative"),
        staff=minted("hanna", "handler", "intake"),
        auditor=minted("udo", "auditor"),
    )


def _kill_under_load(victim: Victim, server: postgres.Server | None, plan: Plan, outcome: Outcome) -> None:
    """Kill at moments that nobody chose: after some acknowledged moves more, and some while it starts again."""
    ledger, begun, rounds = outcome.ledger, time.monotonic(), 0
    while outcome.kills < plan.kills or len(ledger.acknowledged) < plan.acknowledged:
        if ledger.surprises or time.monotonic() - begun > plan.seconds:
            break
        left = max(plan.kills - outcome.kills, 1)
        share = max(plan.acknowledged - len(ledger.acknowledged), 0) // left
        wanted = len(ledger.acknowledged) + 1 + _CHANCE.randrange(2 * share + 2)
        _until_acknowledged(wanted, victim, ledger)
        time.sleep(_CHANCE.uniform(0, 0.02))
        rounds += 1
        if server is not None and rounds % 10 in (2, 7):
            _kill_database(server, outcome)
            _until_acknowledged(len(ledger.acknowledged) + 3, victim, ledger)
        victim.kill()
        outcome.kills += 1
        victim.start()
        if _CHANCE.random() < 0.1 and outcome.kills < plan.kills:
            time.sleep(_CHANCE.uniform(0.3, 3))
            victim.kill()
            outcome.kills += 1
            outcome.starts += 1
            victim.start()
        victim.wait()
    else:
        return
    if not ledger.surprises:
        ledger.surprise(f"time ran out after {outcome.kills} kills and {len(ledger.acknowledged)} acknowledged moves")


def _kill_database(server: postgres.Server, outcome: Outcome) -> None:
    """Kill one connection's process or the whole server; the service stays and must find its way back by itself."""
    outcome.database_kills += 1
    if outcome.database_kills % 2:
        server.kill_backend()
    else:
        server.kill()
        server.start()


def _until_acknowledged(count: int, victim: Victim, ledger: Ledger) -> None:
    until = time.monotonic() + _JOIN_SECONDS
    while len(ledger.acknowledged) < count and not ledger.surprises:
        if not victim.runs():
            raise RuntimeError(f"the service ended by itself: {victim.last_words()}")
        if time.monotonic() > until:
            raise RuntimeError(f"no move is acknowledged any more: {victim.last_words()}")
        time.sleep(0.002)


def _repeat(victim: Victim, outcome: Outcome) -> None:
    """Send every acknowledged move once more: each must get its first answer and have no effect."""
    client, ledger = Client(lambda: victim.address, Ledger()), outcome.ledger
    try:
        for one in list(ledger.acknowledged):
            again = client.moves(one.request)
            outcome.repeated += 1
            if again != one:
                ledger.surprise(f"position {one.position}: the repetition was answered otherwise")
    except Stopped:
        ledger.surprise("a repetition was refused")
    finally:
        client.close()
