"""The table of open terms: one row a term that a case still waits for, written with each move, and counted anew
when the law moves.

Rows are derived: deadlines are counted at reading, the table is for lists and worklists. A decree that equates a day with a
holiday moves dates that were written before it; `recount` finds them, writes them anew and says why, case by case.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import orjson
from sqlalchemy import Connection, bindparam, delete, insert, select, tuple_, update

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline, calendar_of, deadlines_of, next_due_on, open_deadlines
from challenge_api.challenges.rules import ordinance_by_id
from challenge_api.challenges.tables import challenge, challenge_deadline
from challenge_api.history.database import Database
from challenge_api.history.entries import load
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

NEVER: Final = date.max
"""Due day of a case of which no term runs."""

Key = tuple[str, int]
"""Kind of term, and version of what it is about; 0 where there can be only one."""


def terms(connection: Connection, case: Case, calendar: LegalCalendar = DUTCH) -> tuple[Deadline, ...]:
    """Count the terms of a case; none of a draft."""
    if case.ordinance is None:
        return ()
    rules = ordinance_by_id(connection, case.ordinance.id)
    return deadlines_of(case, rules, calendar_of(rules, calendar))


def earliest(found: Sequence[Deadline]) -> date:
    """Give the day by which somebody must act, `NEVER` when nobody must."""
    return next_due_on(found) or NEVER


def rows(authority: str, challenge_id: str, case: Case, found: Sequence[Deadline]) -> dict[Key, dict[str, Any]]:
    """Give a row for each term that is open."""
    return {
        (kind, about): {
            "authority": authority,
            "challenge_id": challenge_id,
            "kind": kind,
            "about": about,
            "starts_on": deadline.starts_on,
            "due_on": deadline.known_due_on or NEVER,
            "lapses": deadline.lapses,
            "handler": case.handler,
            "number": deadline.number,
            "article": deadline.article,
            "suspended": _periods(deadline),
        }
        for (kind, about), deadline in open_deadlines(found).items()
    }


def _periods(deadline: Deadline) -> str | None:
    """Write the suspensions, for the status of a day is found at reading."""
    return orjson.dumps(deadline.suspended).decode() if deadline.suspended else None


def write(writes: Writes, change: Change[Case], before: Sequence[Deadline], after: Sequence[Deadline]) -> None:
    """Write the terms that are new or moved, and remove those that wait for nothing any more."""
    had = rows(change.authority, change.stream, change.before, before)
    has = rows(change.authority, change.stream, change.after, after)
    for kind, about in had.keys() - has.keys():
        gone = {"authority": change.authority, "challenge_id": change.stream, "kind": kind, "about": about}
        writes.remove(challenge_deadline, gone)
    for key, row in has.items():
        if had.get(key) != row:
            writes.put(challenge_deadline, row)


def same_terms(before: Case, after: Case) -> bool:
    """Tell whether nothing changed that a term, or its row, depends on."""
    return all(getattr(before, name) == getattr(after, name) for name in _LOOKED_AT)


_LOOKED_AT: Final = (
    *("state", "moved_on", "handler", "clock", "supplement_until", "supplements", "decisions", "award"),
    *("objections", "penalties", "appeals", "reopened", "legal_track", "ordinance", "told"),
    *("agreement", "ends_on", "improvement_until", "reported", "evaluated"),
)
"""Members of a case that its terms are counted from."""


# --- when the law moves ---------------------------------------------------------------------------------------------

_BATCH: Final = 200
_CASES: Final = (
    select(challenge.c.authority, challenge.c.id, challenge.c.folded, challenge.c.due_on)
    .where(tuple_(challenge.c.authority, challenge.c.id) > tuple_(bindparam("authority"), bindparam("id")))
    .order_by(challenge.c.authority, challenge.c.id)
    .limit(_BATCH)
    .with_for_update()  # a move on a case waits, and then finds the row as it is now
)
_STORED: Final = select(challenge_deadline).where(
    challenge_deadline.c.authority == bindparam("authority"), challenge_deadline.c.challenge_id == bindparam("id")
)


@dataclass(frozen=True, slots=True)
class Moved:
    """A term whose last day is another one than was written: from when to when (None: there was, or is, none), and why."""

    authority: str
    challenge_id: str
    kind: str
    was: date | None
    now: date | None
    why: str


def recount(database: Database, calendar: LegalCalendar = DUTCH) -> Iterator[Moved]:
    """Count every case anew and write what differs, some cases at a time; gives each term that moved."""
    authority, challenge_id = "", ""
    while True:
        with database.writing() as connection:
            found = connection.execute(_CASES, {"authority": authority, "id": challenge_id}).all()
            moved = [each for row in found for each in _recounted(connection, row, calendar)]
        yield from moved
        if len(found) < _BATCH:
            return
        authority, challenge_id = found[-1].authority, found[-1].id


def _recounted(connection: Connection, row: Any, calendar: LegalCalendar) -> list[Moved]:
    case = load(Case, row.folded)
    found = terms(connection, case, calendar)
    here = {"authority": row.authority, "id": row.id}
    stored = {(each["kind"], each["about"]): dict(each) for each in connection.execute(_STORED, here).mappings()}
    counted = rows(row.authority, row.id, case, found)
    if earliest(found) != row.due_on:
        this = (challenge.c.authority == row.authority, challenge.c.id == row.id)
        connection.execute(update(challenge).where(*this).values(due_on=earliest(found)))
    if stored == counted:
        return []
    these = (challenge_deadline.c.authority == row.authority, challenge_deadline.c.challenge_id == row.id)
    connection.execute(delete(challenge_deadline).where(*these))
    if counted:
        connection.execute(insert(challenge_deadline), list(counted.values()))
    waiting = open_deadlines(found)
    return [
        Moved(
            row.authority, row.id, kind, _due(stored, (kind, about)), _due(counted, (kind, about)), _why(waiting, (kind, about))
        )
        for kind, about in sorted(stored.keys() | counted.keys())
        if _due(stored, (kind, about)) != _due(counted, (kind, about))
    ]


def _due(found: Mapping[Key, Mapping[str, Any]], key: Key) -> date | None:
    row = found.get(key)
    due: date | None = None if row is None else row["due_on"]
    return due


def _why(waiting: Mapping[Key, Deadline], key: Key) -> str:
    """The last step that moved the end; that is where a decree shows."""
    deadline = waiting.get(key)
    return "it waits for nothing any more" if deadline is None else deadline.explanation[-1].why
