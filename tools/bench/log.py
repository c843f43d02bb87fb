"""`./dev bench log`: what the transparency log costs, and how soon an event is in it. `--quick` for a short look."""

import argparse
import asyncio
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from challenge_api.app import ERASING, STREAMS, kept_checkpoints, log_keys, transparency_log
from challenge_api.auditing import held
from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.audit import Audit
from challenge_api.history.database import Database
from challenge_api.history.tree import Range, Read, Tiles
from challenge_api.settings import Settings
from tools import postgres
from tools.bench.__main__ import Bench, Scale, measure, note, submission
from tools.bench.processes import Process, service

RATE = 50
"""Moves a second while checkpoints are timed."""


@dataclass(frozen=True)
class Size:
    """How much to measure."""

    leaves: int
    seconds: float
    rounds: int


# --- the tree -------------------------------------------------------------------------------------------------------


def leaves(count: int) -> Iterator[bytes]:
    """Give leaf hashes."""
    return (sha256(number.to_bytes(8)).digest() for number in range(count))


def build(count: int) -> dict[str, float]:
    """Build a tree; meant for a process of its own, whose memory is then the tree's."""
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    tree = Range()
    tree.extend(leaves(count))
    tree.head()
    return _spent(begun, before)


def sign(url: str, folder: str) -> dict[str, float]:
    """Sign a log from its first event to its last; meant for a process of its own."""
    settings, database = Settings(data_dir=Path(folder)), Database(url)
    log = transparency_log(settings, database, log_keys(settings))
    before, begun, clock = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time(), time.perf_counter()
    size = log.publish(AUTHORITY).size
    spent = _spent(begun, before) | {"size": size, "wall": time.perf_counter() - clock}
    database.close()
    return spent


def _spent(begun: float, before: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {"cpu": time.process_time() - begun, "mb": peak / 1024, "more_mb": (peak - before) / 1024}


def apart(*words: str) -> dict[str, float]:
    """Run a part of this file in a process of its own, on one core."""
    done = subprocess.run([sys.executable, "-m", "tools.bench.log", *words], capture_output=True, text=True, check=True)
    said: dict[str, float] = json.loads(done.stdout)
    return said


def proof_sizes(most: int) -> None:
    """Print how long proofs are in trees of growing size."""
    print(f"\n{'leaves':>10}{'hashes of inclusion':>21}{'bytes':>8}{'of consistency':>16}{'bytes':>8}{'ms to make':>12}")
    size = 100
    while size <= most:
        rows: dict[int, list[bytes]] = {0: list(leaves(size))}
        for full in Range().extend(rows[0]):
            rows.setdefault(full.level, []).append(full.hash)
        begun, inclusions, consistencies = time.perf_counter(), [], []
        for n in range(50):
            tiles = Tiles(size, _reader(rows))
            inclusions.append(len(tiles.inclusion(n * (size - 1) // 49)))
            consistencies.append(len(tiles.consistency(1 + n * (size - 2) // 49)))
        took = (time.perf_counter() - begun) * 1000 / 50
        one, two = max(inclusions), max(consistencies)
        print(f"{size:>10}{one:>21}{one * 32:>8}{two:>16}{two * 32:>8}{took:>12.2f}")
        size *= 10


def _reader(rows: dict[int, list[bytes]]) -> Read:
    return lambda level, first, count: rows.get(level, [])[first : first + count]


def fill(database: Database, count: int) -> None:
    """Lengthen the log by events of which only the leaves say anything."""
    columns = "stream, kind, version, type, recorded_at, occurred_on, actor, client, role, state_before, state_after"
    row = f"SELECT authority, :p, :s, {columns.removeprefix('stream, ')}, :l FROM event WHERE authority = :a AND position = 1"
    off = "PRAGMA foreign_keys=OFF" if database.sqlite else "SET session_replication_role = replica"
    with database.reading() as connection:
        connection.exec_driver_sql(off)
        connection.exec_driver_sql("BEGIN")
        last = connection.execute(text("SELECT position FROM head WHERE authority = :a"), {"a": AUTHORITY}).scalar_one()
        for first in range(0, count, 10_000):
            some = range(first, min(first + 10_000, count))
            rows = [{"a": AUTHORITY, "p": last + 1 + n, "s": f"bench-{n}", "l": sha256(n.to_bytes(8)).digest()} for n in some]
            connection.execute(text(f"INSERT INTO event (authority, position, {columns}, leaf) {row}"), rows)
        connection.execute(text("UPDATE head SET position = position + :n WHERE authority = :a"), {"n": count, "a": AUTHORITY})
        connection.exec_driver_sql("COMMIT")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON" if database.sqlite else "SET session_replication_role = origin")


# --- how soon, and at what cost -------------------------------------------------------------------------------------


@dataclass
class Seen:
    """Each checkpoint with the moment at which it was first there."""

    sizes: list[tuple[float, int]]

    def after(self, position: int, moment: float) -> float:
        """Give how long after a moment a checkpoint covered a position, in seconds; 0 when it was there before."""
        return next((max(0.0, at - moment) for at, size in self.sizes if size >= position), float("inf"))


@contextmanager
def watched(url: str) -> Iterator[Seen]:
    """Look every few milliseconds how far the log is signed."""
    seen, stop, database = Seen([]), threading.Event(), Database(url, pool_size=1)
    newest = text("SELECT max(size) FROM checkpoint WHERE authority = :a")

    def watch() -> None:
        with database.reading() as connection:
            while not stop.wait(0.005):
                size = connection.execute(newest, {"a": AUTHORITY}).scalar()
                if size is not None and (not seen.sizes or seen.sizes[-1][1] != size):
                    seen.sizes.append((time.perf_counter(), int(size)))

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()
        database.close()


async def paced(port: int, cases: list[str], token: str, seconds: float) -> list[tuple[float, float, int]]:
    """Send moves at a steady rate whatever the answers do; give (seconds it took, moment of the answer, position) of each."""
    done: list[tuple[float, float, int]] = []

    async def one(client: httpx.AsyncClient, number: int) -> None:
        begun = time.perf_counter()
        answer = await client.post(f"/challenges/{cases[number % len(cases)]}/contacts", json=note())
        answer.raise_for_status()
        moment = time.perf_counter()
        done.append((moment - begun, moment, int(answer.headers["log-position"])))

    address, headers = f"http://127.0.0.1:{port}/v1", {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=address, headers=headers, timeout=30) as client:
        begun = time.perf_counter()
        tasks = []
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, begun + number / RATE - time.perf_counter()))
            tasks.append(asyncio.create_task(one(client, number)))
        await asyncio.gather(*tasks)
    return done


def share(values: list[float], part: float) -> float:
    """Give a percentile."""
    ordered = sorted(values)
    return ordered[min(int(len(ordered) * part), len(ordered) - 1)]


def lag(url: str, bench: Bench, process: Process, cases: list[str], seconds: float) -> None:
    """Print how soon a checkpoint covers an event."""
    with watched(url) as seen:
        moves = asyncio.run(paced(process.port, cases, bench.staff, seconds))
        time.sleep(3)
    waits = [seen.after(position, moment) * 1000 for _, moment, position in moves]
    took = [each * 1000 for each, _, _ in moves]
    met = "met" if share(waits, 0.99) <= 1000 else "not met"
    print(
        f"{len(moves)} moves at {RATE}/s: an event is covered {share(waits, 0.5):.0f} ms after its answer at p50, "
        f"{share(waits, 0.99):.0f} at p99, {max(waits):.0f} at most   goal p99 ≤ 1000 ms: {met}\n"
        f"the moves themselves: p50 {share(took, 0.5):.1f} ms, p99 {share(took, 0.99):.1f} ms"
    )


def prepared(bench: Bench, process: Process) -> list[str]:
    """File some cases to move on."""
    with httpx.Client(base_url=f"http://127.0.0.1:{process.port}/v1", timeout=30) as client:
        headers = {"Authorization": f"Bearer {bench.representative}"}
        answers = [client.post("/challenges", json=submission(), headers=headers) for _ in range(20)]
    return [str(answer.raise_for_status().json()["id"]) for answer in answers]


def cost(url: str, bench: Bench, folder: Path, cases: list[str], size: Size) -> None:
    """Print moves with and without signing, in turn, so that what else the machine does falls on both."""
    figures: dict[str, list[dict[str, Any]]] = {"signed": [], "unsigned": []}
    bench.model = cases[0]
    for _ in range(size.rounds):
        for name, module in (("signed", "challenge_api"), ("unsigned", "tools.bench.unsigned")):
            with service(url, folder, 0, module) as process:
                for _ in range(2):  # the first window warms up
                    run = measure(process, bench.requests("short move"), 8, size.seconds / 2, folder)
                figures[name].append(run)
    print(f"\n{'moves, 8 connections':<24}{'req/s':>8}{'p50':>8}{'p99':>8}{'CPU ms':>8}   median of {size.rounds}")
    for name, runs in figures.items():
        middle = {key: statistics.median(run[key] for run in runs) for key in ("rps", "p50", "p99", "cpu_ms")}
        print(f"{name:<24}{middle['rps']:>8.0f}{middle['p50']:>8.1f}{middle['p99']:>8.1f}{middle['cpu_ms']:>8.2f}")


def audited(url: str, folder: Path) -> None:
    """Print how fast an audit reads what was recorded here."""
    settings, database = Settings(data_dir=folder, database_url=url), Database(url)
    kept = {name: held(path) for name, path in kept_checkpoints(settings, database)}
    with database.snapshot() as connection:
        run = Audit(connection, STREAMS, log_keys(settings).publics, ERASING, kept)
        faults = list(run.faults())
    database.close()
    rate = run.events / run.seconds
    print(f"audit: {run.events} events, {run.checkpoints} checkpoints, {len(faults)} faults, {rate:.0f} events/s")


def of_database(kind: str, address: str, size: Size) -> None:
    """Measure on one kind of database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = address or f"sqlite:///{folder / 'bench.db'}"
        print(f"\n=== {kind}")
        bench = Bench(url, folder, Scale(size.seconds, 1, 1))
        with service(url, folder, 0) as process:
            cases = prepared(bench, process)
            lag(url, bench, process, cases, size.seconds)
        cost(url, bench, folder, cases, size)
        audited(url, folder)
        database = Database(url)
        fill(database, size.leaves)
        database.close()
        spent = apart("sign", url, name)
        met = "met" if spent["wall"] <= 60 and spent["mb"] <= 500 else "not met"
        print(
            f"signing {spent['size']:.0f} events that nobody had signed: {spent['wall']:.1f} s ({spent['cpu']:.1f} s of CPU), "
            f"{spent['mb']:.0f} MB   goal ≤ 60 s, ≤ 500 MB: {met}"
        )


def main(words: list[str]) -> None:
    """Measure everything, or one part for whoever asks for it in a process of its own."""
    match words:
        case ["build", count]:
            print(json.dumps(build(int(count))))
            return
        case ["sign", url, folder]:
            print(json.dumps(sign(url, folder)))
            return
    parser = argparse.ArgumentParser(prog="./dev bench log", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tree of 100,000 leaves, short windows")
    parser.add_argument("--only", choices=("postgresql", "sqlite"))
    asked = parser.parse_args(words)
    size = Size(100_000, 4.0, 1) if asked.quick else Size(1_000_000, 60.0, 5)
    print(f"load of the machine before: {os.getloadavg()[0]:.1f}")
    spent = apart("build", str(size.leaves))
    met = "met" if spent["cpu"] <= 60 and spent["mb"] <= 500 else "not met"
    print(f"a tree of {size.leaves} leaves: {spent['cpu']:.1f} s, {spent['mb']:.0f} MB   goal ≤ 60 s, ≤ 500 MB: {met}")
    proof_sizes(size.leaves)
    if asked.only != "sqlite":
        with postgres.running(durable=True) as address:
            of_database("PostgreSQL", address, size)
    if asked.only != "postgresql":
        of_database("SQLite", "", size)


if __name__ == "__main__":
    main(sys.argv[1:])
