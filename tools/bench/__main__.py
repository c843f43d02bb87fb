"""`./dev bench`: what each operation costs, as ratios against floors measured in the same run. `--quick` for a short look."""

import argparse
import copy
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median
from typing import Any

import httpx
import psycopg

from challenge_api.app import SystemClock, local_issuer
from challenge_api.challenges.routes import EXAMPLES
from challenge_api.demo_authority import AUTHORITY
from challenge_api.history.database import Database
from challenge_api.settings import Settings
from tools import postgres
from tools.bench import floors, seed
from tools.bench.load import KEY
from tools.bench.processes import Process, bare, service

TARGETS = {  # operation: (× bare, × pgbench, server CPU ms)
    "submit": (0.08, 0.4, 1.0),
    "move": (0.08, 0.4, 1.0),
    "get": (0.16, 0.12, 0.45),
    "page": (0.12, 0.15, 0.6),
    "history": (0.15, 0.12, 0.5),
}
PAST = (("page as of", "page", 20), ("oldest as of", "page", 20), ("case as of", "history", 3))
"""Reads as of a moment: operation, the plain one, how many times as dear at most."""
SERVER, OTHERS = 0, 1  # cores
BESIDE = {"deadlines": ("get", 1.5), "worklist": ("page", 1.5)}  # operation: what it is held against, and how many times its cost
CALCULATION = {
    "kind": "decision",
    "inputs": {
        "term": {"n": 8, "unit": "weeks", "article": "Awb 4:13(2)"},
        "events": [
            {"type": "application_received", "date": "2026-08-03"},
            {"type": "supplement_requested", "date": "2026-08-12", "deadline": "2026-08-26"},
            {"type": "supplement_received", "date": "2026-08-21"},
            {"type": "default_notice_received", "date": "2026-10-07"},
            {"type": "decided", "date": "2026-11-05"},
        ],
    },
}


@dataclass
class Scale:
    """How long to measure."""

    seconds: float
    windows: int
    cases: int
    past: bool = False


class Bench:
    """One service on one database, with requests for each operation."""

    def __init__(self, address: str, folder: Path, scale: Scale) -> None:
        """Prepare tokens."""
        self.address, self.folder, self.scale = address, folder, scale
        settings = Settings(data_dir=folder)
        issuer = local_issuer(settings, SystemClock.of(settings))
        assert issuer is not None
        self.representative = issuer.mint_roles({AUTHORITY: ["representative"]}, subject="anna", minutes=600)
        self.staff = issuer.mint_roles({AUTHORITY: ["handler", "intake"]}, subject="hanna", minutes=600)
        self.model, self.long, self.ten, self.halfway = "", "", "", ""

    def migrate(self) -> None:
        """Bring the schema up first, as operations do it: what migrating loads is no part of a process that serves."""
        database = Database(self.address)
        database.migrate()
        database.close()

    def prepare(self, process: Process) -> None:
        """File a case to copy, one with ten events and one with five hundred, and fill the database."""
        with httpx.Client(base_url=f"http://127.0.0.1:{process.port}/v1", timeout=30) as client:
            self.model, self.ten, self.long = (self._files(client) for _ in range(3))
            for case, count in ((self.ten, 9), (self.long, 500 if self.scale.windows > 1 else 60)):
                for _ in range(count):
                    self._notes(client, case)
        self.fill()

    def fill(self) -> None:
        """Fill the database up to the number of cases."""
        database = Database(self.address)
        seed.copies(database, self.model, self.scale.cases)
        self.halfway = seed.recorded_at(database, self.scale.cases // 2)
        database.close()

    def _files(self, client: httpx.Client) -> str:
        body = submission()
        answer = client.post("/challenges", json=body, headers={"Authorization": f"Bearer {self.representative}"})
        answer.raise_for_status()
        return str(answer.json()["id"])

    def _notes(self, client: httpx.Client, case: str) -> None:
        answer = client.post(f"/challenges/{case}/contacts", json=note(), headers={"Authorization": f"Bearer {self.staff}"})
        answer.raise_for_status()

    def requests(self, operation: str) -> list[str]:  # noqa: C901 # one word for each operation
        """Give requests of one kind."""
        some = [seed.nth(number * 97 % self.scale.cases) for number in range(2000)]
        match operation:
            case "submit":
                body = json.dumps(submission())
                return [post("/v1/challenges", self.representative, body)]
            case "move":
                return [post(f"/v1/challenges/{case}/contacts", self.staff, json.dumps(note())) for case in some]
            case "long move":
                return [post(f"/v1/challenges/{self.long}/contacts", self.staff, json.dumps(note()))]
            case "short move":
                return [post(f"/v1/challenges/{self.model}/contacts", self.staff, json.dumps(note()))]
            case "get":
                return [get(f"/v1/challenges/{case}", self.staff) for case in some]
            case "page":
                return [get("/v1/challenges?state=submitted", self.staff)]
            case "page as of":
                return [get(f"/v1/challenges?state=submitted&asOf={self.halfway}", self.staff)]
            case "oldest as of":
                return [get(f"/v1/challenges?state=submitted&sort=submittedOn&asOf={self.halfway}", self.staff)]
            case "case as of":
                return [get(f"/v1/challenges/{self.ten}?asOf={self.halfway}", self.staff)]
            case "deadlines":
                return [get(f"/v1/challenges/{case}/deadlines", self.staff) for case in some]
            case "worklist":
                return [get("/v1/deadlines", self.staff)]
            case "calculation":
                return [post("/v1/deadline-calculations", self.staff, json.dumps(CALCULATION))]
            case _:
                return [get(f"/v1/challenges/{self.ten}/history", self.staff)]


def submission() -> dict[str, Any]:
    """Give a challenge of about 1.5 kB."""
    return copy.deepcopy(dict(EXAMPLES["submit"]))


def note() -> dict[str, Any]:
    """Give a small move."""
    today = SystemClock.of(Settings()).today(AUTHORITY).isoformat()
    return dict(EXAMPLES["logContact"]) | {"heldOn": today}


def get(path: str, token: str) -> str:
    """Write a GET."""
    return f"GET {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n\r\n"


def post(path: str, token: str, body: str) -> str:
    """Write a POST with a key of its own."""
    head = f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n"
    return f'{head}Idempotency-Key: "{KEY.decode()}"\r\nContent-Length: {len(body.encode())}\r\n\r\n{body}'


def measure(process: Process, requests: list[str], connections: int, seconds: float, folder: Path) -> dict[str, Any]:
    """Run one window from a process of its own on the other core."""
    file = folder / "requests.json"
    file.write_text(seed.texts(requests), encoding="utf-8")
    before = process.cpu_seconds()
    command = [sys.executable, "-m", "tools.bench.load", str(process.port), str(file), str(connections), str(seconds)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    figures: dict[str, Any] = json.loads(done.stdout)
    figures["cpu_ms"] = (process.cpu_seconds() - before) * 1000 / max(figures["count"], 1)
    bad = {status: count for status, count in figures["statuses"].items() if status not in ("200", "201")}
    if bad:
        raise RuntimeError(f"answers that were no success: {bad}")
    return figures


def best(bench: Bench, process: Process, operation: str, connections: int, windows: int) -> dict[str, Any]:
    """Give the best of some windows."""
    runs = [measure(process, bench.requests(operation), connections, bench.scale.seconds, bench.folder) for _ in range(windows)]
    return max(runs, key=lambda run: float(run["rps"]))


def sixteen(bench: Bench, process: Process, *, pgbench: bool) -> None:
    """Print the table of the goal: one process on one core, 16 connections."""
    scripts = floors.scripts(bench.model, 15) if pgbench else {}
    print(f"\n{'operation':<10}{'req/s':>8}{'p50':>7}{'p95':>7}{'p99':>7}{'CPU ms':>8}{'× bare':>8}{'× pgbench':>11}   goal")
    for operation, (of_bare, of_pgbench, cpu) in TARGETS.items():
        figures = best(bench, process, operation, 16, bench.scale.windows)
        status = 201 if operation in ("submit", "move") else 200
        with bare(figures["bytes"], status, SERVER) as floor:
            runs = [
                measure(floor, bench.requests(operation), 16, bench.scale.seconds, bench.folder)
                for _ in range(bench.scale.windows)
            ]
            x_bare = figures["rps"] / max(float(run["rps"]) for run in runs)
        x_pgbench = 0.0
        if pgbench:
            address = bench.address
            tps = [
                floors.run(address, scripts[operation], bench.folder, 16, max(int(bench.scale.seconds), 1))
                for _ in range(bench.scale.windows)
            ]
            x_pgbench = figures["rps"] / max(tps)
        limit = cpu if pgbench else {"submit": 1.5, "move": 1.5}.get(operation, cpu)
        ratio = x_bare >= of_bare or x_pgbench >= of_pgbench
        met = "met" if (ratio or not pgbench) and figures["cpu_ms"] <= limit else "not met"
        goal = f"≥ {of_bare} or ≥ {of_pgbench}, ≤ {limit} ms" if pgbench else f"≤ {limit} ms"
        print(
            f"{operation:<10}{figures['rps']:>8.0f}{figures['p50']:>7.1f}{figures['p95']:>7.1f}{figures['p99']:>7.1f}"
            f"{figures['cpu_ms']:>8.2f}{x_bare:>8.3f}{x_pgbench:>11.3f}   {goal}: {met}"
        )


def beside(bench: Bench, process: Process) -> None:
    """Print what deadlines cost in processor time beside the reads that they are held against, each in turn."""
    print(f"\n{'deadlines':<14}{'req/s':>8}{'p50':>7}{'CPU ms':>8}{'beside':>10}{'CPU ms':>8}{'×':>7}   goal")
    for operation, (other, most) in BESIDE.items():
        pairs = [[measured(bench, process, each) for each in (operation, other)] for _ in range(bench.scale.windows)]
        own, its = (min(runs, key=lambda run: float(run["cpu_ms"])) for runs in zip(*pairs, strict=True))
        times = own["cpu_ms"] / its["cpu_ms"]
        met = "met" if times <= most else "not met"
        print(
            f"{operation:<14}{own['rps']:>8.0f}{own['p50']:>7.1f}{own['cpu_ms']:>8.2f}{other:>10}{its['cpu_ms']:>8.2f}{times:>7.2f}"
            f"   ≤ {most}: {met}"
        )
    run = min((measured(bench, process, "calculation") for _ in range(bench.scale.windows)), key=lambda run: float(run["cpu_ms"]))
    met = "met" if run["cpu_ms"] <= 1 else "not met"
    print(f"{'calculation':<14}{run['rps']:>8.0f}{run['p50']:>7.1f}{run['cpu_ms']:>8.2f}{'':>25}   ≤ 1 ms: {met}")


def measured(bench: Bench, process: Process, operation: str) -> dict[str, Any]:
    """Run one window of an operation at 16 connections."""
    return measure(process, bench.requests(operation), 16, bench.scale.seconds, bench.folder)


def spread(bench: Bench, process: Process) -> None:
    """Print every operation at 1, 8 and 32 connections."""
    print(f"\n{'operation':<10}" + "".join(f"{f'{count} conn: req/s':>18}{'p50':>7}{'p95':>7}{'p99':>7}" for count in (1, 8, 32)))
    for operation in TARGETS:
        cells = ""
        for connections in (1, 8, 32):
            run = best(bench, process, operation, connections, 1)
            cells += f"{run['rps']:>18.0f}{run['p50']:>7.1f}{run['p95']:>7.1f}{run['p99']:>7.1f}"
        print(f"{operation:<10}{cells}")


def flatness(bench: Bench, process: Process, small: Bench, beside_it: Process) -> None:
    """Print how cost grows with the number of cases and of events, window by window in turns: the machine has its moods."""
    print(
        f"\n{'cost as cases grow':<24}{f'CPU ms {small.scale.cases}':>14}{f'CPU ms {bench.scale.cases}':>16}{'×':>7}   goal ≤ 1.2"
    )
    for operation in ("submit", "get", "page"):
        pairs = [
            (measured(small, beside_it, operation)["cpu_ms"], measured(bench, process, operation)["cpu_ms"])
            for _ in range(bench.scale.windows)
        ]
        _grown(operation, pairs)
    moves = [
        [best(bench, process, f"{kind} move", 8, 1)["cpu_ms"] for kind in ("short", "long")] for _ in range(bench.scale.windows)
    ]
    _grown("a move on a long case", moves)


def _grown(what: str, pairs: Sequence[Sequence[float]]) -> None:
    few, many = (median(each) for each in zip(*pairs, strict=True))
    times = median(after / before for before, after in pairs)
    print(f"{what:<24}{few:>14.2f}{many:>16.2f}{times:>7.2f}   ≤ 1.2: {'met' if times <= 1.2 else 'not met'}")


def past(bench: Bench, process: Process) -> None:
    """Print what reading as of a moment costs beside the plain read: halfway through what was recorded, on one connection."""
    print(f"\n{'as of a moment':<24}{'ms plain':>12}{'ms as of':>12}{'×':>7}")
    for operation, plain, most in PAST:
        before, now = (
            min(best(bench, process, each, 1, 1)["p50"] for _ in range(bench.scale.windows)) for each in (plain, operation)
        )
        print(f"{operation:<24}{before:>12.2f}{now:>12.2f}{now / before:>7.1f}   goal ≤ {most}")


def run(kind: str, address: str, scale: Scale) -> None:
    """Measure one kind of database."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        url = address or f"sqlite:///{folder / 'bench.db'}"
        bench = Bench(url, folder, scale)
        bench.migrate()
        with service(url, folder, SERVER) as process:
            bench.prepare(process)
            if scale.past:
                past(bench, process)
                return
            print(f"\n=== {kind}: one process on one core, 16 connections, {scale.cases} cases, best of {scale.windows}")
            sixteen(bench, process, pgbench=bool(address))
            beside(bench, process)
            spread(bench, process)
            with small_one(address, scale) as (small, beside_it):
                flatness(bench, process, small, beside_it)
            past(bench, process)
            print(f"\npeak memory of the process: {process.peak_mb():.0f} MB   goal ≤ 150")


@contextmanager
def small_one(address: str, scale: Scale) -> Iterator[tuple[Bench, Process]]:
    """Run a second service on a database of its own, with few cases."""
    with tempfile.TemporaryDirectory() as name:
        folder, url = Path(name), f"sqlite:///{Path(name) / 'small.db'}"
        if address:
            with psycopg.connect(address.replace("+psycopg", ""), autocommit=True) as connection:
                connection.execute("CREATE DATABASE small")
            url = address.replace("/postgres?", "/small?")
        bench = Bench(url, folder, replace(scale, cases=min(1000, scale.cases)))
        bench.migrate()
        with service(url, folder, SERVER) as process:
            bench.prepare(process)
            yield bench, process


def main() -> None:
    """Measure both databases, or one."""
    parser = argparse.ArgumentParser(prog="./dev bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short window each, 5,000 cases")
    parser.add_argument("--past", action="store_true", help="reads as of a moment alone")
    parser.add_argument("--only", choices=("postgresql", "sqlite"))
    asked = parser.parse_args()
    scale = Scale(1.0, 1, 5_000, asked.past) if asked.quick else Scale(2.0, 5, 100_000, asked.past)
    os.sched_setaffinity(0, {OTHERS} if len(os.sched_getaffinity(0)) > 1 else {0})
    if asked.only != "sqlite":
        with postgres.running(durable=True, settings=("shared_buffers=512MB",)) as address:
            run("PostgreSQL", address, scale)
    if asked.only != "postgresql":
        run("SQLite", "", scale)


if __name__ == "__main__":
    main()
