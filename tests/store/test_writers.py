"""Many writers at once: no gap, nothing missed, nothing lost."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from challenge_api.challenges import chronicle
from challenge_api.history.database import Database
from challenge_api.law.access import Principal, Role
from tests.api.walks import submitted
from tests.service import VOORBEELDSTAD, Filed, Town, example

WRITERS, EACH = 16, 12
STAFF = Principal("test", None, "poller", {VOORBEELDSTAD: frozenset({Role.AUDITOR})})


def test_a_poller_misses_nothing_of_sixteen_writers(database: Database) -> None:
    town = Town(database)
    seen: list[int] = []
    done = threading.Event()

    def poll() -> None:
        while True:
            last_round = done.is_set()
            with database.reading() as connection:
                found = chronicle.feed(connection, STAFF, VOORBEELDSTAD, seen[-1] if seen else 0, 500)
            seen.extend(told.position for told in found)
            if last_round:
                return

    def write(number: int) -> list[str]:
        return [town.submits(subject=f"person-{number}").id for _ in range(EACH)]

    poller = threading.Thread(target=poll)
    poller.start()
    with ThreadPoolExecutor(WRITERS) as writers:
        filed = [case for cases in writers.map(write, range(WRITERS)) for case in cases]
    done.set()
    poller.join()
    assert len(set(filed)) == WRITERS * EACH
    assert seen == list(range(1, len(seen) + 1)), "a position was missed or came twice"
    assert len(seen) == 2 + 2 * WRITERS * EACH, "an ordinance drafted and published, and a challenge and its group each"


def race(case: Filed, noun: str, role: str, headers: Callable[[], dict[str, str]], count: int) -> list[int]:
    barrier = threading.Barrier(count)
    token = case.town.token(role)

    def move(_: int) -> int:
        barrier.wait()
        body = example(noun)
        return case.town.ask("POST", f"/v1/challenges/{case.id}/{noun}", token, body, headers()).status

    with ThreadPoolExecutor(count) as people:
        return sorted(people.map(move, range(count)))


def test_of_two_moves_on_one_version_one_is_stale(database: Database) -> None:
    case = submitted(Town(database))
    case.town.clock.set("2026-09-08")
    assert race(case, "admission", "intake", lambda: {"If-Match": '"1.staff"'}, 4) == [201, 412, 412, 412]


def test_additions_never_lose_a_race(database: Database) -> None:
    case = submitted(Town(database))
    case.town.clock.set("2026-09-08")
    assert race(case, "contacts", "handler", dict, 40) == [201] * 40
    assert case.version == 41


@pytest.mark.parametrize("count", [6])
def test_one_key_has_one_effect(count: int, database: Database) -> None:
    case = submitted(Town(database))
    case.town.clock.set("2026-09-08")
    answers = race(case, "contacts", "handler", lambda: {"Idempotency-Key": '"the-same"'}, count)
    assert answers == [201] * count, "who came second gets the first answer"
    assert case.version == 2, "a repetition had an effect of its own"
