"""THE table: every action on a challenge, from which state to which, by whom, under which tests and with which effect on clocks.

Everything that depends on the lifecycle is read from here: what `decide` accepts, the allowed actions of a case, the HTTP routes
with their bodies, the role × action check, the transition table seeded into the database, and the diagrams in `docs/`. The
rows are in the order in which a case meets them. A state is fine grain, its phase never changes (`case.PHASE_OF`); the tracks
at the end leave the state as it is and run beside it, from submission on and most of them also after closing.

Chosen not to do: waiting for a running contract is no state (a suspension by consent says it), and a silent award does not
exist (Awb 4:20a applies only where an ordinance declares it).
"""

from collections.abc import Mapping
from typing import Any, Final

from challenge_api.challenges import commands as c
from challenge_api.challenges import events as e
from challenge_api.challenges.case import OPEN_STATES, OUTCOMES, Case, OrdinanceRef
from challenge_api.challenges.contents import Contents
from challenge_api.challenges.preconditions import deciding, executing, filing, qualifying, tracking
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.access import Role, View
from challenge_api.law.aggregate import Context

_R, _I, _H, _A, _D, _C = (
    Role.REPRESENTATIVE,
    Role.INTAKE,
    Role.HANDLER,
    Role.ASSESSOR,
    Role.DECISION_MAKER,
    Role.CONTRACT_MANAGER,
)
_IN_PROCESS: Final = frozenset({"submitted", "incomplete", "admissible", "exploring", "assessing", "assessed"})
_RUNNING: Final = frozenset({"monitored", "improving"})
_SINCE_SUBMISSION: Final = frozenset({*OPEN_STATES, *OUTCOMES}) - {"draft", "discarded"}
_OWN: Final = frozenset({View.PARTY})
"""What happens to a draft is seen by its group alone, also after submission."""
_DECISIONS: Final = frozenset({"set-aside", "awarded", "rejected"})
"""Decisions on the request: the announcement of the first one ends the decision term (Awb 4:13, 3:40)."""


def _begins(at: Situation, command: c.Draft | c.Submit, context: Context) -> dict[str, Any]:
    named = command.contents.group.group_id
    speaks = named is None and context.actor.person and _R in context.actor.roles
    return {
        "contents": command.contents,
        "group_id": named or context.new_id(),
        "group_is_new": named is None,
        "representative": context.actor.id if speaks else None,
        "contact_id": context.new_id(),
    }


def _revises(at: Situation, command: c.Revise, context: Context) -> dict[str, Any]:
    return {"contents": command.contents, "contact_id": at.case.contact_id}


def _pins(at: Situation, contents: Contents) -> dict[str, Any]:
    rules = at.rules
    return {
        "ordinance": OrdinanceRef(id=at.facts.ordinance_id, name=rules.id, number=at.facts.ordinance_number),
        "legal_track": rules.legal_track,
        "missing": qualifying.missing_items((item.key for item in contents.items), rules),
    }


def _submits(at: Situation, command: c.Submit, context: Context) -> dict[str, Any]:
    return _begins(at, command, context) | _pins(at, command.contents)


def _submits_draft(at: Situation, command: c.SubmitDraft, context: Context) -> dict[str, Any]:
    said = {name: getattr(at.case, name) for name in filing.REQUIRED_OF_A_DRAFT}
    contents = Contents(title=at.case.title or "", group=at.case.group, items=at.case.items, **said)  # type: ignore[arg-type] # complete: see draft_is_complete
    return {
        "contents": contents,
        "group_id": at.case.group_id,
        "group_is_new": False,
        "contact_id": at.case.contact_id,
    } | _pins(at, contents)


def _supplements(at: Situation, command: c.Supplement, context: Context) -> dict[str, Any]:
    until = at.case.supplement_until
    last = max(part.received_on for part in command.parts)
    here = {part.key for part in command.parts} | {key for note in at.case.supplements for key in note.keys}
    complete = here >= set(at.case.supplement_asked)
    return {"occurred_on": last, "late": until is not None and last > until, "complete": complete}


def _versions_plan(at: Situation, command: c.Amend, context: Context) -> dict[str, Any]:
    return {"plan_version": at.case.plan_version + 1}


def _judges(at: Situation, command: c.BeginAssessment, context: Context) -> dict[str, Any]:
    return {"plan_version": command.plan_version}


def _announces(at: Situation, command: c.Announce, context: Context) -> dict[str, Any]:
    decision = at.case.decision(command.decision)
    assert decision is not None, "tested by decision_to_announce"
    return {
        "contact_id": at.case.contact_id,
        "decision_type": decision.type,
        "ends_decision_term": decision.type in _DECISIONS,
    }


def _assigns(at: Situation, command: c.Assign, context: Context) -> dict[str, Any]:
    return {"person": at.facts.assignee, "part": command.part, "change": command.change}


def _returns(row: Row, case: Case, command: Any) -> str:
    assert case.left_state is not None
    return case.left_state


def _reopens(row: Row, case: Case, command: c.Reopen) -> str:
    return command.to


TABLE: Final[tuple[Row, ...]] = (
    Row(
        action="draft", noun="drafts", command=c.Draft, event=e.Drafted, creates=True, article="Gemeentewet 150(3)",
        summary="Begin a draft", sources=frozenset({"none"}), targets=frozenset({"draft"}), roles=frozenset({_R, _I}),
        body_tests=(filing.group_is_ones_own,), derived=_begins, person_required=False, views=_OWN,
    ),
    Row(
        action="revise", noun="revision", command=c.Revise, event=e.Revised, article="Gemeentewet 150(3)",
        summary="Revise a draft", sources=frozenset({"draft"}), roles=frozenset({_R, _I}),
        body_tests=(filing.group_stays,), derived=_revises, person_required=False, views=_OWN,
    ),
    Row(
        action="discard", noun="disposal", command=c.Discard, event=e.Discarded, article="GDPR 17",
        summary="Discard a draft", sources=frozenset({"draft"}), targets=frozenset({"discarded"}), roles=frozenset({_R}),
        views=_OWN,
    ),
    Row(
        action="submit", noun="challenges", command=c.Submit, event=e.Submitted, creates=True, article="Awb 4:1",
        summary="File a challenge in one call", sources=frozenset({"none"}), targets=frozenset({"submitted"}),
        roles=frozenset({_R, _I}), person_required=False, dated="received_on", incoming=True, derived=_submits,
        body_tests=(filing.group_is_ones_own, filing.received_by_intake_only, filing.ordinance_in_force, filing.claims_differ),
        clock=("starts decision",),
    ),
    Row(
        action="submit", noun="submission", command=c.SubmitDraft, event=e.Submitted, article="Awb 4:1",
        summary="File a draft", sources=frozenset({"draft"}), targets=frozenset({"submitted"}),
        roles=frozenset({_R, _I}), person_required=False, dated="received_on", incoming=True, derived=_submits_draft,
        case_tests=(filing.draft_is_complete,),
        body_tests=(filing.received_by_intake_only, filing.ordinance_in_force, filing.draft_agrees),
        clock=("starts decision",),
    ),
    Row(
        action="forward", noun="forwarding", command=c.Forward, event=e.Forwarded, article="Awb 2:3",
        summary="Forward to the competent body", sources=frozenset({"submitted", "incomplete", "admissible"}),
        targets=frozenset({"forwarded"}), roles=frozenset({_I, _H}), dated="sent_on", clock=("stops decision",),
    ),
    Row(
        action="request-supplement", noun="supplement-request", command=c.RequestSupplement, event=e.SupplementRequested,
        article="Awb 4:5(1), 4:15(1)(a)", summary="Request a supplement",
        sources=frozenset({"submitted", "admissible", "assessing"}), targets=frozenset({"incomplete"}),
        roles=frozenset({_I, _H}), dated="sent_on", body_tests=(filing.asks_for_time,),
        clock=("suspends decision", "starts supplement"),
    ),
    Row(
        action="supplement", noun="supplement", command=c.Supplement, event=e.Supplemented, article="Awb 4:5(1), 4:15(1)(a)",
        summary="Supplement the request", sources=frozenset({"incomplete"}), roles=frozenset({_R, _I}), incoming=True,
        person_required=False, body_tests=(filing.parts_are_received,), derived=_supplements,
        clock=("resumes decision", "stops supplement", "starts set-aside"),
    ),
    Row(
        action="take-up", noun="taking-up", command=c.TakeUp, event=e.TakenUp, article="Awb 4:15(1)(a)",
        summary="Take the case up again", sources=frozenset({"incomplete"}),
        targets=frozenset({"submitted", "admissible", "assessing"}), target=_returns, roles=frozenset({_I, _H}),
        body_tests=(filing.supplement_known_or_term_over,), clock=("resumes decision",),
    ),
    Row(
        action="set-aside", noun="setting-aside", command=c.SetAside, event=e.SetAside, article="Awb 4:5(1), 4:5(4)",
        summary="Decide not to handle the request", sources=frozenset({"incomplete"}), targets=frozenset({"not_handled"}),
        roles=frozenset({_D}), dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(filing.supplement_failed, filing.within_four_weeks, deciding.decided_by_known_body),
        clock=("stops set-aside",),
    ),
    Row(
        action="admit", noun="admission", command=c.Admit, event=e.Admitted, article="Gemeentewet 150(3)",
        summary="Admit the challenge", sources=frozenset({"submitted"}), targets=frozenset({"admissible"}),
        roles=frozenset({_I, _H}),
        case_tests=(
            filing.contents_are_there, filing.applicant_may_challenge, filing.group_is_large_enough,
            filing.group_has_local_tie, filing.task_in_scope,
        ),
        body_tests=(filing.exclusions_considered, filing.support_suffices, filing.legal_form_at_filing),
    ),
    Row(
        action="explore", noun="exploration", command=c.Explore, event=e.ExplorationBegun, article="Ordinance",
        summary="Begin the exploration", sources=frozenset({"admissible"}), targets=frozenset({"exploring"}),
        roles=frozenset({_H}), case_tests=(filing.exploration_regulated,),
    ),
    Row(
        action="conclude-exploration", noun="exploration-conclusion", command=c.ConcludeExploration,
        event=e.ExplorationConcluded, article="Ordinance", summary="Conclude the exploration",
        sources=frozenset({"exploring"}), targets=frozenset({"admissible"}), roles=frozenset({_H}), dated="held_on",
    ),
    Row(
        action="amend", noun="amendment", command=c.Amend, event=e.Amended, article="Awb 4:2",
        summary="Give a new version of the plan", sources=frozenset({"admissible", "exploring"}), roles=frozenset({_R}),
        body_tests=(filing.something_changes,), derived=_versions_plan,
    ),
    Row(
        action="begin-assessment", noun="assessment", command=c.BeginAssessment, event=e.AssessmentBegun, article="Awb 3:2",
        summary="Begin the assessment", sources=frozenset({"admissible"}), targets=frozenset({"assessing"}),
        roles=frozenset({_H}), case_tests=(deciding.assessors_are_ready, deciding.interests_are_declared),
        body_tests=(deciding.newest_plan,), derived=_judges,
    ),
    Row(
        action="score", noun="score", command=c.Score, event=e.Scored, article="Awb 3:2, 3:46",
        summary="Hand in a score sheet", sources=frozenset({"assessing"}), roles=frozenset({_A}), addition=True,
        case_tests=(
            deciding.criteria_are_regulated, deciding.is_an_assessor_of_the_case, deciding.said_about_interests,
            deciding.has_no_interest,
        ),
        body_tests=(deciding.scores_known_criteria,),
    ),
    Row(
        action="conclude-assessment", noun="assessment-conclusion", command=c.ConcludeAssessment,
        event=e.AssessmentConcluded, article="Awb 3:2, 3:46", summary="Conclude the assessment",
        sources=frozenset({"assessing"}), targets=frozenset({"assessed"}), roles=frozenset({_H}),
        case_tests=(deciding.every_sheet_is_complete,),
    ),
    Row(
        action="return-to-assessment", noun="assessment-return", command=c.ReturnToAssessment,
        event=e.ReturnedToAssessment, article="Awb 3:2", summary="Return the case to the assessors",
        sources=frozenset({"assessed"}), targets=frozenset({"assessing"}), roles=frozenset({_D}),
        case_tests=(deciding.did_not_assess, deciding.has_no_interest),
    ),
    Row(
        action="award", noun="award", command=c.Award, event=e.Awarded, article="Gemeentewet 150(3), Awb 3:46",
        summary="Award the task", sources=frozenset({"assessed"}), targets=frozenset({"awarded"}), roles=frozenset({_D}),
        dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(
            deciding.body_competent_for_amount, deciding.refused_part_has_grounds, deciding.within_cost_cap,
            deciding.within_longest_term, deciding.track_of_the_ordinance, deciding.legal_form_at_award,
            deciding.indicators_differ,
        ),
        clock=("starts agreement",),
    ),
    Row(
        action="reject", noun="rejection", command=c.Reject, event=e.Rejected, article="Awb 3:46, 4:13",
        summary="Reject the challenge", sources=frozenset({"submitted", "admissible", "exploring", "assessed"}),
        targets=frozenset({"rejected"}), roles=frozenset({_D}), dated="decided_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(deciding.decided_by_known_body, deciding.grounds_fit),
    ),
    Row(
        action="resolve-by-cooperation", noun="resolution-by-cooperation", command=c.ResolveByCooperation,
        event=e.ResolvedByCooperation, article="Awb 4:15(2)(a)", summary="Close as solved together", sources=_IN_PROCESS,
        targets=frozenset({"resolved_by_cooperation"}), roles=frozenset({_H}), body_tests=(deciding.consent_was_given,),
        clock=("stops decision",),
    ),
    Row(
        action="reroute", noun="rerouting", command=c.Reroute, event=e.Rerouted, article="Awb 2:3",
        summary="Close because another door fits better", sources=_IN_PROCESS, targets=frozenset({"rerouted"}),
        roles=frozenset({_H}), body_tests=(deciding.consent_was_given,), clock=("stops decision",),
    ),
    Row(
        action="join", noun="joining", command=c.Join, event=e.Joined, article="Awb 3:2",
        summary="Go on inside another case", sources=_IN_PROCESS - {"assessed"}, targets=frozenset({"joined"}),
        roles=frozenset({_H}), body_tests=(deciding.consent_was_given, deciding.other_case_is_open), clock=("stops decision",),
    ),
    Row(
        action="withdraw", noun="withdrawal", command=c.Withdraw, event=e.Withdrawn, article="Awb 4:13",
        summary="Withdraw the challenge", sources=_IN_PROCESS | {"awarded"}, targets=frozenset({"withdrawn"}),
        roles=frozenset({_R}), dated="received_on", incoming=True, body_tests=(tracking.withdrawn_today,),
        clock=("stops decision",),
    ),
    Row(
        action="start-execution", noun="execution", command=c.StartExecution, event=e.ExecutionStarted, article="Ordinance",
        summary="Hand the task over under an agreement", sources=frozenset({"awarded"}), targets=frozenset({"monitored"}),
        roles=frozenset({_C}), dated="handed_over_on", body_tests=(executing.agreement_holds_together,),
        clock=("stops agreement", "starts execution", "starts report"),
    ),
    Row(
        action="lapse", noun="lapse", command=c.Lapse, event=e.Lapsed, article="Ordinance",
        summary="Let the award lapse without an agreement", sources=frozenset({"awarded"}), targets=frozenset({"lapsed"}),
        roles=frozenset({_D}), dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(executing.agreement_term_is_over, deciding.decided_by_known_body),
    ),
    Row(
        action="report", noun="reports", command=c.Report, event=e.Reported, article="Ordinance, agreement",
        summary="Report on a period", sources=_RUNNING, roles=frozenset({_R}), addition=True,
        body_tests=(executing.period_is_past, executing.indicators_are_reported), clock=("stops report", "starts report"),
    ),
    Row(
        action="inspect", noun="inspections", command=c.Inspect, event=e.Inspected, article="Agreement",
        summary="Record an inspection", sources=_RUNNING, roles=frozenset({_C}), dated="held_on",
        body_tests=(executing.indicators_are_known,),
    ),
    Row(
        action="require-improvement", noun="improvement-requirement", command=c.RequireImprovement,
        event=e.ImprovementRequired, article="Agreement", summary="Require an improvement", sources=frozenset({"monitored"}),
        targets=frozenset({"improving"}), roles=frozenset({_C}), dated="sent_on", body_tests=(executing.gives_time_to_mend,),
        clock=("starts improvement",),
    ),
    Row(
        action="accept-improvement", noun="improvement-acceptance", command=c.AcceptImprovement,
        event=e.ImprovementAccepted, article="Agreement", summary="Accept the improvement", sources=frozenset({"improving"}),
        targets=frozenset({"monitored"}), roles=frozenset({_C}), dated="held_on", clock=("stops improvement",),
    ),
    Row(
        action="renew", noun="renewal", command=c.Renew, event=e.Renewed, article="Ordinance, agreement",
        summary="Renew the execution", sources=frozenset({"monitored"}), roles=frozenset({_D}), dated="decided_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(executing.goes_on_longer, deciding.decided_by_known_body), clock=("extends execution",),
    ),
    Row(
        action="complete", noun="completion", command=c.Complete, event=e.Completed, article="Agreement",
        summary="Complete the execution", sources=_RUNNING, targets=frozenset({"completed"}), roles=frozenset({_C}),
        dated="ended_on", body_tests=(executing.term_is_served,), clock=("stops execution",),
    ),
    Row(
        action="hand-back", noun="hand-back", command=c.HandBack, event=e.HandedBack, article="Ordinance",
        summary="Hand the task back", sources=_RUNNING, targets=frozenset({"handed_back"}), roles=frozenset({_R}),
        dated="received_on", incoming=True, body_tests=(executing.notice_is_kept,), clock=("stops execution",),
    ),
    Row(
        action="terminate", noun="termination", command=c.Terminate, event=e.Terminated, article="Agreement, Awb 3:46",
        summary="Terminate the execution", sources=_RUNNING, targets=frozenset({"terminated"}), roles=frozenset({_D}),
        dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(executing.ground_stands, deciding.decided_by_known_body), clock=("stops execution",),
    ),
    Row(
        action="reopen", noun="reopening", command=c.Reopen, event=e.Reopened, article="Awb 7:11, 8:72",
        summary="Reopen after an objection or a ruling", sources=frozenset({"not_handled", "forwarded"}),
        targets=frozenset({"submitted"}), target=_reopens, roles=frozenset({_D}), dated="ruled_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest), body_tests=(deciding.decided_case_reopens_where_it_can,),
    ),
    Row(
        action="reopen", noun="reopening", command=c.Reopen, event=e.Reopened, article="Awb 7:11, 8:72",
        summary="Reopen after an objection or a ruling", sources=frozenset({"rejected", "awarded", "lapsed", "terminated"}),
        targets=frozenset({"assessing", "assessed"}), target=_reopens, roles=frozenset({_D}), dated="ruled_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest), body_tests=(deciding.decided_case_reopens_where_it_can,),
    ),
    # --- tracks: the state stays -------------------------------------------------------------------------------------
    Row(
        action="announce", noun="announcements", command=c.Announce, event=e.Announced, article="Awb 3:40, 3:41", track=True,
        summary="Record the announcement of a decision", sources=_SINCE_SUBMISSION, roles=frozenset({_I, _H, _D}),
        addition=True, person_required=False, dated="announced_on", case_tests=(tracking.something_to_announce,),
        body_tests=(tracking.decision_to_announce,), derived=_announces, clock=("stops decision", "starts objection"),
    ),
    Row(
        action="assign", noun="assignments", command=c.Assign, event=e.Assigned, article="Awb 3:2", track=True,
        summary="Assign a person to the case", sources=_SINCE_SUBMISSION, roles=frozenset({_I, _H, Role.ADMINISTRATOR}),
        addition=True, body_tests=(tracking.assignee_is_known,), derived=_assigns,
        views=frozenset({View.STAFF, View.AUDIT}),
    ),
    Row(
        action="extend", noun="extension", command=c.Extend, event=e.TermExtended, article="Awb 4:14", track=True,
        summary="Extend the decision term", sources=_IN_PROCESS, roles=frozenset({_H, _D}), dated="told_on",
        case_tests=(deciding.undecided,), body_tests=(tracking.extends_a_running_term, tracking.extends_within_the_power),
        clock=("extends decision",),
    ),
    Row(
        action="suspend", noun="suspension", command=c.Suspend, event=e.TermSuspended, article="Awb 4:15(2)(a)", track=True,
        summary="Suspend the decision term by consent", sources=_IN_PROCESS, roles=frozenset({_H}),
        case_tests=(deciding.undecided,), body_tests=(tracking.suspends_a_running_term,), clock=("suspends decision",),
    ),
    Row(
        action="resume", noun="resumption", command=c.Resume, event=e.TermResumed, article="Awb 4:15(2)(a)", track=True,
        summary="End a suspension by consent early", sources=_IN_PROCESS, roles=frozenset({_H}),
        case_tests=(deciding.undecided, tracking.is_suspended), body_tests=(tracking.resumes_within_the_suspension,),
        clock=("resumes decision",),
    ),
    Row(
        action="declare-interest", noun="interest-declarations", command=c.DeclareInterest, event=e.InterestDeclared,
        article="Awb 2:4", track=True, summary="Declare an interest, or none",
        sources=_SINCE_SUBMISSION - frozenset(OUTCOMES), roles=frozenset({_H, _A, _D, _C}), addition=True,
        views=frozenset({View.STAFF, View.AUDIT}),
    ),
    Row(
        action="log-contact", noun="contacts", command=c.LogContact, event=e.ContactLogged, article="Awb 3:2", track=True,
        summary="Note a contact", sources=_SINCE_SUBMISSION, roles=frozenset({_I, _H, _C}), addition=True,
        person_required=False, dated="held_on", incoming=True, views=frozenset({View.STAFF, View.AUDIT}),
    ),
)  # fmt: skip

EVENT_TYPES: Final[Mapping[str, type[Any]]] = {row.event.type: row.event for row in TABLE}
ACTIONS: Final = tuple(dict.fromkeys(row.action for row in TABLE))
VIEWS: Final[Mapping[str, frozenset[View]]] = {row.event.type: row.views for row in TABLE}
"""Event type → the views in which it exists."""


def transitions() -> frozenset[tuple[str, str, str]]:
    """Give every legal (state before, event type, state after): the rows of the seeded table."""
    return frozenset(
        (source, row.event.type, target) for row in TABLE for source in row.sources for target in row.targets or {source}
    )


def rows_for(command: type[Any]) -> tuple[Row, ...]:
    """Give the rows that this class of command asks for."""
    return _BY_COMMAND[command]


_BY_COMMAND: Final[Mapping[type[Any], tuple[Row, ...]]] = {
    command: tuple(row for row in TABLE if row.command is command) for command in {row.command for row in TABLE}
}
