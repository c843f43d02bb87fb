"""Middelburg (`nl-middelburg-2021`): the right is one of six forms under one roof, and an official is the named contact."""

from challenge_api.challenges import commands as c
from challenge_api.challenges.contents import Consent
from tests.cases import towns
from tests.core import given

NAME = "nl-middelburg-2021"


def test_whoever_asks_is_taken_up_and_the_idea_finds_its_form():
    case = towns.files(NAME, "entrepreneur")
    assert len(case.ordinance.phases.sister_doors) == 6
    assert "adviseur participatie" in case.ordinance.advice.contact
    assert towns.left_open(case)["who_may_challenge"] == "Gemeentewet 150(3)"
    ready = towns.admitted(case)
    towns.refuses(given.given(ready).when(given.explore(), given.handler()), "phase-not-regulated")
    consent = Consent(given_on=given.day("2026-03-09"), statement="by mail")
    door = c.Reroute(door="neighbourhood-budget", explanation="dorps- en wijkdemocratie", consent=consent)
    assert ready.then(door, given.handler(), on="2026-03-09").case.outcome == "rerouted"


def test_what_stays_a_challenge_is_advised_on_decided_and_carried_out():
    case = towns.admitted(towns.files(NAME, "resident_group"))
    asked = given.request_advice(sent_on="2026-03-06", until="2026-03-20", asked_of="adviseur participatie")
    case = case.then(asked, given.handler())
    came = given.receive_advice(request=case.case.version, received_on="2026-03-18")
    judged = towns.assessed(case.then(came, given.handler()), "2026-03-23")
    assert judged.case.advices[0].late is False
    towns.completed(towns.running(towns.awarded(judged, body="council")))
