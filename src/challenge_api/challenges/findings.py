"""What auditors ask across the cases of an authority, found once when it happens: decisions, refusals, reopenings, late records.

A row says which event answers which question, and what the answer is filtered by; the event itself is read from the log. Missed
terms are kept beside them, because a term that was met late is met by an event that says nothing of it. Both are derived, and a
rebuild gets the same rows from the events alone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from functools import cache
from typing import Any, Final, Literal
from zoneinfo import ZoneInfo

from challenge_api.challenges import due_dates, missed
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.events import Awarded, Rejected, Reopened, SetAside
from challenge_api.challenges.tables import challenge_finding, challenge_missed
from challenge_api.history.moves import Change, Recorded
from challenge_api.history.writes import Writes
from challenge_api.law.aggregate import Event

Question = Literal["decisions", "refusals", "reopenings", "late-records"]
_UNSEEN: Final = frozenset({"drafted", "revised", "discarded"})
"""What happens to a draft is seen by its group alone."""
_HERE: Final = ZoneInfo("Europe/Amsterdam")
"""Legal dates are days there: after midnight it is the next day already, when it is not yet in UTC."""


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
    late = (recorded.recorded_at.astimezone(_HERE).date() - event.occurred_on).days
    if late > 0 and event.type not in _UNSEEN:
        yield "late-records", event.type, None, late


def _deciders(event: Event) -> Iterator[Any]:
    """Give who decided: every decision names it (Awb 10:3), whatever it decides on."""
    kind: Any = type(event)
    for name in _names(kind):
        if (decider := getattr(getattr(event, name), "decider", None)) is not None:
            yield decider


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


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


def write_missed(writes: Writes, change: Change[Case], before: Sequence[Deadline], after: Sequence[Deadline]) -> None:
    """Write the terms that were missed, those that an event of the change left behind too, and remove what no longer was."""
    had, has = missed.as_it_stands(change.before, before), missed.as_it_stands(change.after, after)
    written = {key: each for key, each in has.items() if had.get(key) != each}
    here = {"authority": change.authority, "challenge_id": change.stream}
    for key in had.keys() - has.keys():
        writes.remove(challenge_missed, here | _keyed(key))
    for key, each in (written | dict(_left_behind(writes, change, before, after))).items():
        row = {"due_on": each.due_on, "done_on": each.done_on, "cents": each.cents}
        writes.put(challenge_missed, here | _keyed(key) | row)


def _keyed(key: missed.Key) -> dict[str, Any]:
    return dict(zip(("kind", "about", "number", "until_version"), key, strict=True))


def _left_behind(
    writes: Writes, change: Change[Case], before: Sequence[Deadline], after: Sequence[Deadline]
) -> Iterator[tuple[missed.Key, missed.Missed]]:
    """Go through the events of a change, one in a move, all of a case in a rebuild, so that both leave the same behind."""
    case, found = change.before, before
    for each in change.recorded:
        last = each is change.recorded[-1]
        then = change.after if last else AGGREGATE.evolve(case, each.event)
        if not due_dates.same_terms(case, then):
            now = after if last else due_dates.terms(writes.connection, then)
            yield from missed.left_behind(case, found, now, each.event, each.version)
            found = now
        case = then
