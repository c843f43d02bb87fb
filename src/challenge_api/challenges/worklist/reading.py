"""The statement of a worklist page, behind the visibility filter.

Open terms lie in one table, in the order of their last day per authority. A page takes the nearest from each range of an index
in which some of its terms lie, and then the nearest of those: one range for each authority, for duties apart from powers that
lapse (those that did are nobody's work and pile up at the beginning), and for each kind of term when kinds were chosen. Only of
what is on the page the case is read. So a page costs the same whatever else is there, and wherever it lies. Somebody's own cases
are few: those are found first, and their terms then.

The legal day is that of the authority of a case, so bounds that depend on it are bound per authority.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    Connection,
    FromClause,
    Select,
    Text,
    and_,
    asc,
    bindparam,
    desc,
    false,
    select,
    tuple_,
    type_coerce,
    union,
    union_all,
)

from challenge_api.challenges.clocks import KINDS, DutyOf, Kind
from challenge_api.challenges.due_dates import NEVER
from challenge_api.challenges.tables import challenge, challenge_deadline
from challenge_api.challenges.visibility import Seen, reason_parameters, reasons_to_see_own, submitted
from challenge_api.challenges.worklist.standing import OpenStatus, standing
from challenge_api.history.driver import Rows
from challenge_api.history.query import Query, written
from challenge_api.law.access import Principal
from challenge_api.law.deadlines import later

_TERM: Final = challenge_deadline.c
_SHOWN: Final = (
    *(_TERM.authority, _TERM.challenge_id, _TERM.kind, _TERM.about, _TERM.number, _TERM.due_on, _TERM.article, _TERM.suspended),
    type_coerce(_TERM.starts_on, Text).label("starts_on"),  # only shown, and each database writes a day in the same way
)
_SORT: Final = ("due_on", "challenge_id", "kind", "about")


_BEFORE_ALL: Final = ("", "", -1)
"""Sorts before every id, kind and number, whatever the collation."""


class Key(NamedTuple):
    """Where in a worklist a term stands."""

    due_on: date
    challenge_id: str
    kind: str
    about: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which terms are asked for: those that are still work, of the cases that the viewer may see."""

    authority: str | None = None
    handler: str | None = None
    kind: Kind | None = None
    duty_of: DutyOf | None = None
    overdue: bool | None = None
    """True for duties whose last day has passed, False for what has not passed; None for both."""
    status: OpenStatus | None = None
    """How the term stands today."""
    due_from: date | None = None
    due_before: date | None = None
    due_within_days: int | None = None
    """From today through so many days on."""

    @property
    def kinds(self) -> tuple[Kind, ...]:
        """The kinds that were chosen; empty for any."""
        if self.duty_of is None:
            return () if self.kind is None else (self.kind,)
        return tuple(kind for kind, of in KINDS.items() if of.duty_of == self.duty_of and self.kind in (None, kind))

    def days(self, today: date, *, lapses: bool) -> tuple[date, date]:
        """Give the first and the last due day that is asked for; the last before the first when there is none."""
        first, last = self.due_from or date.min, NEVER
        if self.due_before is not None:
            last = min(last, later(self.due_before, -1)) if self.due_before > date.min else date.min
            first = max(first, later(date.min, 1)) if self.due_before == date.min else first
        if self.due_within_days is not None:
            last = min(last, later(today, self.due_within_days))
        if self.due_within_days is not None or self.overdue is False or self.status == "running" or lapses:
            first = max(first, today)
        if self.overdue or self.status == "missed":
            last = min(last, later(today, -1))
        return first, last


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a statement is made of."""

    seen: Seen
    kinds: tuple[Kind, ...]
    of_any_kind: bool
    of_handler: bool
    status: OpenStatus | None
    descending: bool
    most: int

    @property
    def ranges(self) -> tuple[tuple[bool, int | None], ...]:
        """Whether the terms of a range lapse, and the number of their kind where kinds were chosen."""
        if self.of_any_kind:
            return (False, None), (True, None)
        return tuple((KINDS[kind].lapses, n) for n, kind in enumerate(self.kinds))


def _ordered(statement: Select[Any], source: Any, asked: _Asked) -> Select[Any]:
    order = desc if asked.descending else asc
    return statement.order_by(*(order(source[name]) for name in _SORT)).limit(written(asked.most))


def _keys(asked: _Asked, at: str, lapses: bool, kind: int | None, cases: FromClause | None = None) -> Select[Any]:
    """Give the statement of one range: the nearest terms at an authority that are duties, or that lapse; of these cases."""
    found = select(*_SHOWN).where(_TERM.authority == bindparam(at))
    if cases is not None:
        same = and_(cases.c.authority == _TERM.authority, cases.c.id == _TERM.challenge_id)
        found = found.select_from(cases.join(challenge_deadline, same))
    found = found.where(_TERM.lapses == lapses) if kind is None else found.where(_TERM.kind == bindparam(f"kind_{kind}"))
    if asked.of_handler:
        found = found.where(_TERM.handler == bindparam("handler"))
    if asked.status is not None:
        found = found.where(standing(asked.status, _TERM.suspended, at))
    name = _range_name(at, lapses)
    place = tuple(each for each in _SORT if kind is None or each != "kind")  # within a kind its index has the rest
    near = tuple_(*(_TERM[each] for each in place))
    limit = tuple_(*(bindparam(f"{name}_{each}", type_=_TERM[each].type) for each in place))
    far = bindparam(f"{name}_far", type_=_TERM.due_on.type)
    if asked.descending:
        return _ordered(found.where(near < limit, _TERM.due_on >= far), _TERM, asked)
    return _ordered(found.where(near > limit, _TERM.due_on <= far), _TERM, asked)


def _range_name(at: str, lapses: bool) -> str:
    return f"{'lapsing' if lapses else 'duty'}_{at}"


@lru_cache(maxsize=256)
def _page(asked: _Asked) -> Query:
    parts = [_keys(asked, f"staff_at_{n}", *each) for n in range(len(asked.seen.authorities)) for each in asked.ranges]
    for n in range(len(asked.seen.party)):
        own = union(*(select(challenge.c.authority, challenge.c.id).where(reason) for reason in reasons_to_see_own(n)))
        cases = own.cte(f"own_{n}").prefix_with("MATERIALIZED")
        parts += [_keys(asked, f"party_at_{n}", *each, cases) for each in asked.ranges]
    if not parts:
        return Query(select(*_SHOWN).where(false()))
    together = union_all(*(select(part.subquery()) for part in parts)).subquery()
    near = _ordered(select(together), together.c, asked).subquery()
    case = and_(challenge.c.authority == near.c.authority, challenge.c.id == near.c.challenge_id)
    shown = select(*near.c, challenge.c.version, challenge.c.summary).where(*submitted())
    found = shown.select_from(near.join(challenge, case))
    return Query(_ordered(found, near.c, asked))


def asking(
    principal: Principal, chosen: Chosen, today: Mapping[str, date], key: Key | None, backwards: bool, most: int
) -> tuple[Query, dict[str, Any]]:
    """Give the statement of a page and the values to bind."""
    seen = Seen.by(principal).at(chosen.authority).of_submitted()  # a draft has no terms
    of_any_kind = chosen.kind is None and chosen.duty_of is None
    asked = _Asked(seen.shape(), chosen.kinds, of_any_kind, chosen.handler is not None, chosen.status, backwards, most)
    bound = reason_parameters(principal, seen) | {"handler": chosen.handler}
    bound |= {f"kind_{n}": kind for n, kind in enumerate(chosen.kinds)}
    for role, codes in (("staff", seen.authorities), ("party", seen.party)):
        for n, code in enumerate(codes):
            if chosen.status is not None:
                bound[f"today_{role}_at_{n}"] = today[code].isoformat()
            bound |= _limits(f"{role}_at_{n}", chosen, today[code], key, backwards)
    return _page(asked), bound


@lru_cache(maxsize=256)
def _limits(at: str, chosen: Chosen, today: date, key: Key | None, backwards: bool) -> Mapping[str, Any]:
    """Give where the ranges of an authority begin and end; on one day most ask for the same first page."""
    bound: dict[str, Any] = {}
    for lapses in (False, True):
        near, far = _bounds(chosen.days(today, lapses=lapses), key, backwards)
        name = _range_name(at, lapses)
        bound |= {f"{name}_{each}": getattr(near, each) for each in _SORT} | {f"{name}_far": far}
    return bound


def _bounds(days: tuple[date, date], key: Key | None, backwards: bool) -> tuple[Key, date]:
    """Give the key beyond which a range begins, in the direction of reading, and the day with which it ends."""
    first, last = days
    if key is None:
        return Key(first, *_BEFORE_ALL), last
    if backwards:
        return key if key.due_on <= last else Key(later(last, 1), *_BEFORE_ALL), first
    return key if key.due_on >= first else Key(first, *_BEFORE_ALL), last


def page(
    connection: Connection,
    principal: Principal,
    chosen: Chosen,
    today: Mapping[str, date],
    key: Key | None,
    backwards: bool,
    most: int,
) -> Rows:
    """Give open terms after a key in the order of their last day (before it when `backwards`, nearest first).

    `today` is the legal day of each authority that the principal has a role at.
    """
    query, bound = asking(principal, chosen, today, key, backwards, most)
    return query.all(connection, bound)
