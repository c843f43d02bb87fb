"""England (`gb-eng-localism-act-2011`): relevant bodies, a first notice in 30 days, ten closed grounds."""

from tests.cases import towns
from tests.core import given

NAME = "gb-eng-localism-act-2011"
GROUNDS = {
    "requirements_not_met", "inadequate_or_inaccurate", "body_not_suitable", "service_stopped", "integrated_nhs",
    "in_procurement", "in_negotiation", "employee_body_intended", "frivolous", "breach_of_law",
}  # fmt: skip


def test_a_charity_is_told_within_thirty_days_and_no_dutch_act_moves_the_day():
    case = towns.files(NAME, "charity", on="2026-03-06", group={"legal_form": "charity"})
    assert towns.due(case, "decision") == ("2026-04-05", "Ordinance (first notice)")  # Easter Sunday
    judged = towns.assessed(towns.admitted(case, "2026-03-09", legal_form_seen="charity"), cheaper="not-assessed")
    assert [score.criterion for score in judged.case.assessment.sheets[0].sheet] == ["wellbeing"]
    accepted = towns.awarded(judged, body="relevant_authority", granted_cents_per_year=9_000_000)  # price is for the tender
    towns.completed(towns.running(accepted))


def test_every_ground_of_the_closed_list_can_refuse_and_no_other():
    case = towns.files(NAME, "parish_council")
    assert {ground.code for ground in case.ordinance.grounds} == GROUNDS
    for ground in sorted(GROUNDS):
        towns.rejection(case, "2026-03-09", ground, body="cabinet").leads_to("rejected")
    towns.refuses(towns.rejection(case, "2026-03-09", "not-regulated", body="cabinet"), "unknown-ground")


def test_two_employees_may_challenge_and_tell_how_they_engage_the_others():
    alone = towns.files(NAME, "employees", group={"size": 1})
    towns.refuses(towns.admission(alone, "2026-03-05"), "too-few-persons")
    everything = [item.key for item in alone.ordinance.contents]
    silent = towns.files(NAME, "employees", group={"size": 2}, items=everything[:-1])
    assert silent.case.missing == ("employee_engagement",)
    assert towns.files(NAME, "charity", items=everything[:-1]).case.missing == ()
    towns.admitted(towns.files(NAME, "employees", group={"size": 2}))


def test_a_service_that_regulations_exclude_is_looked_at_before_anything_is_accepted():
    case = towns.files(NAME, "voluntary_or_community_body")
    towns.refuses(towns.admission(case, "2026-03-05", exclusions_considered=()), "exclusion-not-considered")


def test_a_term_of_the_authority_itself_can_not_be_extended_in_the_dutch_way():
    weeks = given.extend(told_on="2026-03-20", by_weeks=2, named_date=None)
    towns.refuses(given.given(towns.files(NAME, "charity")).when(weeks, given.handler()), "no-power-to-extend")
