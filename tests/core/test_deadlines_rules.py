"""Rules of the law of deadlines that no worked example shows."""

from datetime import date

import pytest

from challenge_api.history.entries import dump, load
from challenge_api.law.deadlines import (
    NO_TERM_SET,
    Asked,
    ClockFact,
    Explained,
    Extension,
    Length,
    Readings,
    Step,
    Term,
    administrative_appeal_decision,
    before,
    decision,
    named,
    objection_decision,
    objection_window,
    plain,
    set_aside,
    status,
)
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

EIGHT_WEEKS = Term(8, "weeks", NO_TERM_SET)  # from Monday 3 August 2026: Monday 28 September 2026
OWN_TERM = Term(8, "weeks", "Awb 4:13(1), ordinance, Gemeentewet 145")
SIX_MORE = Extension(6, "weeks", "ordinance (power to extend)")
RECEIVED = ClockFact(type="application_received", on=date(2026, 8, 3))


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def fact(name: str, on: str, **more: object) -> ClockFact:
    return ClockFact(type=name, on=day(on), **more)  # type: ignore[arg-type] # by name


def request(on: str, deadline: str) -> ClockFact:
    return fact("supplement_requested", on, deadline=day(deadline))


def supplement(on: str, complete: bool = True) -> ClockFact:
    return fact("supplement_received", on, complete=complete)


def decided(*facts: ClockFact, term: Term = EIGHT_WEEKS, extension: Extension | None = None, **more: object) -> Explained:
    return decision(term, extension, (RECEIVED, *facts), **more)  # type: ignore[arg-type] # by name


def effective(found: Explained) -> list[bool]:
    return [effect.effective for effect in found.effects]


def articles(found: Explained) -> list[str]:
    return [step.article for step in found.chain]


# --- suspension -----------------------------------------------------------------------------------------------------


def test_one_supplement_answers_every_request_that_runs() -> None:
    found = decided(request("08-10", "08-31"), request("08-17", "08-28"), supplement("08-24"))
    assert found.suspended_days == 13  # 11 to 23 August


def test_each_further_request_suspends_again() -> None:
    found = decided(request("08-10", "08-31"), supplement("08-14"), request("08-20", "09-01"), supplement("08-25"))
    assert found.suspended_days == 3 + 4
    assert found.suspensions == ((day("08-11"), day("08-13")), (day("08-21"), day("08-24")))


def test_a_request_and_its_answer_on_one_day_are_read_in_the_order_given() -> None:
    answered = decided(request("08-10", "08-31"), supplement("08-10"))
    asked_again = decided(supplement("08-10"), request("08-10", "08-31"))
    assert (answered.suspended_days, asked_again.suspended_days) == (0, 20)


def test_a_supplement_term_may_be_moved_forward_too_but_not_into_the_past() -> None:
    sooner = decided(request("08-10", "08-31"), fact("deadline_moved", "08-12", deadline=day("08-20")))
    past = decided(request("08-10", "08-31"), fact("deadline_moved", "08-12", deadline=day("08-11")))
    assert (sooner.suspended_days, past.suspended_days) == (9, 20)


def test_a_suspension_needs_a_term_that_still_runs_on_its_first_day() -> None:
    on_the_last_day = decided(request("09-28", "10-12"))
    the_day_before = decided(request("09-27", "10-12"))
    assert (on_the_last_day.due, effective(on_the_last_day)) == (day("09-28"), [False])
    assert (the_day_before.due, effective(the_day_before)) == (day("10-12"), [True])


def test_an_end_that_moved_over_the_weekend_still_runs_on_that_weekend() -> None:
    received = ClockFact(type="application_received", on=day("06-06"))  # ends Saturday 1 August, due Monday 3 August
    found = decision(EIGHT_WEEKS, None, (received, request("08-01", "08-12")))
    assert effective(found) == [True]
    assert found.unshifted_end == day("08-11")  # ten days, 2 to 11 August, added to the unshifted end


def test_consent_after_the_end_rescues_nothing_and_force_majeure_told_late_still_counts() -> None:
    period = {"first": day("09-21"), "last": day("09-30")}
    consent = decided(fact("suspension_agreed", "09-29", **period))
    fire = decided(fact("force_majeure", "09-29", **period))
    assert (consent.due, effective(consent)) == (day("09-28"), [False])
    assert (fire.due, effective(fire)) == (day("10-08"), [True])


def test_information_from_abroad_that_has_not_come_counts_through_the_day_asked_for() -> None:
    abroad = fact("foreign_info_notified", "08-10")
    assert decided(abroad).suspended_days == 0
    found = decided(abroad, asked=Asked(as_of=day("08-20")))
    assert (found.suspended_days, found.due) == (10, day("10-08"))
    assert status(found, day("12-01")) == "suspended"
    assert status(found, day("08-10")) == "running"


def test_nothing_changes_a_term_after_the_decision() -> None:
    found = decided(fact("decided", "09-01"), request("09-02", "09-16"), fact("extended", "09-03", by=2), extension=SIX_MORE)
    assert (found.due, effective(found)) == (day("09-28"), [False, False])


def test_what_acts_on_the_day_of_the_decision_still_counts() -> None:
    found = decided(fact("extended", "09-01", by=2), fact("decided", "09-01"), term=OWN_TERM, extension=SIX_MORE)
    assert (found.due, effective(found)) == (day("10-12"), [True])


def test_the_decision_ends_the_wait_for_information_from_abroad() -> None:
    facts = (fact("foreign_info_notified", "08-10"), fact("decided", "08-20"))
    assert decided(*facts, asked=Asked(as_of=day("08-25"))).suspended_days == 10
    assert decided(*facts, asked=Asked(as_of=day("08-15"))).suspended_days == 5


def test_a_supplement_term_may_be_moved_to_the_day_itself() -> None:
    found = decided(request("08-10", "08-31"), fact("deadline_moved", "08-12", deadline=day("08-12")))
    assert found.suspended_days == 1


# --- extension and named dates --------------------------------------------------------------------------------------


def test_an_extension_gives_no_more_than_the_power() -> None:
    found = decided(fact("extended", "09-01", by=8), term=OWN_TERM, extension=SIX_MORE)
    assert found.due == day("11-09")  # six weeks, not eight
    assert "ordinance (power to extend)" in articles(found)


def test_without_a_power_there_is_no_extension() -> None:
    found = decided(fact("extended", "09-01", by=2), term=OWN_TERM)
    assert (found.due, effective(found)) == (day("09-28"), [False])


def test_an_extension_of_thirteen_weeks_is_outside_the_atw() -> None:
    received = ClockFact(type="application_received", on=day("06-06"))
    power = Extension(13, "weeks", "ordinance")
    found = decision(OWN_TERM, power, (received, fact("extended", "07-01", by=13)))
    assert found.due == found.unshifted_end == day("10-31")  # a Saturday


def test_a_reasonable_term_is_named_only_where_no_law_sets_one() -> None:
    letter = fact("reasonable_term_named", "09-01", new_due=day("11-02"))
    assert decided(letter).due == day("11-02")
    assert effective(decided(letter, term=OWN_TERM)) == [False]


def test_a_second_naming_comes_too_late_after_the_eight_weeks() -> None:
    first = fact("reasonable_term_named", "09-01", new_due=day("11-02"))
    within, after = (fact("reasonable_term_named", on, new_due=day("12-01")) for on in ("09-28", "09-29"))
    assert decided(first, within).due == day("12-01")
    assert decided(first, after).due == day("11-02")


def test_the_eight_weeks_to_name_a_term_in_run_over_the_weekend() -> None:
    received = ClockFact(type="application_received", on=day("06-06"))  # ends Saturday 1 August, due Monday 3 August
    first = fact("reasonable_term_named", "07-01", new_due=day("11-02"))
    again = fact("reasonable_term_named", "08-03", new_due=day("12-01"))
    assert decision(EIGHT_WEEKS, None, (received, first, again)).due == day("12-01")


def test_the_day_of_the_letter_itself_can_be_named() -> None:
    found = decided(fact("reasonable_term_named", "09-01", new_due=day("09-01")))
    assert (found.due, effective(found)) == (day("09-01"), [True])


def test_a_date_that_has_passed_is_not_named() -> None:
    found = decided(fact("reasonable_term_named", "09-01", new_due=day("08-31")))
    assert (found.due, effective(found)) == (day("09-28"), [False])


def test_a_suspension_after_a_naming_moves_the_named_date() -> None:
    named = fact("reasonable_term_named", "09-01", new_due=day("11-02"))
    assert decided(named, request("10-05", "10-19"), supplement("10-09")).due == day("11-05")


# --- a named date that extends ---------------------------------------------------------------------------------------

# eight weeks from Monday 3 August end on 28 September, and six more on 9 November


def until(text: str, on: str = "09-01") -> ClockFact:
    return fact("extended", on, new_due=day(text))


def test_a_date_extends_by_a_day_at_least_and_as_far_as_the_power_reaches() -> None:
    def extended(text: str) -> tuple[date, str, bool]:
        found = decided(until(text), term=OWN_TERM, extension=SIX_MORE)
        step = next(step for step in found.chain if step.event == 1)
        return found.due, step.step, "reaches no further" in step.why

    assert extended("09-28") == (day("09-28"), "ignored", False)
    assert extended("09-29") == (day("09-29"), "named", False)
    assert extended("11-09") == (day("11-09"), "named", False)
    assert extended("11-10") == (day("11-09"), "named", True)


def test_days_that_stood_still_before_a_date_was_named_count_again_in_it() -> None:
    """A named date has no days in it yet: what overlaps an earlier standstill moves it by all of its days."""
    before = fact("force_majeure", "08-10", first=day("08-10"), last=day("08-19"))  # ten days: through 8 October
    named = until("10-30", on="08-20")
    again = fact("force_majeure", "08-24", first=day("08-15"), last=day("08-24"))  # ten days, five of them the same
    unnamed = decided(before, again, term=OWN_TERM, extension=SIX_MORE)
    assert unnamed.unshifted_end == day("10-13")
    assert decided(before, named, again, term=OWN_TERM, extension=SIX_MORE).unshifted_end == day("11-09")


# --- the general terms act ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("after", "n", "due"),
    [
        ("2025-04-17", 1, "2025-04-22"),  # one day: article 1 only
        ("2025-04-17", 2, "2025-04-22"),
        ("2025-04-17", 3, "2025-04-23"),  # three days: two working days in them
        ("2025-12-24", 3, "2025-12-30"),
        ("2026-08-03", 3, "2026-08-06"),
    ],
)
def test_a_term_of_three_days_or_more_holds_two_working_days(after: str, n: int, due: str) -> None:
    found = plain(date.fromisoformat(after), Term(n, "days", "statute"))
    assert found.due.isoformat() == due


def test_days_on_which_the_term_stood_still_are_not_its_working_days() -> None:
    term = Term(3, "days", "ordinance")  # from Tuesday 4 August
    found = decided(fact("force_majeure", "08-04", first=day("08-04"), last=day("08-07")), term=term)
    assert found.unshifted_end == day("08-10")  # Saturday, Sunday and Monday: one working day
    assert found.due == day("08-11")


@pytest.mark.parametrize(
    ("n", "unit", "moves"),
    [
        *((90, "days", True), (91, "days", False), (12, "weeks", True), (13, "weeks", False)),
        *((3, "months", True), (4, "months", False), (1, "years", False)),
    ],
)
def test_long_terms_stay_where_they_end(n: int, unit: str, moves: bool) -> None:
    ends = (plain(date(2026, 1, 1 + start), Term(n, unit, "statute")) for start in range(20))
    off = [found for found in ends if not DUTCH.is_working_day(found.unshifted_end)]
    assert off
    assert all((found.due != found.unshifted_end) is moves for found in off)


def test_a_single_day_on_which_the_term_stood_still_is_not_its_working_day() -> None:
    received = ClockFact(type="application_received", on=date(2025, 4, 16))  # then Good Friday to Easter Monday
    thursday = ClockFact(type="force_majeure", on=date(2025, 4, 17), first=date(2025, 4, 17), last=date(2025, 4, 17))
    assert decision(Term(3, "days", "ordinance"), None, (received, thursday)).due == date(2025, 4, 23)


def test_a_term_counted_back_clamps_to_the_month() -> None:
    assert before(date(2024, 3, 31), Term(1, "months", "statute")).due == date(2024, 2, 29)


def test_the_last_day_of_the_calendar_is_the_last_end() -> None:
    for unit in ("days", "weeks", "months", "years"):
        assert plain(date(9999, 12, 1), Term(400, unit, "statute")).due == date.max
    assert plain(date(9998, 1, 5), Term(1, "years", "statute")).due == date(9999, 1, 5)
    assert before(date(1, 1, 5), Term(1, "years", "statute")).due == date.min
    assert before(date(2, 1, 5), Term(1, "years", "statute")).due == date(1, 1, 5)
    forever = fact("force_majeure", "08-04", first=day("08-04"), last=date.max)
    assert decided(forever).due == date.max


def test_a_decree_not_yet_published_makes_the_date_provisional() -> None:
    received = (ClockFact(type="application_received", on=date(2026, 3, 20)),)  # ends on 15 May 2026, equated
    then = decision(EIGHT_WEEKS, None, received, DUTCH.as_known_on(date(2025, 10, 3)))
    now = decision(EIGHT_WEEKS, None, received, DUTCH)
    assert (then.due, then.provisional) == (date(2026, 5, 15), True)
    assert (now.due, now.provisional) == (date(2026, 5, 18), False)


def test_a_date_that_no_decree_could_move_is_not_provisional() -> None:
    received = (ClockFact(type="application_received", on=date(2029, 9, 3)),)
    assert not decision(EIGHT_WEEKS, None, received, LegalCalendar()).provisional


# --- default and penalty --------------------------------------------------------------------------------------------

NOTICE = fact("default_notice_received", "10-07")  # due 28 September; two weeks end on Wednesday 21 October


def test_the_chain_of_the_rules_comes_out() -> None:
    found = decided(
        request("08-12", "08-26"),
        supplement("08-21"),
        fact("default_notice_received", "09-29"),
        NOTICE,
        fact("decided", "11-05"),
    )
    assert (found.due, effective(found)) == (day("10-06"), [True, False, True])
    assert (found.overdue.penalty_from, found.overdue.penalty_days) == (day("10-22"), 14)
    assert (found.overdue.penalty_total_cents, found.overdue.penalty_decision_due) == (32_200, day("11-18"))


def test_a_second_notice_changes_nothing() -> None:
    found = decided(NOTICE, fact("default_notice_received", "10-09"))
    assert effective(found) == [True, False]
    assert found.overdue == decided(NOTICE).overdue


def test_a_notice_on_the_day_of_the_decision_is_void() -> None:
    assert effective(decided(NOTICE, fact("decided", "10-07"))) == [False]
    assert effective(decided(NOTICE, fact("decided", "10-08"))) == [True]


def test_where_the_track_is_private_law_there_is_neither_penalty_nor_appeal() -> None:
    found = decided(NOTICE, asked=Asked(public=False))
    assert (effective(found), found.overdue.appeal_from, found.overdue.penalty_total_cents) == ([False], None, 0)


def test_before_its_first_day_no_penalty_is_due_but_the_appeal_is_known() -> None:
    found = decided(NOTICE, asked=Asked(as_of=day("10-21")))
    assert (found.overdue.appeal_from, found.overdue.penalty_from) == (day("10-22"), None)
    assert decided(NOTICE, asked=Asked(as_of=day("10-22"))).overdue.penalty_total_cents == 2_300


def test_a_share_is_rounded_down_to_a_cent() -> None:
    found = decided(NOTICE, asked=Asked(applicants=3))
    assert (found.overdue.penalty_total_cents, found.overdue.penalty_share_cents) == (144_200, 48_066)


@pytest.mark.parametrize(("on", "cents"), [(date(2018, 12, 31), 126_000), (date(2019, 1, 1), 144_200)])
def test_the_day_of_the_notice_decides_the_amounts(on: date, cents: int) -> None:
    received = ClockFact(type="application_received", on=date(2018, 10, 1))
    notice = ClockFact(type="default_notice_received", on=on)
    assert decision(EIGHT_WEEKS, None, (received, notice)).overdue.penalty_total_cents == cents


@pytest.mark.parametrize(
    ("on", "exceptions", "sharing"),
    [(date(2025, 12, 31), "Awb 4:17(6)", "Awb 4:17(7)"), (date(2026, 1, 1), "Awb 4:17(5)", "Awb 4:17(6)")],
)
def test_paragraphs_are_cited_by_their_number_of_the_day(on: date, exceptions: str, sharing: str) -> None:
    received = ClockFact(type="application_received", on=date(2025, 9, 1))
    notice = ClockFact(type="default_notice_received", on=on)
    early = ClockFact(type="default_notice_received", on=date(2025, 12, 1))
    judged = ClockFact(type="penalty_excluded", on=on, ground="no interested party")
    assert articles(decision(EIGHT_WEEKS, None, (received, early, judged)))[-1] == exceptions
    assert sharing in articles(decision(EIGHT_WEEKS, None, (received, notice), asked=Asked(applicants=2)))


def test_a_decision_within_the_two_weeks_costs_nothing_and_ends_the_appeal() -> None:
    found = decided(NOTICE, fact("decided", "10-20"))
    assert (found.overdue.appeal_from, found.overdue.penalty_total_cents) == (None, 0)
    assert found.chain[-1].article == "Awb 4:17(1),(3)"


# --- objection ------------------------------------------------------------------------------------------------------

ANNOUNCED = ClockFact(type="announced", on=date(2026, 6, 11))  # window through 23 July 2026


@pytest.mark.parametrize(
    ("received", "posted", "timely", "article"),
    [
        ("06-10", None, True, "Awb 6:10(1)"),
        ("06-11", None, True, "Awb 6:10(1)"),
        ("06-12", None, True, "Awb 6:9(1)"),
        ("07-23", None, True, "Awb 6:9(1)"),
        ("07-23", "07-22", True, "Awb 6:9(1)"),
        ("07-24", None, False, "Awb 6:9(1)"),
        ("07-30", "07-23", True, "Awb 6:9(2)"),
        ("07-31", "07-23", False, "Awb 6:9(2)"),
        ("07-27", "07-24", False, "Awb 6:9(2)"),
    ],
)
def test_an_objection_is_in_time_by_receipt_or_by_post(received: str, posted: str | None, timely: bool, article: str) -> None:
    objection = fact("objection", received, posted=posted and day(posted))
    found = objection_window((ANNOUNCED, objection))
    assert (found.timely, found.chain[-1].article) == (timely, article)


def test_the_term_to_decide_starts_from_the_window_after_its_weekend() -> None:
    announced = ClockFact(type="announced", on=date(2026, 6, 13))  # a Saturday: window through Monday 27 July
    found = objection_decision((announced,))
    assert (found.window_due, found.due) == (date(2026, 7, 27), date(2026, 9, 7))


@pytest.mark.parametrize(
    ("same", "committee", "told", "due"),
    [
        (True, False, True, "09-03"),  # six weeks
        (True, True, True, "10-15"),  # twelve
        (True, True, False, "09-03"),
        (False, False, True, "11-12"),  # sixteen
        (False, True, True, "11-12"),
    ],
)
def test_an_administrative_appeal_takes_longer_elsewhere(same: bool, committee: bool, told: bool, due: str) -> None:
    found = administrative_appeal_decision((ANNOUNCED,), same_legal_person=same, committee=committee, committee_told=told)
    assert found.due == day(due)


def test_without_a_word_on_a_committee_there_is_none_and_one_was_told_of() -> None:
    assert administrative_appeal_decision((ANNOUNCED,), same_legal_person=True).due == day("09-03")
    assert administrative_appeal_decision((ANNOUNCED,), same_legal_person=True, committee=True).due == day("10-15")
    assert objection_decision((ANNOUNCED,)).due == day("09-03")
    assert objection_decision((ANNOUNCED,), committee=True).due == day("10-15")


def test_what_has_no_place_on_an_objection_is_refused() -> None:
    with pytest.raises(ValueError, match="suspension_agreed"):  # Awb 7:14
        objection_decision((ANNOUNCED, fact("suspension_agreed", "08-01", first=day("08-01"), last=day("08-05"))))


def test_the_moved_term_to_mend_a_defect_suspends_until_its_new_day() -> None:
    asked = fact("remedy_requested", "07-27", deadline=day("08-10"))
    moved = fact("deadline_moved", "08-05", deadline=day("08-17"))
    assert objection_decision((ANNOUNCED, asked, moved)).suspended_days == 20  # 28 July to 16 August


# --- not handling, and how a term stands ----------------------------------------------------------------------------


def test_without_a_term_to_supplement_there_is_no_power_not_to_handle() -> None:
    assert set_aside((fact("supplement_requested", "08-12"),)) is None


def test_a_supplement_on_the_last_day_is_in_time() -> None:
    found = set_aside((request("08-10", "08-20"), supplement("08-20")))
    assert found is not None
    assert found.supplemented is True


def test_of_several_requests_the_last_one_counts() -> None:
    found = set_aside((request("08-10", "08-20"), supplement("08-14"), request("08-17", "08-31")))
    assert found is not None
    assert (found.due, found.supplemented) == (day("09-28"), False)


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        *(("08-12", "running"), ("08-13", "suspended"), ("08-20", "suspended")),
        *(("08-21", "running"), ("10-06", "running"), ("10-07", "missed")),
    ],
)
def test_a_term_is_suspended_on_exactly_the_days_out_of_it(today: str, expected: str) -> None:
    assert status(decided(request("08-12", "08-26"), supplement("08-21")), day(today)) == expected


def test_a_term_is_met_or_missed_once_the_decision_is_announced() -> None:
    in_time, late = (decided(fact("decided", on)) for on in ("09-28", "09-29"))
    assert [status(in_time, day(on)) for on in ("09-27", "09-28", "12-01")] == ["running", "met", "met"]
    assert [status(late, day(on)) for on in ("09-28", "09-29", "12-01")] == ["running", "missed", "missed"]


def test_a_power_lapses_with_its_term() -> None:
    found = set_aside((request("08-12", "08-26"),))
    assert found is not None
    assert status(found, day("09-23"), lapses=True) == "running"
    assert status(found, day("09-24"), lapses=True) == "lapsed"
    assert status(found, day("09-24"), done_on=day("09-20"), lapses=True) == "met"


def test_facts_and_steps_can_be_stored_and_read_back() -> None:
    named = fact("reasonable_term_named", "09-01", total=Length(5, "months"))
    period = fact("force_majeure", "08-04", first=day("08-04"), last=day("08-07"))
    assert [load(ClockFact, dump(one)) for one in (named, period, NOTICE)] == [named, period, NOTICE]
    assert [load(Step, dump(step)) for step in decided(named).chain] == list(decided(named).chain)


def test_a_date_named_in_a_letter_is_one_step() -> None:
    (step,) = named(day("12-26"), "Agreement", "agreement").chain
    assert (step.step, step.article, step.date) == ("named", "Agreement", day("12-26"))


def test_every_reading_is_a_switch_of_its_own() -> None:
    assert len({Readings(**{name: not getattr(Readings(), name)}) for name in Readings.__dataclass_fields__}) == 10
