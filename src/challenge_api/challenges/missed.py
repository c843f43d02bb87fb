"""Which terms of a case were missed, and what that cost: as the case stands, and what an event leaves behind.

Terms are counted from the case as it is, so some go with what they were about: a reopening begins the term of the decision anew,
an execution that starts takes the term for the agreement with it. A term that was missed by then stays missed. It is kept under
the version of the event that took it away, so that the new term of the same kind stands beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline, open_deadlines
from challenge_api.challenges.events import TakenUp
from challenge_api.challenges.events.terms import StandstillRecorded
from challenge_api.law.aggregate import Event

Key = tuple[str, int, int, int]
"""Kind, version of what it is about, number in a row of terms, and version that took it away; 0 for what is not there."""

_LOOKS_BACK: Final = (TakenUp, StandstillRecorded)
"""Events that say what held before them: whether a supplement sufficed (Awb 4:15(1)(a)), how long nobody could decide (4:15(2)).
A last day that they move was never the last day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """A term that was missed, or, of a row of terms, one that waits behind another."""

    due_on: date
    done_on: date | None
    """When it was met after all, or lost its object; None while it waits."""
    cents: int
    """The penalty that it cost (Awb 4:17)."""


def as_it_stands(case: Case, found: Sequence[Deadline]) -> dict[Key, Missed]:
    """Give the terms of a case that were missed, and those behind the first that waits of a row, which the worklist leaves out.

    The first that waits of each kind is in the worklist.
    """
    first = {id(each) for each in open_deadlines(found).values()}
    return {
        (each.kind, each.about or 0, each.number or 0, 0): _noted(case, each, each.met_on or each.ended_on)
        for each in found
        if _was_missed(each) or (each.open and not each.lapses and id(each) not in first)
    }


def left_behind(
    case: Case, before: Sequence[Deadline], after: Sequence[Deadline], event: Event, version: int
) -> Iterator[tuple[Key, Missed]]:
    """Give the terms that had been missed when an event took them away, or gave them another last day.

    `case` and `before` are those before the event, `after` its terms then, `version` the one that records it. What was recorded
    late, of a day within the term, shows that it was not missed, and leaves nothing behind.
    """
    if isinstance(event, _LOOKS_BACK):
        return
    now = {(each.kind, each.about, each.number): each for each in after}
    for each in before:
        if event.occurred_on <= each.due_on or not (_was_missed(each) or _waits_in_vain(each)):
            continue
        still = now.get((each.kind, each.about, each.number))
        if still is None or (still.starts_on, still.due_on) != (each.starts_on, each.due_on):
            kept = _noted(case, each, each.met_on or each.ended_on or event.occurred_on)
            yield (each.kind, each.about or 0, each.number or 0, version), kept


def _noted(case: Case, term: Deadline, done_on: date | None) -> Missed:
    return Missed(due_on=term.due_on, done_on=done_on, cents=cost(case, term, done_on))


def _was_missed(term: Deadline) -> bool:
    return not term.open and not term.lapses and term.status(term.met_on or term.ended_on or term.due_on) == "missed"


def _waits_in_vain(term: Deadline) -> bool:
    return term.open and not term.lapses and term.known_due_on is not None


def cost(case: Case, term: Deadline, done_on: date | None = None) -> int:
    """Give the penalty of the term of a decision, on the request or on an objection, in euro cents (Awb 4:17, 7:14).

    As it was fixed (Awb 4:18), or until then as it runs: through the day through which the term was counted, and only before the
    day on which it was done or lost its object.
    """
    if term.kind not in _PENALISED:
        return 0
    since = case.reopened if term.about is None else 0
    fixed = [each.total_cents for each in case.penalties if each.objection == term.about and each.version > since]
    if fixed:
        return sum(fixed)
    ledger = () if term.overdue is None else term.overdue.ledger
    return sum(cents for on, cents in ledger if done_on is None or on < done_on)


_PENALISED: Final = frozenset({"decision", "objection-decision"})
