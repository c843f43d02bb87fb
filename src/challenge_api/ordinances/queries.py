"""Every SELECT on ordinances. They are public: anybody may read the rules of an authority."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from challenge_api.history.entries import load as read_back
from challenge_api.history.tables import person
from challenge_api.history.transaction import Loaded, Reading
from challenge_api.law.access import Principal
from challenge_api.ordinances.commands import Command, PublishOrdinance
from challenge_api.ordinances.events import OrdinanceVersion
from challenge_api.ordinances.tables import ordinance_version

_TABLE: Final = ordinance_version.c
_ONE: Final = select(ordinance_version).where(_TABLE.stream == bindparam("stream"))
_ALL: Final = select(ordinance_version).order_by(_TABLE.authority, _TABLE.id, _TABLE.number)


def every(connection: Connection, authority: str | None) -> Sequence[Row[Any]]:
    """Give all versions, of one authority or of all."""
    statement = _ALL if authority is None else _ALL.where(_TABLE.authority == bindparam("at"))
    return connection.execute(statement, {} if authority is None else {"at": authority}).all()


def one(connection: Connection, stream: str) -> Row[Any] | None:
    """Give one version by its id."""
    return connection.execute(_ONE, {"stream": stream}).one_or_none()


def version_of(row: Row[Any]) -> OrdinanceVersion:
    """Give the version that a row holds."""
    return read_back(OrdinanceVersion, row.folded)


def load(connection: Connection, principal: Principal, stream: str) -> Loaded[OrdinanceVersion] | None:
    """Load a version for a move."""
    row = one(connection, stream)
    if row is None:
        return None
    actor = select(person.c.id).where(
        person.c.authority == row.authority, person.c.issuer == principal.issuer, person.c.subject == principal.subject
    )
    known = connection.execute(actor).scalar() if principal.subject else None
    return Loaded(row.authority, stream, row.version, read_back(OrdinanceVersion, row.folded), known, False)


def newest_number(reading: Reading[OrdinanceVersion, Command]) -> int:
    """Give the number of the newest version of the ordinance that a command publishes; 0 when it is the first."""
    if not isinstance(reading.command, PublishOrdinance):
        return 0
    newest = select(func.max(_TABLE.number)).where(
        _TABLE.authority == reading.authority, _TABLE.id == str(reading.command.document.get("id"))
    )
    return reading.connection.execute(newest).scalar() or 0
