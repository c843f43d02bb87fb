"""Rows beside the states: announcement, parts in the case, the decision term, interests, contacts."""

from typing import Any, Final

from challenge_api.challenges import review
from challenge_api.challenges.case import OUTCOMES
from challenge_api.challenges.clocks import DECISIONS
from challenge_api.challenges.commands import tracks as c
from challenge_api.challenges.events import tracks as e
from challenge_api.challenges.lifecycle.reach import AT_WORK, IN_PROCESS, SINCE_SUBMISSION, A, C, D, H, I
from challenge_api.challenges.preconditions import following, promising, tracking
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.access import Role
from challenge_api.law.aggregate import Context


def _announces(at: Situation, command: c.Announce, context: Context) -> dict[str, Any]:
    decision = at.case.decision(command.decision)
    assert decision is not None, "tested by decision_to_announce"
    return {
        "contact_id": at.case.contact_id,
        "decision_type": decision.type,
        "ends_decision_term": decision.type in DECISIONS and decision.version > at.case.reopened,
    }


def _extends(at: Situation, command: c.Extend, context: Context) -> dict[str, Any]:
    power = at.rules.decision_extension()
    units = None if power is None or command.by_weeks is None else tracking.in_the_unit_of(power, command.by_weeks)
    if command.named_date is None:
        return {"by_units": units}
    under_power = power is not None and at.rules.decision_term is not None
    fact = review.named_fact(command.told_on, command.named_date, under_power=under_power)
    counted_on = review.request_term(at.case, at.rules, at.calendar, also=(fact,)).due
    return {"by_units": None, "under_power": under_power, "counted_on": counted_on}


def _assigns(at: Situation, command: c.Assign, context: Context) -> dict[str, Any]:
    return {"person": at.facts.assignee, "part": command.part, "change": command.change}


def follows(at: Situation, _command: Any, context: Context) -> dict[str, Any]:
    """Give what the event says of the version that takes the case along."""
    successor = at.facts.successor
    assert successor is not None, "tested by a_newer_version_takes_it_along"
    return {
        "occurred_on": successor.since,
        "ordinance": successor.ref,
        "article": successor.rules.transition.article or "Ordinance",
        "legal_track": successor.rules.legal_track,
    }


ROWS: Final = (
    Row(
        action="follow-ordinance", noun="ordinance-transition", command=c.FollowOrdinance, event=e.OrdinanceFollowed, track=True,
        article="Gemeentewet 147", summary="Take the case under a newer version of the ordinance", sources=IN_PROCESS,
        roles=frozenset({I, H, D}), case_tests=(following.a_newer_version_takes_it_along,),
        body_tests=(following.names_that_version,), derived=follows,
    ),
    Row(
        action="announce", noun="announcements", command=c.Announce, event=e.Announced, article="Awb 3:40, 3:41", track=True,
        summary="Record the announcement of a decision", sources=SINCE_SUBMISSION, roles=frozenset({I, H, D}),
        addition=True, person_required=False, dated="announced_on", case_tests=(tracking.something_to_announce,),
        body_tests=(tracking.decision_to_announce,), derived=_announces, clock=("stops decision", "starts objection"),
    ),
    Row(
        action="assign", noun="assignments", command=c.Assign, event=e.Assigned, article="Awb 3:2", track=True,
        summary="Assign a person to the case", sources=SINCE_SUBMISSION, roles=frozenset({I, H, Role.ADMINISTRATOR}),
        addition=True, body_tests=(tracking.assignee_is_known,), derived=_assigns,
        views=AT_WORK,
    ),
    Row(
        action="extend", noun="extension", command=c.Extend, event=e.TermExtended, article="Awb 4:14", track=True,
        summary="Extend the decision term", sources=IN_PROCESS, roles=frozenset({H, D}), dated="told_on",
        promise_tests=(promising.can_extend_still,),
        body_tests=(tracking.extends_a_running_term, tracking.extends_within_the_power),
        derived=_extends, clock=("extends decision",),
    ),
    Row(
        action="suspend", noun="suspension", command=c.Suspend, event=e.TermSuspended, article="Awb 4:15(2)(a)", track=True,
        summary="Suspend the decision term by consent", sources=IN_PROCESS, roles=frozenset({H}),
        body_tests=(tracking.suspends_a_running_term,), clock=("suspends decision",),
    ),
    Row(
        action="resume", noun="resumption", command=c.Resume, event=e.TermResumed, article="Awb 4:15(2)(a)", track=True,
        summary="End a suspension by consent early", sources=IN_PROCESS, roles=frozenset({H}),
        case_tests=(tracking.is_suspended,), body_tests=(tracking.resumes_within_the_suspension,),
        clock=("resumes decision",),
    ),
    Row(
        action="declare-interest", noun="interest-declarations", command=c.DeclareInterest, event=e.InterestDeclared,
        article="Awb 2:4", track=True, summary="Declare an interest, or none",
        sources=SINCE_SUBMISSION - frozenset(OUTCOMES), roles=frozenset({H, A, D, C}), addition=True,
        views=AT_WORK,
    ),
    Row(
        action="log-contact", noun="contacts", command=c.LogContact, event=e.ContactLogged, article="Awb 3:2", track=True,
        summary="Note a contact", sources=SINCE_SUBMISSION, roles=frozenset({I, H, C}), addition=True,
        person_required=False, dated="held_on", incoming=True, views=AT_WORK,
    ),
)  # fmt: skip
