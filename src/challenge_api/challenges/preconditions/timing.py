"""Tests of what is told about terms, and of standstills by law."""

from collections.abc import Iterator
from datetime import date
from typing import get_args, get_type_hints

from challenge_api.challenges.clocks import Deadline, deadlines_of, own_agreement_term
from challenge_api.challenges.commands import terms as asked
from challenge_api.challenges.preconditions.situation import Situation, refused
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


def awaited_since(at: Situation) -> date | None:
    """Give the day since which information from abroad is awaited."""
    since: date | None = None
    for fact in sorted(at.case.clock, key=lambda fact: fact.on):
        if fact.type == _NOTIFIED:
            since = since or fact.on
        elif fact.type == _CAME:
            since = None
    return since


def nothing_is_awaited_from_abroad(at: Situation) -> Refusal | None:
    """One wait for information from abroad at a time."""
    if awaited_since(at) is None:
        return None
    return refused("foreign-information-awaited", "Awb 4:15(1)(b)", "Information from abroad is awaited already.")


def something_is_awaited_from_abroad(at: Situation) -> Refusal | None:
    """What comes from abroad was awaited."""
    if awaited_since(at) is not None:
        return None
    return refused("nothing-awaited", "Awb 4:15(1)(b)", "No information from abroad is awaited.")


def came_after_it_was_awaited(at: Situation, command: asked.RecordForeignInformation) -> Iterator[Refusal]:
    """Information comes on or after the day on which the group was told of it."""
    since = awaited_since(at)
    if since is not None and command.received_on < since:
        yield refused("date-order", "Awb 4:15(1)(b)", f"It is awaited since {since.isoformat()}.", "/receivedOn")


def moves_a_running_supplement_term(at: Situation, command: asked.MoveSupplementTerm) -> Iterator[Refusal]:
    """The term to supplement is moved while it runs, to a day that is still to come (Awb 4:5(1))."""
    until = at.case.supplement_until
    if until is not None and command.told_on > until:
        yield refused("supplement-term-over", "Awb 4:5(1)", f"The term to supplement ended on {until.isoformat()}.", "/toldOn")
    if command.until < command.told_on:
        yield refused("date-order", "Awb 4:5(1)", "The new last day lies before the day it is told.", "/until")
