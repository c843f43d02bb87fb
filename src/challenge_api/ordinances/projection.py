"""Ordinance events → read table; the only writer of it."""

import json

from sqlalchemy import Connection, delete

from challenge_api.history.entries import dump
from challenge_api.history.moves import Change
from challenge_api.history.writes import Writes
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.ordinances.events import OrdinanceVersion
from challenge_api.ordinances.tables import ordinance_version


def project(writes: Writes, change: Change[OrdinanceVersion]) -> None:
    """Write the version as it is now."""
    now = change.after
    writes.put(
        ordinance_version,
        {
            "authority": change.authority,
            "stream": change.stream,
            "id": now.ordinance_id,
            "number": now.number,
            "state": now.state,
            "title": read_ordinance(json.loads(now.document)).title,
            "published_on": now.published_on,
            "in_force_from": now.in_force_from,
            "in_force_until": now.in_force_until,
            "version": now.version,
            "folded": dump(now),
            "document": now.document,
        },
    )


def clear(connection: Connection) -> None:
    """Empty the read table of drafts, to be built anew; what was published stays, and is written over with the same."""
    connection.execute(delete(ordinance_version).where(ordinance_version.c.state == "draft"))
