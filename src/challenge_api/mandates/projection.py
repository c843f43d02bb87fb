"""Mandate events → read table; the only writer of it."""

from sqlalchemy import Connection, delete

from challenge_api.history.entries import dump
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes
from challenge_api.mandates.events import Mandate
from challenge_api.mandates.tables import mandate


def project(writes: Writes, change: Change[Mandate]) -> None:
    """Write the mandate as it is now."""
    now = change.after
    assert now.given is not None, "the first event gives it"
    row = {
        "authority": change.authority,
        "id": change.stream,
        "reference": now.given.reference,
        "kind": now.given.kind,
        "body": now.given.body,
        "up_to_cents": now.given.up_to_cents,
        "from_on": now.given.from_on,
        "until": now.until,
        "under": now.given.under,
        "version": now.version,
        "folded": dump(now),
    }
    writes.put(mandate, row)


def clear(connection: Connection) -> None:
    """Empty the read table, to be built anew."""
    connection.execute(delete(mandate))
