"""Rows about terms: a last day told, standing still by law, information from abroad, a supplement term moved."""

from typing import Any, Final

from challenge_api.challenges.commands import terms as c
from challenge_api.challenges.events import terms as e
from challenge_api.challenges.lifecycle.reach import SINCE_SUBMISSION, D, H, I
from challenge_api.challenges.preconditions import timing
from challenge_api.challenges.preconditions.situation import Situation
from challenge_api.challenges.row import Row
from challenge_api.law.aggregate import Context


def _tells(at: Situation, command: c.TellDeadline, context: Context) -> dict[str, Any]:
    if timing.sets_the_agreement_term(at, command.kind, command.about):
        return {"counted_on": command.due_on, "facts": len(at.case.clock), "number": None, "delay": False}
    term = timing.term_meant(at, command)
    assert term is not None, "tested by tells_of_a_term_that_is_there"
    objection = at.case.objection(command.about) if command.kind == "objection-decision" and command.about else None
    clock = at.case.clock if objection is None else objection.clock
    return {
        "counted_on": term.due_on,
        "facts": len(clock),
        "number": term.number,
        "delay": command.kind == "decision" and command.due_on > term.due_on,
    }


ROWS: Final = (
    Row(
        action="tell-deadline", noun="deadline-notices", command=c.TellDeadline, event=e.DeadlineTold, track=True,
        article="Awb 4:14, 4:15(3), (4), 7:10(5)", summary="Record that a party was told a last day",
        sources=SINCE_SUBMISSION, roles=frozenset({I, H, D}), addition=True, person_required=False, dated="told_on",
        case_tests=(timing.waits_for_something_to_tell,), body_tests=(timing.tells_of_a_term_that_is_there,), derived=_tells,
    ),
    Row(
        action="record-standstill", noun="standstills", command=c.RecordStandstill, event=e.StandstillRecorded, track=True,
        article="Awb 4:15(2)(b), (c), 7:14", summary="Record a delay of who waits, or force majeure", sources=SINCE_SUBMISSION,
        roles=frozenset({H}), addition=True, dated="told_on", case_tests=(timing.a_term_runs,),
        body_tests=(timing.stands_still_where_a_term_runs, timing.has_a_first_and_a_last_day),
        clock=("suspends decision", "suspends objection-decision"),
    ),
    Row(
        action="await-foreign-information", noun="foreign-information-requests", command=c.AwaitForeignInformation,
        event=e.ForeignInformationAwaited, track=True, article="Awb 4:15(1)(b), 7:14",
        summary="Wait for information from abroad", sources=SINCE_SUBMISSION, roles=frozenset({H}), addition=True,
        dated="told_on", clock=("suspends decision", "suspends objection-decision"), case_tests=(timing.a_term_runs,),
        promise_tests=(timing.some_term_awaits_nothing,),
        body_tests=(timing.stands_still_where_a_term_runs, timing.awaits_once),
    ),
    Row(
        action="record-foreign-information", noun="foreign-information", command=c.RecordForeignInformation,
        event=e.ForeignInformationReceived, track=True, article="Awb 4:15(1)(b), 7:14",
        summary="Record information from abroad", sources=SINCE_SUBMISSION, roles=frozenset({I, H}), addition=True,
        person_required=False, dated="received_on", incoming=True,
        clock=("resumes decision", "resumes objection-decision"),
        case_tests=(timing.a_term_runs, timing.something_is_awaited_from_abroad),
        body_tests=(timing.stands_still_where_a_term_runs, timing.came_after_it_was_awaited),
    ),
    Row(
        action="move-supplement-term", noun="supplement-term-moves", command=c.MoveSupplementTerm,
        event=e.SupplementTermMoved, track=True, article="Awb 4:5(1)", summary="Move the last day for the supplement",
        sources=frozenset({"incomplete"}), roles=frozenset({I, H}), addition=True, dated="told_on",
        body_tests=(timing.moves_a_running_supplement_term,), clock=("suspends decision",),
    ),
)  # fmt: skip
