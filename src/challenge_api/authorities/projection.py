"""Events of an authority's clock → read table; the only writer of it."""

from sqlalchemy import Connection, delete

from challenge_api.authorities.events import AuthorityClock
from challenge_api.authorities.tables import sandbox_clock
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes


def project(writes: Writes, change: Change[AuthorityClock]) -> None:
    """Write a row for each setting."""
    rows = [
        {"authority": change.authority, "version": each.version, "today": each.event.occurred_on, "set_at": each.recorded_at}
        for each in change.recorded
    ]
    writes.insert(sandbox_clock, rows)


def clear(connection: Connection) -> None:
    """Empty the read table, to be built anew."""
    connection.execute(delete(sandbox_clock))
