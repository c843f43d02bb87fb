"""Bodegraven-Reeuwijk (`nl-bodegraven-reeuwijk-2021`): residents and social initiatives, and a public outcome."""

from tests.cases import towns
from tests.core import given

NAME = "nl-bodegraven-reeuwijk-2021"


def test_a_social_initiative_is_refused_and_the_decision_is_made_public():
    case = towns.files(NAME, "social_initiative")
    assert "publication" not in towns.left_open(case)
    assert towns.left_open(case)["task_scope"] == "Gemeentewet 150(3)"
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    judged = towns.assessed(towns.admitted(case, exclusions_considered=()), better="not-met", cheaper="not-met")
    refused = towns.rejection(judged, "2026-04-20", "not-regulated", body="council").leads_to("rejected")
    decision = refused.case.decisions[-1].version
    publication = given.publish_decision(decision=decision, published_on="2026-04-22", text="Refused, with its reasons.")
    towns.refuses(given.given(refused).when(publication, given.publisher()), "nothing-to-publish")
    told = towns.announced(refused, "2026-04-21").then(publication, given.publisher())
    assert told.case.decisions[-1].published_on == given.day("2026-04-22")
    assert towns.terms(told, "decision")[0].status(told.today) == "met"


def test_a_resident_without_a_legal_form_is_awarded_and_ends_at_the_term():
    case = towns.admitted(towns.files(NAME, "resident", group={"size": 1}))
    towns.completed(towns.running(towns.awarded(towns.assessed(case, better="met", cheaper="not-met"))))


def test_an_entrepreneur_is_none_of_those_who_may_challenge():
    towns.refuses(towns.admission(towns.files(NAME, "entrepreneur"), "2026-03-05"), "applicant-kind")
