"""Rows of an objection, from lodging it to the decision on it (Awb chapters 6 and 7).

All of them run beside the states: an objection is decided on while the case goes on, or long after it has closed.
"""

from typing import Any, Final

from challenge_api.challenges import review
from challenge_api.challenges.commands import objections as c
from challenge_api.challenges.events import objections as e
from challenge_api.challenges.lifecycle.reach import SINCE_SUBMISSION, D, H, I, O, R, T
from challenge_api.challenges.preconditions import deciding, hearing, mandating, objecting, promising
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.aggregate import Context


def _lodges(at: Situation, command: c.LodgeObjection, context: Context) -> dict[str, Any]:
    decision = at.case.decision(command.decision)
    assert decision is not None, "tested by decision_can_be_objected_to"
    received_on = command.received_on or at.today
    late = not review.timely(decision, received_on, command.posted_on, at.calendar)
    third = objecting.by_third_party(at, command)
    return {
        "decision": command.decision,
        "by_whom": "third-party" if third else "challenger",
        "objector": command.objector,
        "party": objecting.party_of(at, command),
        "contact_id": context.new_id() if third or at.case.contact_id is None else at.case.contact_id,
        "posted_on": command.posted_on,
        "channel": command.channel,
        "grounds": command.grounds,
        "late_reason": command.late_reason,
        "early": decision.announced_on is None or received_on <= decision.announced_on,
        "late": late,
        "lateness": "in-time" if not late else "reason-asked" if command.late_reason is None else "reason-given",
    }


def _remedies(at: Situation, command: c.RemedyObjection, context: Context) -> dict[str, Any]:
    objection = at.case.objection(command.objection)
    assert objection is not None, "tested by concerns_an_open_objection"
    here = {remedy.key for remedy in command.remedies}
    until = objection.remedy_until
    late = until is not None and (command.received_on or at.today) > until
    return {"complete": here >= set(objection.remedy_asked), "late": late}


def _invites(at: Situation, command: c.InviteToHearing, context: Context) -> dict[str, Any]:
    return {"papers_until": review.papers_until(command.hearing_on)}


_PUBLIC_LAW: Final = (objecting.of_public_law,)
_OPEN: Final = (objecting.of_public_law, objecting.an_objection_is_open)
_OWN: Final = (promising.of_some_objection(objecting.ones_own_objection),)
_HEARS: Final = (*_OPEN, deciding.has_no_interest, objecting.did_not_decide)
_NAMED: Final = (objecting.concerns_an_open_objection,)

ROWS: Final = (
    Row(
        action="lodge-objection", noun="objections", command=c.LodgeObjection, event=e.ObjectionLodged, track=True,
        article="Awb 6:4, 6:7 to 6:11", summary="Object to a decision", sources=SINCE_SUBMISSION, roles=frozenset({R, I, T}),
        addition=True, person_required=False, dated="received_on", incoming=True,
        case_tests=(*_PUBLIC_LAW, objecting.something_to_object_to), promise_tests=(promising.can_still_object,),
        derived=_lodges, clock=("starts objection-decision",),
        body_tests=(
            objecting.decision_can_be_objected_to, objecting.objector_is_who_asks, objecting.objects_once,
            objecting.received_over_the_api_today, objecting.posted_before_receipt,
        ),
    ),
    Row(
        action="explain-lateness", noun="lateness-explanations", command=c.ExplainLateness, event=e.LatenessExplained,
        track=True, article="Awb 6:11", summary="Say why an objection came late", sources=SINCE_SUBMISSION,
        roles=frozenset({R, I, T}), addition=True, person_required=False,
        case_tests=(*_OPEN, objecting.some_lateness_is_unjudged),
        promise_tests=(promising.of_some_objection(objecting.ones_own_objection, objecting.explains_a_late_one),),
        body_tests=(*_NAMED, objecting.ones_own_objection, objecting.explains_a_late_one),
    ),
    Row(
        action="request-remedy", noun="remedy-requests", command=c.RequestRemedy, event=e.RemedyRequested, track=True,
        article="Awb 6:6, 7:10(2)", summary="Ask to mend an objection", sources=SINCE_SUBMISSION, roles=frozenset({I, H}),
        addition=True, dated="sent_on", case_tests=_OPEN, clock=("suspends objection-decision",),
        body_tests=(*_NAMED, objecting.not_before_the_objection("sent_on"), objecting.gives_time_to_remedy),
    ),
    Row(
        action="remedy-objection", noun="remedies", command=c.RemedyObjection, event=e.ObjectionRemedied, track=True,
        article="Awb 6:6, 7:10(2)", summary="Mend an objection", sources=SINCE_SUBMISSION, roles=frozenset({R, I, T}),
        addition=True, person_required=False, dated="received_on", incoming=True,
        case_tests=(*_OPEN, objecting.some_remedy_is_asked),
        promise_tests=(promising.of_some_objection(objecting.ones_own_objection, promising.is_asked_to_remedy),),
        derived=_remedies, clock=("resumes objection-decision",),
        body_tests=(
            *_NAMED, objecting.ones_own_objection, objecting.received_over_the_api_today, objecting.something_to_remedy,
        ),
    ),
    Row(
        action="refer-to-committee", noun="committee-referrals", command=c.ReferToCommittee, event=e.ReferredToCommittee,
        track=True, article="Awb 7:10(1), 7:13", summary="Let a committee advise on an objection", sources=SINCE_SUBMISSION,
        roles=frozenset({I, H}), addition=True, dated="told_on",
        case_tests=_OPEN,
        promise_tests=(promising.of_some_objection(objecting.told_once),), clock=("lengthens objection-decision",),
        body_tests=(*_NAMED, objecting.not_before_the_objection("told_on"), objecting.told_once),
    ),
    Row(
        action="judge-admissibility", noun="admissibility-judgements", command=c.JudgeAdmissibility,
        event=e.AdmissibilityJudged, track=True, article="Awb 6:6, 6:11, 7:3(a)",
        summary="Judge whether an objection is admissible", sources=SINCE_SUBMISSION, roles=frozenset({H, O}), addition=True,
        case_tests=_OPEN,
        body_tests=(*_NAMED, objecting.lateness_is_judged),
    ),
    Row(
        action="invite-to-hearing", noun="hearing-invitations", command=c.InviteToHearing, event=e.HearingInvited, track=True,
        article="Awb 7:2, 7:4", summary="Invite to a hearing", sources=SINCE_SUBMISSION, roles=frozenset({I, H, O}),
        addition=True, dated="sent_on", case_tests=_OPEN, derived=_invites,
        body_tests=(*_NAMED, objecting.not_before_the_objection("sent_on"), hearing.invites_in_time),
    ),
    Row(
        action="waive-hearing", noun="hearing-waivers", command=c.WaiveHearing, event=e.HearingWaived, track=True,
        article="Awb 7:3", summary="Decide that no hearing is held", sources=SINCE_SUBMISSION, roles=frozenset({H, O}),
        addition=True, case_tests=_OPEN, body_tests=_NAMED,
    ),
    Row(
        action="hear-objection", noun="hearings", command=c.HearObjection, event=e.ObjectionHeard, track=True,
        article="Awb 7:2, 7:5 to 7:7", summary="Record a hearing", sources=SINCE_SUBMISSION, roles=frozenset({O}),
        addition=True, dated="held_on", case_tests=_HEARS,
        body_tests=(*_NAMED, objecting.not_before_the_objection("held_on")),
    ),
    Row(
        action="advise-on-objection", noun="objection-advices", command=c.AdviseOnObjection, event=e.ObjectionAdvised, track=True,
        article="Awb 7:13(3), 7:13(7)", summary="Advise on an objection", sources=SINCE_SUBMISSION, roles=frozenset({O}),
        addition=True, dated="given_on",
        case_tests=_HEARS, promise_tests=(promising.of_some_objection(hearing.committee_was_set_up),),
        body_tests=(*_NAMED, objecting.not_before_the_objection("given_on"), hearing.committee_was_set_up),
    ),
    Row(
        action="postpone-objection-decision", noun="objection-postponements", command=c.PostponeObjectionDecision,
        event=e.ObjectionDecisionPostponed, track=True, article="Awb 7:10(3) to (5)", roles=frozenset({H, D}),
        summary="Postpone the decision on an objection", sources=SINCE_SUBMISSION, addition=True, dated="told_on",
        case_tests=_OPEN, promise_tests=(promising.of_some_objection(hearing.postpones_a_running_term),),
        clock=("extends objection-decision",),
        body_tests=(
            *_NAMED, objecting.not_before_the_objection("told_on"), hearing.postpones_once, hearing.postpones_a_running_term,
        ),
    ),
    Row(
        action="decide-objection", noun="objection-decisions", command=c.DecideObjection, event=e.ObjectionDecided, track=True,
        article="Awb 7:11, 7:12", summary="Decide on an objection", sources=SINCE_SUBMISSION, roles=frozenset({D}),
        addition=True, dated="decided_on", case_tests=(*_OPEN, deciding.has_no_interest),
        promise_tests=(promising.of_some_objection(objecting.did_not_take_it, hearing.was_heard_and_advised),),
        body_tests=(
            *_NAMED, objecting.not_before_the_objection("decided_on"), objecting.did_not_take_it, hearing.body_of_the_decision,
            mandating.decided_within_its_mandate,
            hearing.was_heard_and_advised, hearing.outcome_holds_together, hearing.admissibility_stands,
        ),
    ),
    Row(
        action="withdraw-objection", noun="objection-withdrawals", command=c.WithdrawObjection, event=e.ObjectionWithdrawn,
        track=True, article="Awb 6:21", summary="Take an objection back", sources=SINCE_SUBMISSION,
        roles=frozenset({R, I, T}), addition=True, person_required=False, dated="received_on", incoming=True, case_tests=_OPEN,
        promise_tests=_OWN, clock=("stops objection-decision",),
        body_tests=(
            *_NAMED, objecting.ones_own_objection, objecting.received_over_the_api_today,
            objecting.not_before_the_objection("received_on"),
        ),
    ),
)  # fmt: skip
