"""SELECTs on challenges for those who read, each behind the visibility filter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    FromClause,
    Row,
    Select,
    and_,
    asc,
    bindparam,
    desc,
    false,
    select,
    tuple_,
    union,
)

from challenge_api.challenges.case import Case
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.loading import LATER_RULES
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.visibility import (
    WITHHELD,
    WITHOUT_PERSONS,
    Seen,
    only_visible,
    parameters,
    reason_parameters,
    reasons_to_see,
    third_party,
    view_at,
)
from challenge_api.history import replay
from challenge_api.history.entries import load as read_back
from challenge_api.history.moves import Loaded
from challenge_api.history.query import Query, written
from challenge_api.history.tables import person
from challenge_api.law.access import Principal, View

_ME: Final = select(person.c.authority, person.c.id).where(
    person.c.issuer == bindparam("issuer"), person.c.subject == bindparam("subject")
)


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as one viewer sees it: the stored representation, and what it depends on."""

    authority: str
    id: str
    version: int
    view: View
    body: bytes


def spliced(document: str, personal: str, view: View) -> bytes:
    """Put the personal members into a representation, except in views without persons."""
    if view in WITHOUT_PERSONS:
        return document.encode()
    return f"{document[:-1]},{personal[1:]}".encode()


@lru_cache(maxsize=8)
def _one(staff: int, own: int) -> Query:
    columns = (challenge.c.authority, challenge.c.version, challenge.c.document, challenge.c.personal, third_party(own))
    return Query(only_visible(select(*columns).where(challenge.c.id == bindparam("id")), staff, own))


def one(connection: Connection, principal: Principal, challenge_id: str) -> Shown | None:
    """Give a case in the viewer's view; None when it is not there for them."""
    seen = Seen.by(principal)
    row = _one(seen.staff, seen.own).first(connection, parameters(principal, seen) | {"id": challenge_id})
    if row is None:
        return None
    view = view_at(principal, row.authority, third=bool(row.third))
    return Shown(row.authority, challenge_id, row.version, view, spliced(row.document, row.personal, view))


@lru_cache(maxsize=8)
def _folded(staff: int, own: int) -> Query:
    shown = select(challenge.c.authority, challenge.c.folded, LATER_RULES.label("later_rules"))
    return Query(only_visible(shown.where(challenge.c.id == bindparam("id")), staff, own))


@dataclass(frozen=True, slots=True)
class Read:
    """A case as it is read for its terms, without what it says; `later_rules`: whether a newer ordinance might take it along."""

    authority: str
    case: Case
    later_rules: bool


def counted_case(connection: Connection, principal: Principal, challenge_id: str) -> Read | None:
    """Read a case for its terms, in one statement; None when it is not there for this viewer."""
    seen = Seen.by(principal)
    row = _folded(seen.staff, seen.own).first(connection, parameters(principal, seen) | {"id": challenge_id})
    return None if row is None else Read(row.authority, read_back(Case, row.folded, Case.SAYS), bool(row.later_rules))


def me(connection: Connection, principal: Principal) -> Mapping[str, str]:
    """Give the viewer's actor ids, by authority."""
    if principal.subject is None:
        return {}
    rows = connection.execute(_ME, {"issuer": principal.issuer, "subject": principal.subject})
    return {row.authority: row.id for row in rows}


def as_of(connection: Connection, loaded: Loaded[Case], instant: datetime) -> Case | None:
    """Give the case as the log had it at an instant; None when it did not exist yet."""
    until = replay.position_at(connection, loaded.authority, instant)
    return replay.state_at(connection, AGGREGATE, loaded.authority, loaded.stream, until)


def courses(connection: Connection, loaded: Loaded[Case], instant: datetime) -> list[Case]:
    """Give the case after each of its events up to an instant, in order."""
    until = replay.position_at(connection, loaded.authority, instant)
    case, found = AGGREGATE.initial, []
    for each in replay.recorded(connection, AGGREGATE, loaded.authority, loaded.stream, until):
        case = AGGREGATE.evolve(case, each.event)
        found.append(case)
    return found


# --- lists ----------------------------------------------------------------------------------------------------------


def filters_on(cases: FromClause) -> Mapping[str, ColumnElement[bool]]:
    """Give each filter of the list as its condition on cases, or on their past; each rests on an index of the authority's."""
    return {
        "authority": cases.c.authority == bindparam("f_authority"),
        "phase": cases.c.phase == bindparam("f_phase"),
        "state": cases.c.state == bindparam("f_state"),
        "outcome": cases.c.outcome == bindparam("f_outcome"),
        "taskDomain": cases.c.task_domain == bindparam("f_taskDomain"),
        "handler": cases.c.handler == bindparam("f_handler"),
        "group": cases.c.group_id == bindparam("f_group"),
        "submittedFrom": and_(cases.c.filed_on >= bindparam("f_submittedFrom"), cases.c.phase != "draft"),
        "submittedUntil": and_(cases.c.filed_on <= bindparam("f_submittedUntil"), cases.c.phase != "draft"),
        "dueBefore": cases.c.due_on < bindparam("f_dueBefore"),
    }


FILTERS: Final = filters_on(challenge)
_ASKS_FOR_WITHHELD: Final = {"state": WITHHELD, "phase": ("draft", "closed"), "outcome": ("discarded",)}
"""Filter → its values that leave cases in which are withheld from staff."""

SORTS: Final = {"submittedOn": "filed_on", "dueOn": "due_on"}


def seen_in_list(principal: Principal, filters: Mapping[str, Any]) -> Seen:
    """Give what a list with these filters needs of its viewer."""
    seen = Seen.by(principal).at(filters.get("authority"))
    asks_for_withheld = all(filters[name] in values for name, values in _ASKS_FOR_WITHHELD.items() if name in filters)
    return seen if asks_for_withheld else seen.of_submitted()


def beyond(cases: FromClause, column: ColumnElement[date], *, descending: bool) -> ColumnElement[bool]:
    """Give the condition that a case comes after the key of a page in this order."""
    key = tuple_(bindparam("k_sort", type_=column.type), bindparam("k_id"))
    place = tuple_(column, cases.c.id)
    return place < key if descending else place > key


def nearest(parts: Sequence[Select[Any]], most: int, *, descending: bool) -> Select[Any]:
    """Give the nearest of every part, in order; each part has the columns `sort` and `id`."""
    order = desc if descending else asc
    if len(parts) == 1:
        return parts[0]
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    return select(found).order_by(order(found.c.sort), order(found.c.id)).limit(written(most))


@lru_cache(maxsize=256)
def _page(seen: Seen, filters: frozenset[str], sort: str, descending: bool, after: bool, most: int) -> Query:
    """Give the statement of a page: the nearest of each reason to see a case, then the nearest of those."""
    column = challenge.c[SORTS[sort]]
    order = desc if descending else asc
    statement = select(challenge.c.id, column.label("sort"), challenge.c.summary).where(
        *(FILTERS[name] for name in sorted(filters))
    )
    if after:
        statement = statement.where(beyond(challenge, column, descending=descending))
    statement = statement.order_by(order(column), order(challenge.c.id)).limit(written(most))
    parts = [statement.where(reason) for reason in reasons_to_see(seen)]
    return Query(nearest(parts or [statement.where(false())], most, descending=descending))


def page(
    connection: Connection,
    principal: Principal,
    filters: Mapping[str, Any],
    sort: str,
    key: tuple[date, str] | None,
    backwards: bool,
    most: int,
) -> Sequence[Row[Any]]:
    """Give summaries after a key (before it when `backwards`, nearest first); `sort` with "-" in front descends."""
    seen = seen_in_list(principal, filters)
    descending = sort.startswith("-") != backwards
    statement = _page(seen.shape(), frozenset(filters), sort.lstrip("-"), descending, key is not None, most)
    bound = reason_parameters(principal, seen) | {f"f_{name}": value for name, value in filters.items()}
    if key is not None:
        bound |= {"k_sort": key[0], "k_id": key[1]}
    return statement.all(connection, bound)
