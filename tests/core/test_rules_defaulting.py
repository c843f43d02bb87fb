"""No decision in time: notices of default with and without effect, the penalty, the court (Awb 4:17, 4:18, 6:12, 8:55d)."""

from dataclasses import replace

from challenge_api.challenges import review
from challenge_api.challenges.proceedings import MOST_WITHOUT_EFFECT
from challenge_api.law.legal_calendar import DUTCH
from tests.core.given import (
    Story,
    announced,
    assessed,
    day,
    decide_penalty,
    decision_maker,
    declare_interest,
    give_default_notice,
    given,
    handler,
    intake,
    interested_party,
    objected,
    record_appeal,
    record_ruling,
    reject,
    rejected,
    representative,
    submitted,
    withdraw_default_notice,
    withdraw_objection,
)

# Filed on 1 September 2026; the ordinance of Voorbeeldstad gives twelve weeks, which end on Tuesday 24 November.


def overdue(on: str = "2026-12-01") -> Story:
    """Undecided after the term, with a valid notice of default."""
    return assessed().then(give_default_notice(), representative(), on=on)


def effect(story: Story) -> str:
    return story.case.default_notices[-1].effect


def penalty(story: Story):
    assert story.rules is not None
    return review.request_term(story.case, story.rules, DUTCH).overdue


def decided(story: Story, on: str) -> Story:
    """Rejected and announced on one day."""
    story = story.then(reject(decided_on=on), decision_maker())
    return announced(story, story.case.version, on)


# --- notices --------------------------------------------------------------------------------------------------------


def test_a_notice_after_the_term_is_valid_and_one_on_its_last_day_is_recorded_as_premature():
    assert effect(assessed().then(give_default_notice(), representative(), on="2026-11-25")) == "valid"
    early = assessed().then(give_default_notice(), representative(), on="2026-11-24")
    assert (effect(early), early.last_event.article) == ("premature", "Awb 4:17(3), 6:12(2)")
    assert penalty(early).penalty_from is None


def test_an_early_notice_does_not_count_later_but_a_new_one_does():
    early = assessed().then(give_default_notice(), representative(), on="2026-11-24")
    again = early.then(give_default_notice(), representative(), on="2026-11-30")
    assert [notice.effect for notice in again.case.default_notices] == ["premature", "valid"]
    assert penalty(again).penalty_from == day("2026-12-15")


def test_a_second_or_an_oral_notice_changes_nothing():
    assert effect(overdue().then(give_default_notice(), representative(), on="2026-12-02")) == "second"
    assert effect(assessed().then(give_default_notice(form="oral"), intake(), on="2026-12-01")) == "oral"


def test_a_notice_after_the_decision_has_nothing_left_to_ask():
    story = decided(assessed(), "2026-11-30").then(give_default_notice(), representative(), on="2026-12-01")
    assert effect(story) == "nothing-left"


def test_intake_records_the_day_on_which_a_letter_came():
    notice = give_default_notice(received_on="2026-11-26")
    given(assessed()).when(notice, by=representative(), on="2026-12-01").refused(
        "receipt-date-by-intake", "Awb 2:20", "/receivedOn"
    )
    story = assessed().then(notice, intake(), on="2026-12-01")
    assert story.case.default_notices[0].received_on == day("2026-11-26")


def test_where_the_award_is_private_law_there_is_no_default():
    story = assessed().under(legal_track="private-law")
    given(story).when(give_default_notice(), by=representative(), on="2026-12-01").refused("private-law-track", "Awb 1:3, 8:3(2)")


def test_everybody_gives_notice_about_their_own_request_or_objection():
    given(assessed()).when(give_default_notice(), by=interested_party(), on="2026-12-01").refused(
        "not-your-request", "Awb 4:17(3)", "/objection"
    )
    given(assessed()).when(give_default_notice(objection=99), by=representative()).refused(
        "no-such-objection", "Awb 6:4", "/objection"
    )
    story = objected(announced(rejected(), rejected().case.version, "2026-10-22"), "2026-11-02")
    notice = give_default_notice(objection=story.case.objections[0].version)
    given(story).when(notice, by=interested_party(), on="2027-01-20").refused("not-your-objection", "Awb 4:17(3)", "/objection")
    late = story.then(notice, representative(), on="2027-01-15")
    assert effect(late) == "valid"
    assert effect(story.then(notice, representative(), on="2027-01-14")) == "premature"


def test_a_notice_about_an_objection_that_was_withdrawn_has_nothing_left_to_ask():
    story = objected(announced(rejected(), rejected().case.version, "2026-10-22"), "2026-11-02")
    own = story.case.objections[0].version
    story = story.then(withdraw_objection(objection=own), representative(), on="2027-02-01")
    assert effect(story.then(give_default_notice(objection=own), representative(), on="2027-02-01")) == "nothing-left"


def test_a_notice_about_an_objection_whose_window_has_not_begun_is_premature():
    story = objected(rejected(), "2026-10-20")
    notice = give_default_notice(objection=story.case.objections[0].version)
    assert effect(story.then(notice, representative(), on="2027-06-01")) == "premature"


def test_a_case_keeps_only_so_many_notices_without_effect():
    story = submitted()
    for _ in range(MOST_WITHOUT_EFFECT + 5):
        story = story.then(give_default_notice(), representative())
    assert len(story.case.default_notices) == MOST_WITHOUT_EFFECT
    assert story.case.version == MOST_WITHOUT_EFFECT + 6
    story = story.then(give_default_notice(), representative(), on="2026-11-25")
    assert effect(story) == "valid"


def test_a_notice_that_is_taken_back_starts_no_penalty():
    given(assessed()).when(withdraw_default_notice(), by=representative()).refused("no-default-notice", "Awb 4:17(3)")
    notice = overdue().case.version
    given(overdue()).when(withdraw_default_notice(notice=1), by=representative()).refused(
        "no-such-notice", "Awb 4:17(3)", "/notice"
    )
    given(overdue()).when(withdraw_default_notice(notice=notice), by=interested_party()).refused(
        "not-your-notice", "Awb 4:17(3)", "/notice"
    )
    early = withdraw_default_notice(notice=notice, received_on="2026-11-30")
    given(overdue()).when(early, by=intake()).refused("date-order", "Awb 4:17(3)", "/receivedOn")
    back = overdue().then(withdraw_default_notice(notice=notice), representative())
    assert (effect(back), penalty(back).penalty_from) == ("withdrawn", None)
    two = back.then(give_default_notice(), representative(), on="2026-12-07")
    given(two).when(withdraw_default_notice(notice=notice), by=representative()).refused(
        "notice-withdrawn", "Awb 4:17(3)", "/notice"
    )
    assert effect(two) == "valid"


# --- penalty --------------------------------------------------------------------------------------------------------


def test_a_penalty_is_fixed_when_it_no_longer_runs():
    """Notice on 1 December: the first day is the 16th, the 42nd Tuesday 26 January."""
    given(overdue()).when(decide_penalty(decided_on="2027-01-26"), by=decision_maker()).refused(
        "penalty-still-running", "Awb 4:17(1), 4:18", "/decidedOn"
    )
    story = overdue().then(decide_penalty(decided_on="2027-01-27"), decision_maker())
    fixed = story.case.penalties[0]
    assert (fixed.days, fixed.total_cents, story.last_event.late) == (42, 144_200, False)
    assert (story.last_event.first_day, story.last_event.last_day) == (day("2026-12-16"), day("2027-01-26"))


def test_a_decision_stops_the_penalty_the_day_before():
    story = decided(overdue(), "2026-12-30").then(decide_penalty(decided_on="2026-12-30", applicants=3), decision_maker())
    fixed = story.case.penalties[0]
    assert (fixed.days, fixed.total_cents, fixed.share_cents) == (14, 32_200, 10_733)


def test_a_penalty_is_fixed_once_and_later_than_two_weeks_it_says_so():
    story = decided(overdue(), "2026-12-30").then(decide_penalty(decided_on="2027-02-01"), decision_maker())
    assert story.last_event.late is True
    given(story).when(decide_penalty(decided_on="2027-02-02"), by=decision_maker()).refused(
        "penalty-fixed", "Awb 4:18", "/objection"
    )


def test_without_a_valid_notice_there_is_no_penalty_to_fix():
    early = assessed().then(give_default_notice(), representative(), on="2026-11-24")
    given(early).when(decide_penalty(decided_on="2027-02-01"), by=decision_maker()).refused(
        "no-valid-notice", "Awb 4:17(3)", "/objection"
    )


def test_an_exception_leaves_nothing_due():
    story = overdue().then(decide_penalty(decided_on="2026-12-20", excluded="manifestly-inadmissible"), decision_maker())
    assert (story.case.penalties[0].total_cents, story.case.penalties[0].excluded) == (0, "manifestly-inadmissible")
    assert penalty(story).penalty_from is None


def test_the_body_of_the_ordinance_fixes_the_penalty_and_nobody_with_an_interest():
    nobody = replace(decide_penalty().decider, body="nobody")
    given(overdue()).when(decide_penalty(decider=nobody), by=decision_maker()).refused(
        "body-not-competent", "Ordinance", "/decider/body"
    )
    story = overdue().then(declare_interest(interest="conflict"), decision_maker("dirk"))
    given(story).when(decide_penalty(), by=decision_maker("dirk")).refused("interested", "Awb 2:4")


# --- court ----------------------------------------------------------------------------------------------------------


def test_an_appeal_for_not_deciding_before_two_weeks_have_passed_is_marked_premature():
    for lodged, premature in (("2026-12-15", True), ("2026-12-16", False)):
        story = overdue().then(record_appeal(lodged_on=lodged), intake())
        assert story.last_event.premature is premature
    assert assessed().then(record_appeal(lodged_on="2026-12-20"), intake()).last_event.premature is True


def test_an_appeal_says_what_it_is_about():
    given(overdue()).when(record_appeal(decision=1), by=intake()).refused("decision-named", "Awb 6:2", "/decision")
    given(overdue()).when(record_appeal(against="decision"), by=intake()).refused("no-such-decision", "Awb 8:1", "/decision")
    early = record_appeal(against="decision", decision=rejected().case.version, lodged_on="2026-10-19")
    given(rejected()).when(early, by=intake(), on="2026-10-21").refused("date-order", "Awb 6:10", "/lodgedOn")
    given(rejected()).when(replace(early, lodged_on=day("2026-12-19")), by=intake()).accepted()


def test_after_a_well_founded_appeal_two_weeks_are_left_unless_the_court_says_otherwise():
    story = overdue().then(record_appeal(), intake())
    appeal = story.case.version
    given(overdue()).when(record_ruling(), by=intake()).refused("no-open-appeal", "Awb 8:70")
    given(story).when(record_ruling(appeal=1), by=intake(), on="2027-01-21").refused("no-such-appeal", "Awb 8:70", "/appeal")
    ruled = story.then(record_ruling(appeal=appeal), intake(), on="2027-01-21")
    assert ruled.case.appeals[0].decide_by == day("2027-02-04")
    longer = record_ruling(appeal=appeal, decide_by="2027-03-01")
    assert story.then(longer, intake(), on="2027-01-21").case.appeals[0].decide_by == day("2027-03-01")
    for article, pointer, said in (
        ("Awb 8:66", "/ruledOn", {"ruled_on": "2026-12-19"}),
        ("Awb 8:79", "/sentOn", {"sent_on": "2027-01-19"}),
        ("Awb 8:55d(1)", "/decideBy", {"decide_by": "2027-01-21"}),
    ):
        given(story).when(record_ruling(appeal=appeal, **said), by=intake(), on="2027-01-21").refused(
            "date-order", article, pointer
        )
    given(story).when(record_ruling(appeal=appeal), by=intake(), on="2027-01-20").refused(
        "date-in-future", "challenge-api", "/sentOn"
    )
    second = ruled.then(record_appeal(lodged_on="2027-03-01"), intake())
    given(second).when(record_ruling(appeal=appeal), by=handler()).refused("already-ruled", "Awb 8:70", "/appeal")
