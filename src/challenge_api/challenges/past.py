"""Lists of cases as they were known at a moment, behind the visibility filter as it is for the reader now.

The page is found in the periods of the past, one range of an index for each reason to see a case; only the cases on the page are
then read back from their events. A reader who does not see a case now does not see its past; of a case that is seen, the time as
a draft is shown to those who see drafts (the same two rules as for one case as of a moment).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, asc, bindparam, desc, exists, false, select

from challenge_api.challenges import queries, representation
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.tables import challenge, challenge_period
from challenge_api.challenges.visibility import Seen, parameters, reason_parameters, reasons_by_authority, visible
from challenge_api.history import proofs, replay
from challenge_api.history.query import Query
from challenge_api.history.writes import LAST
from challenge_api.law.access import Principal

_PAST = challenge_period.c


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
) -> Sequence[Listed]:
    """Give what `queries.page` gave at an instant; `days` are the legal days on which it fell at each of the authorities."""
    seen, whole = queries.seen_in_list(principal, filters), Seen.by(principal)
    descending = sort.startswith("-") != backwards
    known = {code: min(replay.position_at(connection, code, instant), LAST - 1) for code in {*seen.authorities, *seen.party}}
    bound = parameters(principal, whole) | reason_parameters(principal, seen)
    for name, code in (
        *((f"staff_at_{n}", code) for n, code in enumerate(seen.authorities)),
        *((f"party_at_{n}", code) for n, code in enumerate(seen.party)),
    ):
        bound |= {f"known_{name}": known[code], f"day_{name}": days[code]}
    bound |= {f"f_{name}": value for name, value in filters.items()} | {"most": most}
    if key is not None:
        bound |= {"k_sort": key[0], "k_id": key[1]}
    asked = _page(seen.shape(), whole.staff, whole.own, frozenset(filters), sort.lstrip("-"), descending, key is not None)
    rows = asked.all(connection, bound)
    summaries: dict[str, str] = {}
    for code in {row.authority for row in rows}:
        there = [row.id for row in rows if row.authority == code]
        for challenge_id, case in replay.several(connection, AGGREGATE, code, there, known[code]).items():
            summaries[challenge_id] = proofs.written(representation.summary(code, challenge_id, case))
    return [Listed(row.id, row.sort, summaries[row.id]) for row in rows]


@lru_cache(maxsize=256)
def _page(seen: Seen, staff: int, own: int, filters: frozenset[str], sort: str, descending: bool, after: bool) -> Query:
    column = _PAST[queries.SORTS[sort]]
    order = desc if descending else asc
    conditions = queries.filters_on(challenge_period)
    statement = select(_PAST.id, _PAST.authority, column.label("sort")).where(*(conditions[name] for name in sorted(filters)))
    if after:
        statement = statement.where(queries.beyond(challenge_period, column, descending=descending))
    statement = statement.order_by(order(column), order(_PAST.id)).limit(bindparam("most"))
    parts = []
    for name, reason in reasons_by_authority(seen, challenge_period):
        part = statement.where(reason, _stood(name))
        # who works at the authority sees today whatever was submitted then
        parts.append(part if name.startswith("staff") else part.where(_seen_now(staff, own)))
    return queries.nearest(parts or [statement.where(false())], descending=descending)


def _stood(name: str) -> ColumnElement[bool]:
    """Give the condition that a period stood at the moment asked for."""
    known, day = bindparam(f"known_{name}", type_=_PAST.position.type), bindparam(f"day_{name}", type_=_PAST.believed_from.type)
    return and_(_PAST.position <= known, _PAST.until_position > known, _PAST.believed_from <= day, _PAST.believed_until > day)


def _seen_now(staff: int, own: int) -> ColumnElement[bool]:
    same = (challenge.c.authority == _PAST.authority, challenge.c.id == _PAST.id)
    return exists(select(1).select_from(challenge).where(*same, visible(staff, own)).correlate(challenge_period))
