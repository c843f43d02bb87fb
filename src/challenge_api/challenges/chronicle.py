"""The events of a case and the feed of an authority, as a viewer may see them.

Rows become JSON by putting texts together: `data` is cut out of the stored entry, and private texts are put back into it; nothing
is parsed. What a viewer does not see: types that do not exist in their view (`visibility.hidden_types`), score sheets before the
assessment is concluded (but their own), texts about persons in the audit view, and what was erased.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import ColumnElement, Connection, FromClause, Row, Select, and_, bindparam, func, not_, select

from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.visibility import (
    WITHOUT_PERSONS,
    Seen,
    hidden_types,
    only_visible,
    parameters,
    represented,
    third_party,
    view_at,
)
from challenge_api.history import replay
from challenge_api.history.entries import data_text, instant_text, with_texts
from challenge_api.history.moves import id_of_person
from challenge_api.history.notes import encoded
from challenge_api.history.query import Query, gathered_rows, written
from challenge_api.history.tables import event, private_item
from challenge_api.law.access import Principal, Role, View
from challenge_api.law.aggregate import CASE

SEALED: Final = "scored"
_UNSEALS: Final = "assessment-concluded"

_EVENT: Final = [column for column in event.columns if column.name != "previous_version"]
_ITEM: Final = (
    private_item.c.ordinal,
    private_item.c.subject,
    private_item.c.field,
    private_item.c.value,
    private_item.c.erased_at,
)
_VIEWER: Final = id_of_person(challenge.c.authority, "me_").correlate(challenge).scalar_subquery()


@dataclass(slots=True)
class Told:
    """An event on its way to a viewer; `text` is None when it does not exist for them."""

    version: int
    position: int
    text: str | None


@dataclass(frozen=True, slots=True)
class Chronicle:
    """Part of a case's history, and the newest version there is."""

    events: tuple[Told, ...]
    newest: int


@lru_cache(maxsize=8)
def statement(staff: int, own: int) -> Select[Any]:
    """Give the statement of a visible case's events, each once for each of its texts."""
    own_items = and_(private_item.c.authority == event.c.authority, private_item.c.position == event.c.position)
    return (
        _of_case(staff, own)
        .add_columns(*_ITEM)
        .outerjoin(private_item, own_items)
        .order_by(event.c.version, private_item.c.ordinal)
    )


def _of_case(staff: int, own: int) -> Select[Any]:
    of_case = and_(event.c.authority == challenge.c.authority, event.c.stream == challenge.c.id)
    found = (
        select(*_EVENT, challenge.c.sealed_after, challenge.c.version.label("newest"), _VIEWER.label("viewer"), third_party(own))
        .select_from(challenge.join(event, of_case))
        .where(
            challenge.c.id == bindparam("id"),
            event.c.version >= bindparam("first"),
            event.c.version <= bindparam("last"),
            event.c.position <= bindparam("until"),
        )
    )
    return only_visible(found, staff, own)


def _texts_of(events: FromClause) -> ColumnElement[str]:
    """Give the texts of an event as one value: repeating the event for each of them costs more than reading it."""
    of_event = (private_item.c.authority == events.c.authority, private_item.c.position == events.c.position)
    return select(gathered_rows(*_ITEM)).where(*of_event).correlate(events).scalar_subquery().label("texts")


@lru_cache(maxsize=8)
def _history(staff: int, own: int) -> Query:
    return Query(_of_case(staff, own).add_columns(_texts_of(event)).order_by(event.c.version))


def bindings(principal: Principal, seen: Seen, challenge_id: str, first: int, last: int, until: int) -> dict[str, Any]:
    """Give the values to bind for the statement."""
    return parameters(principal, seen) | {
        "id": challenge_id,
        "first": first,
        "last": last,
        "until": until,
        "me_issuer": principal.issuer,
        "me_subject": principal.subject or "",
    }


def exists_for(row: Row[Any], view: View) -> bool:
    """Tell whether an event exists for this view."""
    return row.kind != AGGREGATE.kind or row.type not in hidden_types(view)


def is_sealed(row: Row[Any], unsealed: int) -> bool:
    """Tell whether an event is a score sheet whose content its viewer may not see yet."""
    return bool(row.type == SEALED and row.version > unsealed and row.actor != row.viewer)


def withholds(row: Row[Any], view: View) -> bool:
    """Tell whether a text of an event is about a person and withheld from this view."""
    return view in WITHOUT_PERSONS and row.subject != CASE


def history(
    connection: Connection, principal: Principal, challenge_id: str, first: int, last: int, until: int = replay.EVERYTHING
) -> Chronicle:
    """Give the events of a case from version `first` to `last`, up to a position; empty when the case is not there."""
    seen = Seen.by(principal)
    bound = bindings(principal, seen, challenge_id, first, last, until)
    rows = _history(seen.staff, seen.own).all(connection, bound)
    if not rows:
        return Chronicle((), 0)
    view = view_at(principal, rows[0].authority, third=bool(rows[0].third))
    unsealed = rows[0].sealed_after
    if until != replay.EVERYTHING:
        unsealed = _unsealed_by(connection, rows[0].authority, challenge_id, until)
    return Chronicle(tuple(_told(row, view, unsealed) for row in rows), rows[0].newest)


def _unsealed_by(connection: Connection, authority: str, challenge_id: str, until: int) -> int:
    newest = select(func.max(event.c.version)).where(
        event.c.authority == authority,
        event.c.stream == challenge_id,
        event.c.type == _UNSEALS,
        event.c.position <= until,
    )
    return connection.execute(newest).scalar() or 0


def until_instant(connection: Connection, authority: str, instant: datetime | None) -> int:
    """Give the last position known at an instant."""
    return replay.EVERYTHING if instant is None else replay.position_at(connection, authority, instant)


# --- the feed -------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def _feed(view: View, most: int) -> Query:
    of_case = and_(event.c.authority == challenge.c.authority, event.c.stream == challenge.c.id)
    hidden = and_(event.c.kind == AGGREGATE.kind, event.c.type.in_(sorted(hidden_types(view))))
    mine: ColumnElement[bool] = not_(hidden)
    if view is View.PARTY:
        mine = and_(event.c.kind == AGGREGATE.kind, not_(hidden), challenge.c.id.is_not(None), represented())
    return Query(
        select(*_EVENT, challenge.c.sealed_after, _VIEWER.label("viewer"), _texts_of(event))
        .select_from(event.outerjoin(challenge, of_case))
        .where(event.c.authority == bindparam("authority"), event.c.position > bindparam("after"), mine)
        .order_by(event.c.position)
        .limit(written(most))
    )


def feed(connection: Connection, principal: Principal, authority: str, after: int, most: int) -> Sequence[Told]:
    """Give events of an authority's log after a position, in order, as this viewer may see them."""
    view = view_at(principal, authority)
    bound = {"authority": authority, "after": after}
    bound |= {"me_issuer": principal.issuer, "me_subject": principal.subject or ""}
    if view is View.PARTY:
        bound |= {"issuer": principal.issuer, "subject": principal.subject or ""}
    return tuple(_told(row, view, row.sealed_after or 0) for row in _feed(view, most).all(connection, bound))


def may_follow(principal: Principal, authority: str) -> bool:
    """Tell whether the viewer has any role that sees events at an authority."""
    return bool(principal.roles_at(authority) - {Role.INTERESTED_PARTY})


# --- one event ------------------------------------------------------------------------------------------------------


def _told(row: Row[Any], view: View, unsealed: int) -> Told:
    if not exists_for(row, view):
        return Told(row.version, row.position, None)
    shown: dict[int, str | None] = {}
    erased = []
    without = view in WITHOUT_PERSONS
    for ordinal, subject, field, value, erased_at in orjson.loads(row.texts or "[]"):
        if value is None and erased_at is not None:
            erased.append({"field": field, "since": _instant(erased_at)})
        shown[ordinal] = None if without and subject != CASE else value
    more = ""
    if row.entry is None:
        data = "null"
    elif is_sealed(row, unsealed):
        data, more = "null", ',"sealed":true'
    else:
        data = with_texts(data_text(row.entry), shown)
    if erased:
        more += ',"erased":' + orjson.dumps(erased).decode()
    text = (
        f'{{"position":{row.position},"authority":"{row.authority}","kind":"{row.kind}","stream":"{row.stream}",'
        f'"version":{row.version},"type":"{row.type}","recordedAt":"{instant_text(row.recorded_at)}",'
        f'"occurredOn":"{row.occurred_on.isoformat()}","actor":{_quoted(row.actor)},"client":{_quoted(row.client)},'
        f'"role":"{row.role}","stateBefore":"{row.state_before}","stateAfter":"{row.state_after}",'
        f'"leafHash":"{encoded(row.leaf)}","data":{data}{more}}}'
    )
    return Told(row.version, row.position, text)


def _instant(stored: str) -> str:
    """Write an instant that a database wrote into JSON; SQLite leaves the zone out."""
    moment = datetime.fromisoformat(stored)
    return instant_text(moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment)


def _quoted(text: str) -> str:
    return orjson.dumps(text).decode()
