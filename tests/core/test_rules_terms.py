"""Terms: a last day that was told, standing still by law, information from abroad, a supplement term moved."""

from challenge_api.challenges.clocks import Deadline, deadlines_of
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    MODEL,
    Story,
    announced,
    await_foreign_information,
    day,
    extend,
    given,
    handler,
    incomplete,
    intake,
    lodge_objection,
    move_supplement_term,
    objected,
    record_foreign_information,
    record_standstill,
    rejected,
    representative,
    submitted,
    suspend,
    tell_deadline,
    third_party,
    withdraw_objection,
    withdrawn,
)


def the(story: Story, kind: str) -> Deadline:
    assert story.rules is not None
    (found,) = (each for each in deadlines_of(story.case, story.rules, DUTCH) if each.kind == kind)
    return found


def told(due_on: str = "2026-11-24", on: str = "2026-09-02", story: Story | None = None) -> Story:
    """The group was told on 2 September that the decision comes by 24 November 2026, as the ordinance has it."""
    return (story or submitted()).then(tell_deadline(told_on=on, due_on=due_on), handler(), on=on)


# --- a last day that was told ---------------------------------------------------------------------------------------


def test_what_was_told_stands_beside_what_counting_gives():
    found = the(told(), "decision").told
    assert found is not None
    assert (found.due_on, found.told_on, found.difference_days, found.reasons) == (day("2026-11-24"), day("2026-09-02"), 0, ())


def test_nothing_is_said_to_be_told_that_was_not():
    assert the(submitted(), "decision").told is None


def test_a_later_difference_is_shown_with_its_reason_and_never_recomputed():
    story = told().then(suspend(), handler(), on="2026-09-15")
    decision = the(story, "decision")
    found = decision.told
    assert found is not None
    assert (found.due_on, decision.due_on, found.difference_days) == (day("2026-11-24"), day("2026-12-28"), 34)
    assert [(step.step, step.article) for step in found.reasons] == [("suspended", "Awb 4:15(2)(a)")]


def test_of_two_facts_only_the_one_recorded_since_explains_the_difference():
    story = submitted().then(record_standstill(), handler(), on="2026-09-20")
    story = told("2026-12-04", "2026-09-21", story).then(extend(by_weeks=6, told_on="2026-10-01"), handler(), on="2026-10-01")
    found = the(story, "decision").told
    assert found is not None
    assert [step.step for step in found.reasons] == ["extended"]


def test_telling_another_day_than_the_law_gives_is_recorded_as_told():
    story = told("2026-11-30")
    decision = the(story, "decision")
    assert decision.due_on == day("2026-11-24"), "telling does not lengthen the term"
    assert decision.told is not None
    assert [(step.step, step.date) for step in decision.told.reasons] == [("told", day("2026-11-24"))]
    assert [fact.type for fact in story.case.clock] == ["application_received", "delay_told"]
    assert decision.explanation[-1].step == "ignored"


def test_telling_again_replaces_what_was_told_of_that_term():
    story = told("2026-12-01", "2026-09-03", told())
    assert [each.due_on for each in story.case.told] == [day("2026-12-01")]


def test_a_last_day_is_told_of_a_term_that_the_case_waits_for():
    given(withdrawn()).when(tell_deadline(told_on="2026-09-21"), by=handler(), on="2026-09-21").refused(
        "no-such-term", "Awb 4:14(1)"
    )
    given(submitted()).when(tell_deadline(told_on="2026-09-21", about=7), by=handler(), on="2026-09-21").refused(
        "no-such-term", "Awb 4:14(1)", "/kind"
    )


def test_a_last_day_does_not_lie_before_it_is_told():
    given(submitted()).when(tell_deadline(told_on="2026-09-21", due_on="2026-09-20"), by=handler(), on="2026-09-21").refused(
        "date-order", "Awb 4:14(1)", "/dueOn"
    )


# --- standing still by law ------------------------------------------------------------------------------------------


def test_force_majeure_and_the_groups_own_delay_move_the_end():
    plain = the(submitted(), "decision")
    for cause, article in (("force-majeure", "Awb 4:15(2)(c)"), ("challenger-delay", "Awb 4:15(2)(b)")):
        story = submitted().then(record_standstill(cause=cause), handler(), on="2026-09-20")
        found = the(story, "decision")
        assert (found.due_on - plain.due_on).days == 10
        assert article in [step.article for step in found.explanation]


def test_a_standstill_after_the_term_is_recorded_and_has_no_effect():
    late = record_standstill(told_on="2026-12-02", first_day="2026-12-01", last_day="2026-12-03")
    story = submitted().then(late, handler(), on="2026-12-02")
    assert the(story, "decision").due_on == day("2026-11-24")
    assert the(story, "decision").explanation[-1].step == "ignored"


def test_a_standstill_does_not_end_before_it_begins():
    given(submitted()).when(record_standstill(last_day="2026-09-17"), by=handler(), on="2026-09-20").refused(
        "date-order", "Awb 4:15(2)", "/lastDay"
    )


def awaiting() -> Story:
    return submitted(MODEL).then(await_foreign_information(), handler(), on="2026-09-20")


def test_the_term_stands_still_until_information_from_abroad_comes():
    story = awaiting().then(record_foreign_information(), handler(), on="2026-10-05")
    assert (the(story, "decision").due_on - the(submitted(MODEL), "decision").due_on).days == 14
    assert the(awaiting(), "decision").status(day("2027-06-01")) == "suspended"


def test_information_is_awaited_once_at_a_time():
    given(awaiting()).when(await_foreign_information(told_on="2026-09-21"), by=handler(), on="2026-09-21").refused(
        "foreign-information-awaited", "Awb 4:15(1)(b)"
    )
    again = awaiting().then(record_foreign_information(), handler(), on="2026-10-05")
    given(again).when(await_foreign_information(told_on="2026-10-06"), by=handler(), on="2026-10-06").accepted()


def test_what_comes_from_abroad_was_awaited():
    given(submitted()).when(record_foreign_information(), by=intake(), on="2026-10-05").refused(
        "nothing-awaited", "Awb 4:15(1)(b)"
    )
    given(awaiting()).when(record_foreign_information(received_on="2026-09-19"), by=intake(), on="2026-10-05").refused(
        "date-order", "Awb 4:15(1)(b)", "/receivedOn"
    )


# --- a supplement term moved ----------------------------------------------------------------------------------------


def test_a_supplement_term_that_runs_can_be_moved_and_the_decision_follows():
    before = the(incomplete(), "decision").due_on
    story = incomplete().then(move_supplement_term(), intake(), on="2026-09-10")
    assert the(story, "supplement").due_on == story.case.supplement_until == day("2026-10-08")
    assert the(story, "decision").due_on > before


def test_a_supplement_term_that_has_passed_is_not_moved():
    until = incomplete().case.supplement_until
    assert until is not None
    given(incomplete()).when(
        move_supplement_term(told_on="2026-10-20", until="2026-11-01"), by=intake(), on="2026-10-20"
    ).refused("supplement-term-over", "Awb 4:5(1)", "/toldOn")
    given(incomplete()).when(move_supplement_term(until="2026-09-09"), by=intake(), on="2026-09-10").refused(
        "date-order", "Awb 4:5(1)", "/until"
    )


# --- the same, on an objection (Awb 7:14) ---------------------------------------------------------------------------


def objecting() -> Story:
    """Rejected, told on 22 October 2026, and objected to on 2 November: the decision on that is due on 14 January 2027."""
    return objected(announced(rejected(), rejected().case.version, "2026-10-22"), "2026-11-02")


def number(story: Story) -> int:
    return story.case.objections[0].version


def still(story: Story, **said: str):
    days = {"told_on": "2026-12-10", "first_day": "2026-12-10", "last_day": "2026-12-16"} | said
    return record_standstill(objection=number(story), **days)


def test_a_standstill_moves_the_decision_on_an_objection_and_not_that_on_the_request():
    story, before = objecting(), objecting()
    for cause, article in (("force-majeure", "Awb 4:15(2)(c)"), ("challenger-delay", "Awb 4:15(2)(b)")):
        found = story.then(still(story, cause=cause), handler(), on="2026-12-10")
        term = the(found, "objection-decision")
        assert (term.due_on - the(before, "objection-decision").due_on).days == 7
        assert article in [step.article for step in term.explanation]
        assert the(found, "decision").due_on == the(before, "decision").due_on


def test_days_before_the_term_of_an_objection_began_move_nothing():
    story = objecting()
    early = still(story, told_on="2026-11-10", first_day="2026-11-10", last_day="2026-11-20")
    assert the(story.then(early, handler(), on="2026-11-10"), "objection-decision").due_on == day("2027-01-14")


def test_an_objection_waits_for_information_from_abroad_by_itself():
    story = objecting()
    wait = await_foreign_information(objection=number(story), told_on="2026-12-10")
    waits = story.then(wait, handler(), on="2026-12-10")
    assert the(waits, "objection-decision").status(day("2027-03-01")) == "suspended"
    given(waits).when(wait, by=handler(), on="2026-12-10").refused("foreign-information-awaited", "Awb 4:15(1)(b)")
    came = record_foreign_information(objection=number(story), received_on="2026-12-18")
    assert (the(waits.then(came, intake(), on="2026-12-18"), "objection-decision").due_on - day("2027-01-14")).days == 7
    of_the_request = record_foreign_information(received_on="2026-12-18")
    given(waits).when(of_the_request, by=intake(), on="2026-12-18").refused_for("no-term-runs", "nothing-awaited")


def test_the_request_stands_still_until_its_decision_is_announced():
    decided = rejected()
    given(decided).when(record_standstill(told_on="2026-10-21"), by=handler(), on="2026-10-21").accepted()
    told = announced(decided, decided.case.version, "2026-10-22")
    given(told).when(record_standstill(told_on="2026-10-23"), by=handler(), on="2026-10-23").refused(
        "no-term-runs", "Awb 4:15, 7:14"
    )
    given(objecting()).when(record_standstill(told_on="2026-11-03"), by=handler(), on="2026-11-03").refused(
        "no-term-runs", "Awb 4:15", "/objection"
    )
    given(withdrawn()).when(record_standstill(told_on="2026-09-20"), by=handler(), on="2026-09-20").refused(
        "no-term-runs", "Awb 4:15, 7:14"
    )


def test_a_standstill_names_an_objection_that_is_open_and_was_there():
    story = objecting()
    unknown = record_standstill(objection=2, told_on="2026-12-10")
    given(story).when(unknown, by=handler(), on="2026-12-10").refused("no-such-objection", "Awb 6:4", "/objection")
    early = still(story, told_on="2026-11-01")
    given(story).when(early, by=handler(), on="2026-11-03").refused("date-before-objection", "Awb 6:4", "/toldOn")
    third = lodge_objection(decision=story.case.objections[0].decision, objector=third_party(), received_on="2026-11-03")
    two = story.then(third, intake(), on="2026-11-03")
    ended = two.then(withdraw_objection(objection=number(story), received_on="2026-11-09"), representative(), on="2026-11-09")
    given(ended).when(still(story), by=handler(), on="2026-12-10").refused("objection-ended", "Awb 7:11", "/objection")
