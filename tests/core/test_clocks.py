"""The terms of a case, from its events: which there are, from when until when, whose they are, and when they are kept or lost."""

from dataclasses import replace
from datetime import date

import pytest

from challenge_api.challenges.clocks import (
    KINDS,
    Deadline,
    calendar_of,
    deadlines_of,
    known_on,
    next_due_on,
    not_applicable,
    open_deadlines,
)
from challenge_api.law.bank_holidays import CALENDARS
from challenge_api.law.deadlines import ClockFact
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Story,
    agreement,
    announced,
    awarded,
    contract_manager,
    day,
    decision_maker,
    evaluate,
    handler,
    improving,
    incomplete,
    intake,
    monitored,
    part,
    rejected,
    renew,
    report,
    representative,
    request_supplement,
    start_execution,
    submitted,
    supplement,
    suspend,
    take_up,
    withdraw,
    withdrawn,
)


def terms(story: Story, today: str | None = None) -> tuple[Deadline, ...]:
    assert story.rules is not None
    return deadlines_of(story.case, story.rules, DUTCH, None if today is None else day(today))


def of(story: Story, kind: str, today: str | None = None) -> list[Deadline]:
    return [term for term in terms(story, today) if term.kind == kind]


def the(story: Story, kind: str, today: str | None = None) -> Deadline:
    (found,) = of(story, kind, today)
    return found


def with_facts(story: Story, *facts: ClockFact) -> Story:
    return replace(story, case=replace(story.case, clock=(*story.case.clock, *facts)))


def notice(on: str) -> ClockFact:
    return ClockFact(type="default_notice_received", on=day(on))


# --- receipt and decision -------------------------------------------------------------------------------------------


def test_a_draft_has_no_terms():
    assert deadlines_of(Story().case, submitted().rules, DUTCH) == ()  # type: ignore[arg-type] # it has rules


def test_receipt_is_confirmed_by_the_answer_to_the_filing():
    found = the(submitted(on="2026-09-01"), "confirmation")
    assert (found.article, found.due_on, found.status(day("2026-09-01"))) == ("Awb 2:17", day("2026-09-01"), "met")
    earlier = replace(submitted().case, received_on=day("2025-12-30"))
    assert the(replace(submitted(), case=earlier), "confirmation").article == "Awb 4:3a"


def test_the_decision_term_is_the_ordinances_own_or_else_eight_weeks():
    own, statutory = the(submitted(), "decision"), the(submitted(MODEL), "decision")
    assert (own.starts_on, own.due_on) == (day("2026-09-01"), day("2026-11-24"))
    assert own.article.startswith("Awb 4:13(1), ")
    assert (statutory.due_on, statutory.article) == (day("2026-10-27"), "Awb 4:13(2)")


def test_a_side_exit_ends_the_duty_to_decide():
    found = the(withdrawn(), "decision")
    assert (found.open, found.met_on, found.ended_on) == (False, None, withdrawn().case.moved_on)
    assert found.status(day("2027-01-01")) == "lapsed"


@pytest.mark.parametrize(("on", "status"), [("2026-11-24", "lapsed"), ("2026-11-25", "missed")])
def test_a_term_that_loses_its_object_on_its_last_day_was_not_missed(on, status):
    story = submitted().then(withdraw(received_on=on), representative(), on=on)
    assert the(story, "decision").status(day("2027-01-01")) == status


def test_the_announcement_and_not_the_decision_meets_the_term():
    story = rejected()
    assert the(story, "decision").open
    told = announced(story, story.case.version, on="2026-10-26")
    assert the(told, "decision").met_on == day("2026-10-26")
    late = announced(story, story.case.version, on="2026-12-01")
    assert the(late, "decision").status(day("2026-12-01")) == "missed"


def test_a_suspended_term_says_so_on_the_days_that_are_out_of_it():
    story = submitted().then(suspend(), handler(), on="2026-09-15")
    found = the(story, "decision")
    assert [found.status(day(on)) for on in ("2026-09-30", "2026-10-01", "2026-10-31", "2026-11-01")] == [
        "running",
        "suspended",
        "suspended",
        "running",
    ]


# --- supplement -----------------------------------------------------------------------------------------------------


def test_each_request_to_supplement_is_a_term_of_the_challenger():
    story = incomplete()
    until = story.case.supplement_until
    found = the(story, "supplement")
    assert (found.due_on, found.duty_of, found.article, found.number) == (until, "challenger", "Awb 4:5(1)", 1)
    assert the(story, "set-aside").lapses


def test_a_supplement_in_time_meets_its_term_and_a_late_one_does_not():
    keys = incomplete().case.supplement_asked
    story = incomplete().then(supplement(parts=tuple(part(key, "2026-09-10") for key in keys)), representative(), on="2026-09-10")
    assert the(story, "supplement").met_on == day("2026-09-10")
    late = incomplete().then(supplement(parts=tuple(part(key, "2026-10-10") for key in keys)), representative(), on="2026-10-10")
    assert the(late, "supplement").status(day("2026-10-11")) == "missed"


def test_what_is_taken_up_as_it_stands_waits_for_no_supplement_any_more():
    story = incomplete().then(take_up(completed_by=None), handler(), on="2026-10-05")
    found = the(story, "supplement")
    assert not found.open
    assert found.status(day("2026-10-05")) == "missed"
    assert ("supplement", 0) not in open_deadlines(terms(story))


def test_a_second_request_is_a_term_of_its_own():
    story = incomplete().then(take_up(completed_by=None), handler(), on="2026-10-05")
    again = story.then(request_supplement(sent_on="2026-10-06", until="2026-10-26"), intake(), on="2026-10-06")
    assert [(term.number, term.open) for term in of(again, "supplement")] == [(1, False), (2, True)]


# --- default --------------------------------------------------------------------------------------------------------


def test_a_notice_after_the_term_starts_two_weeks_and_then_the_penalty():
    story = with_facts(submitted(MODEL), notice("2026-10-28"))
    grace = the(story, "default")
    assert (grace.starts_on, grace.due_on, grace.article) == (day("2026-10-28"), day("2026-11-11"), "Awb 4:17(3), 6:12(2)")
    overdue = the(story, "decision", today="2026-11-25").overdue
    assert overdue is not None
    assert (overdue.appeal_from, overdue.penalty_days, overdue.penalty_total_cents) == (day("2026-11-12"), 14, 32200)
    assert len(overdue.ledger) == 14


def test_the_penalty_grows_by_the_day_that_is_asked_for():
    story = with_facts(submitted(MODEL), notice("2026-10-28"))
    totals = []
    for today in ("2026-11-11", "2026-11-12", "2026-11-26", "2026-12-23", "2027-05-01"):
        overdue = the(story, "decision", today).overdue
        assert overdue is not None
        totals.append(overdue.penalty_total_cents)
    assert totals == [0, 2300, 14 * 2300 + 3500, 144200, 144200]


def test_the_penalty_is_fixed_within_two_weeks_after_its_last_day():
    story = with_facts(submitted(MODEL), notice("2026-10-28"))
    assert the(story, "penalty-decision").due_on == day("2027-01-06")
    assert of(story, "penalty-decision", today="2026-11-20") == [], "its last day has not come"


@pytest.mark.parametrize("received", ["2026-10-27", "2026-10-01"])
def test_a_premature_notice_brings_nothing(received: str):
    story = with_facts(submitted(MODEL), notice(received))
    assert the(story, "decision").overdue is None
    assert of(story, "default") == []
    assert the(story, "decision").explanation[-1].step == "ignored"


def test_where_the_matter_is_of_private_law_there_is_no_penalty_and_no_objection_and_the_case_says_so():
    story = with_facts(submitted(MODEL), notice("2026-10-28"))
    private = replace(story, case=replace(story.case, legal_track="private-law"))
    assert the(private, "decision").overdue is None
    said = not_applicable(private.case, MODEL)
    assert [(each.kind, each.article) for each in said] == [
        ("penalty", "Awb 1:3, 4:17(1)"),
        ("objection", "Awb 7:1(1), 8:1, 8:3(2)"),
    ]
    assert all(each.why and each.why_nl for each in said)
    assert not_applicable(story.case, MODEL) == ()


# --- objection ------------------------------------------------------------------------------------------------------


def test_everybody_concerned_may_object_for_six_weeks_after_the_announcement():
    story = rejected()
    assert of(story, "objection") == [], "it was not announced yet"
    told = announced(story, story.case.version, on="2026-10-26")
    found = the(told, "objection")
    assert (found.about, found.due_on, found.duty_of) == (story.case.version, day("2026-12-07"), "objector")
    assert found.latest_receipt_by_post == day("2026-12-14")
    assert found.status(day("2026-12-08")) == "lapsed"


def test_nobody_objects_to_an_award_of_private_law():
    story = awarded(MODEL, legal_track="private-law")
    told = announced(story, story.case.version, on="2026-10-26")
    assert of(told, "objection") == []
    assert [each.kind for each in not_applicable(told.case, MODEL)] == ["objection"]


# --- execution ------------------------------------------------------------------------------------------------------


def executed(starts_on: str = "2027-01-01", ends_on: str = "2028-12-31") -> Story:
    return awarded().then(start_execution(agreement=agreement(starts_on=starts_on, ends_on=ends_on)), contract_manager())


def test_the_agreement_has_a_term_where_the_ordinance_sets_one():
    assert the(awarded(), "agreement").due_on == day("2027-01-19")


def test_every_report_of_the_execution_has_its_term():
    dues = [term.due_on for term in of(executed(), "report")]
    assert dues == [day(on) for on in ("2027-07-01", "2028-01-01", "2028-07-01", "2029-01-01")]
    assert [term.number for term in of(executed(), "report")] == [1, 2, 3, 4]


def test_the_31st_comes_back_after_a_shorter_month():
    dues = [term.due_on for term in of(executed(starts_on="2026-12-31", ends_on="2028-12-30"), "report")]
    assert dues == [day(on) for on in ("2027-06-30", "2027-12-31", "2028-06-30", "2028-12-31")]


def test_a_report_that_covers_the_period_meets_its_term_and_the_next_one_waits():
    story = executed()
    assert story.case.last_report is None
    told = story.then(report(period_from=day("2027-01-01"), period_until=day("2027-06-30")), representative(), on="2027-07-02")
    first, second, *_ = of(told, "report")
    assert (first.met_on, first.status(day("2027-07-02"))) == (day("2027-07-02"), "missed")
    assert second.open
    assert open_deadlines(terms(told))["report", 0].number == 2


def test_a_report_about_fewer_days_does_not_meet_the_term():
    told = executed().then(
        report(period_from=day("2027-01-01"), period_until=day("2027-06-29")), representative(), on="2027-07-01"
    )
    assert of(told, "report")[0].open


def test_notice_to_hand_back_at_the_end_is_counted_back_from_it():
    found = the(executed(), "hand-back-notice")
    assert (found.due_on, found.lapses, found.explanation[0].step) == (day("2028-09-30"), True, "counted-back")


def test_an_improvement_has_the_term_that_was_told():
    story = improving()
    found = the(story, "improvement")
    assert (found.due_on, found.explanation[0].step) == (story.case.improvement_until, "named")


def test_the_end_of_the_agreement_does_not_move_over_a_weekend():
    found = the(executed(ends_on="2028-12-31"), "execution")
    assert found.due_on == day("2028-12-31")
    assert found.due_on.weekday() == 6


# --- as the case stood ----------------------------------------------------------------------------------------------


def test_what_had_not_happened_by_a_day_moves_no_term_of_that_day():
    story = rejected()
    told = announced(with_facts(story, notice("2026-11-30")), story.case.version, on="2026-12-20")
    then = replace(told, case=known_on(told.case, day("2026-11-29")))
    assert the(then, "decision").overdue is None
    assert the(then, "decision").open
    assert of(then, "objection") == []
    assert terms(replace(told, case=known_on(told.case, day("2026-08-31")))) == ()


def test_a_decree_counts_from_its_publication_only():
    """2 January 2026 was equated with a holiday by a decree of 4 October 2025."""
    story = submitted(MODEL, on="2025-11-07")
    assert story.rules is not None
    before, after = (
        next(term for term in deadlines_of(story.case, story.rules, DUTCH.as_known_on(day(on))) if term.kind == "decision")
        for on in ("2025-10-03", "2025-10-04")
    )
    assert (before.due_on, before.provisional) == (day("2026-01-02"), True)
    assert (after.due_on, after.provisional) == (day("2026-01-05"), False)


def test_the_next_term_is_the_earliest_that_somebody_must_keep():
    assert next_due_on(terms(submitted())) == day("2026-11-24")
    assert next_due_on(terms(incomplete())) == incomplete().case.supplement_until
    assert next_due_on(terms(withdrawn())) is None


@pytest.mark.parametrize("story", [submitted(), incomplete(), awarded(), monitored(), improving(), withdrawn()])
def test_every_step_says_its_article_in_both_languages(story: Story):
    for term in terms(story):
        assert term.kind in KINDS
        assert term.explanation
        assert all(step.article and step.why and step.why_nl for step in term.explanation)
        assert term.starts_on <= max(term.due_on, term.starts_on)
        assert isinstance(term.due_on, date)


def test_the_evaluations_that_the_ordinance_asks_for_have_a_day():
    story = executed(starts_on="2027-01-01", ends_on="2029-12-31")
    assert [(term.number, term.due_on) for term in of(story, "evaluation")] == [(1, day("2028-01-01")), (2, day("2030-01-01"))]


def test_each_evaluation_that_was_held_meets_the_next_that_is_asked_for():
    story = executed(starts_on="2027-01-01", ends_on="2029-12-31")
    once = story.then(evaluate(held_on="2027-12-20"), contract_manager(), on="2027-12-20")
    assert [(term.met_on, term.open) for term in of(once, "evaluation")] == [(day("2027-12-20"), False), (None, True)]
    assert [term.status(day("2028-01-10")) for term in of(once, "evaluation")] == ["met", "running"]
    assert of(story, "evaluation")[0].status(day("2028-01-10")) == "missed", "nobody held it: a duty, and no power that lapses"
    twice = once.then(evaluate(held_on="2030-01-08"), contract_manager(), on="2030-01-08")
    assert [term.status(day("2030-01-08")) for term in of(twice, "evaluation")] == ["met", "missed"]


def test_an_evaluation_that_a_renewal_follows_counts_once():
    story = executed(starts_on="2027-01-01", ends_on="2027-12-31")
    held = story.then(evaluate(held_on="2027-11-01"), contract_manager(), on="2027-11-01")
    both = [
        each.then(
            renew(decided_on="2027-11-10", evaluated_on="2027-11-01", ends_on="2029-12-31"), decision_maker(), on="2027-11-10"
        )
        for each in (story, held)
    ]
    for renewed in both:
        assert [term.met_on for term in of(renewed, "evaluation")] == [day("2027-11-01"), None]


def test_days_off_are_those_of_the_country_of_the_ordinance_by_the_decrees_known():
    england = CALENDARS["GB-ENG"]
    rules = replace(VOORBEELDSTAD, calendar=england)
    assert calendar_of(rules, DUTCH) is england
    assert calendar_of(VOORBEELDSTAD, DUTCH) is DUTCH
    then = calendar_of(rules, DUTCH.as_known_on(day("2020-01-01")))
    assert not then.is_working_day(day("2026-08-31")), "the summer bank holiday of England"
