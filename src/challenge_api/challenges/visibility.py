"""The one visibility filter that every read of challenges passes, in two steps: which cases, and which view of them.

What a viewer may not see does not exist for them (design §6). Staff and auditors see every case of their authority but drafts;
a group's representatives see their own cases; whoever began a draft sees it.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, or_, select

from challenge_api.challenges.lifecycle import VIEWS
from challenge_api.challenges.tables import challenge
from challenge_api.groups.tables import group_representative
from challenge_api.history.tables import person
from challenge_api.law.access import STAFF, Principal, Role, View

SEES_CASES: Final = STAFF | {Role.AUDITOR}
_OWN_CASES: Final = frozenset({Role.REPRESENTATIVE, Role.INTAKE})


@dataclass(frozen=True, slots=True)
class Seen:
    """Values that the filter's statement needs of a viewer."""

    authorities: tuple[str, ...]
    party: bool
    """Whether the viewer may represent a group, or have begun a draft."""

    @classmethod
    def by(cls, principal: Principal) -> "Seen":
        """Read them off a principal."""
        return cls(principal.authorities(SEES_CASES), bool(principal.authorities(_OWN_CASES)))

    @property
    def staff(self) -> int:
        """0, 1 or 2 for no, one or several authorities seen as staff or auditor: each has its own statement."""
        return min(len(self.authorities), 2)


def parameters(principal: Principal, seen: Seen) -> dict[str, Any]:
    """Give the values to bind for the filter."""
    bound: dict[str, Any] = {}
    if len(seen.authorities) == 1:
        bound["staff_at"] = seen.authorities[0]
    elif seen.authorities:
        bound["staff_at"] = list(seen.authorities)
    if seen.party:
        client = f"client:{principal.client}" if principal.subject is None else ""
        bound |= {"issuer": principal.issuer, "subject": principal.subject or "", "as_client": client}
    return bound


@lru_cache(maxsize=8)
def visible(staff: int, party: bool) -> ColumnElement[bool]:
    """Give the condition on `challenge`: `staff` is 0, 1 or 2 for no, one or several authorities seen as staff or auditor."""
    conditions: list[ColumnElement[bool]] = []
    if staff:
        at = challenge.c.authority
        here = at == bindparam("staff_at") if staff == 1 else at.in_(bindparam("staff_at", expanding=True))
        conditions.append(and_(here, challenge.c.phase != "draft", challenge.c.state != "discarded"))
    if party:
        conditions += [represented(), begun_by_viewer()]
    return or_(*conditions) if conditions else false()


def represented() -> ColumnElement[bool]:
    """Give the condition that the viewer represents the group of the case."""
    return exists(
        select(1)
        .select_from(group_representative.join(person, _same_person()))
        .where(
            group_representative.c.authority == challenge.c.authority,
            group_representative.c.group_id == challenge.c.group_id,
            person.c.issuer == bindparam("issuer"),
            person.c.subject == bindparam("subject"),
        )
        .correlate(challenge)
    )


def begun_by_viewer() -> ColumnElement[bool]:
    """Give the condition that the viewer began a case that is still a draft."""
    return and_(
        challenge.c.phase == "draft",
        or_(
            challenge.c.begun_by == bindparam("as_client"),
            exists(
                select(1)
                .select_from(person)
                .where(
                    person.c.authority == challenge.c.authority,
                    person.c.id == challenge.c.begun_by,
                    person.c.issuer == bindparam("issuer"),
                    person.c.subject == bindparam("subject"),
                )
                .correlate(challenge),
            ),
        ),
    )


def _same_person() -> ColumnElement[bool]:
    return and_(person.c.authority == group_representative.c.authority, person.c.id == group_representative.c.person)


def only_visible(statement: Select[Any], staff: int, party: bool) -> Select[Any]:
    """Limit a statement over `challenge` to what such a viewer may see (see `visible`)."""
    return statement.where(visible(staff, party))


def view_at(principal: Principal, authority: str) -> View:
    """Give the view of a case that this viewer sees: staff before audit before party."""
    roles = principal.roles_at(authority)
    if roles & STAFF:
        return View.STAFF
    return View.AUDIT if Role.AUDITOR in roles else View.PARTY


def hidden_types(view: View) -> frozenset[str]:
    """Give the event types of challenges that do not exist in this view."""
    return _HIDDEN[view]


_HIDDEN: Final = {view: frozenset(kind for kind, views in VIEWS.items() if view not in views) for view in View}
