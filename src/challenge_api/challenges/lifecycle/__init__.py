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
from challenge_api.challenges.case import Case, OrdinanceRef
from challenge_api.challenges.commands import execution as x
from challenge_api.challenges.contents import Contents
from challenge_api.challenges.lifecycle import dealings, defaults, duties, objections, terms, tracks
from challenge_api.challenges.lifecycle.reach import IN_PROCESS, OWN, RUNNING, A, C, D, H, I, R
from challenge_api.challenges.preconditions import (
    deciding,
    executing,
    filing,
    mandating,
    promising,
    qualifying,
    tracking,
    weighing,
)
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.access import View
from challenge_api.law.aggregate import Context


def _begins(at: Situation, command: c.Draft | c.Submit, context: Context) -> dict[str, Any]:
    named = command.contents.group.group_id
    speaks = named is None and context.actor.person and R in context.actor.roles
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
        "missing": qualifying.missing_items((item.key for item in contents.items), rules, contents.group.applicant_kind),
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


def _returns(row: Row, case: Case, command: Any) -> str:
    assert case.left_state is not None
    return case.left_state


def _reopens(row: Row, case: Case, command: c.Reopen) -> str:
    return command.to


TABLE: Final[tuple[Row, ...]] = (
    Row(
        action="draft", noun="drafts", command=c.Draft, event=e.Drafted, creates=True, article="Gemeentewet 150(3)",
        summary="Begin a draft", sources=frozenset({"none"}), targets=frozenset({"draft"}), roles=frozenset({R, I}),
        body_tests=(filing.group_is_ones_own,), derived=_begins, person_required=False, views=OWN,
    ),
    Row(
        action="revise", noun="revision", command=c.Revise, event=e.Revised, article="Gemeentewet 150(3)",
        summary="Revise a draft", sources=frozenset({"draft"}), roles=frozenset({R, I}),
        body_tests=(filing.group_stays,), derived=_revises, person_required=False, views=OWN,
    ),
    Row(
        action="discard", noun="disposal", command=c.Discard, event=e.Discarded, article="GDPR 17",
        summary="Discard a draft", sources=frozenset({"draft"}), targets=frozenset({"discarded"}), roles=frozenset({R}),
        views=OWN,
    ),
    Row(
        action="submit", noun="challenges", command=c.Submit, event=e.Submitted, creates=True, article="Awb 4:1",
        summary="File a challenge in one call", sources=frozenset({"none"}), targets=frozenset({"submitted"}),
        roles=frozenset({R, I}), person_required=False, dated="received_on", incoming=True, derived=_submits,
        body_tests=(filing.group_is_ones_own, filing.received_by_intake_only, filing.ordinance_in_force, filing.claims_differ),
        clock=("starts decision",),
    ),
    Row(
        action="submit", noun="submission", command=c.SubmitDraft, event=e.Submitted, article="Awb 4:1",
        summary="File a draft", sources=frozenset({"draft"}), targets=frozenset({"submitted"}),
        roles=frozenset({R, I}), person_required=False, dated="received_on", incoming=True, derived=_submits_draft,
        case_tests=(filing.draft_is_complete,),
        body_tests=(filing.received_by_intake_only, filing.ordinance_in_force, filing.draft_agrees),
        clock=("starts decision",),
    ),
    Row(
        action="forward", noun="forwarding", command=c.Forward, event=e.Forwarded, article="Awb 2:3",
        summary="Forward to the competent body", sources=frozenset({"submitted", "incomplete", "admissible"}),
        targets=frozenset({"forwarded"}), roles=frozenset({I, H}), dated="sent_on", clock=("stops decision",),
    ),
    Row(
        action="request-supplement", noun="supplement-request", command=c.RequestSupplement, event=e.SupplementRequested,
        article="Awb 4:5(1), 4:15(1)(a)", summary="Request a supplement",
        sources=frozenset({"submitted", "admissible", "assessing"}), targets=frozenset({"incomplete"}),
        roles=frozenset({I, H}), dated="sent_on", body_tests=(filing.asks_for_time,),
        clock=("suspends decision", "starts supplement"),
    ),
    Row(
        action="supplement", noun="supplement", command=c.Supplement, event=e.Supplemented, article="Awb 4:5(1), 4:15(1)(a)",
        summary="Supplement the request", sources=frozenset({"incomplete"}), roles=frozenset({R, I}), incoming=True,
        person_required=False, body_tests=(filing.parts_are_received,), derived=_supplements,
        clock=("resumes decision", "stops supplement", "starts set-aside"),
    ),
    Row(
        action="take-up", noun="taking-up", command=c.TakeUp, event=e.TakenUp, article="Awb 4:15(1)(a)",
        summary="Take the case up again", sources=frozenset({"incomplete"}),
        targets=frozenset({"submitted", "admissible", "assessing"}), target=_returns, roles=frozenset({I, H}),
        promise_tests=(promising.supplement_came_or_term_is_over,), body_tests=(filing.supplement_known_or_term_over,),
        clock=("resumes decision",),
    ),
    Row(
        action="set-aside", noun="setting-aside", command=c.SetAside, event=e.SetAside, article="Awb 4:5(1), 4:5(4)",
        summary="Decide not to handle the request", sources=frozenset({"incomplete"}), targets=frozenset({"not_handled"}),
        roles=frozenset({D}), dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        promise_tests=(promising.supplement_came_or_term_is_over,),
        body_tests=(filing.supplement_failed, filing.within_four_weeks, deciding.decided_by_known_body,
            mandating.decided_within_its_mandate),
        clock=("stops set-aside",),
    ),
    Row(
        action="admit", noun="admission", command=c.Admit, event=e.Admitted, article="Gemeentewet 150(3)",
        summary="Admit the challenge", sources=frozenset({"submitted"}), targets=frozenset({"admissible"}),
        roles=frozenset({I, H}),
        case_tests=(
            filing.contents_are_there, filing.received_in_window, filing.applicant_may_challenge,
            filing.group_is_large_enough, filing.group_has_local_tie, filing.task_in_scope,
        ),
        body_tests=(filing.exclusions_considered, filing.support_suffices, filing.legal_form_at_filing),
    ),
    Row(
        action="explore", noun="exploration", command=c.Explore, event=e.ExplorationBegun, article="Ordinance",
        summary="Begin the exploration", sources=frozenset({"admissible"}), targets=frozenset({"exploring"}),
        roles=frozenset({H}), case_tests=(filing.exploration_regulated,),
    ),
    Row(
        action="conclude-exploration", noun="exploration-conclusion", command=c.ConcludeExploration,
        event=e.ExplorationConcluded, article="Ordinance", summary="Conclude the exploration",
        sources=frozenset({"exploring"}), targets=frozenset({"admissible"}), roles=frozenset({H}), dated="held_on",
    ),
    Row(
        action="amend", noun="amendment", command=c.Amend, event=e.Amended, article="Awb 4:2",
        summary="Give a new version of the plan", sources=frozenset({"admissible", "exploring"}), roles=frozenset({R}),
        body_tests=(filing.something_changes,), derived=_versions_plan,
    ),
    Row(
        action="begin-assessment", noun="assessment", command=c.BeginAssessment, event=e.AssessmentBegun, article="Awb 3:2",
        summary="Begin the assessment", sources=frozenset({"admissible"}), targets=frozenset({"assessing"}),
        roles=frozenset({H}), case_tests=(deciding.assessors_are_ready, deciding.interests_are_declared),
        body_tests=(deciding.newest_plan,), derived=_judges,
    ),
    Row(
        action="score", noun="score", command=c.Score, event=e.Scored, article="Awb 3:2, 3:46",
        summary="Hand in a score sheet", sources=frozenset({"assessing"}), roles=frozenset({A}), addition=True,
        case_tests=(
            deciding.criteria_are_regulated, deciding.is_an_assessor_of_the_case, deciding.said_about_interests,
            deciding.has_no_interest,
        ),
        body_tests=(deciding.scores_known_criteria,),
    ),
    Row(
        action="conclude-assessment", noun="assessment-conclusion", command=c.ConcludeAssessment,
        event=e.AssessmentConcluded, article="Awb 3:2, 3:46", summary="Conclude the assessment",
        sources=frozenset({"assessing"}), targets=frozenset({"assessed"}), roles=frozenset({H}),
        case_tests=(deciding.every_sheet_is_complete,), body_tests=(weighing.scores_reach_the_marks,),
    ),
    Row(
        action="return-to-assessment", noun="assessment-return", command=c.ReturnToAssessment,
        event=e.ReturnedToAssessment, article="Awb 3:2", summary="Return the case to the assessors",
        sources=frozenset({"assessed"}), targets=frozenset({"assessing"}), roles=frozenset({D}),
        case_tests=(deciding.did_not_assess, deciding.has_no_interest),
    ),
    Row(
        action="award", noun="award", command=c.Award, event=e.Awarded, article="Gemeentewet 150(3), Awb 3:46",
        summary="Award the task", sources=frozenset({"assessed"}), targets=frozenset({"awarded"}), roles=frozenset({D}),
        dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest, weighing.tests_are_met),
        body_tests=(
            deciding.body_competent_for_amount,
            mandating.decided_within_its_mandate, deciding.refused_part_has_grounds, deciding.within_cost_cap,
            deciding.within_most_a_year, deciding.within_longest_term, deciding.starts_after_the_decision,
            deciding.track_of_the_ordinance,
            deciding.legal_form_at_award, deciding.indicators_differ,
        ),
        clock=("starts agreement",),
    ),
    Row(
        action="reject", noun="rejection", command=c.Reject, event=e.Rejected, article="Awb 3:46, 4:13",
        summary="Reject the challenge", sources=frozenset({"submitted", "admissible", "exploring", "assessed"}),
        targets=frozenset({"rejected"}), roles=frozenset({D}), dated="decided_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(deciding.decided_by_known_body, mandating.decided_within_its_mandate, deciding.grounds_fit),
    ),
    Row(
        action="resolve-by-cooperation", noun="resolution-by-cooperation", command=c.ResolveByCooperation,
        event=e.ResolvedByCooperation, article="Awb 4:15(2)(a)", summary="Close as solved together", sources=IN_PROCESS,
        targets=frozenset({"resolved_by_cooperation"}), roles=frozenset({H}), body_tests=(deciding.consent_was_given,),
        clock=("stops decision",),
    ),
    Row(
        action="reroute", noun="rerouting", command=c.Reroute, event=e.Rerouted, article="Awb 2:3",
        summary="Close because another door fits better", sources=IN_PROCESS, targets=frozenset({"rerouted"}),
        roles=frozenset({H}), body_tests=(deciding.consent_was_given,), clock=("stops decision",),
    ),
    Row(
        action="join", noun="joining", command=c.Join, event=e.Joined, article="Awb 3:2",
        summary="Go on inside another case", sources=IN_PROCESS - {"assessed"}, targets=frozenset({"joined"}),
        roles=frozenset({H}), body_tests=(deciding.consent_was_given, deciding.other_case_is_open), clock=("stops decision",),
    ),
    Row(
        action="withdraw", noun="withdrawal", command=c.Withdraw, event=e.Withdrawn, article="Awb 4:13",
        summary="Withdraw the challenge", sources=IN_PROCESS | {"awarded"}, targets=frozenset({"withdrawn"}),
        roles=frozenset({R}), dated="received_on", incoming=True, body_tests=(tracking.withdrawn_today,),
        clock=("stops decision",),
    ),
    Row(
        action="start-execution", noun="execution", command=x.StartExecution, event=e.ExecutionStarted, article="Ordinance",
        summary="Hand the task over under an agreement", sources=frozenset({"awarded"}), targets=frozenset({"monitored"}),
        roles=frozenset({C}), dated="handed_over_on", body_tests=(executing.agreement_holds_together,),
        clock=("stops agreement", "starts execution", "starts report"),
    ),
    Row(
        action="lapse", noun="lapse", command=x.Lapse, event=e.Lapsed, article="Ordinance",
        summary="Let the award lapse without an agreement", sources=frozenset({"awarded"}), targets=frozenset({"lapsed"}),
        roles=frozenset({D}), dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        promise_tests=(promising.agreement_term_is_over_today,),
        body_tests=(executing.agreement_term_is_over, deciding.decided_by_known_body, mandating.decided_within_its_mandate),
    ),
    Row(
        action="report", noun="reports", command=x.Report, event=e.Reported, article="Ordinance, agreement",
        summary="Report on a period", sources=RUNNING, roles=frozenset({R}), addition=True,
        body_tests=(executing.period_is_past, executing.indicators_are_reported), clock=("stops report", "starts report"),
    ),
    Row(
        action="inspect", noun="inspections", command=x.Inspect, event=e.Inspected, article="Agreement",
        summary="Record an inspection", sources=RUNNING, roles=frozenset({C}), dated="held_on",
        body_tests=(executing.indicators_are_known,),
    ),
    Row(
        action="evaluate", noun="evaluations", command=x.Evaluate, event=e.Evaluated, article="Ordinance",
        summary="Record an evaluation", sources=RUNNING, roles=frozenset({C}), dated="held_on", clock=("stops evaluation",),
    ),
    Row(
        action="require-improvement", noun="improvement-requirement", command=x.RequireImprovement,
        event=e.ImprovementRequired, article="Agreement", summary="Require an improvement", sources=frozenset({"monitored"}),
        targets=frozenset({"improving"}), roles=frozenset({C}), dated="sent_on", body_tests=(executing.gives_time_to_mend,),
        clock=("starts improvement",),
    ),
    Row(
        action="accept-improvement", noun="improvement-acceptance", command=x.AcceptImprovement,
        event=e.ImprovementAccepted, article="Agreement", summary="Accept the improvement", sources=frozenset({"improving"}),
        targets=frozenset({"monitored"}), roles=frozenset({C}), dated="held_on", clock=("stops improvement",),
    ),
    Row(
        action="renew", noun="renewal", command=x.Renew, event=e.Renewed, article="Ordinance, agreement",
        summary="Renew the execution", sources=frozenset({"monitored"}), roles=frozenset({D}), dated="decided_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest), promise_tests=(promising.can_go_on_longer,),
        body_tests=(
            executing.goes_on_longer, executing.within_longest_term_in_all, deciding.decided_by_known_body,
            mandating.decided_within_its_mandate,
        ),
        clock=("extends execution",),
    ),
    Row(
        action="complete", noun="completion", command=x.Complete, event=e.Completed, article="Agreement",
        summary="Complete the execution", sources=RUNNING, targets=frozenset({"completed"}), roles=frozenset({C}),
        dated="ended_on", promise_tests=(promising.execution_term_is_over, promising.a_report_is_in),
        body_tests=(executing.term_is_served,), clock=("stops execution",),
    ),
    Row(
        action="hand-back", noun="hand-back", command=x.HandBack, event=e.HandedBack, article="Ordinance",
        summary="Hand the task back", sources=RUNNING, targets=frozenset({"handed_back"}), roles=frozenset({R}),
        dated="received_on", incoming=True, body_tests=(executing.notice_is_kept,), clock=("stops execution",),
    ),
    Row(
        action="terminate", noun="termination", command=x.Terminate, event=e.Terminated, article="Agreement, Awb 3:46",
        summary="Terminate the execution", sources=RUNNING, targets=frozenset({"terminated"}), roles=frozenset({D}),
        dated="decided_on", case_tests=(deciding.did_not_assess, deciding.has_no_interest),
        body_tests=(executing.ground_stands, deciding.decided_by_known_body,
            mandating.decided_within_its_mandate), clock=("stops execution",),
    ),
    Row(
        action="reopen", noun="reopening", command=c.Reopen, event=e.Reopened, article="Awb 7:11, 8:72",
        summary="Reopen after an objection or a ruling", sources=frozenset({"not_handled", "forwarded"}),
        targets=frozenset({"submitted"}), target=_reopens, roles=frozenset({D}), dated="ruled_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest, deciding.something_to_reopen_on),
        body_tests=(deciding.decided_case_reopens_where_it_can, deciding.reopens_on_its_ground),
    ),
    Row(
        action="reopen", noun="reopening", command=c.Reopen, event=e.Reopened, article="Awb 7:11, 8:72",
        summary="Reopen after an objection or a ruling", sources=frozenset({"rejected", "awarded", "lapsed", "terminated"}),
        targets=frozenset({"assessing", "assessed"}), target=_reopens, roles=frozenset({D}), dated="ruled_on",
        case_tests=(deciding.did_not_assess, deciding.has_no_interest, deciding.something_to_reopen_on),
        body_tests=(deciding.decided_case_reopens_where_it_can, deciding.reopens_on_its_ground),
    ),
    *tracks.ROWS,
    *objections.ROWS,
    *defaults.ROWS,
    *dealings.ROWS,
    *terms.ROWS,
    *duties.ROWS,
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
