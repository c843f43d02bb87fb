"""Vught (`nl-vught-2025`): residents and local parties, the actual execution of a task, better and/or cheaper."""

from tests.cases import towns

NAME = "nl-vught-2025"


def ready(**group):
    return towns.admitted(towns.files(NAME, "social_party", group=group))


def test_a_plan_that_is_better_and_not_cheaper_is_enough():
    judged = towns.assessed(ready(), better="met", cheaper="not-met")
    assert judged.ordinance.two_tests.combine == "either"
    towns.completed(towns.running(towns.awarded(judged, body="council", granted_cents_per_year=towns.TODAYS_COST + 1)))


def test_a_plan_that_is_neither_is_not_awarded_whatever_the_body_would_like():
    neither = towns.assessed(ready(), better="not-met", cheaper="not-assessed")
    towns.refuses(towns.award(neither), "tests-not-met")
    towns.rejection(neither, "2026-03-31", "not-regulated").leads_to("rejected")


def test_who_has_no_tie_with_vught_may_not_challenge():
    outside = towns.files(NAME, "social_party", group={"local": False})
    towns.refuses(towns.admission(outside, "2026-03-05"), "no-local-tie")


def test_no_amount_decides_who_decides_for_the_body_is_the_one_that_has_the_task():
    judged = towns.assessed(ready())
    assert "decides" not in towns.left_open(judged)
    for body in ("council", "executive", "mayor"):
        assert towns.award(judged, body=body).reasons == ()
