"""Every SELECT on mandates. The register is public: who may decide is made known (Awb 3:42, 10:5)."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, literal, or_, select

from challenge_api.history.entries import load as read_back
from challenge_api.history.moves import Loaded, Reading, person_id
from challenge_api.law.access import Principal
from challenge_api.mandates.commands import Command, GiveMandate
from challenge_api.mandates.events import Known, Mandate
from challenge_api.mandates.tables import mandate

_ONE: Final = select(mandate).where(mandate.c.id == bindparam("id"))
_OF: Final = select(mandate).where(mandate.c.authority == bindparam("at")).order_by(mandate.c.from_on, mandate.c.id)
_ABOVE: Final = select(mandate).where(
    mandate.c.authority == bindparam("at"), or_(mandate.c.reference == bindparam("name"), mandate.c.id == bindparam("name"))
)
_GIVEN: Final = select(literal(1)).where(mandate.c.authority == bindparam("at"), mandate.c.reference == bindparam("reference"))


def of(connection: Connection, authority: str) -> Sequence[Row[Any]]:
    """Give the whole register of an authority, in order of first days."""
    return connection.execute(_OF, {"at": authority}).all()


def one(connection: Connection, mandate_id: str) -> Row[Any] | None:
    """Give one mandate by its id."""
    return connection.execute(_ONE, {"id": mandate_id}).one_or_none()


def folded(row: Row[Any]) -> Mandate:
    """Give the mandate that a row holds."""
    return read_back(Mandate, row.folded)


def load(connection: Connection, principal: Principal, mandate_id: str) -> Loaded[Mandate] | None:
    """Load a mandate for a move."""
    row = one(connection, mandate_id)
    if row is None:
        return None
    known = person_id(connection, row.authority, principal.issuer, principal.subject)
    return Loaded(row.authority, mandate_id, row.version, folded(row), known, False)


def known(reading: Reading[Mandate, Command]) -> Known:
    """Give what the register has of a new mandate: whether its reference is given already, and the one it comes from."""
    if not isinstance(reading.command, GiveMandate):
        return Known()
    command, connection, at = reading.command, reading.connection, reading.authority
    given = connection.execute(_GIVEN, {"at": at, "reference": command.reference}).first() is not None
    above = None if command.under is None else connection.execute(_ABOVE, {"at": at, "name": command.under}).first()
    return Known(reference_given=given, above=None if above is None else folded(above))
