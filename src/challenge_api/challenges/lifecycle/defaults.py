"""Rows for want of a decision: notice of default, penalty, and the court (Awb 4:17 to 4:20, 6:2, 6:12, 8:55b to 8:55d)."""

from typing import Any, Final

from challenge_api.challenges import review
from challenge_api.challenges.commands import defaults as c
from challenge_api.challenges.events import defaults as e
from challenge_api.challenges.lifecycle.reach import SINCE_SUBMISSION, D, H, I, R, T
from challenge_api.challenges.preconditions import deciding, defaulting, mandating, objecting, promising
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law import deadlines
from challenge_api.law.aggregate import Context
from challenge_api.law.deadlines import Asked, Overdue, Term

TWO_WEEKS_AFTER_RULING: Final = Term(2, "weeks", "Awb 8:55d(1)")


def _gives_notice(at: Situation, command: c.GiveDefaultNotice, context: Context) -> dict[str, Any]:
    objection = defaulting.objection_meant(at, command)
    received_on = command.received_on or at.today
    written = command.form == "in-writing"
    effect = review.effect_of_notice(at.case, at.rules, objection, received_on, written, at.calendar)
    party = None if objection is None else objection.party
    return {"effect": effect, "article": deadlines.NOTICE, "party": party}


def _fixes(at: Situation, command: c.DecidePenalty, context: Context) -> dict[str, Any]:
    objection = defaulting.objection_meant(at, command)
    asks = Asked(applicants=command.applicants)
    term = review.waiting(at.case, at.rules, objection, at.calendar, asked=asks).term
    found = Overdue() if term is None else term.overdue
    due = found.penalty_decision_due
    late = due is not None and command.decided_on > due
    if command.excluded is not None:
        return {"days": 0, "total_cents": 0, "late": late}
    return {
        "first_day": found.penalty_from,
        "last_day": found.penalty_until,
        "days": found.penalty_days,
        "total_cents": found.penalty_total_cents,
        "share_cents": found.penalty_share_cents,
        "late": late,
    }


def _appeals(at: Situation, command: c.RecordAppeal, context: Context) -> dict[str, Any]:
    if command.against == "decision":
        return {"premature": False}
    since = defaulting.overdue(at, defaulting.objection_meant(at, command)).appeal_from
    return {"premature": since is None or command.lodged_on < since}


def _rules(at: Situation, command: c.RecordRuling, context: Context) -> dict[str, Any]:
    appeal = at.case.appeal(command.appeal)
    assert appeal is not None, "tested by rules_on_an_open_appeal"
    by = command.decide_by
    if by is None and appeal.against == "not-deciding" and command.outcome == "well-founded":
        by = deadlines.plain(command.sent_on, TWO_WEEKS_AFTER_RULING, at.calendar).due
    return {"decide_by": by}


ROWS: Final = (
    Row(
        action="give-default-notice", noun="default-notices", command=c.GiveDefaultNotice, event=e.DefaultNoticeReceived,
        track=True, article="Awb 4:17(3), 6:12(2)", summary="Give notice of default", sources=SINCE_SUBMISSION,
        roles=frozenset({R, I, T}), addition=True, person_required=False, dated="received_on", incoming=True,
        case_tests=(objecting.of_public_law,), derived=_gives_notice, clock=("starts penalty",),
        body_tests=(
            defaulting.objection_is_there, defaulting.gives_ones_own_notice, objecting.received_over_the_api_today,
        ),
    ),
    Row(
        action="withdraw-default-notice", noun="default-notice-withdrawals", command=c.WithdrawDefaultNotice,
        event=e.DefaultNoticeWithdrawn, track=True, article="Awb 4:17(3)", summary="Take a notice of default back",
        sources=SINCE_SUBMISSION, roles=frozenset({R, I, T}), addition=True, person_required=False, dated="received_on",
        incoming=True, case_tests=(objecting.of_public_law, defaulting.a_notice_stands), promise_tests=(promising.gave_a_notice,),
        clock=("stops penalty",),
        body_tests=(defaulting.takes_back_ones_own, objecting.received_over_the_api_today),
    ),
    Row(
        action="decide-penalty", noun="penalty-decisions", command=c.DecidePenalty, event=e.PenaltyDecided, track=True,
        article="Awb 4:18", summary="Fix the penalty for deciding too late", sources=SINCE_SUBMISSION, roles=frozenset({D}),
        addition=True, dated="decided_on", derived=_fixes, clock=("stops penalty",),
        case_tests=(objecting.of_public_law, deciding.has_no_interest, defaulting.a_notice_stands),
        promise_tests=(promising.a_penalty_is_to_fix,),
        body_tests=(defaulting.objection_is_there, defaulting.decided_by_known_body,
            mandating.decided_within_its_mandate, defaulting.penalty_is_over),
    ),
    Row(
        action="record-appeal", noun="appeals", command=c.RecordAppeal, event=e.AppealRecorded, track=True,
        article="Awb 6:2, 6:12, 8:1", summary="Record an appeal to the court", sources=SINCE_SUBMISSION,
        roles=frozenset({I, H}), addition=True, person_required=False, dated="lodged_on", incoming=True, derived=_appeals,
        case_tests=(objecting.of_public_law,),
        body_tests=(defaulting.objection_is_there, defaulting.names_what_it_is_about),
    ),
    Row(
        action="record-ruling", noun="rulings", command=c.RecordRuling, event=e.RulingRecorded, track=True,
        article="Awb 8:55d, 8:70, 8:72", summary="Record a ruling of the court", sources=SINCE_SUBMISSION,
        roles=frozenset({I, H}), addition=True, person_required=False, dated="ruled_on", incoming=True, derived=_rules,
        case_tests=(objecting.of_public_law, defaulting.an_appeal_waits), body_tests=(defaulting.rules_on_an_open_appeal,),
    ),
)  # fmt: skip
