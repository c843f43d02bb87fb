"""What the service tells by itself: of a term that waits, in time, once. And the clock of a sandbox."""

from datetime import date

import pytest

from challenge_api.authorities import decider
from challenge_api.authorities.commands import SetClock
from challenge_api.authorities.events import AuthorityClock
from challenge_api.law.access import Role
from challenge_api.law.aggregate import Context
from challenge_api.law.errors import Refused
from tests.core.given import (
    confirm_receipt,
    given,
    handler,
    incomplete,
    lone_client,
    service,
    submitted,
    tell_delay,
    warn_of_deadline,
    withdrawn,
)


def test_a_receipt_is_confirmed_on_its_day_while_the_decision_is_to_come():
    story = submitted(on="2026-09-01")
    told = story.then(confirm_receipt(due_on="2026-09-01"), service(), on="2026-09-02")
    assert (told.events[-1].type, getattr(told.events[-1], "told", None)) == ("receipt-confirmed", "challenger")
    assert told.case.state == story.case.state
    given(story).when(confirm_receipt(due_on="2026-09-02"), by=service(), on="2026-09-02").refused_for("duty-not-due")
    given(withdrawn()).when(confirm_receipt(due_on="2026-09-01"), by=service(), on="2026-10-02").refused_for("duty-not-due")


def test_the_same_is_told_once():
    again = given(submitted(on="2026-09-01")).when(confirm_receipt(due_on="2026-09-01"), by=service(), duty_done=True)
    again.refused_for("duty-done")


def test_who_must_act_is_warned_of_the_very_last_day_and_not_after_it():
    warned = incomplete().then(warn_of_deadline(kind="supplement", due_on="2026-09-24"), service(), on="2026-09-20")
    assert (warned.events[-1].type, getattr(warned.events[-1], "told", None)) == ("deadline-warned", "challenger")
    late = given(incomplete()).when(warn_of_deadline(kind="supplement", due_on="2026-09-24"), by=service(), on="2026-09-25")
    late.refused_for("too-late-to-warn")
    moved = given(incomplete()).when(warn_of_deadline(kind="supplement", due_on="2026-09-23"), by=service(), on="2026-09-20")
    moved.refused_for("duty-not-due")


def test_a_delay_is_told_of_a_decision_that_is_still_to_come():
    story = submitted(on="2026-09-01")
    told = story.then(tell_delay(due_on="2026-11-24"), service(), on="2026-11-24")
    assert (told.events[-1].type, getattr(told.events[-1], "told", None)) == ("delay-told", "challenger")
    assert told.case.clock == story.case.clock, "no date was named: nothing moves"
    given(withdrawn()).when(tell_delay(due_on="2026-11-24"), by=service(), on="2026-11-24").refused_for("duty-not-due")


def test_nobody_else_tells_it():
    for by in (handler(), lone_client(Role.INTAKE)):
        given(submitted()).when(confirm_receipt(due_on="2026-09-01"), by=by).refused_for("role-not-permitted")


@pytest.mark.parametrize(
    ("authority", "today", "code"),
    [
        ("gm0797", "2027-01-01", "not-a-sandbox"),
        ("sandbox-gm0797", "2026-08-31", "clock-goes-forward"),
        ("sandbox-gm0797", "2200-01-01", "clock-too-far"),
    ],
)
def test_a_clock_goes_forward_and_in_a_sandbox_only(authority, today, code):
    context = Context(actor=lone_client(Role.ADMINISTRATOR), today=date(2026, 9, 1), new_id=lambda: "", facts=authority)
    with pytest.raises(Refused) as refused:
        decider.decide(AuthorityClock(), SetClock(today=date.fromisoformat(today)), context)
    assert [reason.code for reason in refused.value.refusals] == [code]
