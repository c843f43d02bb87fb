"""What a move on a challenge reads before it decides: the case, who acts on it, and what its tests look up elsewhere."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    select,
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
from challenge_api.challenges.preconditions.situation import Facts, RegisteredMandate
from challenge_api.challenges.rules import IN_FORCE, Version, ordinance_by_id, ordinance_of_draft, successor_of, version_of
from challenge_api.challenges.tables import challenge
from challenge_api.challenges.visibility import (
    Seen,
    only_visible,
    parameters,
    represented,
)
from challenge_api.groups.tables import challenge_group, group_representative
from challenge_api.history.entries import load as read_back
from challenge_api.history.moves import Beginning, Loaded, Reading, id_of_person
from challenge_api.history.query import Query
from challenge_api.history.tables import event, person
from challenge_api.law.access import Actor, Principal, Role
from challenge_api.mandates.tables import mandate
from challenge_api.ordinances.tables import ordinance_version

_ACTOR: Final = id_of_person(challenge.c.authority).correlate(challenge).scalar_subquery()
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


@dataclass(frozen=True, slots=True)
class Along:
    """What the statement that a move begins with read along for `facts`.

    `later_rules`: whether a newer ordinance might take the case along; `in_force`: id of the version by which a new one is
    received.
    """

    later_rules: bool = False
    in_force: str | None = None


LATER_RULES: Final = exists().where(
    ordinance_version.c.authority == challenge.c.authority,
    ordinance_version.c.in_force_from > challenge.c.filed_on,
    ordinance_version.c.state != "draft",
)
"""Whether a newer ordinance might take the case along."""


def _move(represents: ColumnElement[bool]) -> Select[Any]:
    columns = (challenge.c.authority, challenge.c.version, challenge.c.folded, challenge.c.group_id)
    looked_up = (represents.label("represents"), _ACTOR.label("actor"), _LEAF.label("leaf"), LATER_RULES.label("later_rules"))
    return select(*columns, *looked_up).where(challenge.c.id == bindparam("id"))


@lru_cache(maxsize=8)
def _for_a_move(staff: int, own: int) -> Query:
    represents = represented() if own else literal(False)  # a value of the statement
    return Query(only_visible(_move(represents), staff, own))


@lru_cache(maxsize=1)
def _to_object() -> Query:
    at = challenge.c.authority.in_(bindparam("interested_at", expanding=True))
    return Query(_move(literal(False)).where(at))


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
        id_of_person(bindparam("authority")).scalar_subquery().label("actor"),
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
            return Facts(**_about_group(reading, command.contents.group.group_id), **_rests_on(found))
        case SubmitDraft():
            received, begun = command.received_on or reading.today, reading.state.begun_on
            found = ordinance_of_draft(connection, reading.authority, received, begun or received)
            return Facts(**_rests_on(found))
        case Draft() | Revise():
            return Facts(**_about_group(reading, command.contents.group.group_id))
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


def _rests_on(found: Version | None) -> dict[str, Any]:
    return {} if found is None else {"ordinance": found.rules, "ordinance_id": found.id, "ordinance_number": found.number}


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


def _about_group(reading: Reading[Case, Command], group_id: str | None) -> dict[str, Any]:
    if group_id is None:
        return {}
    here = (challenge_group.c.authority == reading.authority, challenge_group.c.id == group_id)
    exists = reading.connection.execute(select(literal(1)).where(*here)).first() is not None
    return {"named_group_exists": exists, "represents_named_group": _represents(reading, group_id)}


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
