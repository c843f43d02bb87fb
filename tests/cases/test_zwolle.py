"""Zwolle (`nl-zwolle-pilot-wmo`): a pilot in social support (Wmo) that says nothing of who, how or by when."""

from challenge_api.challenges.contents import Decider
from tests.cases import towns
from tests.core import given

NAME = "nl-zwolle-pilot-wmo"


def test_a_care_collective_takes_over_support_at_home_on_the_defaults_of_the_law():
    case = towns.files(NAME, "care_collective")
    assert [kind.code for kind in case.ordinance.scope.allowed] == ["wmo"]
    assert towns.left_open(case)["who_may_challenge"] == "Gemeentewet 150(3)"
    assert "review" not in towns.left_open(case)
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    judged = towns.assessed(towns.admitted(case), better="met", cheaper="not-assessed")
    going = towns.running(towns.awarded(judged))
    assert towns.terms(going, "report") == []  # no rhythm of reports is regulated
    assert towns.terms(going, "evaluation") == []
    towns.completed(going)


def test_an_award_lapses_only_after_a_last_day_that_was_told_for_no_term_is_regulated():
    decided = towns.awarded(towns.assessed(towns.admitted(towns.files(NAME, "resident"))))
    lapse = given.lapse(decided_on="2026-06-01", decider=Decider(body="executive"))
    towns.refuses(given.given(decided).when(lapse, given.decision_maker()), "agreement-term-not-told")
    told = decided.then(given.tell_deadline(kind="agreement", told_on="2026-04-02", due_on="2026-05-29"), given.handler())
    assert towns.due(told, "agreement") == ("2026-05-29", "Awb 3:2")
    given.given(told).when(lapse, given.decision_maker()).leads_to("lapsed")


def test_a_refusal_needs_a_reason_all_the_more_where_nothing_is_regulated():
    case = towns.files(NAME, "resident")
    towns.refuses(towns.rejection(case, "2026-03-09", "outside_pilot"), "unknown-ground")
    towns.rejection(case, "2026-03-09", "not-regulated").leads_to("rejected")
