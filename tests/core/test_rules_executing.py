"""Agreement and execution: each rule refuses where award, agreement or ordinance say so, and lets pass what just fits."""

from dataclasses import replace

from challenge_api.challenges.contents import Indicator, IndicatorValue
from tests.core.given import (
    MODEL,
    accept_improvement,
    agreement,
    award,
    awarded,
    complete,
    contract_manager,
    day,
    decision_maker,
    given,
    hand_back,
    handler,
    improving,
    inspect,
    lapse,
    monitored,
    renew,
    report,
    representative,
    require_improvement,
    start_execution,
    tell_deadline,
    terminate,
)


def value(code: str = "rounds", amount: int = 3) -> IndicatorValue:
    return IndicatorValue(code=code, value=amount)


def started(**changes):
    return start_execution(agreement=agreement(**changes))


def reported():
    return monitored().then(report(), representative(), on="2026-11-20")


# --- agreement ------------------------------------------------------------------------------------------------------


def test_an_agreement_ends_after_it_starts():
    given(awarded()).when(started(ends_on="2026-11-01"), by=contract_manager()).refused(
        "date-order", "Agreement", "/agreement/endsOn"
    )
    given(awarded()).when(started(ends_on="2026-11-02"), by=contract_manager()).leads_to("monitored")


def test_an_agreement_was_made_before_the_hand_over_is_recorded():
    given(awarded()).when(started(agreed_on="2026-11-02"), by=contract_manager(), on="2026-11-01").refused(
        "date-in-future", "challenge-api", "/agreement/agreedOn"
    )
    given(awarded()).when(started(agreed_on="2026-11-01"), by=contract_manager(), on="2026-11-01").leads_to("monitored")


def test_an_agreement_is_not_made_before_the_award_that_it_carries_out():
    given(awarded()).when(started(agreed_on="2026-10-19"), by=contract_manager()).refused(
        "date-before-previous-move", "Award", "/agreement/agreedOn"
    )
    given(awarded()).when(started(agreed_on="2026-10-20"), by=contract_manager()).leads_to("monitored")


def test_an_agreement_costs_no_more_than_the_award_grants():
    given(awarded()).when(started(amount_cents_per_year=3_600_001), by=contract_manager()).refused(
        "above-award", "Award", "/agreement/amountCentsPerYear"
    )
    given(awarded()).when(started(amount_cents_per_year=3_600_000), by=contract_manager()).leads_to("monitored")


def test_an_agreement_runs_no_longer_than_the_award_grants():
    given(awarded(term_months=24)).when(started(ends_on="2028-11-02"), by=contract_manager()).refused(
        "term-beyond-award", "Award", "/agreement/endsOn"
    )
    given(awarded(term_months=24)).when(started(ends_on="2028-11-01"), by=contract_manager()).leads_to("monitored")


def test_an_agreement_starts_no_earlier_than_the_award_lets_it():
    given(awarded(starts_on="2026-11-02")).when(started(), by=contract_manager()).refused(
        "starts-before-award", "Award", "/agreement/startsOn"
    )
    given(awarded(starts_on="2026-11-01")).when(started(), by=contract_manager()).leads_to("monitored")


def test_an_award_lapses_only_after_the_term_for_its_agreement():
    given(awarded()).when(lapse(decided_on="2027-01-19"), by=decision_maker()).refused(
        "agreement-term-running", "Ordinance 13(1)", "/decidedOn"
    )
    given(awarded()).when(lapse(decided_on="2027-01-20"), by=decision_maker()).leads_to("lapsed")


def test_an_award_without_a_term_for_its_agreement_lapses_only_after_a_last_day_that_was_told():
    open_term = awarded(rules=MODEL)
    given(open_term).when(lapse(decided_on="2026-11-01"), by=decision_maker()).refused("agreement-term-not-told", "Awb 3:2")
    last = tell_deadline(kind="agreement", told_on="2026-11-02", due_on="2026-12-14")
    told = open_term.then(last, handler())
    given(told).when(lapse(decided_on="2026-12-14"), by=decision_maker()).refused(
        "agreement-term-running", "Awb 3:2", "/decidedOn"
    )
    given(told).when(lapse(decided_on="2026-12-15"), by=decision_maker()).leads_to("lapsed")
    at_once = replace(last, told_on=open_term.case.moved_on, due_on=day("2026-12-14"))
    given(open_term.then(at_once, handler())).when(lapse(decided_on="2026-12-15"), by=decision_maker()).leads_to("lapsed")
    again = told.then(replace(last, told_on=day("2026-12-10"), due_on=day("2027-01-11")), handler())
    given(again).when(lapse(decided_on="2026-12-15"), by=decision_maker()).refused(
        "agreement-term-running", "Awb 3:2", "/decidedOn"
    )
    about = replace(last, about=1)
    given(open_term).when(about, by=handler()).refused("no-such-term", "Awb 4:14(1)", "/kind")


# --- reports and inspections ----------------------------------------------------------------------------------------


def test_a_report_is_about_a_period_that_ends_after_it_begins():
    given(monitored()).when(report(period_until="2026-10-31"), by=representative(), on="2026-11-20").refused(
        "date-order", "challenge-api", "/periodUntil"
    )
    given(monitored()).when(report(period_until="2026-11-01"), by=representative(), on="2026-11-20").accepted()


def test_a_report_is_about_a_period_that_is_over():
    given(monitored()).when(report(period_until="2026-11-21"), by=representative(), on="2026-11-20").refused(
        "date-in-future", "challenge-api", "/periodUntil"
    )
    given(monitored()).when(report(period_until="2026-11-20"), by=representative(), on="2026-11-20").accepted()


def test_a_report_gives_every_indicator_of_the_award():
    two = (*award().indicators, Indicator(code="litter", name="Litter", unit="pieces", target=4, aim="at-most"))
    story = awarded(indicators=two).then(start_execution(), contract_manager())
    given(story).when(report(), by=representative(), on="2026-11-20").refused("indicator-missing", "Award", "/indicators")
    both = report(indicators=(value(), value("litter")))
    given(story).when(both, by=representative(), on="2026-11-20").accepted()


def test_a_report_gives_no_other_indicator():
    given(monitored()).when(report(indicators=(value(), value("beauty"))), by=representative(), on="2026-11-20").refused(
        "unknown-indicator", "Award", "/indicators/1/code"
    )


def test_a_report_gives_each_indicator_once():
    given(monitored()).when(report(indicators=(value(), value())), by=representative(), on="2026-11-20").refused(
        "unknown-indicator", "Award", "/indicators/1/code"
    )


def test_an_inspection_measures_indicators_of_the_award():
    given(monitored()).when(inspect(indicators=(value("beauty"),)), by=contract_manager()).refused(
        "unknown-indicator", "Award", "/indicators/0/code"
    )
    given(monitored()).when(inspect(indicators=(value(),)), by=contract_manager()).accepted()


# --- improvement ----------------------------------------------------------------------------------------------------


def test_an_improvement_is_given_time():
    given(monitored()).when(require_improvement(until="2026-11-20"), by=contract_manager()).refused(
        "date-order", "Agreement", "/until"
    )
    given(monitored()).when(require_improvement(until="2026-11-21"), by=contract_manager()).leads_to("improving")


def test_an_improvement_fails_only_after_its_term():
    given(improving()).when(terminate(decided_on="2026-12-18"), by=decision_maker()).refused(
        "improvement-term-running", "Agreement", "/ground"
    )
    given(improving()).when(terminate(decided_on="2026-12-19"), by=decision_maker()).leads_to("terminated")


def test_no_improvement_fails_that_was_never_required():
    given(monitored()).when(terminate(), by=decision_maker()).refused("no-improvement-required", "Agreement", "/ground")
    mended = improving().then(accept_improvement(), contract_manager())
    given(mended).when(terminate(), by=decision_maker()).refused("no-improvement-required", "Agreement", "/ground")


def test_what_is_urgent_waits_for_no_improvement():
    for story in (monitored(), improving()):
        given(story).when(terminate(ground="urgent", decided_on="2026-11-20"), by=decision_maker()).leads_to("terminated")


# --- the end --------------------------------------------------------------------------------------------------------


def test_a_renewal_goes_on_longer():
    given(monitored()).when(renew(ends_on="2029-10-31"), by=decision_maker()).refused("end-not-later", "Agreement", "/endsOn")
    renewed = given(monitored()).when(renew(ends_on="2029-11-01"), by=decision_maker()).accepted()
    assert str(renewed.case.ends_on) == "2029-11-01"


def test_a_renewal_follows_an_evaluation():
    given(monitored()).when(renew(evaluated_on="2029-09-02"), by=decision_maker(), on="2029-09-03").refused(
        "date-order", "Ordinance", "/evaluatedOn"
    )
    given(monitored()).when(renew(evaluated_on="2029-09-01"), by=decision_maker()).accepted()


def test_an_execution_is_completed_at_the_end_of_its_term():
    final = reported().case.version
    given(reported()).when(complete(ended_on="2029-10-30", final_report=final), by=contract_manager()).refused(
        "execution-term-running", "Agreement", "/endedOn"
    )
    given(reported()).when(complete(ended_on="2029-10-31", final_report=final), by=contract_manager()).leads_to("completed")


def test_an_execution_is_completed_with_the_newest_report():
    given(monitored()).when(complete(), by=contract_manager()).refused("no-final-report", "Ordinance", "/finalReport")
    story = reported().then(report(period_until="2026-11-21"), representative(), on="2026-11-21")
    given(story).when(complete(final_report=reported().case.version), by=contract_manager()).refused(
        "no-final-report", "Ordinance", "/finalReport"
    )
    given(story).when(complete(final_report=story.case.version), by=contract_manager()).leads_to("completed")


def test_a_task_is_handed_back_with_the_notice_that_the_ordinance_asks():
    given(monitored()).when(hand_back(ends_on="2027-02-19"), by=representative()).refused(
        "notice-too-short", "Ordinance 14", "/endsOn"
    )
    given(monitored()).when(hand_back(ends_on="2027-02-20"), by=representative()).leads_to("handed_back")


def test_a_task_is_not_handed_back_before_the_notice():
    given(monitored(rules=MODEL)).when(hand_back(ends_on="2026-11-19"), by=representative()).refused(
        "date-order", "challenge-api", "/endsOn"
    )
    given(monitored(rules=MODEL)).when(hand_back(ends_on="2026-11-20"), by=representative()).leads_to("handed_back")


def test_a_notice_over_the_api_is_received_today():
    given(monitored()).when(hand_back(), by=representative(), on="2026-11-21").refused(
        "receipt-date-by-intake", "Awb 2:20", "/receivedOn"
    )


def test_nothing_of_an_earlier_execution_counts_in_the_next():
    story = reported().then(terminate(ground="urgent"), decision_maker())
    assert story.case.last_report is not None
    assert story.case.ends_on == day("2029-10-31")
