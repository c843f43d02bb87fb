"""Every SELECT on challenges, each behind the visibility filter, and what a move reads before it decides."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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
    exists,
    false,
    literal,
    select,
    tuple_,
    union,
)

from challenge_api.challenges import duties
from challenge_api.challenges.case import Case
from challenge_api.challenges.commands import (
    Award,
    Command,
    Draft,
    Join,
    Lapse,
    Reject,
    Renew,
    Revise,
    SetAside,
    Submit,
    SubmitDraft,
    Terminate,
)
from challenge_api.challenges.commands.dealings import LinkCase
from challenge_api.challenges.commands.defaults import DecidePenalty
from challenge_api.challenges.commands.duties import ConfirmReceipt, TellDelay, WarnOfDeadline
from challenge_api.challenges.commands.objections import DecideObjection, LodgeObjection
from challenge_api.challenges.commands.tracks import Assign
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.challenges.preconditions.situation import Facts, RegisteredMandate
from challenge_api.challenges.rules import IN_FORCE, Version, ordinance_by_id, ordinance_of_draft, successor_of, version_of
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.visibility import (
    WITHHELD,
    WITHOUT_PERSONS,
    Seen,
    only_visible,
    parameters,
    reason_parameters,
    reasons_to_see,
    represented,
    third_party,
    view_at,
)
from challenge_api.groups.tables import challenge_group, group_representative
from challenge_api.history import replay
from challenge_api.history.entries import load as read_back
from challenge_api.history.query import Query
from challenge_api.history.tables import event, person
from challenge_api.history.transaction import Beginning, Loaded, Reading
from challenge_api.law.access import Actor, Principal, Role, View
from challenge_api.mandates.tables import mandate
from challenge_api.ordinances.tables import ordinance_version

_ACTOR: Final = (
    select(person.c.id)
    .where(
        person.c.authority == challenge.c.authority,
        person.c.issuer == bindparam("issuer"),
        person.c.subject == bindparam("subject"),
    )
    .correlate(challenge)
    .scalar_subquery()
)
_LEAF: Final = (
    select(event.c.leaf)
    .where(
        event.c.authority == challenge.c.authority,
        event.c.stream == challenge.c.id,
        event.c.version == challenge.c.version,
    )
    .correlate(challenge)
    .scalar_subquery()
)
_ME: Final = select(person.c.authority, person.c.id).where(
    person.c.issuer == bindparam("issuer"), person.c.subject == bindparam("subject")
)


@dataclass(frozen=True, slots=True)
class Along:
    """What the statement that a move begins with read along for `facts`.

    `later_rules`: whether a newer ordinance might take the case along; `in_force`: id of the version by which a new one is
    received.
    """

    later_rules: bool = False
    in_force: str | None = None


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


_LATER_RULES: Final = exists().where(
    ordinance_version.c.authority == challenge.c.authority,
    ordinance_version.c.in_force_from > challenge.c.filed_on,
    ordinance_version.c.state != "draft",
)
"""Whether a newer ordinance might take the case along."""


def _move(represents: ColumnElement[bool]) -> Select[Any]:
    columns = (challenge.c.authority, challenge.c.version, challenge.c.folded, challenge.c.group_id)
    looked_up = (represents.label("represents"), _ACTOR.label("actor"), _LEAF.label("leaf"), _LATER_RULES.label("later_rules"))
    return select(*columns, *looked_up).where(challenge.c.id == bindparam("id"))


@lru_cache(maxsize=8)
def _for_a_move(staff: int, own: int) -> Query:
    represents = represented() if own else literal(False)  # a value of the statement
    return Query(only_visible(_move(represents), staff, own))


@lru_cache(maxsize=1)
def _to_object() -> Query:
    at = challenge.c.authority.in_(bindparam("interested_at", expanding=True))
    return Query(_move(literal(False)).where(at))


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
    shown = select(challenge.c.authority, challenge.c.folded, _LATER_RULES.label("later_rules"))
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


def load(connection: Connection, principal: Principal, challenge_id: str) -> Loaded[Case] | None:
    """Load a case for a move, in one statement; None when it is not there for this viewer."""
    seen = Seen.by(principal)
    bound = parameters(principal, seen) | {"id": challenge_id, "issuer": principal.issuer, "subject": principal.subject or ""}
    row = _for_a_move(seen.staff, seen.own).first(connection, bound)
    if row is None:
        return None
    case, along = read_back(Case, row.folded), Along(later_rules=bool(row.later_rules))
    return Loaded(row.authority, challenge_id, row.version, case, row.actor, bool(row.represents), row.leaf, along)


_ASKED: Final = select(literal(1).label("one")).subquery()
_BEGIN: Final = Query(
    select(
        select(person.c.id)
        .where(
            person.c.authority == bindparam("authority"),
            person.c.issuer == bindparam("issuer"),
            person.c.subject == bindparam("subject"),
        )
        .scalar_subquery()
        .label("actor"),
        IN_FORCE.scalar_subquery().label("ordinance"),
    ).select_from(_ASKED)
)


def begin(connection: Connection, principal: Principal, command: Command, today: date) -> Beginning:
    """Read for a case that begins, in one statement: who the person is, and which ordinance is in force on the day of receipt."""
    assert isinstance(command, Submit | Draft), "no other command begins a case"
    received = (command.received_on if isinstance(command, Submit) else None) or today
    bound = {"authority": command.authority, "issuer": principal.issuer, "subject": principal.subject or "", "day": received}
    row = _BEGIN.all(connection, bound)[0]
    return Beginning(row.actor, Along(in_force=row.ordinance))


def load_to_object(connection: Connection, principal: Principal, challenge_id: str) -> Loaded[Case] | None:
    """Load a case to lodge an objection: also for a third party who is none of its parties yet, once a decision was announced.

    Whoever a decision concerns may object (Awb 1:2, 7:1), and learns of it by its announcement; before, there is no such case.
    """
    known = load(connection, principal, challenge_id)
    at = principal.authorities(frozenset({Role.INTERESTED_PARTY}))
    if known is not None or principal.subject is None or not at:
        return known
    bound = {"id": challenge_id, "issuer": principal.issuer, "subject": principal.subject, "interested_at": list(at)}
    row = _to_object().first(connection, bound)
    if row is None:
        return None
    case = read_back(Case, row.folded)
    if all(decision.announced_on is None for decision in case.decisions):
        return None
    along = Along(later_rules=bool(row.later_rules))
    return Loaded(row.authority, challenge_id, row.version, case, row.actor, False, row.leaf, along)


def is_third_party(case: Case, actor_id: str | None) -> bool:
    """Tell whether somebody is in the case as a third party who objected, by their actor id."""
    return actor_id is not None and any(objection.party == actor_id for objection in case.objections)


def actor_of(loaded: Loaded[Case], principal: Principal) -> Actor:
    """Give the viewer as one who would act on the case; a person never seen at the authority has no id yet."""
    roles = principal.roles_at(loaded.authority)
    if principal.subject is None:
        return Actor(f"client:{principal.client}", principal.client, False, roles, loaded.represents)
    return Actor(loaded.actor_id or "", principal.client, True, roles, loaded.represents)


def facts(reading: Reading[Case, Command]) -> Facts:
    """Read what a decision needs from elsewhere."""
    command, connection = reading.command, reading.connection
    match command:
        case Submit():
            named = reading.along.in_force
            found = None if named is None else version_of(connection, named)
            return _rests_on(_about_group(reading, command.contents.group.group_id), found)
        case SubmitDraft():
            received, begun = command.received_on or reading.today, reading.state.begun_on
            found = ordinance_of_draft(connection, reading.authority, received, begun or received)
            return _rests_on(Facts(), found)
        case Draft() | Revise():
            return _about_group(reading, command.contents.group.group_id)
        case Assign():
            assignee = reading.people.id_of(reading.principal.issuer, command.subject)
            return Facts(**_own_rules(reading), assignee=assignee)
        case LodgeObjection(subject=str() as subject):
            return Facts(**_own_rules(reading), objector=reading.people.id_of(reading.principal.issuer, subject))
        case LinkCase():
            other = None if command.other == reading.stream else _state_of(connection, reading.authority, command.other)
            return Facts(**_own_rules(reading), other_state=other)
        case Join():
            other = None if command.into == reading.stream else _state_of(connection, reading.authority, command.into)
            return Facts(**_own_rules(reading), other_state=other)
        case ConfirmReceipt() | WarnOfDeadline() | TellDelay():
            done = duties.is_done(connection, reading.authority, reading.stream, command)
            return Facts(**_own_rules(reading), duty_done=done)
        case Award() | Reject() | SetAside() | Lapse() | Renew() | Terminate() | DecideObjection() | DecidePenalty():
            return Facts(**_own_rules(reading), mandates=_mandates(connection, reading.authority))
        case _:
            return Facts(**_own_rules(reading))


def _rests_on(facts: Facts, found: Version | None) -> Facts:
    if found is None:
        return facts
    return replace(facts, ordinance=found.rules, ordinance_id=found.id, ordinance_number=found.number)


def _own_rules(reading: Reading[Case, Command]) -> dict[str, Any]:
    """Give the version that the case keeps, and the one that takes it along by the legal date of a decision, else by today."""
    ordinance = reading.state.ordinance
    if ordinance is None:
        return {}
    day = min(getattr(reading.command, "decided_on", None) or reading.today, reading.today)
    own = ordinance_by_id(reading.connection, ordinance.id)
    if not reading.along.later_rules:
        return {"ordinance": own}
    return {"ordinance": own, "successor": successor_of(reading.connection, reading.state, day)}


_MANDATES: Final = select(
    *(mandate.c.id, mandate.c.reference, mandate.c.kind, mandate.c.body, mandate.c.up_to_cents),
    *(mandate.c.from_on, mandate.c.until, mandate.c.under),
).where(mandate.c.authority == bindparam("authority"))


def _mandates(connection: Connection, authority: str) -> tuple[RegisteredMandate, ...]:
    """Give the register of an authority."""
    return tuple(RegisteredMandate(**row) for row in connection.execute(_MANDATES, {"authority": authority}).mappings())


def _about_group(reading: Reading[Case, Command], group_id: str | None) -> Facts:
    if group_id is None:
        return Facts()
    here = (challenge_group.c.authority == reading.authority, challenge_group.c.id == group_id)
    exists = reading.connection.execute(select(literal(1)).where(*here)).first() is not None
    return Facts(named_group_exists=exists, represents_named_group=_represents(reading, group_id))


def _represents(reading: Reading[Case, Command], group_id: str) -> bool:
    if reading.principal.subject is None:
        return False
    same = and_(person.c.authority == group_representative.c.authority, person.c.id == group_representative.c.person)
    found = (
        select(literal(1))
        .select_from(group_representative.join(person, same))
        .where(
            group_representative.c.authority == reading.authority,
            group_representative.c.group_id == group_id,
            person.c.issuer == reading.principal.issuer,
            person.c.subject == reading.principal.subject,
        )
    )
    return reading.connection.execute(found).first() is not None


def _state_of(connection: Connection, authority: str, challenge_id: str) -> str | None:
    found = select(challenge.c.state).where(challenge.c.authority == authority, challenge.c.id == challenge_id)
    return connection.execute(found).scalar()


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


def nearest(parts: Sequence[Select[Any]], *, descending: bool) -> Select[Any]:
    """Give the nearest of every part, in order; each part has the columns `sort` and `id`."""
    order = desc if descending else asc
    if len(parts) == 1:
        return parts[0]
    found = union(*(select(part.subquery()) for part in parts)).subquery()
    return select(found).order_by(order(found.c.sort), order(found.c.id)).limit(bindparam("most"))


@lru_cache(maxsize=256)
def _page(seen: Seen, filters: frozenset[str], sort: str, descending: bool, after: bool) -> Query:
    """Give the statement of a page: the nearest of each reason to see a case, then the nearest of those."""
    column = challenge.c[SORTS[sort]]
    order = desc if descending else asc
    statement = select(challenge.c.id, column.label("sort"), challenge.c.summary).where(
        *(FILTERS[name] for name in sorted(filters))
    )
    if after:
        statement = statement.where(beyond(challenge, column, descending=descending))
    statement = statement.order_by(order(column), order(challenge.c.id)).limit(bindparam("most"))
    parts = [statement.where(reason) for reason in reasons_to_see(seen)]
    return Query(nearest(parts or [statement.where(false())], descending=descending))


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
    statement = _page(seen.shape(), frozenset(filters), sort.lstrip("-"), descending, key is not None)
    bound = reason_parameters(principal, seen) | {f"f_{name}": value for name, value in filters.items()} | {"most": most}
    if key is not None:
        bound |= {"k_sort": key[0], "k_id": key[1]}
    return statement.all(connection, bound)
