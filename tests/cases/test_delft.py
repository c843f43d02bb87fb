"""Delft (`nl-delft-rtc`): policy, no ordinance: people who live near, three conditions, never dearer than today."""

from challenge_api.challenges.commands import MissingItem
from tests.cases import towns
from tests.core import given

NAME = "nl-delft-rtc"


def test_neighbours_complete_their_form_and_get_the_task_at_todays_cost():
    case = towns.files(NAME, "resident_group", items=("cost",))
    assert case.case.missing == ("form",)
    towns.refuses(towns.admission(case, "2026-03-05"), "contents-missing")
    missing = given.request_supplement(
        missing=(MissingItem(key="form", explanation="the form"),), sent_on="2026-03-04", until="2026-03-18"
    )
    waiting = case.then(missing, given.intake())
    assert towns.due(waiting, "decision") == ("2026-05-11", "Awb 4:13(2)")  # at most two weeks stand still
    came = waiting.then(given.supplement(parts=(given.part("form", "2026-03-10"),)), given.representative(), on="2026-03-10")
    going = came.then(given.take_up(completed_by=came.case.version), given.intake(), on="2026-03-11")
    assert towns.due(going, "decision") == ("2026-05-04", "Awb 4:13(2)")  # six days stood still, and 3 May is a Sunday
    judged = towns.assessed(towns.admitted(going, "2026-03-12"))
    towns.refuses(towns.award(judged, granted_cents_per_year=towns.TODAYS_COST + 1), "above-todays-cost")
    decided = towns.awarded(judged, granted_cents_per_year=towns.TODAYS_COST)
    towns.refuses(towns.hand_over(decided, cents=towns.TODAYS_COST + 1), "above-award")
    towns.completed(towns.running(decided, cents=towns.TODAYS_COST))


def test_one_person_may_challenge_but_has_to_live_near():
    one = {"size": 1, "local": True}
    assert towns.admission(towns.files(NAME, "resident", group=one), "2026-03-05").reasons == ()
    towns.refuses(towns.admission(towns.files(NAME, "resident", group=one | {"local": False}), "2026-03-05"), "no-local-tie")


def test_each_of_the_three_conditions_is_scored_and_known_by_its_code():
    begun = towns.scored(towns.admitted(towns.files(NAME, "resident")))
    assert [score.criterion for score in begun.case.assessors[0].sheet] == ["supported", "cost", "transferable"]
    towns.refuses(given.given(begun).when(given.sheet("beauty"), given.assessor()), "unknown-criterion")
