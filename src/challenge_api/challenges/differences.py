"""What is different in a case between two moments, by which event, on what ground.

Pure: two representations in, changes out. A member that is itself an object is gone into; a list is one value, for its places say
nothing. `version` counts the events and is left out.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final

from challenge_api.challenges.clocks import Deadline
from challenge_api.challenges.lifecycle import TABLE

_COUNTS: Final = "version"


def changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give every member that differs, by its path, with what it was and what it is; null where it is not there.

    >>> changes({"state": "draft", "task": {"title": "x", "size": 1}}, {"state": "draft", "task": {"title": "y", "size": 1}})
    [{'path': '/task/title', 'before': 'x', 'after': 'y'}]
    """
    return [{"path": path, "before": old, "after": new} for path, old, new in _differ("", before, after) if path != f"/{_COUNTS}"]


def _differ(path: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[tuple[str, Any, Any]]:
    for name in sorted(before.keys() | after.keys()):
        old, new = before.get(name), after.get(name)
        here = f"{path}/{name.replace('~', '~0').replace('/', '~1')}"
        if isinstance(old, Mapping) and isinstance(new, Mapping):
            yield from _differ(here, old, new)
        elif old != new:
            yield here, old, new


def moved(before: Sequence[Deadline], after: Sequence[Deadline]) -> list[dict[str, Any]]:
    """Give every term whose last day differs, with both days; null where it does not run."""
    old, new = _last_days(before), _last_days(after)
    return [
        {"kind": kind, "about": about, "number": number, "before": _text(old.get(key)), "after": _text(new.get(key))}
        for key in dict.fromkeys((*old, *new))
        if old.get(key) != new.get(key)
        for kind, about, number in (key,)
    ]


def _last_days(terms: Sequence[Deadline]) -> dict[tuple[str, int | None, int | None], date | None]:
    return {(term.kind, term.about, term.number): term.due_on for term in terms}


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def ground(event: str, state_before: str) -> str:
    """Give the article on which an event rests: that of the action which records it from this state.

    >>> ground("admitted", "submitted")
    'Gemeentewet 150(3)'
    """
    of_event = [row for row in TABLE if row.event.type == event]
    here = [row for row in of_event if state_before in row.sources]
    return (here or of_event)[0].article
