"""Lists of cases as they were known at a moment, behind the visibility filter as it is for the reader now.

The page is found in the periods of the past, one range of an index for each reason to see a case; only the cases on the page are
then read back from their events. A reader who does not see a case now does not see its past; of a case that is seen, the time as
a draft is shown to those who see drafts (the same two rules as for one case as of a moment).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    Select,
    and_,
    asc,
    bindparam,
    desc,
    exists,
    false,
    func,
    literal,
    select,
)

from challenge_api.challenges import queries, representation
from challenge_api.challenges.case import Case
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.events import Drafted, Revised, Submitted
from challenge_api.challenges.tables import challenge, challenge_period
from challenge_api.challenges.visibility import Seen, parameters, reason_parameters, reasons_by_authority, visible
from challenge_api.history import proofs, replay
from challenge_api.history.entries import decode
from challenge_api.history.query import Query, gathered_rows, written
from challenge_api.history.tables import event, private_item
from challenge_api.history.writes import LAST
from challenge_api.law.access import Principal

_PAST = challenge_period.c


TELLING: Final = tuple(sorted(kind.type for kind in (Drafted, Revised, Submitted)))
"""Events that say the texts of a list, all of them each time: of a case on a page only the newest is read back."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A case on a page of the past."""

    id: str
    sort: date
    summary: str


def page(
    connection: Connection,
    principal: Principal,
    filters: Mapping[str, Any],
    sort: str,
    key: tuple[date, str] | None,
    backwards: bool,
    most: int,
    instant: datetime,
    days: Mapping[str, date],
) -> Sequence[Any]:
    """Give, as `Listed`, what `queries.page` gave at an instant; `days` are its legal days at each of the authorities."""
    seen, whole = queries.seen_in_list(principal, filters), Seen.by(principal)
    descending = sort.startswith("-") != backwards
    known = {code: min(replay.position_at(connection, code, instant), LAST - 1) for code in {*seen.authorities, *seen.party}}
    bound = parameters(principal, whole) | reason_parameters(principal, seen)
    for name, code in (
        *((f"staff_at_{n}", code) for n, code in enumerate(seen.authorities)),
        *((f"party_at_{n}", code) for n, code in enumerate(seen.party)),
    ):
        bound |= {f"known_{name}": known[code], f"day_{name}": days[code]}
    bound |= {f"f_{name}": value for name, value in filters.items()}
    if key is not None:
        bound |= {"k_sort": key[0], "k_id": key[1]}
    asked = _page(seen.shape(), whole.staff, whole.own, frozenset(filters), sort.lstrip("-"), descending, key is not None, most)
    return [Listed(row.id, row.sort, _summary(row)) for row in asked.all(connection, bound)]


def _summary(row: Any) -> str:
    case = Case(version=row.version, state=row.state, handler=row.handler, group_id=row.group_id)
    if row.entry is not None:  # at the end of retention it goes
        texts: dict[int, str | None] = dict(orjson.loads(row.texts or "[]"))
        told = decode(AGGREGATE.events[row.type], row.entry, texts)
        assert isinstance(told, Drafted | Revised | Submitted), "one of those that were asked for"
        said, received_on = told.contents, told.occurred_on if isinstance(told, Submitted) else None
        case = replace(case, title=said.title, task=said.task, group=said.group, received_on=received_on)
    return proofs.written(representation.summary(row.authority, row.id, case))


@lru_cache(maxsize=256)
def _page(
    seen: Seen, staff: int, own: int, filters: frozenset[str], sort: str, descending: bool, after: bool, most: int
) -> Query:
    column = _PAST[queries.SORTS[sort]]
    order = desc if descending else asc
    conditions = queries.filters_on(challenge_period)
    shown = (_PAST.id, _PAST.authority, column.label("sort"), *(_PAST[name] for name in _SHOWN))
    statement = select(*shown).where(*(conditions[name] for name in sorted(filters)))
    if after:
        statement = statement.where(queries.beyond(challenge_period, column, descending=descending))
    statement = statement.order_by(order(column), order(_PAST.id)).limit(written(most))
    parts = []
    for name, reason in reasons_by_authority(seen, challenge_period):
        part = statement.add_columns(_known(name).label("known")).where(reason, _stood(name))
        # who works at the authority sees today whatever was submitted then
        parts.append(part if name.startswith("staff") else part.where(_seen_now(staff, own)))
    nobodys = statement.add_columns(literal(0).label("known")).where(false())
    found = queries.nearest(parts or [nobodys], most, descending=descending).subquery()
    return Query(_told(found).order_by(order(found.c.sort), order(found.c.id)))


_SHOWN: Final = ("state", "handler", "group_id")


def _known(name: str) -> BindParameter[int]:
    return bindparam(f"known_{name}", type_=_PAST.position.type)


def _stood(name: str) -> ColumnElement[bool]:
    """Give the condition that a period stood at the moment asked for."""
    known, day = _known(name), bindparam(f"day_{name}", type_=_PAST.believed_from.type)
    return and_(
        _PAST.position <= known,
        _PAST.until_position > known,
        _PAST.believed_from <= day,
        _PAST.believed_until > day,
        _PAST.filed_on <= day,  # says nothing new, but the newest of today need not be passed over
    )


def _seen_now(staff: int, own: int) -> ColumnElement[bool]:
    same = (challenge.c.authority == _PAST.authority, challenge.c.id == _PAST.id)
    return exists(select(1).select_from(challenge).where(*same, visible(staff, own)).correlate(challenge_period))


def _told(found: FromClause) -> Select[Any]:
    """Add to the cases of a page their version, and the newest event that says their texts, with these."""
    then = (event.c.authority == found.c.authority, event.c.stream == found.c.id, event.c.position <= found.c.known)
    version = select(func.max(event.c.version)).where(*then).correlate(found).scalar_subquery()
    telling = (
        select(event.c.position).where(*then, event.c.type.in_(TELLING)).order_by(event.c.version.desc()).limit(1)
    ).correlate(found)
    told = event.alias("told")
    texts = (
        select(gathered_rows(private_item.c.ordinal, private_item.c.value))
        .where(private_item.c.authority == told.c.authority, private_item.c.position == told.c.position)
        .correlate(told)
        .scalar_subquery()
    )
    this = and_(told.c.authority == found.c.authority, told.c.position == telling.scalar_subquery())
    return select(found, version.label("version"), told.c.type, told.c.entry, texts.label("texts")).select_from(
        found.join(told, this)
    )
