"""A few of the kills of `./dev faults`, and that its verdict finds what it looks for: a verdict that cannot fail is none."""

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from challenge_api import demo_authority, ordinance_files
from challenge_api.challenges.routes import EXAMPLES
from tests.conftest import DATABASES
from tests.service import KEYS, MODELSTAD, VOORBEELDSTAD, Town, example
from tools.faults import kills, verdict, writers
from tools.faults.load import Acknowledged, Request


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_what_was_acknowledged_outlives_kills_and_nothing_is_doubled(kind):
    outcome = kills.run(kind, kills.Plan(kills=3, acknowledged=60, seconds=700), writers=4)
    assert outcome.faults == []
    assert outcome.kills >= 3
    assert outcome.starts >= 1
    assert outcome.database_kills == (1 if kind == "postgresql" else 0)
    assert outcome.repeated == len(outcome.ledger.acknowledged) >= 60
    assert "exactly once" in outcome.line()


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kind", DATABASES)
def test_a_poller_over_http_misses_nothing_of_sixteen_writers(kind):
    outcome = writers.run(kind, 200)
    assert outcome.faults == []
    assert outcome.events == outcome.seen >= 200
    assert outcome.gaps == 0


@pytest.mark.parametrize("done", [[], [VOORBEELDSTAD], [MODELSTAD], [VOORBEELDSTAD, MODELSTAD]])
def test_a_first_start_that_was_killed_half_way_is_completed_by_the_next(done, new_database):
    town = Town(new_database("sqlite"), demo=False)
    for authority in done:
        demo_authority.publish(town.service.moves, authority, demo_authority.shipped("demo-voorbeeldstad"))
    assert demo_authority.load(town.service.moves)
    assert ordinances(town) == [MODELSTAD, VOORBEELDSTAD]


@pytest.mark.parametrize(("authority", "name"), [(VOORBEELDSTAD, "demo-voorbeeldstad"), (MODELSTAD, "nl-vng-model-2024")])
def test_a_first_start_that_was_killed_between_a_draft_and_its_publication_is_completed_too(authority, name, new_database):
    town = Town(new_database("sqlite"), demo=False)
    ordinance_files.draft(town.service.moves, authority, demo_authority.shipped(name))
    assert demo_authority.load(town.service.moves)
    with town.database.reading() as connection:
        found = connection.execute(text("SELECT authority FROM ordinance_version WHERE state = 'published'")).scalars()
        assert sorted(set(found)) == [MODELSTAD, VOORBEELDSTAD]
    assert town.ask("POST", "/v1/challenges", town.token("representative"), EXAMPLES["submit"]).status == 201


def test_who_has_an_ordinance_of_their_own_gets_no_invented_ones(new_database):
    town = Town(new_database("sqlite"), demo=False)
    demo_authority.publish(town.service.moves, "gm0797", demo_authority.shipped("demo-voorbeeldstad"))
    assert not demo_authority.load(town.service.moves)
    assert ordinances(town) == ["gm0797"]


def ordinances(town):
    with town.database.reading() as connection:
        return sorted(connection.execute(text("SELECT authority FROM ordinance_version")).scalars())


def test_the_tool_leaves_no_process_behind_when_it_is_killed(tmp_path):
    program = (
        "import signal, sys; from pathlib import Path; from tools.faults.victim import Victim;"
        "one = Victim(f'sqlite:///{sys.argv[1]}/a.db', Path(sys.argv[1])); one.start(); print(one._process.pid, flush=True);"
        "signal.pause()"
    )
    root = Path(__file__).parents[2]
    tool = subprocess.Popen([sys.executable, "-c", program, str(tmp_path)], cwd=root, stdout=subprocess.PIPE, text=True)
    assert tool.stdout is not None
    with tool.stdout:
        service = int(tool.stdout.readline())
    assert Path(f"/proc/{service}").exists()
    tool.kill()
    tool.wait()
    until = time.monotonic() + 20
    while alive(service) and time.monotonic() < until:
        time.sleep(0.05)
    assert not alive(service)


def alive(process):
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# --- the verdict ----------------------------------------------------------------------------------------------------


@pytest.fixture
def written(new_database):
    """A log with a few acknowledged moves, and what a poller saw of it."""
    town = Town(new_database("sqlite"), Path(KEYS.name))
    acknowledged: list[Acknowledged] = []

    def moves(path, role, subject, body):
        key = {"Idempotency-Key": f"key-{len(acknowledged)}"}
        reply = town.ask("POST", path, town.token(role, subject=subject), body, key)
        assert reply.status == 201, reply.text
        said = reply.headers
        told = (said["Location"], said["ETag"], b"")
        acknowledged.append(Acknowledged(Request(path, b"", {}), int(said["Log-Position"]), said["Log-Leaf-Hash"], told))
        return said["Location"]

    case = moves("/v1/challenges", "representative", "anna", EXAMPLES["submit"])
    for _ in range(3):
        moves(f"{case}/contacts", "handler", "hanna", example("contacts") | {"heldOn": "2026-09-01"})
    town.service.log.publish(VOORBEELDSTAD)
    feed = town.get("/v1/events", "auditor").json["items"]
    with town.database.writing() as connection:  # damage comes past every guard
        for name in connection.execute(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).scalars().all():
            connection.execute(text(f"DROP TRIGGER {name}"))
    return town.database, acknowledged, [(event["position"], event["leafHash"]) for event in feed]


def judged(database, acknowledged, seen):
    return " / ".join(verdict.faults(database, Path(KEYS.name), acknowledged, seen))


def test_the_verdict_on_a_whole_log_is_that_nothing_is_wrong(written):
    assert judged(*written) == ""


# the log of `written`: an ordinance drafted and published, a group, a challenge, three contacts
DAMAGE = {
    "UPDATE event SET position = position + 1 WHERE position = 7": "leave a gap",
    "UPDATE event SET entry = entry || ' ' WHERE position = 3": "not the hash of their entry",
    "UPDATE head SET position = position + 1": "head is not their last position",
    "DELETE FROM idempotency_key WHERE version = 2": "3 keys are kept",
    "UPDATE challenge SET state = 'awarded'": "challenge: the read model is not what the log says",
    "DELETE FROM group_representative": "group_representative: the read model is not what the log says",
    "UPDATE checkpoint SET root = zeroblob(32)": "is not of its log",
    "DELETE FROM event WHERE position = 7": "acknowledged moves that are lost: 1, such as 7",
    "DELETE FROM event WHERE position = 3": "rows that refer to nothing",
    "UPDATE event SET state_before = 'admissible', version = 9 WHERE position = 7": "do not follow the one before",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_the_verdict_finds_damage_to_the_database(damage, written):
    database, acknowledged, seen = written
    with database.reading() as connection:
        for statement in ("PRAGMA foreign_keys = OFF", damage, "PRAGMA foreign_keys = ON"):
            connection.execute(text(statement))
    assert DAMAGE[damage] in judged(database, acknowledged, seen)


LIES = {
    "a move was lost": (lambda told, seen: ([*told, replace(told[0], position=99)], seen), "lost: 1, such as 99"),
    "a move was recorded twice": (lambda told, seen: (told[:-1], seen), "recorded twice: 1, such as 7"),
    "another event is at its place": (lambda told, seen: ([replace(told[0], leaf="x"), *told[1:]], seen), "another event is"),
    "two moves have one place": (lambda told, seen: ([*told, told[0]], seen), "told to two moves: 1"),
    "the poller missed one": (lambda told, seen: (told, seen[:2] + seen[3:]), "the poller missed: 1"),
    "the poller saw what is gone": (lambda told, seen: (told, [*seen, (99, "x")]), "that are gone: 1"),
    "the poller saw one twice": (lambda told, seen: (told, [seen[0], *seen]), "twice or out of order"),
}


@pytest.mark.parametrize("lie", LIES)
def test_the_verdict_finds_that(lie, written):
    database, acknowledged, seen = written
    tell, words = LIES[lie]
    assert words in judged(database, *tell(acknowledged, seen))
