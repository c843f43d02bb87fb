"""The periods in which what lists show and sort a case by stood unchanged: the past of the read model.

A list as of a moment is then one range of an index, like a list of today, and no case is replayed to find it
(docs/decisions/0016). A period begins with the event that changed a filter or a term, at its position in the log, and ends with
the one that changed it again. Its last day is counted by what was published then; a decree published while it lasted divides
it. Derived like every read table: a move writes what it changes, and a rebuild gets the same rows from the events alone.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select, tuple_

from challenge_api.challenges import due_dates, findings
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import Deadline
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.tables import challenge, challenge_missed, challenge_period
from challenge_api.history import replay
from challenge_api.history.database import Database
from challenge_api.history.moves import Change, Recorded
from challenge_api.history.writes import LAST, Writes
from challenge_api.law.legal_calendar import DUTCH

Listed = dict[str, Any]
Row = dict[str, Any]
_BATCH: Final = 200
_CASES: Final = (
    select(challenge.c.authority, challenge.c.id)
    .where(tuple_(challenge.c.authority, challenge.c.id) > tuple_(bindparam("authority"), bindparam("id")))
    .order_by(challenge.c.authority, challenge.c.id)
    .limit(_BATCH)
    .with_for_update()  # a move on a case waits until its periods are whole again
)


def listed(case: Case) -> Listed:
    """Give what lists filter a case by, but for its last day; of a draft the day it was begun stands for that of receipt."""
    assert case.begun_on is not None, "the first event begins a case"
    return {
        "phase": case.phase,
        "state": case.state,
        "outcome": case.outcome,
        "task_domain": case.task.domain.code if case.task else None,
        "handler": case.handler,
        "group_id": case.group_id,
        "begun_by": case.begun_by,
        "filed_on": case.received_on or case.begun_on,
    }


def write(writes: Writes, change: Change[Case], counted: Sequence[Deadline] | None = None) -> None:
    """Write the periods that a change began, and end the one that it ended; `counted`: the terms it led to, if they are known."""
    case, connection = change.before, writes.connection
    new: list[Row] = []
    for each in change.recorded:
        before, case = case, change.after if len(change.recorded) == 1 else AGGREGATE.evolve(case, each.event)
        if before.version and not _begins(before, case):
            continue
        if new:
            for row in new:
                row["until_position"] = min(row["until_position"], each.position)
        elif before.version:
            ended = {"authority": change.authority, "id": change.stream, "position": each.position}
            writes.end(challenge_period, ended)
        new += _rows(connection, change, case, each, counted if case is change.after else None)
    for row in new:
        writes.put(challenge_period, row)


def recount(database: Database) -> None:
    """Write the periods of every case anew from its events, some cases at a time: a decree moves what was believed."""
    authority, challenge_id = "", ""
    while True:
        with database.writing() as connection:
            found = connection.execute(_CASES, {"authority": authority, "id": challenge_id}).all()
            for row in found:
                these = (challenge_period.c.authority == row.authority, challenge_period.c.id == row.id)
                connection.execute(delete(challenge_period).where(*these))
                history = replay.recorded(connection, AGGREGATE, row.authority, row.id)
                state = replay.fold(AGGREGATE, [each.event for each in history])
                writes = Writes(connection)
                change = Change(row.authority, row.id, AGGREGATE.initial, state, tuple(history))
                write(writes, change)
                missed = (challenge_missed.c.authority == row.authority, challenge_missed.c.challenge_id == row.id)
                connection.execute(delete(challenge_missed).where(*missed))
                findings.write_missed(writes, change, (), due_dates.terms(connection, state))
                writes.send()
        if len(found) < _BATCH:
            return
        authority, challenge_id = found[-1].authority, found[-1].id


def _begins(before: Case, after: Case) -> bool:
    return listed(before) != listed(after) or not due_dates.same_terms(before, after)


def _rows(
    connection: Connection, change: Change[Case], case: Case, begun: Recorded, counted: Sequence[Deadline] | None
) -> Iterator[Row]:
    """Give the rows of one period: one for each time its last day was believed to be another."""
    here = {"authority": change.authority, "id": change.stream, "position": begun.position, "until_position": LAST}
    found = list(_believed(connection, case, begun.recorded_at.date(), counted))
    ends = [since for since, _ in found[1:]]
    for (since, due_on), until in zip(found, [*ends, date.max], strict=True):
        yield here | {"believed_from": since, "believed_until": until, **listed(case), "due_on": due_on}


def _believed(connection: Connection, case: Case, day: date, counted: Sequence[Deadline] | None) -> Iterator[tuple[date, date]]:
    """Give from when on the case's last day was believed to be which, beginning with what was known on a day."""
    known = DUTCH.as_known_on(day)
    last = due_dates.earliest(due_dates.terms(connection, case, known) if counted is None or known is not DUTCH else counted)
    yield date.min, last
    for published_on in sorted(decree.published_on for decree in DUTCH.decrees if decree.published_on > day):
        due_on = due_dates.earliest(due_dates.terms(connection, case, DUTCH.as_known_on(published_on)))
        if due_on != last:
            yield published_on, due_on
        last = due_on
