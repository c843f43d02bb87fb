"""Reading the log back: events of a stream, the state as it was, and the read model built anew."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Final, TypeVar

import orjson
from sqlalchemy import Connection, RowMapping, bindparam, func, select

from challenge_api.history.database import Database
from challenge_api.history.entries import decode, erased
from challenge_api.history.moves import Change, Recorded, Stream
from challenge_api.history.query import Query, gathered_rows
from challenge_api.history.tables import event, private_item
from challenge_api.history.writes import Writes
from challenge_api.law.aggregate import Aggregate, Event

S = TypeVar("S")

_EVENTS: Final = (
    select(event)
    .where(
        event.c.authority == bindparam("authority"),
        event.c.stream == bindparam("stream"),
        event.c.position <= bindparam("until"),
        event.c.entry.is_not(None),
    )
    .order_by(event.c.version)
)
_TEXTS: Final = (
    select(private_item.c.position, private_item.c.ordinal, private_item.c.value)
    .join_from(event, private_item)
    .where(
        event.c.authority == bindparam("authority"),
        event.c.stream == bindparam("stream"),
        event.c.position <= bindparam("until"),
    )
    .order_by(private_item.c.position, private_item.c.ordinal)
)
EVERYTHING: Final = 2**31 - 1
_IN_FLIGHT: Final = 256
"""More moves than can be on their way at one authority at one time, between the instant they carry and their place in the log."""
_NEXT: Final = (
    select(event.c.position)
    .where(event.c.authority == bindparam("authority"), event.c.recorded_at > bindparam("instant"))
    .order_by(event.c.recorded_at)
    .limit(_IN_FLIGHT)
    .subquery()
)
_FIRST: Final = Query(select(func.min(_NEXT.c.position).label("position")))
_TEXTS_OF_EVENT: Final = (
    select(gathered_rows(private_item.c.ordinal, private_item.c.value))
    .where(private_item.c.authority == event.c.authority, private_item.c.position == event.c.position)
    .correlate(event)
    .scalar_subquery()
    .label("texts")
)
_HAPPENED: Final = Query(_EVENTS.with_only_columns(event.c.type, event.c.entry, _TEXTS_OF_EVENT))


def position_at(connection: Connection, authority: str, instant: datetime) -> int:
    """Give the last position of the authority's log as it was known at an instant.

    That is a prefix by position: everything before the first event that was recorded later. Neighbours may be recorded slightly
    out of order, so of the events recorded next the first by position counts; how many came after does not matter to the cost.
    """
    first = _FIRST.all(connection, {"authority": authority, "instant": instant})[0].position
    return EVERYTHING if first is None else int(first) - 1


def state_at(connection: Connection, aggregate: Aggregate[S, Any], authority: str, stream: str, until: int) -> S | None:
    """Give the state of a stream at a position; None when it had not begun."""
    rows = _HAPPENED.all(connection, {"authority": authority, "stream": stream, "until": until})
    state = aggregate.initial
    for row in rows:
        texts: dict[int, str | None] = dict(orjson.loads(row.texts or "[]"))
        state = aggregate.evolve(state, decode(aggregate.events[row.type], row.entry, texts))
    return state if rows else None


def recorded(
    connection: Connection,
    aggregate: Aggregate[Any, Any],
    authority: str,
    stream: str,
    until: int = EVERYTHING,
    *,
    texts: bool = True,
) -> list[Recorded]:
    """Give the events of a stream up to a position, private texts put back; erased ones read as `ERASED`, without `texts` all."""
    bound = {"authority": authority, "stream": stream, "until": until}
    put: dict[int, dict[int, str | None]] = {}
    for row in connection.execute(_TEXTS, bound) if texts else ():
        put.setdefault(row.position, {})[row.ordinal] = row.value
    return [_decoded(aggregate, row, put.get(row["position"], {})) for row in connection.execute(_EVENTS, bound).mappings()]


def _decoded(aggregate: Aggregate[Any, Any], row: RowMapping, texts: dict[int, str | None]) -> Recorded:
    happened = decode(aggregate.events[row["type"]], row["entry"], texts)
    return Recorded(happened, row["version"], row["recorded_at"], bytes(row["leaf"]), row["position"])


def without_texts(connection: Connection, aggregate: Aggregate[S, Any], change: Change[S]) -> S:
    """Give the state after a change with every private text erased, those of the new events included."""
    events = recorded(connection, aggregate, change.authority, change.stream, texts=False)
    new = [each.event for each in change.recorded]
    return fold(aggregate, [each.event for each in events] + [erased(each) for each in new])


def fold(aggregate: Aggregate[S, Any], events: Sequence[Event]) -> S:
    """Give the state that events lead to."""
    state = aggregate.initial
    for happened in events:
        state = aggregate.evolve(state, happened)
    return state


def reproject(connection: Connection, stream: Stream[Any, Any], authority: str, stream_id: str) -> None:
    """Write the read model of one stream anew from its events."""
    history = recorded(connection, stream.aggregate, authority, stream_id)
    state = fold(stream.aggregate, [each.event for each in history])
    writes = Writes(connection)
    stream.project(writes, Change(authority, stream_id, stream.aggregate.initial, state, tuple(history)))
    writes.send()


def rebuild(database: Database, streams: Sequence[Stream[Any, Any]]) -> int:
    """Empty the read model and build it anew from the log; give the number of streams."""
    by_kind = {stream.aggregate.kind: stream for stream in streams}
    with database.writing() as connection:
        for stream in streams:
            stream.clear(connection)
        count = 0
        for authority, kind, stream_id in list(_all_streams(connection)):
            reproject(connection, by_kind[kind], authority, stream_id)
            count += 1
    return count


def _all_streams(connection: Connection) -> Iterator[tuple[str, str, str]]:
    """Give every stream in the order in which they began: what a later one rests on is there before it."""
    began = select(event.c.authority, event.c.kind, event.c.stream).where(event.c.version == 1)
    for row in connection.execute(began.order_by(event.c.authority, event.c.position)):
        yield row.authority, row.kind, row.stream
