"""Challenge events → read table; the only writer of it.

What lists filter by, the folded case that the next move loads, and the representation as it goes out are written once here, in
the
transaction of the move, and read as bytes.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, update
from sqlalchemy.dialects.postgresql import insert as insert_pg
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from challenge_api.challenges import representation
from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import deadlines_of, next_due_on
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.rules import ordinance_by_id
from challenge_api.challenges.tables import challenge
from challenge_api.history import proofs, replay, store
from challenge_api.history.entries import dump
from challenge_api.history.transaction import Change
from challenge_api.law.legal_calendar import DUTCH

NEVER: Final = date.max
"""Due day of a case of which no term runs."""

_COLUMNS: Final = [column.name for column in challenge.columns if column.name not in ("authority", "id")]


def _upsert(make: Any) -> Any:
    statement = make(challenge)
    return statement.on_conflict_do_update(
        index_elements=["authority", "id"], set_={name: statement.excluded[name] for name in _COLUMNS}
    )


_CREATE: Final = {"postgresql": _upsert(insert_pg), "sqlite": _upsert(insert_sqlite)}
_MINE: Final = (challenge.c.authority == bindparam("at"), challenge.c.id == bindparam("this"))
_UPDATE: Final = update(challenge).where(*_MINE).values({name: bindparam(name) for name in _COLUMNS if name != "due_on"})
_UPDATE_DUE: Final = update(challenge).where(*_MINE).values({name: bindparam(name) for name in _COLUMNS})


@dataclass(frozen=True, slots=True)
class Projected:
    """The representation as it was written."""

    document: str
    personal: str


def project(connection: Connection, change: Change[Case]) -> Projected:
    """Write the case as it is now; gives its representation."""
    case = change.after
    if case.state == "discarded" and change.before.state == "draft":
        case = _erased(connection, change)
    document = proofs.written(representation.document(change.authority, change.stream, case))
    personal = proofs.written(representation.personal(case))
    assert case.begun_on is not None, "the first event begins a case"
    values = {
        "version": case.version,
        "phase": case.phase,
        "state": case.state,
        "outcome": case.outcome,
        "task_domain": case.task.domain.code if case.task else None,
        "handler": case.handler,
        "group_id": case.group_id,
        "begun_by": case.begun_by,
        "filed_on": case.received_on or case.begun_on,
        "sealed_after": case.sealed_after,
        "folded": dump(case),
        "document": document,
        "personal": personal,
        "summary": proofs.written(representation.summary(change.authority, change.stream, case)),
    }
    if change.before.version == 0:
        create = _CREATE[connection.dialect.name]
        values |= {"authority": change.authority, "id": change.stream, "due_on": _due_on(connection, case)}
        connection.execute(create, values)
    elif _same_terms(change.before, case):
        connection.execute(_UPDATE, values | {"at": change.authority, "this": change.stream})
    else:
        due = {"at": change.authority, "this": change.stream, "due_on": _due_on(connection, case)}
        connection.execute(_UPDATE_DUE, values | due)
    return Projected(document, personal)


def clear(connection: Connection) -> None:
    """Empty the read table, to be built anew."""
    connection.execute(delete(challenge))


def _erased(connection: Connection, change: Change[Case]) -> Case:
    """A discarded draft loses its texts at once (GDPR 17); its case is folded anew without them."""
    last = change.recorded[-1]
    store.erase_stream(connection, change.authority, change.stream, last.recorded_at)
    history = replay.recorded(connection, AGGREGATE, change.authority, change.stream)
    return replay.fold(AGGREGATE, [each.event for each in history])


def _due_on(connection: Connection, case: Case) -> date:
    if case.ordinance is None:
        return NEVER
    rules = ordinance_by_id(connection, case.ordinance.id)
    return next_due_on(case, deadlines_of(case, rules, DUTCH)) or NEVER


def _same_terms(before: Case, after: Case) -> bool:
    """Tell whether nothing changed that a term depends on."""
    return (
        before.state == after.state
        and before.clock is after.clock
        and before.ends_on == after.ends_on
        and before.improvement_until == after.improvement_until
        and before.last_report is after.last_report
    )
