"""The only INSERT into the history, and the only erasure from it.

Order of writes in a transaction, and why: the head row of the authority is bumped first, after all reading and deciding and
before
every other write. It is the one lock of a move. Whoever bumps next waits until this commit, so the order of positions is the
order
of commits: no gaps, and no poller that reads on from a position can miss an event. Any other order of locks was tried and
deadlocks as soon as two streams meet. Authorities never wait for one another, and no transaction touches two.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as insert_pg
from sqlalchemy.dialects.sqlite import insert as insert_sqlite

from challenge_api.history.entries import Entry
from challenge_api.history.tables import (
    ABOUT_A_PERSON,
    checkpoint,
    event,
    full_tile,
    head,
    idempotency_key,
    person,
    private_item,
    transition,
)
from challenge_api.history.tree import Full
from challenge_api.history.writes import LAST, Writes
from challenge_api.law.aggregate import CASE


class Row(NamedTuple):
    """An event ready to be stored, but for its position."""

    stream: str
    kind: str
    version: int
    type: str
    recorded_at: datetime
    occurred_on: date
    actor: str
    client: str
    role: str
    state_before: str
    state_after: str
    entry: Entry


def open_log(connection: Connection, authority: str) -> None:
    """Make sure that the authority has a log."""
    make = insert_sqlite if connection.dialect.name == "sqlite" else insert_pg
    connection.execute(make(head).on_conflict_do_nothing(), {"authority": authority, "position": 0})


def append(writes: Writes, authority: str, rows: Sequence[Row]) -> None:
    """Record events, with their private texts, at the next positions of the authority's log."""
    first = 1 - len(rows)
    writes.insert(event, [_values(authority, first + n, row) for n, row in enumerate(rows)])
    items = [
        {
            "authority": authority,
            "position": first + n,
            "ordinal": ordinal,
            "stream": row.stream,
            "subject": item.subject,
            "field": item.field,
            "salt": item.salt,
            "value": item.value,
        }
        for n, row in enumerate(rows)
        for ordinal, item in enumerate(row.entry.items)
    ]
    writes.insert(private_item, items)


def _values(authority: str, position: int, row: Row) -> dict[str, Any]:
    return {
        "authority": authority,
        "position": position,
        "stream": row.stream,
        "kind": row.kind,
        "version": row.version,
        "type": row.type,
        "recorded_at": row.recorded_at,
        "occurred_on": row.occurred_on,
        "actor": row.actor,
        "client": row.client,
        "role": row.role,
        "state_before": row.state_before,
        "state_after": row.state_after,
        "entry": row.entry.text,
        "leaf": row.entry.leaf,
    }


def add_people(writes: Writes, authority: str, people: Iterable[tuple[str, str, str, bytes]]) -> None:
    """Make people known as (id, issuer, subject, salt)."""
    writes.insert(
        person,
        [
            {"authority": authority, "id": id_, "issuer": issuer, "subject": sub, "salt": salt}
            for id_, issuer, sub, salt in people
        ],
    )


@dataclass(frozen=True, slots=True)
class Signed:
    """A checkpoint ready to be stored: the tree, the note, and the tiles that were filled since the one before."""

    size: int
    root: bytes
    note: str
    filled: Sequence[Full]


def add_checkpoint(connection: Connection, authority: str, after: int, signed: Signed) -> bool:
    """Record a checkpoint that follows the one of size `after`; False, nothing written, when another is there by now.

    The lock is the authority's own and no move takes it. A size of -1 is that of no checkpoint.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(f"checkpoint {authority}", 0))))
    newest = select(func.max(checkpoint.c.size)).where(checkpoint.c.authority == authority)
    known = connection.execute(newest).scalar()
    if (-1 if known is None else known) != after:
        return False
    filled = [{"authority": authority, "level": each.level, "number": each.number, "hash": each.hash} for each in signed.filled]
    if filled:
        connection.execute(insert(full_tile), filled)
    row = {"authority": authority, "size": signed.size, "root": signed.root, "note": signed.note}
    connection.execute(insert(checkpoint), row)
    return True


def seed(connection: Connection, kind: str, legal: frozenset[tuple[str, str, str]]) -> None:
    """Bring the transition table up to the code's: add what is new, mark the rest retired, delete nothing."""
    known = {
        (row.state_before, row.type, row.state_after): row.retired
        for row in connection.execute(select(transition).where(transition.c.kind == kind))
    }
    new = [
        {"kind": kind, "state_before": before, "type": type_, "state_after": after, "retired": False}
        for before, type_, after in sorted(legal - known.keys())
    ]
    if new:
        connection.execute(insert(transition), new)
    for row, retired in known.items():
        if retired != (row not in legal):
            connection.execute(
                update(transition)
                .where(
                    transition.c.kind == kind,
                    transition.c.state_before == row[0],
                    transition.c.type == row[1],
                    transition.c.state_after == row[2],
                )
                .values(retired=row not in legal)
            )


def erase_subject(connection: Connection, authority: str, subject: str, at: datetime, before: int = LAST) -> tuple[str, ...]:
    """Erase every private text about a person from before a position, and the answers kept for replay that may show it.

    Gives the streams whose read model must be projected anew. Raises ValueError for the subject of free text: a case's own texts
    go stream by stream, at the end of retention.
    """
    if subject == CASE:
        raise ValueError("texts of the case are about no person")
    about = (
        private_item.c.authority == authority,
        private_item.c.subject == subject,
        private_item.c.position < before,
        private_item.c.value.is_not(None),
        text(ABOUT_A_PERSON),
    )
    streams = tuple(connection.execute(select(private_item.c.stream).where(*about).distinct()).scalars())
    connection.execute(update(private_item).where(*about).values(value=None, salt=None, erased_at=at))
    connection.execute(
        delete(idempotency_key).where(idempotency_key.c.authority == authority, idempotency_key.c.stream.in_(streams))
    )
    connection.execute(
        update(person).where(person.c.authority == authority, person.c.id == subject).values(issuer=None, subject=None, salt=None)
    )
    return streams


def erase_stream(connection: Connection, authority: str, stream: str, at: datetime) -> None:
    """Erase every private text of a stream, the case's own included."""
    positions = select(event.c.position).where(event.c.authority == authority, event.c.stream == stream)
    of_stream = (private_item.c.authority == authority, private_item.c.position.in_(positions), private_item.c.value.is_not(None))
    connection.execute(update(private_item).where(*of_stream).values(value=None, salt=None, erased_at=at))
    connection.execute(
        delete(idempotency_key).where(idempotency_key.c.authority == authority, idempotency_key.c.stream == stream)
    )
