"""What an ordinance regulates decides: marks and tests, what is granted once, the longest term, grounds, other bodies."""

from dataclasses import replace
from typing import Any, cast

import pytest

from challenge_api.challenges.clocks import deadlines_of
from challenge_api.challenges.contents import RefusalReason
from challenge_api.challenges.preconditions import qualifying
from challenge_api.demo_authority import shipped
from challenge_api.law.bank_holidays import calendar_of
from challenge_api.law.deadlines import Extension
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import Length, Ordinance, OwnTerm, RefusalGround, TwoTests
from challenge_api.law.ordinance_document import read_ordinance
from tests.core.given import (
    VOORBEELDSTAD,
    Story,
    admissible,
    agreement,
    assessed,
    assessor,
    award,
    awarded,
    begin_assessment,
    conclude_assessment,
    conclude_exploration,
    contract_manager,
    day,
    decision_maker,
    declare_interest,
    exploring,
    extend,
    given,
    hand_back,
    handler,
    monitored,
    ready,
    reject,
    renew,
    representative,
    request_advice,
    score,
    scored,
    start_execution,
    submitted,
)


def with_groups(**groups: Any) -> Ordinance:
    """Voorbeeldstad with these groups of its document in place of its own."""
    return read_ordinance({**cast("dict[str, Any]", shipped("demo-voorbeeldstad")), **groups})


def sheets(*points: dict[str, int], **tests: Any) -> Story:
    """Assessed by so many assessors, each with points by criterion, under other tests where they are given."""
    names = [f"assessor-{number}" for number in range(len(points))]
    story = ready(*names).then(begin_assessment(), handler())
    if tests:
        story = story.under(two_tests=replace(story.ordinance.two_tests or _NO_TESTS, **tests))
    for name, given_points in zip(names, points, strict=True):
        example = score()
        scores = tuple(replace(each, points=given_points.get(each.criterion, each.points)) for each in example.scores)
        story = story.then(replace(example, scores=scores), assessor(name))
    return story


_NO_TESTS = TwoTests(combine=None, better_pass_mark=None, cheaper_pass_mark=None, article="Ordinance 10")


# --- marks ----------------------------------------------------------------------------------------------------------


def test_a_criterion_below_its_minimum_leaves_its_test_not_met():
    below = sheets({"quality": 5}, {"quality": 6})  # 5.5 on average, and the ordinance asks 6
    given(below).when(conclude_assessment(), by=handler(), on="2026-10-01").refused("below-the-mark", "Ordinance 10", "/better")
    conclude = conclude_assessment(better="not-met")
    given(below).when(conclude, by=handler(), on="2026-10-01").leads_to("assessed")
    at_the_mark = sheets({"quality": 5}, {"quality": 7})
    given(at_the_mark).when(conclude_assessment(), by=handler(), on="2026-10-01").leads_to("assessed")


def test_a_test_is_met_only_at_its_pass_mark_by_weighted_points():
    # quality weighs 40 and social value 30: 6 and 9 make 7.28, 6 and 8 make 6.86
    given(sheets({"quality": 6, "social_value": 9}, better_pass_mark=7)).when(
        conclude_assessment(), by=handler(), on="2026-10-01"
    ).leads_to("assessed")
    given(sheets({"quality": 6, "social_value": 8}, better_pass_mark=7)).when(
        conclude_assessment(), by=handler(), on="2026-10-01"
    ).refused("below-the-mark", "Ordinance 10", "/better")
    given(sheets({"cost": 6}, cheaper_pass_mark=7)).when(conclude_assessment(), by=handler(), on="2026-10-01").refused(
        "below-the-mark", "Ordinance 10", "/cheaper"
    )


def test_what_a_recused_assessor_scored_does_not_count_for_a_mark():
    story = sheets({"quality": 9}, {"quality": 4})
    given(story).when(conclude_assessment(), by=handler(), on="2026-10-01").accepted()
    recused = story.then(declare_interest(interest="conflict"), assessor("assessor-0"))
    given(recused).when(conclude_assessment(), by=handler(), on="2026-10-01").refused("below-the-mark", "Ordinance 10", "/better")


def test_a_minimum_of_a_criterion_of_neither_test_counts_for_both():
    loose = tuple(replace(each, test=None) for each in VOORBEELDSTAD.criteria or ())
    story = sheets({"quality": 5}).under(criteria=loose)
    given(story).when(conclude_assessment(), by=handler(), on="2026-10-01").refused_for("below-the-mark", "below-the-mark")


def test_the_points_stay_out_of_the_refusal_for_the_sheets_are_sealed():
    (reason,) = given(sheets({"quality": 3})).when(conclude_assessment(), by=handler(), on="2026-10-01").reasons
    assert "3" not in reason.detail


# --- the two tests --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("combine", "better", "cheaper", "awards"),
    [
        ("either", "met", "not-met", True),
        ("either", "not-assessed", "met", True),
        ("either", "not-met", "not-assessed", False),
        ("both", "met", "met", True),
        ("both", "met", "not-met", False),
        ("better", "met", "not-met", True),
        ("better", "not-met", "met", False),
        ("cheaper", "not-assessed", "met", True),
        ("cheaper", "met", "not-met", False),
        ("weighing", "not-met", "not-met", True),
        (None, "not-met", "not-met", True),
    ],
)
def test_an_award_needs_the_tests_that_the_ordinance_says(combine, better, cheaper, awards):
    judged(combine, better, cheaper, awards)


def judged(combine, better, cheaper, awards):
    story = scored().under(two_tests=replace(_NO_TESTS, combine=combine))
    story = story.then(conclude_assessment(better=better, cheaper=cheaper), handler(), on="2026-10-01")
    asked = given(story).when(award(), by=decision_maker())
    if awards:
        asked.leads_to("awarded")
    else:
        asked.refused("tests-not-met", "Ordinance 10")


def test_no_award_without_the_test_that_it_needs():
    judged("both", "met", "not-assessed", awards=False)


# --- what is granted once -------------------------------------------------------------------------------------------


def test_what_is_granted_once_counts_for_the_body_that_decides():
    dearest = award(granted_cents_per_year=4_200_000, one_off_cents=20_800_000)
    uncapped = assessed().under(cost_rule=None)
    given(uncapped).when(dearest, by=decision_maker()).leads_to("awarded")
    given(uncapped).when(replace(dearest, one_off_cents=20_800_001), by=decision_maker()).refused_for(
        "body-not-competent", "council-not-heard"
    )


def test_what_is_granted_once_counts_for_the_cap_over_the_whole_term():
    # 600,000 a year stay under today's cost; over three years 1,800,000 can be granted once
    once = award(granted_cents_per_year=3_600_000, one_off_cents=1_800_000, term_months=36)
    given(assessed()).when(once, by=decision_maker()).leads_to("awarded")
    given(assessed()).when(replace(once, one_off_cents=1_800_001), by=decision_maker()).refused(
        "above-todays-cost", "Ordinance 12", "/grantedCentsPerYear"
    )


def test_what_is_granted_once_counts_for_the_most_that_an_agreement_costs_a_year():
    agreement_rule = VOORBEELDSTAD.agreement
    assert agreement_rule is not None
    story = assessed().under(agreement=replace(agreement_rule, max_cents_per_year=4_000_000))
    once = award(granted_cents_per_year=3_600_000, one_off_cents=400_000)
    given(story).when(once, by=decision_maker()).leads_to("awarded")
    given(story).when(replace(once, one_off_cents=400_001), by=decision_maker()).refused(
        "above-agreement-limit", "Ordinance 13", "/grantedCentsPerYear"
    )


# --- the longest term -----------------------------------------------------------------------------------------------


def test_a_renewal_does_not_go_round_the_longest_term():
    given(monitored()).when(renew(ends_on="2030-11-02"), by=decision_maker()).refused("term-too-long", "Ordinance 13", "/endsOn")
    once = monitored().then(renew(ends_on="2030-10-01"), decision_maker())
    given(once).when(renew(ends_on="2030-11-02"), by=decision_maker()).refused("term-too-long", "Ordinance 13", "/endsOn")
    given(once).when(renew(ends_on="2030-11-01"), by=decision_maker()).accepted()
    unlimited = monitored().under(agreement=None)
    given(unlimited).when(renew(ends_on="2050-11-02"), by=decision_maker()).accepted()


def test_a_longest_duration_in_months_holds_as_one_in_years_does():
    months = with_groups(agreement={"found": True, "max_duration": {"amount": 30, "unit": "month"}, "article": "13"})
    story = assessed().under(agreement=months.agreement)
    given(story).when(award(term_months=31), by=decision_maker()).refused("term-too-long", "Ordinance 13", "/termMonths")
    given(story).when(award(term_months=30), by=decision_maker()).leads_to("awarded")
    known = qualifying.Known(term_months=31)
    assert [found.outcome for found in qualifying.LONGEST_TERM.look(months, known)] == ["not-met"]


# --- grounds of the exploration -------------------------------------------------------------------------------------


def test_a_ground_of_the_exploration_refuses_only_once_there_was_one():
    ground = RefusalGround(code="cannot_work", label_en=None, label_nl=None, article="Ordinance 11", phase="exploration")
    refuses = reject(grounds=(RefusalReason(ground="cannot_work", reason="as the run-up showed"),))
    for story in (submitted(), admissible(), assessed()):
        given(story.under(grounds=(ground,))).when(refuses, by=decision_maker()).refused(
            "ground-of-exploration", "Ordinance 11", "/grounds/0/ground"
        )
    begun = exploring().under(grounds=(ground,))
    given(begun).when(refuses, by=decision_maker()).leads_to("rejected")
    concluded = begun.then(conclude_exploration(), handler())
    given(concluded).when(refuses, by=decision_maker()).leads_to("rejected")


# --- other bodies ---------------------------------------------------------------------------------------------------


def test_an_adviser_has_the_term_that_the_ordinance_gives():
    rules = with_groups(advice_body={"found": True, "body": "jury", "term": {"amount": 4, "unit": "week", "article": "9"}})
    story = submitted().under(advice=rules.advice)
    given(story).when(request_advice(until="2026-10-07"), by=handler()).refused("advice-term-too-short", "Ordinance 9", "/until")
    given(story).when(request_advice(until="2026-10-08"), by=handler()).accepted()


def test_a_second_body_has_a_term_of_its_own_in_its_own_working_days():
    scottish = {"body": "health-board", "term": {"amount": 15, "unit": "working-day", "article": "22"}}
    decides = {"found": True, "body": "the authority", "second_body": scottish}
    rules = with_groups(country="GB-SCT", decides=decides)
    story = submitted().under(second_body=rules.second_body, calendar=rules.calendar)
    asks = request_advice(part="second-body", sent_on="2026-09-10", until="2026-09-30")
    given(story).when(asks, by=handler()).refused("advice-term-too-short", "Ordinance 22", "/until")
    asked = story.then(replace(asks, until=day("2026-10-01")), handler())
    assert asked.case.advices[0].part == "second-body"
    given(submitted()).when(asks, by=handler()).refused("no-second-body", "Ordinance", "/part")


# --- days off -------------------------------------------------------------------------------------------------------


def test_a_term_abroad_is_tested_by_the_days_off_of_its_country():
    """27 April is no working day in the Netherlands, and one in Scotland."""
    scotland = calendar_of("GB-SCT")
    assert scotland is not None
    length = Length(n=20, unit="working-days", article="Ordinance 5", atw=False, calendar=scotland)
    term = OwnTerm(length=length, extension=Extension(10, "days", "Ordinance 5"))
    story = submitted(on="2026-03-30").under(country="GB-SCT", calendar=scotland, decision_term=term)
    due = "2026-04-28"  # Good Friday is one of Scotland's bank holidays, Easter Monday and King's Day are none
    given(story).when(extend(told_on=due, by_weeks=1), by=handler(), on=due).accepted()
    given(story).when(extend(told_on="2026-04-29", by_weeks=1), by=handler(), on="2026-04-29").refused(
        "extension-too-late", "Awb 4:14", "/toldOn"
    )


def test_an_agreement_keeps_below_its_award_and_so_below_the_limit_a_year():
    dearer = start_execution(agreement=agreement(amount_cents_per_year=3_600_001))
    given(awarded()).when(dearer, by=contract_manager()).refused("above-award", "Award", "/agreement/amountCentsPerYear")


def test_a_notice_in_working_days_is_counted_back_from_the_end_as_it_is_counted_forward():
    """The first ordinances made up by chance ended in an error here: nothing counted working days back."""
    notice = Length(n=10, unit="working-days", article="Ordinance 14")
    story = monitored().under(hand_back=notice)
    (last,) = (each for each in deadlines_of(story.case, story.ordinance, DUTCH) if each.kind == "hand-back-notice")
    assert last.due_on == day("2029-10-17")  # ten working days through Wednesday 31 October 2029
    ends = {"ends_on": day("2029-10-31"), "successor": "the town"}
    in_time = hand_back(received_on="2029-10-17", **ends)
    given(story).when(in_time, by=representative()).accepted()
    late = hand_back(received_on="2029-10-18", **ends)
    given(story).when(late, by=representative()).refused("notice-too-short", "Ordinance 14", "/endsOn")


@pytest.mark.parametrize(
    ("groups", "article", "says"),
    [
        ({"atw_set_aside": True}, "Atw 4", "sets the General Terms Act aside"),
        ({"instrument": {"kind": "policy"}}, "Atw 1(1)", "is set in policy"),
        ({"decision_term": {"amount": 4, "unit": "week", "basis": "policy"}}, "Atw 1(1)", "is set in policy"),
        ({"country": "GB-SCT"}, "Atw 1(1)", "does not hold in the country"),
    ],
    ids=["set aside", "policy", "term of policy", "abroad"],
)
def test_a_term_that_is_not_moved_says_why_and_not_that_an_act_was_set_aside(groups: dict[str, Any], article: str, says: str):
    term = {"found": True, "amount": 4, "unit": "week", "article": "9"}
    rules = with_groups(**{"decision_term": term, **groups})
    story = submitted(on="2026-09-05").under(decision_term=rules.decision_term, country=rules.country, calendar=rules.calendar)
    (decision,) = (
        each for each in deadlines_of(story.case, story.ordinance, story.ordinance.calendar) if each.kind == "decision"
    )
    assert decision.due_on == day("2026-10-03"), "a Saturday"
    last = decision.explanation[-1]
    assert (last.step, last.article) == ("not-shifted", article)
    assert says in last.why
