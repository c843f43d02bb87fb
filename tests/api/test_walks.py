"""A case reaches every state over HTTP, and each state answers what its allowed actions promise."""

import pytest

from challenge_api.app import STREAMS
from challenge_api.challenges.case import STATES
from challenge_api.history import replay
from challenge_api.history.database import Database
from tests.api.walks import WALKS
from tests.service import Town


def test_every_state_has_a_walk() -> None:
    assert set(WALKS) == set(STATES) - {"none"}


@pytest.mark.parametrize("state", WALKS)
def test_a_case_reaches_every_state(state: str, database: Database) -> None:
    town = Town(database)
    case = WALKS[state](town)
    seen = case.seen("representative", subject="anna")
    assert seen["state"] == state
    reply = town.ask("GET", f"/v1/challenges/{case.id}/history", town.token("auditor"))
    history = reply.json["items"] if reply.status == 200 else []
    assert [event["version"] for event in history] == sorted(event["version"] for event in history)
    before = seen
    replay.rebuild(database, STREAMS)
    assert case.seen("representative", subject="anna") == before
