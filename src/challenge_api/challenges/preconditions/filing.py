"""Tests from draft to admission."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from challenge_api.challenges import commands as asked
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import set_aside_term
from challenge_api.challenges.contents import Claim, Part
from challenge_api.challenges.preconditions import qualifying
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.errors import Refusal

REQUIRED_OF_A_DRAFT: Final = (
    "task", "part", "mode", "promise", "plan", "budget_cents_per_year", "contact", "wished_start_on", "term_months",
)  # fmt: skip


def group_is_ones_own(at: Situation, command: asked.Draft | asked.Revise | asked.Submit) -> Iterator[Refusal]:
    """A group speaks through its representatives; intake files what came on paper."""
    group_id = command.contents.group.group_id
    if group_id is None or group_id == at.case.group_id:
        return
    if at.by_intake:
        if not at.facts.named_group_exists:
            detail = "This authority knows no such group. Leave groupId out to name a new group."
            yield refused("no-such-group", "challenge-api", detail, "/contents/group/groupId")
    elif not at.facts.represents_named_group:
        yield refused(
            "group-not-represented",
            "challenge-api",
            "You do not represent the group that this names. Leave groupId out to name a new group, or ask one of its "
            "representatives to add you.",
            "/contents/group/groupId",
        )


def group_stays(at: Situation, command: asked.Revise) -> Iterator[Refusal]:
    """A draft belongs to the group that began it."""
    if command.contents.group.group_id not in (None, at.case.group_id):
        yield refused(
            "group-differs",
            "challenge-api",
            "A draft stays with the group that began it. Begin a new draft for another group.",
            "/contents/group/groupId",
        )


def claims_differ(at: Situation, command: asked.Submit) -> Iterator[Refusal]:
    """Better and cheaper are two tests, each promised at most once."""
    return _agrees(command.contents.promise, command.contents.part)


def draft_agrees(at: Situation, _command: asked.SubmitDraft) -> Iterator[Refusal]:
    """See `claims_differ`."""
    return _agrees(at.case.promise, at.case.part)


def _agrees(promise: tuple[Claim, ...], part: Part | None) -> Iterator[Refusal]:
    tests = [claim.test for claim in promise]
    if len(set(tests)) < len(tests):
        yield refused("claim-repeated", "challenge-api", "Promise each of better and cheaper at most once.", "/contents/promise")
    if part is not None and part.extent == "part" and part.description is None:
        yield refused("part-not-described", "challenge-api", "Say which part of the task is meant.", "/contents/part/description")


def draft_is_complete(at: Situation) -> Refusal | None:
    """A draft is filed when it says what every challenge says."""
    lacking = [name for name in REQUIRED_OF_A_DRAFT if getattr(at.case, name) in (None, ())]
    if not lacking:
        return None
    return refused("draft-incomplete", "challenge-api", f"The draft does not yet say: {', '.join(lacking)}.")


def received_by_intake_only(at: Situation, command: asked.Submit | asked.SubmitDraft) -> Iterator[Refusal]:
    """What is filed over the API is received today; only intake records an earlier day, for what came on paper (Awb 2:20)."""
    if command.received_on not in (None, at.today) and not at.by_intake:
        yield _receipt_by_intake("/receivedOn")


def _receipt_by_intake(pointer: str) -> Refusal:
    return refused(
        "receipt-date-by-intake",
        "Awb 2:20",
        "What comes in over the API is received today. Only intake records another day, for what came on paper.",
        pointer,
    )


def ordinance_in_force(at: Situation, _command: asked.Submit | asked.SubmitDraft) -> Iterator[Refusal]:
    """A challenge rests on the ordinance in force on its day of receipt (Gemeentewet 150(3))."""
    if at.facts.ordinance is None:
        yield qualifying.none_in_force().refusal()


def asks_for_time(at: Situation, command: asked.RequestSupplement) -> Iterator[Refusal]:
    """A supplement needs a term that begins after the request; the ordinance may set its length (Awb 4:5(1))."""
    if command.until <= command.sent_on:
        yield refused(
            "supplement-term-empty", "Awb 4:5(1)", "The last day to supplement must lie after the day of the request.", "/until"
        )
        return
    length = at.rules.supplement
    if length is not None and command.until < length.end_after(command.sent_on):
        yield refused(
            "supplement-term-too-short",
            length.article,
            f"The ordinance gives at least until {length.end_after(command.sent_on).isoformat()}.",
            "/until",
        )


def parts_are_received(at: Situation, command: asked.Supplement) -> Iterator[Refusal]:
    """Each part has its own day of receipt, today unless intake records it, and not before the request."""
    for index, part in enumerate(command.parts):
        pointer = f"/parts/{index}/receivedOn"
        if part.received_on > at.today:
            yield refused("date-in-future", "challenge-api", "A part cannot be received after today.", pointer)
        elif part.received_on != at.today and not at.by_intake:
            yield _receipt_by_intake(pointer)
        elif at.case.moved_on is not None and part.received_on < at.case.moved_on:
            yield refused("date-before-previous-move", "Awb 4:5", "A part cannot be received before it was asked.", pointer)


def supplement_known_or_term_over(at: Situation, command: asked.TakeUp) -> Iterator[Refusal]:
    """Either a supplement completed the request, or it is decided as it stands once the term has passed (Awb 4:5(1))."""
    if command.completed_by is not None:
        if all(note.version != command.completed_by for note in at.case.supplements):
            yield refused(
                "no-such-supplement", "Awb 4:15(1)(a)", "No supplement to this request has that version.", "/completedBy"
            )
    elif at.case.supplement_until is not None and at.today <= at.case.supplement_until and not at.case.supplements:
        yield refused(
            "supplement-term-running",
            "Awb 4:5(1)",
            f"The group may supplement until {at.case.supplement_until.isoformat()}.",
            "/completedBy",
        )


def supplement_failed(at: Situation, command: asked.SetAside) -> Iterator[Refusal]:
    """Not handling needs a term that passed, or a supplement that was not enough (Awb 4:5(1))."""
    until = at.case.supplement_until
    assert until is not None
    if command.ground == "not-supplemented" and command.decided_on <= until:
        yield refused("supplement-term-running", "Awb 4:5(1)", f"The group may supplement until {until.isoformat()}.", "/ground")
    if command.ground == "not-supplemented" and any(not note.late for note in at.case.supplements):
        yield refused(
            "supplement-received", "Awb 4:5(1)", "A supplement came in time; judge whether it is sufficient.", "/ground"
        )
    if command.ground == "insufficient" and all(note.received_on > command.decided_on for note in at.case.supplements):
        yield refused("no-supplement", "Awb 4:5(1)", "No supplement had come in that could be insufficient.", "/ground")


def within_four_weeks(at: Situation, command: asked.SetAside) -> Iterator[Refusal]:
    """Not handling is decided within four weeks after the supplement or the lapse of its term (Awb 4:5(4))."""
    due = set_aside_term(at.case, at.calendar).due
    if command.decided_on > due:
        yield refused(
            "set-aside-too-late",
            "Awb 4:5(4)",
            f"The power not to handle the request lapsed after {due.isoformat()}: take it up and decide on its merits.",
            "/decidedOn",
        )


def known_of(case: Case) -> qualifying.Known:
    """Give what a filed case says of itself, as the rules look at it."""
    group, task = case.group, case.task
    return qualifying.Known(
        filed_on=case.received_on,
        missing=case.missing,
        applicant_kind=group.applicant_kind if group else None,
        size=group.size if group else None,
        local=group.local if group else None,
        legal_form=group.legal_form if group else None,
        supporters=group.support.supporters if group else None,
        out_of=group.support.out_of if group else None,
        mandated=group.support.mandated if group else None,
        domain=task.domain.code if task else None,
        cents=case.budget_cents_per_year,
        todays_cents=None if task is None or task.todays_cost == "unknown" else task.todays_cost.amount_cents,
        term_months=case.term_months,
    )


def _by_the_case(rule: qualifying.Rule, at: Situation) -> Refusal | None:
    return next(rule.refusals(at.rules, known_of(at.case)), None)


def contents_are_there(at: Situation) -> Refusal | None:
    """Only a complete request is admitted (Awb 4:5)."""
    return _by_the_case(qualifying.CONTENTS, at)


def received_in_window(at: Situation) -> Refusal | None:
    """Where the ordinance has windows, only what came in one of them is admitted; it was received all the same (Awb 4:13)."""
    return _by_the_case(qualifying.WINDOW, at)


def applicant_may_challenge(at: Situation) -> Refusal | None:
    """Which kinds of applicant may challenge (ordinance; Gemeentewet 150(3))."""
    return _by_the_case(qualifying.APPLICANT_KIND, at)


def group_is_large_enough(at: Situation) -> Refusal | None:
    """How many people a group must have (ordinance)."""
    return _by_the_case(qualifying.GROUP_SIZE, at)


def group_has_local_tie(at: Situation) -> Refusal | None:
    """Which tie with the place the ordinance asks."""
    return _by_the_case(qualifying.LOCAL_TIE, at)


def task_in_scope(at: Situation) -> Refusal | None:
    """Which domains of tasks may be challenged (ordinance)."""
    return _by_the_case(qualifying.DOMAIN, at)


def known_at_admission(case: Case, command: asked.Admit) -> qualifying.Known:
    """Give what is known once the support was counted, the legal form looked up and the exclusions considered."""
    return replace(
        known_of(case),
        legal_form=command.legal_form_seen,
        supporters=command.supporters_counted,
        not_excluded_by=frozenset(command.exclusions_considered),
    )


def exclusions_considered(at: Situation, command: asked.Admit) -> Iterator[Refusal]:
    """Whoever admits looked at every exclusion that the ordinance names."""
    return qualifying.EXCLUSIONS.refusals(at.rules, known_at_admission(at.case, command), "/exclusionsConsidered")


def support_suffices(at: Situation, command: asked.Admit) -> Iterator[Refusal]:
    """Support as counted, against the norm of the ordinance: a number, a share of the community, its mandate."""
    known = known_at_admission(at.case, command)
    yield from qualifying.SUPPORTERS.refusals(at.rules, known, "/supportersCounted")
    yield from qualifying.SUPPORT_SHARE.refusals(at.rules, known, "/supportersCounted")
    yield from qualifying.MANDATE.refusals(at.rules, known)


def legal_form_at_filing(at: Situation, command: asked.Admit) -> Iterator[Refusal]:
    """Legal form that the ordinance asks at filing."""
    return qualifying.LEGAL_FORM_AT_FILING.refusals(at.rules, known_at_admission(at.case, command), "/legalFormSeen")


def exploration_regulated(at: Situation) -> Refusal | None:
    """Exploration is a phase of its own only where the ordinance has it."""
    phases = at.rules.phases
    if phases is not None and phases.exploration:
        return None
    return refused("phase-not-regulated", "Ordinance", "The ordinance of this case has no exploration phase.")


def something_changes(at: Situation, command: asked.Amend) -> Iterator[Refusal]:
    """An amendment changes the plan, the budget or the part."""
    if command.plan is None and command.budget_cents_per_year is None and command.part is None:
        yield refused("nothing-amended", "challenge-api", "Give a new plan, budget or part.")
    if command.part is not None and command.part.extent == "part" and command.part.description is None:
        yield refused("part-not-described", "challenge-api", "Say which part of the task is meant.", "/part/description")
