"""What auditors ask across the cases of an authority, found once when it happens: decisions, refusals, reopenings, late records.

A row says which event answers which question, and what the answer is filtered by; the event itself is read from the log. Missed
terms are kept beside them, because a term that was met late is met by an event that says nothing of it. Both are derived, and a
rebuild gets the same rows from the events alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any, Final, Literal

from challenge_api.challenges.clocks import Deadline
from challenge_api.challenges.events import Awarded, Rejected, Reopened, SetAside
from challenge_api.challenges.tables import challenge_finding, challenge_missed
from challenge_api.history.moves import Change, Recorded
from challenge_api.history.writes import Writes
from challenge_api.law.aggregate import Event

Question = Literal["decisions", "refusals", "reopenings", "late-records"]
_UNSEEN: Final = frozenset({"drafted", "revised", "discarded"})
"""What happens to a draft is seen by its group alone."""


def write(writes: Writes, change: Change[Any]) -> None:
    """Write what the events of a change answer."""
    for each in change.recorded:
        for question, code, mandate, days in _answers(each):
            row = {
                "authority": change.authority,
                "question": question,
                "position": each.position,
                "code": code,
                "actor": each.event.by,
                "mandate": mandate,
                "days": days,
            }
            writes.put(challenge_finding, row)


def _answers(recorded: Recorded) -> Iterator[tuple[Question, str, str | None, int]]:
    """Give question, code, mandate and days for each question that an event answers."""
    event = recorded.event
    for decider in _deciders(event):
        yield "decisions", decider.body, decider.mandate, 0
    for ground in sorted(_grounds(event)):
        yield "refusals", ground, None, 0
    if isinstance(event, Reopened):
        yield "reopenings", event.reopening.ground, None, 0
    late = (recorded.recorded_at.date() - event.occurred_on).days
    if late > 0 and event.type not in _UNSEEN:
        yield "late-records", event.type, None, late


def _deciders(event: Event) -> Iterator[Any]:
    """Give who decided: every decision names it (Awb 10:3), whatever it decides on."""
    for field in fields(event):
        if (decider := getattr(getattr(event, field.name), "decider", None)) is not None:
            yield decider


def _grounds(event: Event) -> set[str]:
    match event:
        case Rejected():
            return {reason.ground for reason in event.rejection.grounds}
        case Awarded():
            return {reason.ground for reason in event.award.refused_part}
        case SetAside():
            return {event.decision.ground}
        case _:
            return set()


Key = tuple[str, int, int]


def missed(found: Sequence[Deadline]) -> dict[Key, Deadline]:
    """Give the terms that were met, or lost their object, after their last day; those that still wait are in the worklist."""
    return {
        (each.kind, each.about or 0, each.number or 0): each
        for each in found
        if not each.open and not each.lapses and each.status(each.met_on or each.ended_on or each.due_on) == "missed"
    }


def write_missed(writes: Writes, change: Change[Any], before: Sequence[Deadline], after: Sequence[Deadline]) -> None:
    """Write the terms that were missed, and remove those that no longer were."""
    had, has = missed(before), missed(after)
    here = {"authority": change.authority, "challenge_id": change.stream}
    for kind, about, number in had.keys() - has.keys():
        writes.remove(challenge_missed, here | {"kind": kind, "about": about, "number": number})
    for key, each in has.items():
        if key not in had or had[key].due_on != each.due_on:
            kind, about, number = key
            writes.put(challenge_missed, here | {"kind": kind, "about": about, "number": number, "due_on": each.due_on})
