"""Groningen (`nl-groningen-rtc-pilot`): a pilot in the social domain, with a run-up under guidance and a start credit."""

from tests.cases import towns
from tests.core import given

NAME = "nl-groningen-rtc-pilot"


def test_a_self_employed_person_works_the_idea_out_and_takes_the_task_over():
    case = towns.files(NAME, "self_employed", group={"size": 1})
    phases = case.ordinance.phases
    assert (phases.exploration, phases.start_money, phases.start_money_cents) == (True, True, None)
    assert towns.due(case, "decision") == ("2026-04-28", "Awb 4:13(2)")
    case = towns.admitted(case)
    begun = case.then(given.explore(), given.handler(), on="2026-03-06")
    assert begun.case.state == "exploring"
    towns.refuses(given.given(begun).when(given.begin_assessment(), given.handler()), "state-not-permitted")
    new_plan = begun.then(given.amend(), given.representative(), on="2026-03-10")
    ready = new_plan.then(given.conclude_exploration(held_on="2026-03-12"), given.handler())
    judged = towns.assessed(ready, cheaper="not-assessed")
    assert (judged.case.plan_version, judged.case.assessment.plan_version) == (2, 2)
    assert [score.criterion for score in judged.case.assessment.sheets[0].sheet] == [
        "strengthens_social_base",
        "can_replace_task",
    ]
    towns.completed(
        towns.running(towns.awarded(judged, granted_cents_per_year=5_000_000))
    )  # no cap: cost is weighed with the plan


def test_a_run_up_that_shows_it_cannot_work_ends_in_a_refusal_with_a_reason():
    begun = towns.admitted(towns.files(NAME, "resident")).then(given.explore(), given.handler(), on="2026-03-06")
    refused = towns.rejection(begun, "2026-03-20", "not-regulated").leads_to("rejected")
    assert towns.due(towns.announced(refused, "2026-03-23"), "objection")[0] == "2026-05-04"


def test_a_foundation_is_not_among_those_who_may_challenge_in_the_pilot():
    towns.refuses(towns.admission(towns.files(NAME, "social_party"), "2026-03-05"), "applicant-kind")
