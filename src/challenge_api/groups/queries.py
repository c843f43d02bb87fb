"""Every SELECT on groups, behind who may see them: staff and auditors of the authority, and the group's own representatives."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, and_, bindparam, exists, or_, select

from challenge_api.groups.events import Group
from challenge_api.groups.tables import challenge_group, group_representative
from challenge_api.history.entries import load as read_back
from challenge_api.history.moves import Loaded, id_of_person
from challenge_api.history.tables import person
from challenge_api.law.access import STAFF, Principal, Role

_SEES: Final = STAFF | {Role.AUDITOR}
_OWN: Final = exists(
    select(1)
    .select_from(
        group_representative.join(
            person, and_(person.c.authority == group_representative.c.authority, person.c.id == group_representative.c.person)
        )
    )
    .where(
        group_representative.c.authority == challenge_group.c.authority,
        group_representative.c.group_id == challenge_group.c.id,
        person.c.issuer == bindparam("issuer"),
        person.c.subject == bindparam("subject"),
    )
    .correlate(challenge_group)
)
_ACTOR: Final = id_of_person(challenge_group.c.authority).correlate(challenge_group).scalar_subquery()
_VISIBLE: Final = or_(challenge_group.c.authority.in_(bindparam("staff_at", expanding=True)), _OWN)
_ONE: Final = select(challenge_group, _OWN.label("represents"), _ACTOR.label("actor")).where(
    challenge_group.c.id == bindparam("id"), _VISIBLE
)
_LISTED: Final = select(challenge_group.c.id, challenge_group.c.document).where(_VISIBLE).limit(bindparam("most"))
_AFTER: Final = _LISTED.where(challenge_group.c.id > bindparam("key")).order_by(challenge_group.c.id)
_BEFORE: Final = _LISTED.where(challenge_group.c.id < bindparam("key")).order_by(challenge_group.c.id.desc())


def _viewer(principal: Principal) -> dict[str, Any]:
    return {
        "staff_at": list(principal.authorities(_SEES)),
        "issuer": principal.issuer,
        "subject": principal.subject or "",
    }


def one(connection: Connection, principal: Principal, group_id: str) -> Row[Any] | None:
    """Give the row of a group that the viewer may see."""
    return connection.execute(_ONE, _viewer(principal) | {"id": group_id}).one_or_none()


def page(connection: Connection, principal: Principal, key: str, most: int, *, backwards: bool) -> Sequence[Row[Any, Any]]:
    """Give groups that the viewer may see, in order of id after an id; before it, nearest first, when `backwards`."""
    statement = _BEFORE if backwards else _AFTER
    return connection.execute(statement, _viewer(principal) | {"key": key, "most": most}).all()


def load(connection: Connection, principal: Principal, group_id: str) -> Loaded[Group] | None:
    """Load a group for a move."""
    row = one(connection, principal, group_id)
    if row is None:
        return None
    folded = read_back(Group, row.folded)
    return Loaded(row.authority, row.id, row.version, folded, row.actor, bool(row.represents))
