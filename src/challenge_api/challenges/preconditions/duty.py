"""Tests of what the service does itself: the term is what it was when the work was found, and it was not done before."""

from collections.abc import Iterator

from challenge_api.challenges.clocks import KINDS, calendar_of, deadlines_of, open_deadlines
from challenge_api.challenges.commands import duties as asked
from challenge_api.challenges.preconditions.situation import Situation, refused
from challenge_api.law.errors import Refusal


def was_received_that_day(at: Situation, command: asked.ConfirmReceipt) -> Iterator[Refusal]:
    """What is confirmed is the receipt on its day, while the decision is still to come (Awb 4:3a)."""
    if command.due_on != at.case.received_on or _open(at, "decision", None) is None:
        yield refused("duty-not-due", "Awb 4:3a", "There is no receipt of that day to confirm.", "/dueOn")


def term_ends_that_day(at: Situation, command: asked.WarnOfDeadline | asked.TellDelay) -> Iterator[Refusal]:
    """The term waits for something and ends on the day that was found; else it was done, or moved, meanwhile."""
    if _open(at, command.kind, command.about) != command.due_on:
        yield refused("duty-not-due", "challenge-api", "No term of that kind waits for that day.", "/dueOn")


def term_has_not_ended(at: Situation, command: asked.WarnOfDeadline) -> Iterator[Refusal]:
    """Nobody is warned of what is past."""
    if at.today > command.due_on:
        yield refused("too-late-to-warn", "challenge-api", f"The term ended on {command.due_on.isoformat()}.", "/dueOn")


def is_done_once(at: Situation, command: asked.Command) -> Iterator[Refusal]:
    """The same is told once of one term and last day."""
    if at.facts.duty_done:
        yield refused("duty-done", "challenge-api", "This was told already.")


def whose(kind: str) -> str:
    """Give whose duty a kind of term is."""
    return next(each.duty_of for name, each in KINDS.items() if name == kind)


def _open(at: Situation, kind: str, about: int | None) -> object:
    found = open_deadlines(deadlines_of(at.case, at.rules, calendar_of(at.rules, at.facts.calendar)))
    term = found.get((kind, about or 0))
    return None if term is None else term.due_on
