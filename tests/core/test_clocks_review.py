"""The terms of objections and appeals of a case: windows, mending, hearing, the decision, the court."""

from dataclasses import replace

from challenge_api.challenges.clocks import Deadline, deadlines_of, known_on, not_applicable
from challenge_api.law.deadlines import ClockFact
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    Story,
    announced,
    day,
    decide_penalty,
    decision_maker,
    extend,
    give_default_notice,
    given,
    handler,
    intake,
    invite_to_hearing,
    objected,
    postpone,
    record_appeal,
    record_ruling,
    refer_to_committee,
    reject,
    rejected,
    reopen,
    representative,
    request_remedy,
    ruled,
    suspend,
    withdraw,
    withdraw_objection,
)


def told() -> Story:
    """Rejected on 20 October and told on 22 October 2026, a Thursday: the window ends on Thursday 3 December."""
    return announced(rejected(), rejected().case.version, "2026-10-22")


def in_time() -> Story:
    return objected(told(), "2026-11-02")


def terms(story: Story, today: str | None = None) -> tuple[Deadline, ...]:
    assert story.rules is not None
    return deadlines_of(story.case, story.rules, DUTCH, None if today is None else day(today))


def the(story: Story, kind: str, today: str | None = None) -> Deadline:
    (found,) = (term for term in terms(story, today) if term.kind == kind)
    return found


def with_facts(story: Story, *facts: ClockFact) -> Story:
    (objection,) = story.case.objections
    return replace(story, case=story.case.with_objection(replace(objection, clock=(*objection.clock, *facts))))


def number(story: Story) -> int:
    return story.case.objections[-1].version


def test_the_window_is_about_the_decision_and_counts_from_its_announcement():
    found = the(told(), "objection")
    assert (found.about, found.starts_on, found.due_on) == (rejected().case.version, day("2026-10-22"), day("2026-12-03"))


def test_the_decision_on_an_objection_counts_from_the_end_of_the_window_whenever_it_came_in():
    found = the(in_time(), "objection-decision")
    assert (found.about, found.starts_on, found.due_on) == (number(in_time()), day("2026-12-03"), day("2027-01-14"))
    assert (found.article, found.duty_of) == ("Awb 7:10(1)", "authority")


def test_a_committee_that_was_told_of_gives_twelve_weeks():
    story = in_time().then(refer_to_committee(objection=number(in_time()), told_on="2026-11-05"), handler(), on="2026-11-05")
    assert the(story, "objection-decision").due_on == day("2027-02-25")


def test_a_postponement_moves_the_decision_on_the_objection():
    story = in_time().then(postpone(objection=number(in_time()), told_on="2026-12-10", by_weeks=6), handler(), on="2026-12-10")
    assert the(story, "objection-decision").due_on == day("2027-02-25")


def test_what_an_objection_lacks_is_mended_within_the_term_that_was_told():
    asked = in_time().then(
        request_remedy(objection=number(in_time()), sent_on="2026-11-04", until="2026-11-18"), handler(), on="2026-11-04"
    )
    found = the(asked, "objection-remedy")
    assert (found.due_on, found.article, found.duty_of) == (day("2026-11-18"), "Awb 6:6", "objector")
    mended = with_facts(asked, ClockFact(type="remedied", on=day("2026-11-10")))
    assert the(mended, "objection-remedy").met_on == day("2026-11-10")


def test_papers_come_until_ten_days_before_the_hearing_counted_back():
    story = in_time().then(
        invite_to_hearing(objection=number(in_time()), hearing_on="2026-12-14", sent_on="2026-11-10"), handler(), on="2026-11-10"
    )
    found = the(story, "hearing-papers")
    assert (found.due_on, found.lapses, found.explanation[0].article) == (day("2026-12-04"), True, "Atw 1(2)")


def test_the_file_lies_open_for_a_week_before_the_hearing():
    story = in_time().then(
        invite_to_hearing(objection=number(in_time()), hearing_on="2026-12-14", sent_on="2026-11-10"), handler(), on="2026-11-10"
    )
    found = the(story, "hearing-inspection")
    assert (found.due_on, found.duty_of, found.article) == (day("2026-12-07"), "authority", "Awb 7:4(2)")


def test_a_notice_of_default_about_an_objection_starts_its_own_two_weeks_and_penalty():
    story = with_facts(in_time(), ClockFact(type="default_notice_received", on=day("2027-01-18")))
    grace = the(story, "default")
    assert (grace.about, grace.due_on) == (number(story), day("2027-02-01"))
    overdue = the(story, "objection-decision", today="2027-02-03").overdue
    assert overdue is not None
    assert (overdue.penalty_days, overdue.penalty_total_cents) == (2, 4600)
    assert the(story, "decision").overdue is None


def test_an_objection_that_was_withdrawn_waits_for_no_decision():
    story = in_time().then(
        withdraw_objection(objection=number(in_time()), received_on="2026-11-20"), representative(), on="2026-11-20"
    )
    found = the(story, "objection-decision")
    assert not found.open
    assert found.status(day("2027-03-01")) == "lapsed"


def test_an_objection_that_came_later_is_not_there_on_an_earlier_day():
    story = in_time()
    then = replace(story, case=known_on(story.case, day("2026-11-01")))
    assert [term.kind for term in terms(then) if term.kind.startswith("objection")] == ["objection"]


def test_a_decision_of_public_law_says_nothing_of_what_does_not_hold():
    story = in_time()
    assert story.rules is not None
    assert not_applicable(story.case, story.rules) == ()


# --- after a reopening ----------------------------------------------------------------------------------------------


def reopened_on(ruling: str = "2026-12-01") -> Story:
    """Rejected and announced on 21 October; the court annulled that, and the case was taken up again."""
    told = announced(rejected(), rejected().case.version, "2026-10-21")
    return ruled(told, ruling).then(reopen(ground="court-ruling", to="assessed", ruled_on=ruling), decision_maker())


def decision_of(story: Story) -> Deadline:
    (found,) = (each for each in deadlines_of(story.case, story.ordinance, DUTCH) if each.kind == "decision")
    return found


def test_a_reopened_case_waits_for_its_new_decision_with_a_term_of_its_own():
    first, again = decision_of(rejected()), decision_of(reopened_on())
    assert again.open
    assert again.starts_on == day("2026-12-01")
    assert (again.due_on - again.starts_on).days >= (first.due_on - first.starts_on).days
    assert again.explanation[0].step == "term"
    assert "decided" not in [step.step for step in again.explanation]


def test_a_reopened_case_can_be_extended_and_suspended_anew():
    given(reopened_on()).when(extend(told_on="2026-12-10"), by=handler(), on="2026-12-10").accepted()
    given(reopened_on()).when(suspend(first_day="2026-12-10", last_day="2026-12-20"), by=handler(), on="2026-12-10").accepted()


def test_the_new_decision_ends_the_new_term_and_the_old_one_does_not():
    story = reopened_on().then(reject(decided_on="2026-12-20"), decision_maker("dirk"), on="2026-12-20")
    assert decision_of(story).open
    story = announced(story, story.case.version, "2026-12-22")
    assert decision_of(story).met_on == day("2026-12-22")


def test_an_old_decision_announced_after_the_reopening_ends_no_term():
    story = ruled(rejected(), "2026-12-01").then(
        reopen(ground="court-ruling", to="assessed", ruled_on="2026-12-01"), decision_maker()
    )
    late = announced(story, rejected().case.version, "2026-12-03")
    assert decision_of(late).open


def test_seen_on_a_day_before_the_reopening_the_first_decision_stands():
    before = known_on(reopened_on().case, day("2026-11-01"))
    (found,) = (each for each in deadlines_of(before, reopened_on().ordinance, DUTCH) if each.kind == "decision")
    assert found.met_on == day("2026-10-21")


def test_a_reopened_case_that_is_then_withdrawn_waits_for_no_decision():
    story = reopened_on().then(withdraw(received_on="2026-12-10"), representative(), on="2026-12-10")
    assert decision_of(story).ended_on == day("2026-12-10")


def test_the_new_term_begins_when_the_ruling_was_sent():
    told = announced(rejected(), rejected().case.version, "2026-10-21")
    story = told.then(record_appeal(against="decision", decision=rejected().case.version, lodged_on="2026-11-01"), handler())
    ruling = record_ruling(appeal=story.case.version, ruled_on="2026-12-01", sent_on="2026-12-04")
    story = story.then(ruling, handler(), on="2026-12-04")
    again = story.then(reopen(ground="court-ruling", to="assessed", ruled_on="2026-12-01"), decision_maker(), on="2026-12-07")
    assert decision_of(again).starts_on == day("2026-12-04")


def test_a_penalty_of_the_first_term_stands_beside_one_of_the_second():
    late = rejected().then(give_default_notice(received_on="2026-12-01"), intake(), on="2026-12-01")
    told = announced(late, rejected().case.version, "2026-12-20")
    fixed = told.then(decide_penalty(decided_on="2026-12-21"), decision_maker(), on="2026-12-21")
    again = ruled(fixed, "2027-01-04", decision=rejected().case.version)
    again = again.then(reopen(ground="court-ruling", to="assessed", ruled_on="2027-01-04"), decision_maker(), on="2027-01-04")
    second = decide_penalty(decided_on="2027-09-01")
    given(again).when(second, by=decision_maker(), on="2027-09-01").refused("no-valid-notice", "Awb 4:17(3)", "/objection")
    again = again.then(give_default_notice(received_on="2027-05-03"), intake(), on="2027-05-03")
    (waits,) = (each for each in terms(again) if each.kind == "penalty-decision")
    assert waits.open
    given(again).when(second, by=decision_maker(), on="2027-09-01").accepted()
