"""Tests of the hearing in an objection, of its postponement, and of what must have happened before it is decided."""

from collections.abc import Iterator

from challenge_api.challenges import review
from challenge_api.challenges.commands import objections as asked
from challenge_api.challenges.preconditions import deciding
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.challenges.proceedings import Objection
from challenge_api.law.errors import Refusal

LONGEST_POSTPONEMENT = 6
"""Weeks by which the decision on an objection can be postponed in all (Awb 7:10(3))."""


def invites_in_time(at: Situation, command: asked.InviteToHearing) -> Iterator[Refusal]:
    """The invitation leaves time to hand in papers, until ten days before the hearing (Awb 7:4(1)), unless they agree."""
    if command.hearing_on < command.sent_on:
        yield refused("date-order", "Awb 7:2", "The hearing lies after the invitation.", "/hearingOn")
        return
    last = review.papers_until(command.hearing_on)
    if command.sent_on > last and command.shorter_notice is None:
        detail = f"Papers can be handed in through {last.isoformat()}: invite by then, or with consent to a shorter notice."
        yield refused("hearing-notice-too-short", "Awb 7:4(1)", detail, "/hearingOn")
    if command.shorter_notice is not None and command.shorter_notice.given_on > at.today:
        yield refused("date-in-future", "challenge-api", "The consent cannot be given after today.", "/shorterNotice/givenOn")


def committee_was_set_up(at: Situation, command: asked.AdviseOnObjection) -> Iterator[Refusal]:
    """Advice comes from a committee that the objector was told of, after the hearing or its waiver (Awb 7:13(2), (3))."""
    objection = at.case.objection(command.objection)
    if objection is None:
        return
    if objection.committee_told_on is None:
        yield refused("no-committee", "Awb 7:13(2)", "Tell the objector first that a committee advises.", "/objection")
    if not _heard(objection):
        yield refused("not-heard", "Awb 7:2, 7:3", "Hear the objector, or record why no hearing is held.", "/objection")


def _heard(objection: Objection) -> bool:
    return objection.heard_on is not None or objection.hearing_waived is not None


def postpones_once(at: Situation, command: asked.PostponeObjectionDecision) -> Iterator[Refusal]:
    """By at most six weeks in all (Awb 7:10(3)), or to a day to which the objector agrees (Awb 7:10(4))."""
    if (command.by_weeks is None) == (command.until is None):
        yield refused("weeks-or-date", "Awb 7:10(3), (4)", "Give either byWeeks or until.", "/byWeeks")
    elif command.until is not None and command.consent is None:
        yield refused("consent-missing", "Awb 7:10(4)", "Further than six weeks only with the objector's consent.", "/consent")
    elif command.until is not None and command.until <= command.told_on:
        yield refused("date-order", "Awb 7:10(4)", "The new day lies after the day it is told.", "/until")
    if command.consent is not None and command.consent.given_on > at.today:
        yield refused("date-in-future", "challenge-api", "The consent cannot be given after today.", "/consent/givenOn")
    objection = at.case.objection(command.objection)
    if objection is None or command.by_weeks is None:
        return
    used = sum(fact.by or 0 for fact in objection.clock if fact.type == "extended")
    if used + command.by_weeks > LONGEST_POSTPONEMENT:
        detail = f"At most {LONGEST_POSTPONEMENT} weeks in all, {used} are used."
        yield refused("beyond-the-power", "Awb 7:10(3)", detail, "/byWeeks")


def postpones_a_running_term(at: Situation, command: asked.PostponeObjectionDecision) -> Iterator[Refusal]:
    """A postponement is told by the due date; later it has no effect (Awb 7:10(5))."""
    objection = at.case.objection(command.objection)
    if objection is None:
        return
    term = review.objection_term(at.case, objection, at.calendar)
    if term is None:
        yield refused("not-announced", "Awb 7:10(1)", "The term begins with the announcement of the decision.", "/objection")
    elif command.told_on > term.due:
        detail = f"The term ended on {term.due.isoformat()}: a postponement told later has no effect."
        yield refused("postponement-too-late", "Awb 7:10(3), (5)", detail, "/toldOn")


def was_heard_and_advised(at: Situation, command: asked.DecideObjection) -> Iterator[Refusal]:
    """Before the decision the objector is heard, unless that is waived, and a committee that was set up advises (7:2, 7:13)."""
    objection = at.case.objection(command.objection)
    if objection is None:
        return
    if not _heard(objection):
        yield refused("not-heard", "Awb 7:2, 7:3", "Hear the objector, or record why no hearing is held.", "/objection")
    if objection.committee_told_on is not None and objection.advice is None:
        yield refused("advice-missing", "Awb 7:13(7)", "The committee has not advised yet.", "/objection")


def outcome_holds_together(at: Situation, command: asked.DecideObjection) -> Iterator[Refusal]:
    """Upheld has a consequence, inadmissible a reason, and the rest neither (Awb 7:11, 7:12)."""
    upheld, closed = command.outcome == "upheld", command.outcome == "inadmissible"
    if upheld is (command.consequence is None):
        detail = "Say what follows: the case reopens, or the decision is revised." if upheld else "Only an upheld one has one."
        yield refused("consequence-differs", "Awb 7:11(2)", detail, "/consequence")
    if closed is (command.inadmissible_because is None):
        detail = "Say why it is inadmissible." if closed else "Only an inadmissible one has this reason."
        yield refused("reason-differs", "Awb 7:12(1)", detail, "/inadmissibleBecause")
    if (command.consequence == "revised") is (command.revision is None):
        detail = "Give the revised decision." if command.revision is None else "Only a revised decision has a text."
        yield refused("revision-differs", "Awb 7:11(2)", detail, "/revision")
    objection = at.case.objection(command.objection)
    if command.revised_award is not None:
        decision = None if objection is None else at.case.decision(objection.decision)
        if command.consequence != "revised" or at.case.award is None or decision is None or decision.type != "awarded":
            detail = "Only the revised decision on an award has new terms."
            yield refused("no-award-to-revise", "Awb 7:11(2)", detail, "/revisedAward")


def admissibility_stands(at: Situation, command: asked.DecideObjection) -> Iterator[Refusal]:
    """A late one is decided on its merits only if excused (6:11); for a defect only after time to mend it (6:6)."""
    objection = at.case.objection(command.objection)
    if objection is None:
        return
    because = command.inadmissible_because
    if objection.late and command.outcome != "inadmissible" and objection.lateness != "excused":
        detail = "It came late: judge first that this is excused, or find it inadmissible."
        yield refused("late-not-excused", "Awb 6:11", detail, "/outcome")
    if because == "late" and (not objection.late or objection.lateness == "excused"):
        yield refused("not-late", "Awb 6:11", "It came in time, or its lateness was excused.", "/inadmissibleBecause")
    if because == "late" and objection.lateness == "reason-asked":
        yield refused("reason-not-asked", "Awb 6:11", "Judge the lateness first: its reason was asked.", "/inadmissibleBecause")
    if because == "defect":
        until = objection.remedy_until
        if until is None or not objection.remedy_asked or command.decided_on <= until:
            detail = "A defect makes it inadmissible only when the term to mend it has passed unused."
            yield refused("remedy-not-offered", "Awb 6:6", detail, "/inadmissibleBecause")


def body_of_the_decision(at: Situation, command: asked.DecideObjection) -> Iterator[Refusal]:
    """The body that took the decision decides on the objection to it (Awb 1:5(1), 6:4(1))."""
    yield from deciding.body_may_decide(at, command.decider)
    objection = at.case.objection(command.objection)
    decision = None if objection is None else at.case.decision(objection.decision)
    if decision is not None and decision.body is not None and decision.body != command.decider.body:
        detail = f"The {decision.body} took the decision and decides on the objection."
        yield refused("other-body", "Awb 1:5(1), 6:4(1)", detail, "/decider/body")
