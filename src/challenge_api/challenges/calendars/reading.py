"""The terms of a calendar, read at the moment they are asked for, through the visibility filter."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, and_, select

from challenge_api.challenges import due_dates, loading
from challenge_api.challenges.calendars.entries import Entry
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.worklist import reading
from challenge_api.challenges.worklist.reading import Chosen
from challenge_api.history.tables import event
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import ERASED

MOST: int = 500
"""Terms in a calendar: those that end first."""


def of_case(connection: Connection, principal: Principal, challenge_id: str) -> tuple[str | None, list[Entry]] | None:
    """Give the title of a case and each of its open terms of which the last day is known; None when it is not there."""
    loaded = loading.load(connection, principal, challenge_id)
    if loaded is None:
        return None
    case = loaded.state
    title = None if case.title in (None, ERASED) else case.title
    at = _changed_at(connection, loaded.authority, [challenge_id])[challenge_id]
    entries = [
        Entry(
            challenge=challenge_id,
            title=title,
            version=loaded.version,
            changed_at=at,
            kind=term.kind,
            about=term.about,
            number=term.number,
            due_on=term.known_due_on,
            article=term.article,
        )
        for term in due_dates.terms(connection, case)
        if term.open and term.known_due_on is not None
    ]
    return title, sorted(entries, key=lambda entry: (entry.due_on, entry.kind, entry.about or 0, entry.number or 0))[:MOST]


def of_worklist(connection: Connection, principal: Principal, chosen: Chosen, today: Mapping[str, date]) -> list[Entry]:
    """Give the terms of a worklist of which the last day is known."""
    rows = [row for row in reading.page(connection, principal, chosen, today, None, False, MOST) if row.due_on != due_dates.NEVER]
    found: dict[str, datetime] = {}
    for code in sorted({row.authority for row in rows}):
        found |= _changed_at(connection, code, sorted({row.challenge_id for row in rows if row.authority == code}))
    return [_entry(row, found) for row in rows if row.challenge_id in found]


def _entry(row: Any, changed_at: Mapping[str, datetime]) -> Entry:
    return Entry(
        challenge=row.challenge_id,
        title=orjson.loads(row.summary)["title"],
        version=row.version,
        changed_at=changed_at[row.challenge_id],
        kind=row.kind,
        about=row.about or None,
        number=row.number,
        due_on=row.due_on,
        article=row.article,
    )


def _changed_at(connection: Connection, authority: str, cases: Sequence[str]) -> dict[str, datetime]:
    """Give when the newest version of each case was recorded."""
    newest = and_(
        event.c.authority == challenge.c.authority, event.c.stream == challenge.c.id, event.c.version == challenge.c.version
    )
    found = select(challenge.c.id, event.c.recorded_at).select_from(challenge.join(event, newest))
    rows = connection.execute(found.where(challenge.c.authority == authority, challenge.c.id.in_(cases)))
    return {row.id: row.recorded_at for row in rows}
