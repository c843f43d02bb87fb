"""Alkmaar (`nl-alkmaar-2025`): residents and social parties, three doors side by side, and nothing said of better or cheaper."""

from challenge_api.challenges import commands as c
from challenge_api.challenges.contents import Consent
from tests.cases import towns
from tests.core import given

NAME = "nl-alkmaar-2025"


def test_a_social_party_goes_all_the_way_on_the_defaults_of_the_law():
    case = towns.files(NAME, "social_party")
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")  # eight weeks end on King's Day
    assert towns.left_open(case)["decides"] == "Gemeentewet 160, 147"
    begun = towns.scored(towns.admitted(case))
    towns.refuses(given.given(begun).when(given.score(), given.assessor()), "criteria-not-regulated", "not-assigned")
    decided = towns.awarded(
        towns.concluding(begun, "not-assessed", "not-assessed").accepted(), body="mayor", legal_track="private-law"
    )
    assert towns.terms(towns.announced(decided, "2026-04-02"), "objection") == []
    towns.completed(towns.running(decided))


def test_a_group_of_residents_is_no_kind_of_applicant_here():
    towns.refuses(towns.admission(towns.files(NAME, "resident_group"), "2026-03-05"), "applicant-kind")


def test_an_idea_that_fits_another_of_the_three_doors_is_led_there():
    case = towns.files(NAME, "resident")
    assert [door.label_nl for door in case.ordinance.phases.sister_doors] == [
        "initiatievenloket",
        "bewonersinitiatieven",
        "uitdaagrecht",
    ]
    consent = Consent(given_on=given.day("2026-03-09"), statement="by mail")
    led = case.then(
        c.Reroute(door="initiative", explanation="a desk of its own", consent=consent), given.handler(), on="2026-03-09"
    )
    assert (led.case.outcome, towns.terms(led, "decision")[0].status(led.today)) == ("rerouted", "lapsed")


def test_a_refusal_says_that_no_ground_is_regulated_and_gives_its_reason():
    case = towns.assessed(towns.admitted(towns.files(NAME, "resident")), better="not-met", cheaper="not-met")
    towns.refuses(towns.rejection(case, "2026-03-31", "too_expensive"), "unknown-ground")
    refused = towns.rejection(case, "2026-03-31", "not-regulated").leads_to("rejected")
    assert (
        towns.due(towns.announced(refused, "2026-04-02"), "objection")[0] == "2026-05-18"
    )  # Ascension Day, and a decree for the day after
