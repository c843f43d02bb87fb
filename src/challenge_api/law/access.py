"""Who may do and see what: roles, views, and the people behind a request.

The role × action table of the moves lies in each capability's `lifecycle`; here lies what is no move, and the two steps of the
visibility filter: which cases a viewer may see, and in which view.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Role(StrEnum):
    """A role at one authority, as a token carries it; all but `SYSTEM`, which is the service itself and no token can carry."""

    REPRESENTATIVE = "representative"
    INTAKE = "intake"
    HANDLER = "handler"
    ASSESSOR = "assessor"
    DECISION_MAKER = "decision-maker"
    CONTRACT_MANAGER = "contract-manager"
    OBJECTION_COMMITTEE = "objection-committee"
    PUBLISHER = "publisher"
    ARCHIVIST = "archivist"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"
    INTERESTED_PARTY = "interested-party"
    SYSTEM = "system"


HELD: Final = tuple(role for role in Role if role is not Role.SYSTEM)
"""Roles that a token can carry."""


STAFF: Final = frozenset(
    {
        Role.INTAKE,
        Role.HANDLER,
        Role.ASSESSOR,
        Role.DECISION_MAKER,
        Role.CONTRACT_MANAGER,
        Role.OBJECTION_COMMITTEE,
        Role.PUBLISHER,
        Role.ARCHIVIST,
        Role.ADMINISTRATOR,
    }
)
"""Roles that see every submitted case of their authority, personal data included."""


class View(StrEnum):
    """How much of a case a viewer sees."""

    PARTY = "party"  # the group itself
    STAFF = "staff"  # the authority at work
    AUDIT = "audit"  # everything but personal data
    INTERESTED = "interested"  # a third party in the case that it objects in: no personal data, no doings of the authority


@dataclass(frozen=True, slots=True)
class Principal:
    """Whom a verified token speaks for: issuer, person (None when a client acts alone), client, and roles per authority."""

    issuer: str
    subject: str | None
    client: str
    roles: Mapping[str, frozenset[Role]]

    def roles_at(self, authority: str) -> frozenset[Role]:
        """Roles at one authority; empty when the token names none there."""
        return self.roles.get(authority, frozenset())

    def authorities(self, among: frozenset[Role]) -> tuple[str, ...]:
        """Authorities, sorted, at which the token carries any role of `among`."""
        return tuple(sorted(code for code, roles in self.roles.items() if roles & among))


@dataclass(frozen=True, slots=True)
class Actor:
    """The one who acts, as the history names them.

    `id` is random per person and authority (design §2): the row that links it to issuer and subject is private and erasable.
    A client without a person has the id `client:<client>`. `represents` says that the actor represents the group of the case
    at hand.
    """

    id: str
    client: str
    person: bool
    roles: frozenset[Role]
    represents: bool = False
