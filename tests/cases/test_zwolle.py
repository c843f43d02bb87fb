"""Zwolle (`nl-zwolle-pilot-wmo`): a pilot in social support (Wmo) that says nothing of who, how or by when."""

from tests.cases import towns

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


def test_a_refusal_needs_a_reason_all_the_more_where_nothing_is_regulated():
    case = towns.files(NAME, "resident")
    towns.refuses(towns.rejection(case, "2026-03-09", "outside_pilot"), "unknown-ground")
    towns.rejection(case, "2026-03-09", "not-regulated").leads_to("rejected")
