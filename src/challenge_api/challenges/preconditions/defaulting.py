"""Tests of notices of default, the penalty and the court."""

from collections.abc import Iterator

from challenge_api.challenges import review
from challenge_api.challenges.commands import defaults as asked
from challenge_api.challenges.preconditions import deciding, objecting
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.challenges.proceedings import DefaultNotice, Objection
from challenge_api.law.deadlines import Asked, Overdue
from challenge_api.law.errors import Refusal


def objection_meant(
    at: Situation, command: asked.GiveDefaultNotice | asked.DecidePenalty | asked.RecordAppeal
) -> Objection | None:
    """Give the objection that the command names."""
    return None if command.objection is None else at.case.objection(command.objection)


def objection_is_there(
    at: Situation, command: asked.GiveDefaultNotice | asked.DecidePenalty | asked.RecordAppeal
) -> Iterator[Refusal]:
    """An objection that is named is one of this case."""
    if command.objection is not None and objection_meant(at, command) is None:
        yield refused("no-such-objection", "Awb 6:4", "No objection in this case has that version.", "/objection")


def gives_ones_own_notice(at: Situation, command: asked.GiveDefaultNotice) -> Iterator[Refusal]:
    """Who asked for the decision gives notice: the group for its request, each objector for their objection (Awb 4:17(3))."""
    if at.by_intake:
        return
    objection = objection_meant(at, command)
    if objection is not None and not objecting.speaks_for(at, objection):
        yield refused("not-your-objection", "Awb 4:17(3)", "Somebody else lodged this objection.", "/objection")
    elif command.objection is None and not objecting.speaks_for_the_group(at):
        detail = "The request is the group's; name the objection on which you wait for a decision."
        yield refused("not-your-request", "Awb 4:17(3)", detail, "/objection")


def a_notice_stands(at: Situation) -> Refusal | None:
    """There is a notice of default that was not taken back."""
    if any(notice.effect != "withdrawn" for notice in at.case.default_notices):
        return None
    return refused("no-default-notice", "Awb 4:17(3)", "No notice of default stands in this case.")


def _notice(at: Situation, command: asked.WithdrawDefaultNotice) -> DefaultNotice | None:
    return next((notice for notice in at.case.default_notices if notice.version == command.notice), None)


def takes_back_ones_own(at: Situation, command: asked.WithdrawDefaultNotice) -> Iterator[Refusal]:
    """Whoever gave a notice takes it back, once."""
    notice = _notice(at, command)
    if notice is None:
        yield refused("no-such-notice", "Awb 4:17(3)", "No notice of default in this case has that version.", "/notice")
    elif notice.effect == "withdrawn":
        yield refused("notice-withdrawn", "Awb 4:17(3)", "It was taken back already.", "/notice")
    elif not at.by_intake and not gave(at, notice):
        yield refused("not-your-notice", "Awb 4:17(3)", "Somebody else gave this notice.", "/notice")
    elif command.received_on is not None and command.received_on < notice.received_on:
        detail = f"The notice was received on {notice.received_on.isoformat()}."
        yield refused("date-order", "Awb 4:17(3)", detail, "/receivedOn")


def gave(at: Situation, notice: DefaultNotice) -> bool:
    """Whether the actor gave this notice, or represents the group that did."""
    if notice.party is not None:
        return notice.party == at.actor.id
    return objecting.speaks_for_the_group(at)


def overdue(at: Situation, objection: Objection | None, applicants: int = 1) -> Overdue:
    """Give what the notices brought about so far: penalty through today, and the first day on which the court can be asked."""
    asks = Asked(as_of=at.today, applicants=applicants)
    found = review.waiting(at.case, at.rules, objection, at.calendar, asked=asks)
    return Overdue() if found.term is None else found.term.overdue


def nothing_to_fix(at: Situation, objection: int | None) -> Refusal | None:
    """Give why no penalty can be fixed for the decision on an objection, or on the request: no notice, or it was fixed."""
    since = 0 if objection is not None else at.case.reopened  # of the decision that is still to come, or came last
    notices = [each for each in at.case.default_notices if each.objection == objection and each.version > since]
    if all(notice.effect != "valid" for notice in notices):
        return refused("no-valid-notice", "Awb 4:17(3)", "No valid notice of default was received.", "/objection")
    if any(penalty.objection == objection and penalty.version > since for penalty in at.case.penalties):
        return refused("penalty-fixed", "Awb 4:18", "The penalty was fixed already.", "/objection")
    return None


def penalty_is_over(at: Situation, command: asked.DecidePenalty) -> Iterator[Refusal]:
    """A penalty is fixed once it no longer runs: the decision was announced, or 42 days have passed (Awb 4:17(1), 4:18)."""
    objection = objection_meant(at, command)
    if command.objection is not None and objection is None:
        return
    if (nothing := nothing_to_fix(at, command.objection)) is not None:
        yield nothing
        return
    found = review.waiting(at.case, at.rules, objection, at.calendar)
    if found.term is None or command.excluded is not None:
        return
    last = found.term.overdue.penalty_until
    if found.term.decided_on is None and last is not None and command.decided_on <= last:
        detail = f"It runs until the decision is announced, at most through {last.isoformat()}."
        yield refused("penalty-still-running", "Awb 4:17(1), 4:18", detail, "/decidedOn")


def decided_by_known_body(at: Situation, command: asked.DecidePenalty) -> Iterator[Refusal]:
    """The body that is late fixes the penalty (Awb 4:18)."""
    return deciding.body_may_decide(at, command.decider)


def names_what_it_is_about(at: Situation, command: asked.RecordAppeal) -> Iterator[Refusal]:
    """An appeal is against a decision of the case, or for want of one (Awb 6:2, 8:1)."""
    if command.against == "not-deciding":
        if command.decision is not None:
            yield refused("decision-named", "Awb 6:2", "An appeal for want of a decision names none.", "/decision")
    elif command.decision is None or at.case.decision(command.decision) is None:
        yield refused("no-such-decision", "Awb 8:1", "Name the decision by its version in this case.", "/decision")
    else:
        decision = at.case.decision(command.decision)
        if decision is not None and command.lodged_on < decision.taken_on:
            yield refused("date-order", "Awb 6:10", f"It was taken on {decision.taken_on.isoformat()}.", "/lodgedOn")


def an_appeal_waits(at: Situation) -> Refusal | None:
    """There is an appeal on which the court has not ruled."""
    if any(appeal.outcome is None for appeal in at.case.appeals):
        return None
    return refused("no-open-appeal", "Awb 8:70", "No appeal in this case waits for a ruling.")


def rules_on_an_open_appeal(at: Situation, command: asked.RecordRuling) -> Iterator[Refusal]:
    """A ruling is on an appeal of the case, once, and no date precedes what it follows (Awb 8:66, 8:70)."""
    appeal = at.case.appeal(command.appeal)
    if appeal is None:
        yield refused("no-such-appeal", "Awb 8:70", "No appeal in this case has that version.", "/appeal")
        return
    if appeal.outcome is not None:
        yield refused("already-ruled", "Awb 8:70", "The court ruled on it already.", "/appeal")
    if command.ruled_on < appeal.lodged_on:
        yield refused("date-order", "Awb 8:66", f"It was lodged on {appeal.lodged_on.isoformat()}.", "/ruledOn")
    if command.sent_on < command.ruled_on:
        yield refused("date-order", "Awb 8:79", "It is sent after it is given.", "/sentOn")
    if command.decide_by is not None and command.decide_by <= command.sent_on:
        yield refused("date-order", "Awb 8:55d(1)", "The day to decide lies after the ruling.", "/decideBy")
    if command.sent_on > at.today:
        yield refused("date-in-future", "challenge-api", f"Today is {at.today.isoformat()}.", "/sentOn")
