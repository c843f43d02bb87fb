"""Tests of what is told about terms, and of standstills by law."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import get_args, get_type_hints

from challenge_api.challenges.clocks import DECISIONS, Deadline, deadlines_of, own_agreement_term
from challenge_api.challenges.commands import terms as asked
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.deadlines import ClockFact
from challenge_api.law.errors import Refusal

_NOTIFIED = "foreign_info_notified"
_CAME = "foreign_info_received"


_TOLD = get_args(get_type_hints(asked.TellDeadline)["kind"])


def _to_tell(at: Situation) -> Iterator[Deadline]:
    """Give the terms that the case waits for and a party is told of."""
    found = deadlines_of(at.case, at.rules, at.calendar, at.today)
    return (each for each in found if each.open and each.kind in _TOLD)


def term_meant(at: Situation, command: asked.TellDeadline) -> Deadline | None:
    """Give the term that the command means, if the case waits for it."""
    return next((each for each in _to_tell(at) if each.kind == command.kind and each.about == command.about), None)


def sets_the_agreement_term(at: Situation, kind: str, about: int | None = None) -> bool:
    """Whether telling this sets the term: for the agreement, where the ordinance leaves it open (Awb 3:2)."""
    return kind == "agreement" and about is None and at.case.state == "awarded" and own_agreement_term(at.rules) is None


def waits_for_something_to_tell(at: Situation) -> Refusal | None:
    """The case waits for something of a kind that a party is told of (Awb 4:14)."""
    if any(_to_tell(at)) or sets_the_agreement_term(at, "agreement"):
        return None
    return refused("no-such-term", "Awb 4:14(1)", "The case waits for nothing that a party is told of.")


def tells_of_a_term_that_is_there(at: Situation, command: asked.TellDeadline) -> Iterator[Refusal]:
    """A last day is told of a term that the case waits for, and lies not before the day of telling (Awb 4:14, 4:15(3), (4))."""
    if term_meant(at, command) is None and not sets_the_agreement_term(at, command.kind, command.about):
        yield refused("no-such-term", "Awb 4:14(1)", "The case waits for nothing of that kind.", "/kind")
    if command.due_on < command.told_on:
        yield refused("date-order", "Awb 4:14(1)", "The last day lies before the day it is told.", "/dueOn")


def has_a_first_and_a_last_day(at: Situation, command: asked.RecordStandstill) -> Iterator[Refusal]:
    """A standstill ends on or after the day on which it began."""
    if command.last_day < command.first_day:
        yield refused("date-order", "Awb 4:15(2)", "The last day lies before the first.", "/lastDay")


AboutATerm = asked.RecordStandstill | asked.AwaitForeignInformation | asked.RecordForeignInformation


def _request_waits(at: Situation) -> bool:
    """Whether a decision on the request is still to be announced."""
    case = at.case
    decided = any(one.version > case.reopened and one.type in DECISIONS for one in case.decisions)
    return all(fact.type != "decided" for fact in case.running) and (case.outcome is None or decided)


def a_term_runs(at: Situation) -> Refusal | None:
    """Only a term that waits for a decision stands still: that of the request, or of an objection (Awb 4:15, 7:14)."""
    if _request_waits(at) or any(objection.open for objection in at.case.objections):
        return None
    return refused("no-term-runs", "Awb 4:15, 7:14", "Neither the request nor an objection waits for a decision.")


def stands_still_where_a_term_runs(at: Situation, command: AboutATerm) -> Iterator[Refusal]:
    """The term that stands still is that of the request before its decision, or of an open objection (Awb 4:15, 7:14)."""
    if command.objection is None:
        if not _request_waits(at):
            detail = "The request was decided on, or ended. Name the objection whose term it is."
            yield refused("no-term-runs", "Awb 4:15", detail, "/objection")
        return
    objection = at.case.objection(command.objection)
    if objection is None:
        yield refused("no-such-objection", "Awb 6:4", "No objection in this case has that version.", "/objection")
    elif not objection.open:
        yield refused("objection-ended", "Awb 7:11", f"It ended on {objection.ended_on}.", "/objection")
    elif not isinstance(command, asked.RecordForeignInformation) and command.told_on < objection.received_on:
        detail = f"The objection was received on {objection.received_on.isoformat()}."
        yield refused("date-before-objection", "Awb 6:4", detail, "/toldOn")


def _awaited_since(clock: Sequence[ClockFact]) -> date | None:
    """Give the day since which information from abroad is awaited."""
    since: date | None = None
    for fact in sorted(clock, key=lambda fact: fact.on):
        if fact.type == _NOTIFIED:
            since = since or fact.on
        elif fact.type == _CAME:
            since = None
    return since


def _clock(at: Situation, command: AboutATerm) -> Sequence[ClockFact]:
    objection = None if command.objection is None else at.case.objection(command.objection)
    return objection.clock if objection is not None else at.case.running if command.objection is None else ()


def _waiting(at: Situation) -> tuple[Sequence[ClockFact], ...]:
    """Give the clocks of what waits for a decision: the request, and each open objection."""
    request = (at.case.running,) if _request_waits(at) else ()
    return (*request, *(objection.clock for objection in at.case.objections if objection.open))


def some_term_awaits_nothing(at: Situation) -> Refusal | None:
    """Some term does not wait for information from abroad yet (Awb 4:15(1)(b))."""
    waiting = _waiting(at)
    if not waiting or any(_awaited_since(clock) is None for clock in waiting):
        return None
    return refused("foreign-information-awaited", "Awb 4:15(1)(b)", "Information from abroad is awaited already.")


def awaits_once(at: Situation, command: asked.AwaitForeignInformation) -> Iterator[Refusal]:
    """One wait for information from abroad at a time, for each term (Awb 4:15(1)(b))."""
    if _awaited_since(_clock(at, command)) is not None:
        yield refused("foreign-information-awaited", "Awb 4:15(1)(b)", "Information from abroad is awaited already.")


def something_is_awaited_from_abroad(at: Situation) -> Refusal | None:
    """What comes from abroad was awaited (Awb 4:15(1)(b))."""
    if any(_awaited_since(clock) is not None for clock in _waiting(at)):
        return None
    return refused("nothing-awaited", "Awb 4:15(1)(b)", "No information from abroad is awaited.")


def came_after_it_was_awaited(at: Situation, command: asked.RecordForeignInformation) -> Iterator[Refusal]:
    """Information comes for the term that waits for it, on or after the day of which was told (Awb 4:15(1)(b))."""
    since = _awaited_since(_clock(at, command))
    if command.objection is not None and at.case.objection(command.objection) is None:
        return
    if since is None:
        yield refused("nothing-awaited", "Awb 4:15(1)(b)", "This term waits for nothing from abroad.", "/objection")
    elif command.received_on < since:
        yield refused("date-order", "Awb 4:15(1)(b)", f"It is awaited since {since.isoformat()}.", "/receivedOn")


def moves_a_running_supplement_term(at: Situation, command: asked.MoveSupplementTerm) -> Iterator[Refusal]:
    """The term to supplement is moved while it runs, to a day that is still to come (Awb 4:5(1))."""
    until = at.case.supplement_until
    if until is not None and command.told_on > until:
        yield refused("supplement-term-over", "Awb 4:5(1)", f"The term to supplement ended on {until.isoformat()}.", "/toldOn")
    if command.until < command.told_on:
        yield refused("date-order", "Awb 4:5(1)", "The new last day lies before the day it is told.", "/until")
