"""The clock of a sandbox over HTTP: forward only, for everything that asks what day it is, and nowhere else."""

import json
from importlib.resources import files

import pytest

from challenge_api import demo_authority
from challenge_api.app import STREAMS
from challenge_api.history import replay
from tests.service import VOORBEELDSTAD, Town

SANDBOX = demo_authority.SANDBOX
CLOCK = f"/v1/authorities/{SANDBOX}/clock"


@pytest.fixture
def town(database):
    town = Town(database)
    demo_authority.load_sandbox(town.service.moves)
    yield town
    town.service.close()


def sets(town, day, at=SANDBOX, role="administrator"):
    return town.ask("PUT", f"/v1/authorities/{at}/clock", town.token(role, at=at), {"today": day})


def test_the_clock_of_a_sandbox_is_the_day_for_everything_there_and_nowhere_else(town):
    assert town.get(CLOCK, "handler", at=SANDBOX).json == {
        "authority": SANDBOX, "sandbox": True, "today": "2026-09-01", "setAt": None,
    }  # fmt: skip
    before = town.clock.now().isoformat()
    assert sets(town, "2027-03-01").status == 200
    assert town.get(CLOCK, "handler", at=SANDBOX).json["today"] == "2027-03-01"

    filed, real = town.submits(at=SANDBOX), town.submits()
    assert filed.seen()["receivedOn"] == "2027-03-01"
    assert real.seen()["receivedOn"] == "2026-09-01"
    deadlines = town.get(f"/v1/challenges/{filed.id}/deadlines", "handler", at=SANDBOX).json
    assert deadlines["today"] == "2027-03-01"
    asked = json.loads((files("challenge_api.challenges.eligibility") / "example.json").read_text())
    answer = town.ask("POST", "/v1/eligibility-checks", None, asked | {"authority": SANDBOX})
    assert answer.json["checkedOn"] == "2027-03-01"

    told = town.get(f"/v1/events?authority={SANDBOX}", "handler", at=SANDBOX).json["items"]
    (set_,) = [event for event in told if event["type"] == "clock-set"]
    assert set_["data"] == {"today": "2027-03-01"}
    assert before[:10] == set_["recordedAt"][:10], "recorded by the real time"
    first = sets(town, "2027-04-01").json["setAt"]
    then = town.get(f"/v1/challenges/{filed.id}/deadlines?asOf={first}", "handler", at=SANDBOX).json
    assert then["today"] == "2027-04-01"
    then = town.get(f"/v1/challenges/{filed.id}/deadlines?asOf={told[-1]['recordedAt']}", "handler", at=SANDBOX).json
    assert then["today"] == "2027-03-01", "the day that it was at that moment"


def test_the_clock_goes_forward_only_and_to_set_the_same_day_records_nothing(town):
    sets(town, "2027-03-01")
    refused = sets(town, "2027-02-28")
    assert (refused.status, refused.codes) == (409, ["clock-goes-forward"])
    assert sets(town, "2300-01-01").codes == ["clock-too-far"]
    assert sets(town, "2027-03-01").status == 200
    told = town.get(f"/v1/events?authority={SANDBOX}", "handler", at=SANDBOX).json["items"]
    assert [event["type"] for event in told].count("clock-set") == 1


def test_other_authorities_and_other_roles_cannot_set_it(town):
    refused = sets(town, "2027-03-01", at=VOORBEELDSTAD)
    assert (refused.status, refused.codes) == (409, ["not-a-sandbox"])
    assert sets(town, "2027-03-01", role="handler").status == 403
    elsewhere = town.ask("PUT", CLOCK, town.token("administrator"), {"today": "2027-03-01"})
    assert elsewhere.status == 403
    assert town.get(CLOCK).status == 403


def test_the_clock_stands_as_it_was_after_a_rebuild(town):
    sets(town, "2027-03-01")
    sets(town, "2027-05-01")
    before = town.get(CLOCK, "handler", at=SANDBOX).json
    replay.rebuild(town.database, STREAMS)
    assert town.get(CLOCK, "handler", at=SANDBOX).json == before
