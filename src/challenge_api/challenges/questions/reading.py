"""The statements behind the questions, one range of an index each.

Who may ask sees every case of the authority that was submitted, so no case is left out of an answer; what happened to drafts is
in none. Types of events that do not exist in the asker's view are left out, as everywhere.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    Subquery,
    and_,
    bindparam,
    case,
    cast,
    literal,
    literal_column,
    null,
    select,
    tuple_,
    union_all,
)

from challenge_api.challenges.case import Case
from challenge_api.challenges.clocks import calendar_of, deadlines_of
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.missed import cost
from challenge_api.challenges.rules import ordinance_by_id
from challenge_api.challenges.tables import challenge, challenge_deadline, challenge_finding, challenge_missed
from challenge_api.history import replay
from challenge_api.history.entries import load
from challenge_api.history.query import Query
from challenge_api.history.tables import event
from challenge_api.history.writes import LAST
from challenge_api.law.legal_calendar import DUTCH

_EVENT: Final = tuple(
    event.c[name]
    for name in (
        "position", "stream", "kind", "version", "type", "recorded_at", "occurred_on", "actor", "client", "role",
        "state_before", "state_after",
    )
)  # fmt: skip
_FOUND: Final = challenge_finding.c
_FILTERS: Final = {
    "actor": _FOUND.actor == bindparam("f_actor"),
    "code": _FOUND.code == bindparam("f_code"),
    "mandate": _FOUND.mandate == bindparam("f_mandate"),
    "days": _FOUND.days > bindparam("f_days"),
}


@dataclass(frozen=True, slots=True)
class Span:
    """Positions of a log between two instants, the ends not included."""

    after: int
    before: int


def span(connection: Connection, authority: str, since: datetime | None, until: datetime | None) -> Span:
    """Give what was recorded after one instant and until another."""
    after = 0 if since is None else replay.position_at(connection, authority, since)
    before = LAST if until is None else min(replay.position_at(connection, authority, until), LAST - 1) + 1
    return Span(after, before)


def _page(filters: frozenset[str]) -> Select[Any]:
    asked = _FOUND.authority == bindparam("authority"), _FOUND.question == bindparam("question")
    chosen = (_FILTERS[name] for name in sorted(filters))
    return select(_FOUND.position, _FOUND.code, _FOUND.mandate, _FOUND.days).where(*asked, *chosen)


def _with_events(page: Subquery, *order: ColumnElement[Any]) -> Query:
    """Read the events of one page: found first, so that a database never walks the log to join it."""
    same = and_(event.c.authority == bindparam("authority"), event.c.position == page.c.position)
    columns = (*_EVENT, page.c.code, page.c.mandate, page.c.days)
    return Query(select(*columns).select_from(page.join(event, same)).order_by(*order))


@lru_cache(maxsize=64)
def _found(filters: frozenset[str]) -> Query:
    key = tuple_(_FOUND.position, _FOUND.code) > tuple_(bindparam("after"), bindparam("after_code"))
    chosen = _page(filters).where(key, _FOUND.position < bindparam("before")).order_by(_FOUND.position, _FOUND.code)
    page = chosen.limit(bindparam("most")).subquery()
    return _with_events(page, page.c.position, page.c.code)


@lru_cache(maxsize=2)
def _longest(after: bool) -> Query:
    late = _FOUND.days > literal_column("0")  # spelled out: the index holds for these alone
    place = _FOUND.position + literal_column("0")  # a sum, so that the index of positions is none to choose
    chosen = _page(frozenset({"days"})).where(late, place > bindparam("after"), place < bindparam("before"))
    if after:
        key = tuple_(bindparam("k_days", type_=_FOUND.days.type), bindparam("k_position", type_=_FOUND.position.type))
        chosen = chosen.where(_FOUND.days <= bindparam("k_days"), tuple_(_FOUND.days, _FOUND.position) < key)
    page = chosen.order_by(_FOUND.days.desc(), _FOUND.position.desc()).limit(bindparam("most")).subquery()
    return _with_events(page, page.c.days.desc(), page.c.position.desc())


def longest(
    connection: Connection, authority: str, question: str, days: int, within: Span, key: tuple[int, int] | None, most: int
) -> Sequence[Any]:
    """Give what took more than so many days, the longest first, after a key of days and position."""
    bound = {"authority": authority, "question": question, "f_days": days, "after": within.after, "before": within.before}
    if key is not None:
        bound |= {"k_days": key[0], "k_position": key[1]}
    return _longest(key is not None).all(connection, bound | {"most": most})


def found(
    connection: Connection,
    authority: str,
    question: str,
    filters: Mapping[str, Any],
    within: Span,
    key: tuple[int, str] | None,
    most: int,
) -> Sequence[Any]:
    """Give the events that answer a question, in order, after a key; `filters` by their names in `_FILTERS`."""
    # every code sorts before this one, so that nothing of the position before the span is in it
    after = (within.after, "\U0010ffff") if key is None or key[0] <= within.after else key
    bound = {"authority": authority, "question": question, "after": after[0], "after_code": after[1], "before": within.before}
    bound |= {f"f_{name}": value for name, value in filters.items()} | {"most": most}
    return _found(frozenset(filters)).all(connection, bound)


_OTHERS: Final = Query(
    select(*_EVENT)
    .where(
        event.c.authority == bindparam("authority"),
        event.c.kind != literal_column(f"'{AGGREGATE.kind}'"),  # spelled out: the index holds for this kind alone
        event.c.position > bindparam("after"),
        event.c.position < bindparam("before"),
    )
    .order_by(event.c.position)
    .limit(bindparam("most"))
)


def others(connection: Connection, authority: str, within: Span, after: int, most: int) -> Sequence[Any]:
    """Give what was recorded of anything but cases: ordinances, groups and who speaks for them, mandates, erasures."""
    bound = {"authority": authority, "after": max(after, within.after), "before": within.before, "most": most}
    return _OTHERS.all(connection, bound)


# --- missed terms ---------------------------------------------------------------------------------------------------

MissedKey = tuple[date, str, str, int, int, int]
_KEY: Final = ("k_due", "k_id", "k_kind", "k_about", "k_number", "k_until")


@dataclass(frozen=True, slots=True)
class MissedTerm:
    """A missed term: its place among all, when it was done, and its penalty in euro cents."""

    key: MissedKey
    done_on: date | None
    cents: int


def _part(table: Any, number: Any, until: Any, done_on: Any, cents: Any) -> Select[Any]:
    shown = (table.c.due_on, table.c.challenge_id, table.c.kind, table.c.about, number.label("number"), until.label("until"))
    return (
        select(*shown, done_on.label("done_on"), cents.label("cents"))
        .where(table.c.authority == bindparam("authority"))
        .where(table.c.due_on < bindparam("today"))
    )


@lru_cache(maxsize=2)
def _missed(after: bool) -> Query:
    kept = challenge_missed.c
    written = _part(challenge_missed, kept.number, kept.until_version, kept.done_on, kept.cents)
    # the penalty of what waits runs on by the day, and is counted from the case
    nothing = (literal(0), literal(0), cast(null(), kept.done_on.type), cast(null(), kept.cents.type))
    waiting = _part(challenge_deadline, *nothing).where(challenge_deadline.c.lapses.is_(False))
    parts = []
    for part in (written, waiting):
        columns = part.selected_columns
        place = [columns.due_on, columns.challenge_id, columns.kind, columns.about]
        if part is written:
            place += [columns.number, columns.until]
        if after:
            names = zip(_KEY, place, strict=False)
            part = part.where(
                columns.due_on >= bindparam("k_due"),
                tuple_(*place) > tuple_(*(bindparam(name, type_=each.type) for name, each in names)),
            )
        parts.append(part.order_by(*place).limit(bindparam("most")))
    both = union_all(*(select(part.subquery()) for part in parts)).subquery()
    same = and_(challenge.c.authority == bindparam("authority"), challenge.c.id == both.c.challenge_id)
    order = (both.c.due_on, both.c.challenge_id, both.c.kind, both.c.about, both.c.number, both.c.until)
    folded = case((both.c.cents.is_(None), challenge.c.folded)).label("folded")
    found = select(*order, both.c.done_on, both.c.cents, folded).select_from(both.join(challenge, same))
    return Query(found.order_by(*order).limit(bindparam("most")))


def missed(connection: Connection, authority: str, today: date, key: MissedKey | None, most: int) -> list[MissedTerm]:
    """Give every missed term of an authority by its last day, with what it cost until today."""
    bound: dict[str, Any] = {"authority": authority, "today": today, "most": most}
    if key is not None:
        bound |= dict(zip(_KEY, key, strict=True))
    return [
        MissedTerm(
            (row.due_on, row.challenge_id, row.kind, row.about, row.number, row.until),
            row.done_on,
            _running(connection, row, today) if row.cents is None else row.cents,
        )
        for row in _missed(key is not None).all(connection, bound)
    ]


def _running(connection: Connection, row: Any, today: date) -> int:
    """Count the penalty of a term that waits."""
    stands = load(Case, row.folded)
    assert stands.ordinance is not None, "terms run by an ordinance"
    rules = ordinance_by_id(connection, stands.ordinance.id)
    found = deadlines_of(stands, rules, calendar_of(rules, DUTCH), today)
    this = (row.kind, row.about, row.due_on)
    return next((cost(stands, each) for each in found if (each.kind, each.about or 0, each.due_on) == this), 0)
