"""Rows about what the service does itself when a day comes; nobody can ask for it over the API."""

from typing import Any, Final

from challenge_api.challenges.commands import duties as c
from challenge_api.challenges.events import duties as e
from challenge_api.challenges.lifecycle.reach import SINCE_SUBMISSION, S
from challenge_api.challenges.preconditions import duty
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.aggregate import Context

_TOLD_OF_DELAY: Final = {"decision": "challenger", "objection-decision": "objector"}


def _to_the_group(at: Situation, command: c.ConfirmReceipt, context: Context) -> dict[str, Any]:
    return {"told": "challenger"}


def _to_whose_duty_it_is(at: Situation, command: c.WarnOfDeadline, context: Context) -> dict[str, Any]:
    return {"told": duty.whose(command.kind)}


def _to_who_waits(at: Situation, command: c.TellDelay, context: Context) -> dict[str, Any]:
    return {"told": _TOLD_OF_DELAY[command.kind]}


ROWS: Final = (
    Row(
        action="confirm-receipt", noun="receipt-confirmations", command=c.ConfirmReceipt, event=e.ReceiptConfirmed,
        article="Awb 4:3a, 2:17", summary="Confirm the receipt to the group", track=True, sources=SINCE_SUBMISSION,
        roles=frozenset({S}), addition=True, person_required=False, derived=_to_the_group,
        body_tests=(duty.was_received_that_day, duty.is_done_once),
    ),
    Row(
        action="warn-of-deadline", noun="deadline-warnings", command=c.WarnOfDeadline, event=e.DeadlineWarned,
        article="Awb 3:2", summary="Warn that a term is about to end", track=True, sources=SINCE_SUBMISSION,
        roles=frozenset({S}), addition=True, person_required=False, derived=_to_whose_duty_it_is,
        body_tests=(duty.term_ends_that_day, duty.term_has_not_ended, duty.is_done_once),
    ),
    Row(
        action="tell-delay", noun="delay-notices", command=c.TellDelay, event=e.DelayTold, article="Awb 4:14(1), 7:14",
        summary="Tell that a decision does not come in time", track=True, sources=SINCE_SUBMISSION, roles=frozenset({S}),
        addition=True, person_required=False, derived=_to_who_waits,
        body_tests=(duty.term_ends_that_day, duty.is_done_once),
    ),
)  # fmt: skip
