"""Noordwijk (`nl-noordwijk-2025`): non-profit undertakings too, and the body that decides follows the content of the task."""

from tests.cases import towns
from tests.core import given

NAME = "nl-noordwijk-2025"


def test_a_non_profit_undertaking_takes_a_task_of_the_mayor_and_hands_it_back():
    case = towns.files(NAME, "non_profit_undertaking", group={"legal_form": "cooperative"})
    assert "decides" not in towns.left_open(case)
    assert towns.left_open(case)["hand_back"] == "BW 6:213"
    decided = towns.awarded(towns.assessed(towns.admitted(case, legal_form_seen="cooperative")), body="mayor")
    going = towns.running(decided)
    towns.refuses(
        given.given(going).when(given.hand_back(received_on="2026-09-01", ends_on="2026-08-31"), given.representative()),
        "date-order",
    )
    given.given(going).when(given.hand_back(received_on="2026-09-01", ends_on="2026-09-01"), given.representative()).leads_to(
        "handed_back"
    )


def test_the_council_may_decide_as_well_for_the_ordinance_names_bodies_by_content_and_not_by_amount():
    judged = towns.assessed(towns.admitted(towns.files(NAME, "resident")))
    for body in ("council", "executive", "mayor"):
        assert towns.award(judged, body=body, granted_cents_per_year=900_000_000).reasons == ()


def test_an_entrepreneur_for_profit_may_not_challenge():
    towns.refuses(towns.admission(towns.files(NAME, "entrepreneur"), "2026-03-05"), "applicant-kind")
