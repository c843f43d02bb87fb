"""Which terms were missed, and what that cost: what is past stays, whatever happens to the case later."""

from datetime import date, timedelta

from hypothesis import given as whatever

from challenge_api.challenges.case import MOST_REPORTED, Case
from challenge_api.challenges.clocks import Deadline, deadlines_of, open_deadlines
from challenge_api.challenges.commands import TakeUp
from challenge_api.challenges.commands.terms import RecordStandstill
from challenge_api.challenges.evolution import evolve
from challenge_api.challenges.missed import Key, Missed, as_it_stands, cost, left_behind
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    Story,
    accept_improvement,
    admissible,
    admit,
    agreement,
    announced,
    awarded,
    contract_manager,
    day,
    decide_penalty,
    decision_maker,
    give_default_notice,
    handler,
    improving,
    intake,
    monitored,
    objected,
    record_appeal,
    record_ruling,
    record_standstill,
    rejected,
    renew,
    reopen,
    report,
    representative,
    request_supplement,
    ruled,
    start_execution,
    submitted,
    take_up,
    withdraw,
    withdraw_default_notice,
    withdraw_objection,
)
from tests.core.test_walk_laws import STARTS, TAPES, WALKS, walked


def terms(case: Case, story: Story) -> tuple[Deadline, ...]:
    return () if case.version == 0 else deadlines_of(case, story.ordinance, DUTCH)


def found_in(story: Story) -> dict[Key, Missed]:
    """Everything that was missed in the course of a story, event by event."""
    case = Case()
    left: dict[Key, Missed] = {}
    for version, event in enumerate(story.events, start=1):
        then = evolve(case, event)  # type: ignore[arg-type] # the decider of challenges gives events of challenges
        left |= dict(left_behind(case, terms(case, story), terms(then, story), event, version))
        case = then
    return left | as_it_stands(case, terms(case, story))


def missed(story: Story, kind: str) -> list[tuple[date, date | None, int]]:
    return [(each.due_on, each.done_on, each.cents) for key, each in sorted(found_in(story).items()) if key[0] == kind]


def late(announced_on: str = "2026-12-18") -> Story:
    """Received on 1 September, to be decided by 24 November; rejected in time, and told late."""
    return announced(rejected(), rejected().case.version, announced_on)


def again(story: Story, on: str) -> Story:
    story = ruled(story, on, decision=rejected().case.version)
    return story.then(reopen(ground="court-ruling", to="assessed", ruled_on=on), decision_maker("dirk"), on=on)


DUE = day("2026-11-24")


def test_a_decision_that_came_late_stays_missed_when_the_case_is_reopened():
    assert missed(late(), "decision") == [(DUE, day("2026-12-18"), 0)]
    assert missed(again(late(), "2027-01-11"), "decision") == [(DUE, day("2026-12-18"), 0)]


def test_one_that_was_never_told_ends_with_the_reopening():
    assert missed(again(rejected(), "2027-01-11"), "decision") == [(DUE, day("2027-01-11"), 0)]


def test_the_second_decision_is_missed_beside_the_first():
    twice = again(late(), "2027-01-11").then(withdraw(received_on="2027-08-02"), representative(), on="2027-08-02")
    first, second = sorted(missed(twice, "decision"))
    assert (first[:2], second[:2]) == ((DUE, day("2026-12-18")), (day("2027-04-05"), day("2027-08-02")))


def test_a_decision_in_time_is_no_missed_term_before_or_after_a_reopening():
    assert missed(late("2026-10-21"), "decision") == []
    assert missed(again(late("2026-10-21"), "2027-01-11"), "decision") == []


def in_default() -> Story:
    """Notice on 30 November: two weeks end on Monday 14 December, the penalty runs from the 15th."""
    return rejected().then(give_default_notice(received_on="2026-11-30"), intake(), on="2026-11-30")


def in_default_undecided() -> Story:
    return admissible().then(give_default_notice(received_on="2026-11-30"), intake(), on="2026-11-30")


def test_its_penalty_stays_with_it_and_is_not_that_of_the_new_term():
    told = announced(in_default(), rejected().case.version, "2026-12-25")
    assert missed(told, "decision") == [(DUE, day("2026-12-25"), 10 * 2300)]
    reopened = again(told, "2027-01-11")
    assert missed(reopened, "decision") == [(DUE, day("2026-12-25"), 10 * 2300)]
    assert missed(reopened, "default") == [(day("2026-12-14"), day("2026-12-25"), 0)]
    (now,) = (each for each in terms(reopened.case, reopened) if each.kind == "decision")
    assert cost(reopened.case, now) == 0


def test_a_fixed_penalty_stays_with_the_term_it_was_fixed_for():
    told = announced(in_default(), rejected().case.version, "2026-12-25")
    fixed = told.then(decide_penalty(decided_on="2027-01-11"), decision_maker("dirk"), on="2027-01-11")
    reopened = again(fixed, "2027-01-11")
    assert missed(reopened, "decision") == [(DUE, day("2026-12-25"), 10 * 2300)]
    (now,) = (each for each in terms(reopened.case, reopened) if each.kind == "decision")
    assert cost(reopened.case, now) == 0


def test_a_penalty_stops_where_nothing_is_left_to_decide():
    story = in_default_undecided().then(withdraw(received_on="2026-12-18"), representative(), on="2026-12-18")
    assert missed(story, "decision") == [(DUE, day("2026-12-18"), 3 * 2300)]


def test_what_it_came_to_by_then_can_be_fixed_at_once_and_a_notice_comes_too_late():
    story = in_default_undecided().then(withdraw(received_on="2026-12-18"), representative(), on="2026-12-18")
    (fix,) = (each for each in terms(story.case, story) if each.kind == "penalty-decision")
    assert (fix.starts_on, fix.due_on) == (day("2026-12-17"), day("2026-12-31"))  # Awb 4:18: two weeks after its last day
    fixed = story.then(decide_penalty(decided_on="2026-12-18"), decision_maker(), on="2026-12-18")
    assert (fixed.last_event.days, fixed.last_event.total_cents) == (3, 3 * 2300)
    late = admissible().then(withdraw(received_on="2026-12-18"), representative(), on="2026-12-18")
    noticed = late.then(give_default_notice(received_on="2026-12-21"), intake(), on="2026-12-21")
    assert noticed.last_event.effect == "nothing-left"


def test_who_withdraws_what_was_awarded_waits_for_no_announcement():
    story = awarded().then(withdraw(received_on="2026-11-02"), representative(), on="2026-11-02")
    (decision,) = (each for each in terms(story.case, story) if each.kind == "decision")
    assert (decision.ended_on, missed(story, "decision")) == (day("2026-11-02"), [])


def test_nobody_decides_for_a_court_what_was_withdrawn():
    story = in_default_undecided().then(record_appeal(against="not-deciding", lodged_on="2027-01-04"), handler())
    ruling = record_ruling(appeal=story.case.version, ruled_on="2027-02-01", sent_on="2027-02-01", decide_by="2027-02-15")
    story = story.then(ruling, handler(), on="2027-02-01")
    for on, expected in (("2027-02-10", []), ("2027-02-20", [(day("2027-02-15"), day("2027-02-20"), 0)])):
        left = story.then(withdraw(received_on=on), representative(), on=on)
        (court,) = (each for each in terms(left.case, left) if each.kind == "court-decision")
        assert (court.ended_on, missed(left, "court-decision")) == (day(on), expected)


def test_an_objection_that_was_taken_back_costs_no_more_from_then_on():
    story = objected(late("2026-10-22"), "2026-11-02")
    objection = story.case.version
    story = story.then(give_default_notice(objection=objection, received_on="2027-01-18"), intake(), on="2027-01-18")
    back = withdraw_objection(objection=objection, received_on="2027-02-04")
    assert missed(story.then(back, representative(), on="2027-02-04"), "objection-decision") == [
        (day("2027-01-14"), day("2027-02-04"), 2 * 2300)
    ]


def test_a_late_decision_on_an_objection_costs_its_own_penalty():
    story = objected(late("2026-10-22"), "2026-11-02")
    objection = story.case.version
    story = story.then(give_default_notice(objection=objection, received_on="2027-01-18"), intake(), on="2027-01-18")
    (term,) = (each for each in deadlines_of(story.case, story.ordinance, DUTCH, day("2027-02-03")) if each.overdue)
    assert (term.kind, cost(story.case, term)) == ("objection-decision", 2 * 2300)
    fixed = story.then(decide_penalty(objection=objection, decided_on="2027-06-01"), decision_maker("dirk"), on="2027-06-01")
    (term,) = (each for each in terms(fixed.case, fixed) if each.kind == "objection-decision")
    assert (cost(fixed.case, term), fixed.case.penalties[-1].total_cents) == (144_200, 144_200)
    (request,) = (each for each in terms(fixed.case, fixed) if each.kind == "decision")
    assert cost(fixed.case, request) == 0


def test_a_notice_that_was_taken_back_leaves_the_two_weeks_that_had_passed():
    story = in_default()
    notice = story.case.version
    taken = story.then(withdraw_default_notice(notice=notice, received_on="2027-01-11"), intake(), on="2027-01-11")
    assert missed(taken, "default") == [(day("2026-12-14"), day("2027-01-11"), 0)]


def test_that_no_penalty_is_due_meets_the_term_to_say_so_late():
    story = announced(in_default(), rejected().case.version, "2026-12-25")
    (fix,) = (each for each in terms(story.case, story) if each.kind == "penalty-decision")
    said = decide_penalty(decided_on="2027-02-01", excluded="manifestly-unfounded")
    assert missed(story.then(said, decision_maker("dirk"), on="2027-02-01"), "penalty-decision") == [
        (fix.due_on, day("2027-02-01"), 0)
    ]


def later(on: date, days: int) -> str:
    return date.fromordinal(on.toordinal() + days).isoformat()


def last_day(story: Story, kind: str) -> date:
    return next(each.due_on for each in terms(story.case, story) if each.kind == kind)


def test_an_agreement_that_came_late_was_missed_and_one_in_time_was_not():
    due = last_day(awarded(), "agreement")
    on = later(due, 3)
    started = awarded().then(start_execution(handed_over_on=on, agreement=agreement(starts_on=on)), contract_manager(), on=on)
    assert missed(started, "agreement") == [(due, day(on), 0)]
    assert missed(monitored(), "agreement") == []


def test_an_improvement_found_late_was_missed_and_one_in_time_was_not():
    due = last_day(improving(), "improvement")
    on = later(due, 9)
    found = improving().then(accept_improvement(held_on=on), contract_manager(), on=on)
    assert missed(found, "improvement") == [(due, day(on), 0)]
    in_time = improving().then(accept_improvement(held_on=str(due)), contract_manager(), on=str(due))
    assert missed(in_time, "improvement") == []


def test_an_execution_renewed_after_its_end_had_run_out():
    due = last_day(monitored(), "execution")
    for days, expected in ((10, [(due, day(later(due, 10)), 0)]), (-10, [])):
        on = later(due, days)
        again = renew(decided_on=on, evaluated_on=on, ends_on=later(due, 300))
        assert missed(monitored().then(again, decision_maker("dirk"), on=on), "execution") == expected


def test_a_supplement_that_never_came_was_missed_until_the_case_went_on_however_far_it_went():
    story = submitted().then(request_supplement(), intake())
    until = last_day(story, "supplement")
    taken = story.then(take_up(completed_by=None), intake(), on=later(until, 2)).then(admit(), intake(), on=later(until, 20))
    assert missed(taken, "supplement") == [(until, day(later(until, 2)), 0)]


def test_a_last_day_that_a_judgement_moves_was_never_the_last_day():
    """Whether a supplement sufficed is judged later; force majeure is told when it is over (Awb 4:15)."""
    story = admissible()
    standstill = record_standstill(told_on="2026-12-10", first_day="2026-09-20", last_day="2026-11-05")
    assert missed(story.then(standstill, handler(), on="2026-12-10"), "decision") == []


def test_every_report_that_was_not_handed_in_is_there_and_not_the_first_alone():
    due = [each.due_on for each in terms(monitored().case, monitored()) if each.kind == "report"]
    assert [each[0] for each in missed(monitored(), "report")] == due[1:]


def test_who_reports_every_week_for_years_missed_only_what_was_late():
    """A case remembers sixty reports: what they say of older terms was said when it happened."""
    story = awarded().then(start_execution(agreement=agreement(starts_on="2027-01-01", ends_on="2029-12-31")), contract_manager())
    for week in range(1, 121):
        until = date(2027, 1, 1) + timedelta(weeks=week)
        story = story.then(report(period_from=date(2027, 1, 1), period_until=until), representative(), on=until.isoformat())
    assert len(story.case.reported) == MOST_REPORTED
    # weeks that ended a day, and four days, too late for a half-year
    expected = [(day("2027-07-01"), day("2027-07-02"), 0), (day("2029-01-01"), day("2029-01-05"), 0)]
    assert [each for each in missed(story, "report") if each[1]] == expected


@WALKS
@whatever(TAPES, STARTS)
def test_what_was_missed_on_a_day_stays_missed_whatever_is_done(tape, start):
    for asked, told in walked(tape, start):
        if told is None or asked.story.case.ordinance is None or isinstance(asked.command, TakeUp | RecordStandstill):
            continue
        case, event = asked.story.case, told.events[-1]
        before, after = terms(case, told), terms(told.case, told)
        kept = {(key[0], each.due_on) for key, each in left_behind(case, before, after, event, told.case.version)}
        kept |= {(key[0], each.due_on) for key, each in as_it_stands(told.case, after).items()}
        kept |= {(each.kind, each.due_on) for each in open_deadlines(after).values()}
        for each in before:
            was = not each.lapses and each.status(event.occurred_on) == "missed"
            assert not was or (each.kind, each.due_on) in kept, event
