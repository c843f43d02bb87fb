"""What allowed actions promise changes on the very day on which a body can be accepted, and with the last of a power."""

import pytest

from tests.core.given import (
    Story,
    awarded,
    complete,
    contract_manager,
    decision_maker,
    extend,
    given,
    handler,
    incomplete,
    intake,
    lapse,
    monitored,
    renew,
    report,
    representative,
    set_aside,
    submitted,
    take_up,
)


def reported() -> Story:
    return monitored().then(report(), representative(), on="2026-11-21")


@pytest.mark.parametrize(
    ("story", "command", "by", "last"),
    [
        (incomplete(), take_up(completed_by=None), intake(), ("2026-09-24", "2026-09-25")),
        (incomplete(), set_aside(), decision_maker(), ("2026-09-24", "2026-09-25")),
        (awarded(), lapse(), decision_maker(), ("2027-01-19", "2027-01-20")),
        (reported(), complete(), contract_manager(), ("2029-10-30", "2029-10-31")),
    ],
    ids=lambda each: type(each).__name__,
)
def test_what_waits_for_a_term_is_promised_from_the_first_day_after_it(story, command, by, last):
    before, after = last
    assert not given(story).when(command, by=by, on=before).foretold()
    assert given(story).when(command, by=by, on=after).foretold()


def test_an_execution_without_a_report_is_not_promised_to_be_completed():
    assert not given(monitored()).when(complete(), by=contract_manager(), on="2029-10-31").foretold()


def test_an_extension_is_promised_while_some_of_the_power_is_left():
    five = submitted().then(extend(told_on="2026-11-10", by_weeks=5), handler(), on="2026-11-10")
    six = five.then(extend(told_on="2026-11-10", by_weeks=1), handler(), on="2026-11-10")
    more = extend(told_on="2026-11-10", by_weeks=1)
    assert given(five).when(more, by=handler(), on="2026-11-10").foretold()
    assert not given(six).when(more, by=handler(), on="2026-11-10").foretold()


@pytest.mark.parametrize(("until", "more"), [("2030-10-31", True), ("2030-11-01", False)])
def test_a_renewal_is_promised_while_the_longest_term_leaves_a_day(until, more):
    story = monitored().then(renew(ends_on=until), decision_maker(), on="2029-09-03")
    assert given(story).when(renew(ends_on="2030-11-01"), by=decision_maker(), on="2029-09-04").foretold() is more
