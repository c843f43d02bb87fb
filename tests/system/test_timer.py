"""The timer in several real processes at once, some of which are killed: what is due is told once and all of it."""

import multiprocessing
import os
import signal
import time
from collections import Counter

from sqlalchemy import text

from challenge_api.app import timer
from challenge_api.history.database import Database
from challenge_api.history.transaction import Moves
from challenge_api.settings import Settings
from tests.service import TestClock, Town

CASES = 15
FORK = multiprocessing.get_context("fork")  # a process of its own, without the seconds that loading the service takes


def ticks(url: str, day: str) -> None:
    """Look again and again, as the thread of a service does, on connections of its own."""
    database, clock = Database(url, 2), TestClock()
    clock.set(day)
    moves = Moves(database, clock, lambda: "", os.urandom, {})
    while True:
        timer(Settings(warn_days=14), moves).round()
        time.sleep(0.01)


def told(database: Database) -> Counter[tuple[str, str]]:
    with database.reading() as connection:
        rows = connection.execute(text("SELECT stream, type FROM event WHERE actor = 'client:challenge-api' AND role = 'system'"))
        return Counter((row.stream, row.type) for row in rows)


def test_three_processes_tell_everything_once_although_they_are_killed(database: Database) -> None:
    town = Town(database)
    cases = [town.submits().id for _ in range(CASES)]
    url = database.engine.url.render_as_string(hide_password=False)
    expected = {(case, kind): 1 for case in cases for kind in ("receipt-confirmed", "deadline-warned", "delay-told")}
    running = []
    try:
        for day, kinds in (("2026-09-02", 1), ("2026-11-24", 3)):  # the receipts, then the last day of every decision term
            running = [FORK.Process(target=ticks, args=(url, day), daemon=True) for _ in range(3)]
            for process in running:
                process.start()
            seen, last = 0, time.monotonic() + 60
            while (count := len(told(database))) < CASES * kinds and time.monotonic() < last:
                if count > seen + CASES // 3:  # one of them dies in the middle, and another comes
                    seen, victim = count, running.pop(0)
                    assert victim.pid is not None
                    os.kill(victim.pid, signal.SIGKILL)
                    running.append(FORK.Process(target=ticks, args=(url, day), daemon=True))
                    running[-1].start()
                time.sleep(0.005)
            time.sleep(0.2)  # whoever looks once more finds nothing
            for process in running:
                process.kill()
                process.join()
    finally:
        for process in running:
            process.kill()
    assert told(database) == expected
    with database.reading() as connection:
        keys = connection.execute(text("SELECT count(*) FROM challenge_duty")).scalar()
    assert keys == len(expected)
