"""The ordinances that cases rest on, read from the read table that ordinances write.

A published version never changes, so it is parsed once per process and kept by its id.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Literal

from sqlalchemy import Connection, bindparam, exists, or_, select

from challenge_api.challenges.case import Case, OrdinanceRef
from challenge_api.challenges.preconditions.following import pending_on
from challenge_api.challenges.preconditions.situation import Held, Successor
from challenge_api.history.query import Query
from challenge_api.history.tables import event
from challenge_api.law.ordinance import Ordinance
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.ordinances.tables import ordinance_version

_TABLE: Final = ordinance_version.c
IN_FORCE: Final = (
    select(_TABLE.stream)
    .where(
        _TABLE.authority == bindparam("authority"),
        _TABLE.in_force_from <= bindparam("day"),
        or_(_TABLE.in_force_until.is_(None), _TABLE.in_force_until >= bindparam("day")),
        _TABLE.published_on <= bindparam("day"),
    )
    .order_by(_TABLE.in_force_from.desc(), _TABLE.number.desc())
    .limit(1)
)
"""The id of the version in force at `authority` on `day`."""
_IN_FORCE: Final = Query(IN_FORCE)
_OWN: Final = ordinance_version.alias("own")
_PUBLISHED_LATER: Final = (
    select(_TABLE.stream, _TABLE.id, _TABLE.number, _TABLE.in_force_from)
    .where(
        _TABLE.authority == select(_OWN.c.authority).where(_OWN.c.stream == bindparam("id")).scalar_subquery(),
        _TABLE.in_force_from > bindparam("received"),
        _TABLE.in_force_from <= bindparam("day"),
        _TABLE.state != "draft",
    )
    .order_by(_TABLE.in_force_from.desc(), _TABLE.number.desc())
)
_LATER: Final = Query(_PUBLISHED_LATER)
_LATER_KNOWN: Final = _PUBLISHED_LATER.where(
    exists().where(
        event.c.authority == _TABLE.authority,
        event.c.stream == _TABLE.stream,
        event.c.type == "ordinance-published",
        event.c.recorded_at <= bindparam("known"),
    )
)
_DAYS: Final = select(_TABLE.in_force_from, _TABLE.in_force_until).where(_TABLE.stream == bindparam("id"))
_DOCUMENT: Final = select(_TABLE.number, _TABLE.document).where(_TABLE.stream == bindparam("id"))
_VERSION: Final = select(ordinance_version).where(_TABLE.stream == bindparam("id"))
MOST_KEPT: Final = 512


@dataclass(frozen=True, slots=True)
class Version:
    """A published version: its id, its number at the authority, its rules."""

    id: str
    number: int
    rules: Ordinance


_PARSED: Final[dict[str, Version]] = {}


def version_of(connection: Connection, ordinance_id: str) -> Version:
    """Give a version by its id."""
    found = _PARSED.get(ordinance_id)
    if found is None:
        row = connection.execute(_DOCUMENT, {"id": ordinance_id}).one()
        if len(_PARSED) >= MOST_KEPT:
            _PARSED.clear()
        found = _PARSED[ordinance_id] = Version(ordinance_id, row.number, read_ordinance(json.loads(row.document)))
    return found


def ordinance_by_id(connection: Connection, ordinance_id: str) -> Ordinance:
    """Give the rules of a version by its id."""
    return version_of(connection, ordinance_id).rules


def ordinance_in_force(connection: Connection, authority: str, day: date) -> Version | None:
    """Give the version in force at an authority on a day."""
    row = _IN_FORCE.first(connection, {"authority": authority, "day": day})
    return None if row is None else version_of(connection, row.stream)


def successor_of(connection: Connection, case: Case, day: date, known_at: datetime | None = None) -> Successor | None:
    """Give the newest version in force on a day that takes a pending case along; `known_at`: of those known at that moment."""
    if case.ordinance is None or case.received_on is None or not pending_on(case, date.max):
        return None
    bound: dict[str, Any] = {"id": case.ordinance.id, "received": case.received_on, "day": day}
    if known_at is not None:
        bound["known"] = known_at
    for row in _LATER.all(connection, bound) if known_at is None else connection.execute(_LATER_KNOWN, bound):
        if row.stream == case.ordinance.id:
            return None
        rules = ordinance_by_id(connection, row.stream)
        if rules.transition.pending_cases == "move" and pending_on(case, row.in_force_from):
            ref = OrdinanceRef(id=row.stream, name=row.id, number=row.number)
            return Successor(ref=ref, rules=rules, since=row.in_force_from)
    return None


def rules_of(connection: Connection, case: Case, day: date, known_at: datetime | None = None) -> Ordinance | None:
    """Give the rules that hold for a case on a day: those it keeps, or those that take it along; None of a draft."""
    if case.ordinance is None:
        return None
    found = successor_of(connection, case, day, known_at)
    return ordinance_by_id(connection, case.ordinance.id) if found is None else found.rules


def rules_that_hold(connection: Connection, case: Case, day: date, known_at: datetime | None = None) -> Held | None:
    """Give the version that holds for a case on a day, and why; None of a draft."""
    if case.ordinance is None or case.received_on is None:
        return None
    taken = successor_of(connection, case, day, known_at)
    if taken is not None:
        return Held(ref=taken.ref, rules=taken.rules, because="taken-along", since=taken.since, recorded=False)
    begins, ends = connection.execute(_DAYS, {"id": case.ordinance.id}).one()
    because: Literal["received", "draft-begun", "taken-along"] = "received"
    if begins is not None and begins > case.received_on:
        because = "taken-along"
    elif ends is not None and ends < case.received_on:
        because = "draft-begun"
    rules = ordinance_by_id(connection, case.ordinance.id)
    return Held(ref=case.ordinance, rules=rules, because=because, since=begins, recorded=True)


def ordinance_of_draft(connection: Connection, authority: str, received: date, begun: date) -> Version | None:
    """Give the version by which a filed draft is judged: that of its receipt, or by its own rule that of the day it was begun."""
    found = ordinance_in_force(connection, authority, received)
    if found is None or found.rules.transition.drafts != "old":
        return found
    before = ordinance_in_force(connection, authority, begun)
    return found if before is None else before


@dataclass(frozen=True, slots=True, kw_only=True)
class OrdinanceVersion:
    """A version of an authority's ordinance as it is stored, whatever has become of it; in force from `begins` through `ends`."""

    id: str
    authority: str
    number: int
    state: str
    begins: date
    ends: date | None
    rules: Ordinance


def ordinance_version_by_id(connection: Connection, ordinance_id: str, *, drafts: bool = False) -> OrdinanceVersion | None:
    """Give a version by its id, with its state and its days; None when there is none, or a draft and those are not asked for.

    A draft that names no day begins on none: `date.max`.
    """
    row = connection.execute(_VERSION, {"id": ordinance_id}).one_or_none()
    if row is None or (row.state == "draft" and not drafts):
        return None
    rules = read_ordinance(json.loads(row.document))
    return OrdinanceVersion(
        id=row.stream,
        authority=row.authority,
        number=row.number,
        state=row.state,
        begins=row.in_force_from or rules.in_force_from or date.max,
        ends=row.in_force_until,
        rules=rules,
    )
