"""Every SELECT on ordinances. They are public: anybody may read the rules of an authority."""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, or_, select

from challenge_api.history.entries import load as read_back
from challenge_api.history.moves import Loaded, Reading, person_id
from challenge_api.law.access import Principal
from challenge_api.ordinances.commands import Command, DraftOrdinance
from challenge_api.ordinances.decider import Versions
from challenge_api.ordinances.events import OrdinanceVersion
from challenge_api.ordinances.tables import ordinance_version

_TABLE: Final = ordinance_version.c
_ONE: Final = select(ordinance_version).where(_TABLE.stream == bindparam("stream"))
_OTHERS: Final = select(_TABLE.stream, _TABLE.number, _TABLE.state, _TABLE.in_force_from).where(
    _TABLE.authority == bindparam("at"), _TABLE.id == bindparam("name"), _TABLE.stream != bindparam("stream")
)
_DRAFT: Final = select(_TABLE.stream).where(
    _TABLE.authority == bindparam("at"), _TABLE.id == bindparam("name"), _TABLE.state == "draft"
)
_NAMED: Final = (
    select(ordinance_version)
    .where(or_(_TABLE.id == bindparam("name"), _TABLE.stream == bindparam("name")))
    .order_by(_TABLE.authority, _TABLE.number)
)
_ALL: Final = select(ordinance_version).order_by(_TABLE.authority, _TABLE.id, _TABLE.number)


def every(connection: Connection, authority: str | None) -> Sequence[Row[Any]]:
    """Give all versions, of one authority or of all."""
    statement = _ALL if authority is None else _ALL.where(_TABLE.authority == bindparam("at"))
    return connection.execute(statement, {} if authority is None else {"at": authority}).all()


def one(connection: Connection, stream: str) -> Row[Any] | None:
    """Give one version by its id."""
    return connection.execute(_ONE, {"stream": stream}).one_or_none()


def draft_of(connection: Connection, authority: str, name: str) -> str | None:
    """Give the id of the draft of an ordinance."""
    found: str | None = connection.execute(_DRAFT, {"at": authority, "name": name}).scalar()
    return found


def named(connection: Connection, name: str, authority: str | None) -> Sequence[Row[Any]]:
    """Give the versions of an ordinance by its own id or by the id of a version, oldest first."""
    statement = _NAMED if authority is None else _NAMED.where(_TABLE.authority == bindparam("at"))
    return connection.execute(statement, {"name": name} if authority is None else {"name": name, "at": authority}).all()


def version_of(row: Row[Any]) -> OrdinanceVersion:
    """Give the version that a row holds."""
    return read_back(OrdinanceVersion, row.folded)


def load(connection: Connection, principal: Principal, stream: str) -> Loaded[OrdinanceVersion] | None:
    """Load a version for a move."""
    row = one(connection, stream)
    if row is None:
        return None
    known = person_id(connection, row.authority, principal.issuer, principal.subject)
    return Loaded(row.authority, stream, row.version, read_back(OrdinanceVersion, row.folded), known, False)


def versions(reading: Reading[OrdinanceVersion, Command]) -> Versions:
    """Give what there is of the ordinance that a command is about, beside the version itself."""
    command = reading.command
    name = command.document["id"] if isinstance(command, DraftOrdinance) else reading.state.ordinance_id
    bound = {"at": reading.authority, "name": name, "stream": reading.stream}
    others = reading.connection.execute(_OTHERS, bound).all()
    present = next((row for row in others if row.state == "published"), None)
    return Versions(
        stream=reading.stream,
        newest=max((row.number for row in others), default=0),
        has_draft=any(row.state == "draft" for row in others),
        present=None if present is None else present.stream,
        present_from=None if present is None else present.in_force_from,
    )
