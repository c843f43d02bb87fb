"""Withdrawal and the tracks beside the states: announcements, assignments, changes of the term."""

from dataclasses import replace

from challenge_api.challenges.clocks import Deadline, deadlines_of, decision_term
from challenge_api.challenges.contents import Consent
from challenge_api.law.deadlines import Extension
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import Length, OwnTerm
from tests.core.given import (
    MODEL,
    VOORBEELDSTAD,
    Story,
    announce,
    announced,
    assessed,
    assign,
    awarded,
    day,
    decision_maker,
    extend,
    given,
    handler,
    intake,
    lapse,
    monitored,
    record_standstill,
    rejected,
    representative,
    resume,
    submitted,
    suspend,
    withdraw,
    withdrawn,
)


def due(story: Story) -> str:
    assert story.rules is not None
    return decision_term(story.case, story.rules, DUTCH).due.isoformat()


def suspended() -> Story:
    """The decision term stands still from 1 to 31 October."""
    return submitted().then(suspend(), handler(), on="2026-09-15")


def agreed(on: str) -> Consent:
    return Consent(given_on=day(on), statement="by mail")


# --- withdrawal -----------------------------------------------------------------------------------------------------


def test_a_withdrawal_over_the_api_is_received_today():
    given(submitted()).when(withdraw(), by=representative(), on="2026-09-21").refused(
        "receipt-date-by-intake", "Awb 2:20", "/receivedOn"
    )
    given(submitted()).when(withdraw(), by=representative(), on="2026-09-20").leads_to("withdrawn")


# --- announcement ---------------------------------------------------------------------------------------------------


def test_there_is_nothing_to_announce_before_a_decision():
    given(assessed()).when(announce(), by=handler()).refused("nothing-to-announce", "Awb 3:40")
    given(withdrawn()).when(announce(), by=handler(), on="2026-10-21").refused("nothing-to-announce", "Awb 3:40")


def test_what_is_announced_is_a_decision_of_the_case():
    version = awarded().case.version
    given(awarded()).when(announce(decision=version - 1), by=handler()).refused("no-such-decision", "Awb 3:41", "/decision")
    given(awarded()).when(announce(decision=version), by=handler()).accepted()


def test_a_decision_is_announced_once():
    story = announced(awarded(), awarded().case.version, "2026-10-21").then(lapse(), decision_maker())
    given(story).when(announce(decision=awarded().case.version), by=handler(), on="2027-02-02").refused(
        "already-announced", "Awb 3:41", "/decision"
    )
    given(story).when(announce(decision=story.case.version, announced_on="2027-02-02"), by=handler()).accepted()


def test_a_decision_is_not_announced_before_it_was_taken():
    version = awarded().case.version
    given(awarded()).when(announce(decision=version, announced_on="2026-10-19"), by=handler()).refused(
        "announced-before-decision", "Awb 3:40", "/announcedOn"
    )
    given(awarded()).when(announce(decision=version, announced_on="2026-10-20"), by=handler()).accepted()


def test_only_the_announcement_stops_the_decision_term():
    story = rejected()
    assert all(fact.type != "decided" for fact in story.case.clock)
    told = announced(story, story.case.version, "2026-10-23")
    assert [fact.on for fact in told.case.clock if fact.type == "decided"] == [day("2026-10-23")]


def test_a_later_decision_does_not_stop_the_decision_term_again():
    story = announced(awarded(), awarded().case.version, "2026-10-21").then(lapse(), decision_maker())
    told = announced(story, story.case.version, "2027-02-02")
    assert [fact.on for fact in told.case.clock if fact.type == "decided"] == [day("2026-10-21")]
    assert all(decision.announced_on for decision in told.case.decisions)


# --- assignment -----------------------------------------------------------------------------------------------------


def test_nobody_loses_a_part_they_did_not_have():
    for subject, role in (("hans", "handler"), ("carl", "contract-manager"), ("jan", "assessor")):
        given(submitted()).when(assign(subject=subject, part=role, change="ends"), by=handler()).refused(
            "not-assigned", "challenge-api", "/subject"
        )
        story = submitted().then(assign(subject=subject, part=role), handler())
        given(story).when(assign(subject=subject, part=role, change="ends"), by=handler()).accepted()
        given(story).when(assign(subject="other", part=role, change="ends"), by=handler()).refused(
            "not-assigned", "challenge-api", "/subject"
        )


def test_a_part_that_ended_is_free_again():
    story = monitored().then(assign(subject="carl", part="contract-manager"), intake())
    assert story.case.contract_manager == "carl"
    story = story.then(assign(subject="carl", part="contract-manager", change="ends"), intake())
    assert story.case.contract_manager is None


# --- extension ------------------------------------------------------------------------------------------------------


def test_an_extension_is_told_by_the_due_date():
    assert due(submitted()) == "2026-11-24"
    given(submitted()).when(extend(told_on="2026-11-25"), by=handler()).refused("extension-too-late", "Awb 4:14", "/toldOn")
    extended = given(submitted()).when(extend(told_on="2026-11-24"), by=handler()).accepted()
    assert due(extended) == "2027-01-05"


def test_an_extension_says_weeks_or_a_date():
    both = extend(named_date="2027-01-01")
    neither = extend(by_weeks=None)
    for command in (replace(both, named_date=day("2027-01-01")), neither):
        given(submitted()).when(command, by=handler()).refused("weeks-or-date", "Awb 4:14", "/byWeeks")


def to(text: str, told_on: str = "2026-11-10"):
    return extend(told_on=told_on, by_weeks=None, named_date=day(text))


def test_naming_a_date_does_not_extend_a_term_that_the_ordinance_sets():
    """Without a power to extend in it."""
    own = submitted().ordinance.decision_term
    assert own is not None
    story = submitted().under(decision_term=replace(own, extension=None))
    given(story).when(to("2027-01-01"), by=handler()).refused("own-term", "Awb 4:14(1)", "/namedDate")


def test_under_a_power_to_extend_a_date_may_be_named_within_it():
    story = given(submitted()).when(to("2026-12-19"), by=handler(), on="2026-11-10").accepted()
    assert due(story) == "2026-12-19", "a Saturday in a letter stays"
    told = the_decision(story).told
    assert told is not None
    assert (told.due_on, told.told_on, told.difference_days) == (day("2026-12-19"), day("2026-11-10"), 0)
    assert the_decision(story).explanation[-1].step in {"named", "not-shifted"}


def test_a_date_that_extends_lies_between_the_end_and_what_the_power_reaches():
    article = power_of(submitted()).article
    given(submitted()).when(to("2026-11-24"), by=handler()).refused("date-order", article, "/namedDate")
    given(submitted()).when(to("2027-01-06"), by=handler()).refused("beyond-the-power", article, "/namedDate")
    given(submitted()).when(to("2027-01-05"), by=handler()).accepted()


def test_a_named_date_uses_the_whole_power():
    story = submitted().then(to("2026-12-01"), handler(), on="2026-11-10")
    article = power_of(story).article
    for more in (to("2026-12-08", "2026-11-11"), extend(told_on="2026-11-11", by_weeks=1)):
        pointer = "/namedDate" if more.named_date else "/byWeeks"
        given(story).when(more, by=handler(), on="2026-11-11").refused("beyond-the-power", article, pointer)


def test_what_moves_a_named_date_is_shown_beside_what_was_told():
    story = submitted().then(to("2026-12-18"), handler(), on="2026-11-10")
    late = record_standstill(told_on="2026-11-20", first_day="2026-11-16", last_day="2026-11-20")
    found = the_decision(story.then(late, handler(), on="2026-11-20"))
    assert found.told is not None
    assert (found.told.due_on, found.due_on) == (day("2026-12-18"), day("2026-12-23"))
    assert [step.step for step in found.told.reasons] == ["suspended"]


def power_of(story: Story) -> Extension:
    power = story.ordinance.decision_extension()
    assert power is not None
    return power


def the_decision(story: Story) -> Deadline:
    (found,) = (each for each in deadlines_of(story.case, story.ordinance, DUTCH) if each.kind == "decision")
    return found


def test_a_named_date_lies_after_the_day_it_is_told():
    def named(text: str):
        return extend(told_on="2026-10-01", by_weeks=None, named_date=day(text))

    given(submitted(rules=MODEL)).when(named("2026-10-01"), by=handler()).refused("date-order", "Awb 4:14(3)", "/namedDate")
    story = given(submitted(rules=MODEL)).when(named("2027-01-15"), by=handler()).accepted()
    assert due(story) == "2027-01-15"


def test_weeks_need_a_power_in_the_ordinance():
    given(submitted(rules=MODEL)).when(extend(told_on="2026-10-01"), by=handler()).refused(
        "no-power-to-extend", "Awb 4:14(1)", "/byWeeks"
    )


def test_all_extensions_together_stay_within_the_power():
    article = "Awb 4:14(1), Ordinance 9(2)"
    given(submitted()).when(extend(by_weeks=7), by=handler()).refused("beyond-the-power", article, "/byWeeks")
    story = submitted().then(extend(by_weeks=4), handler())
    given(story).when(extend(by_weeks=3), by=handler()).refused("beyond-the-power", article, "/byWeeks")
    given(story).when(extend(by_weeks=2), by=handler()).accepted()


def with_power(n: int, unit: str) -> Story:
    own = OwnTerm(length=Length(n=12, unit="weeks", article="Ordinance 9(1)"), extension=Extension(n, unit, "Ordinance 9(2)"))
    return submitted(rules=replace(VOORBEELDSTAD, decision_term=own))


def test_an_extension_of_days_is_counted_in_days():
    given(with_power(42, "days")).when(extend(by_weeks=7), by=handler()).refused("beyond-the-power", "Ordinance 9(2)", "/byWeeks")
    assert due(given(with_power(42, "days")).when(extend(by_weeks=6), by=handler()).accepted()) == "2027-01-05"


def test_weeks_do_not_extend_by_months():
    given(with_power(2, "months")).when(extend(by_weeks=2), by=handler()).refused("unit-differs", "Ordinance 9(2)", "/byWeeks")


# --- suspension -----------------------------------------------------------------------------------------------------


def test_a_suspension_ends_after_it_begins():
    given(submitted()).when(suspend(last_day="2026-09-30"), by=handler(), on="2026-09-15").refused(
        "date-order", "Awb 4:15(2)(a)", "/lastDay"
    )
    one_day = given(submitted()).when(suspend(last_day="2026-10-01"), by=handler(), on="2026-09-15").accepted()
    assert due(one_day) == "2026-11-25"


def test_the_group_consents_before_a_suspension_is_recorded():
    given(submitted()).when(suspend(consent=agreed("2026-09-16")), by=handler(), on="2026-09-15").refused(
        "date-in-future", "challenge-api", "/consent/givenOn"
    )
    given(submitted()).when(suspend(consent=agreed("2026-09-15")), by=handler(), on="2026-09-15").accepted()


def test_only_a_term_that_runs_can_be_suspended():
    late = suspend(first_day="2026-11-25", last_day="2026-11-30")
    given(submitted()).when(late, by=handler(), on="2026-09-15").refused("term-over", "Awb 4:15(2)(a)", "/firstDay")
    last = suspend(first_day="2026-11-24", last_day="2026-11-30")
    assert due(given(submitted()).when(last, by=handler(), on="2026-09-15").accepted()) == "2026-12-01"


def test_a_term_is_not_suspended_before_it_starts():
    given(submitted()).when(suspend(first_day="2026-09-01"), by=handler(), on="2026-09-15").refused(
        "date-before-receipt", "Awb 4:15(2)(a)", "/firstDay"
    )
    given(submitted()).when(suspend(first_day="2026-09-02"), by=handler(), on="2026-09-15").accepted()


def test_only_a_suspension_that_runs_can_end_early():
    given(submitted()).when(resume(), by=handler()).refused("not-suspended", "Awb 4:15(2)(a)")
    given(suspended()).when(resume(), by=handler(), on="2026-10-31").accepted()
    given(suspended()).when(resume(), by=handler(), on="2026-11-01").refused("not-suspended", "Awb 4:15(2)(a)")
    assert given(suspended()).when(resume(), by=handler(), on="2026-11-01").foretold() is False
    again = suspended().then(resume(), handler(), on="2026-10-15")
    given(again).when(resume(), by=handler()).refused("not-suspended", "Awb 4:15(2)(a)")


def test_a_term_runs_again_inside_its_suspension():
    for runs_from in ("2026-10-01", "2026-11-01"):
        given(suspended()).when(resume(runs_from=runs_from), by=handler(), on="2026-10-15").refused(
            "outside-suspension", "Awb 4:15(2)(a)", "/runsFrom"
        )
    assert due(suspended()) == "2026-12-28"
    assert due(given(suspended()).when(resume(runs_from="2026-10-02"), by=handler(), on="2026-10-15").accepted()) == "2026-11-25"
    assert due(given(suspended()).when(resume(runs_from="2026-10-31"), by=handler(), on="2026-10-15").accepted()) == "2026-12-24"
