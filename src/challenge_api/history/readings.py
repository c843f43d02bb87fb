"""What auditors read, recorded beside the log: append-only, and nobody reads as an auditor without a row of it.

An auditor sees every case of an authority without being at work on it, so each of their reads is a processing of personal data
that must be accounted for (GDPR 5(2)). Reads by others leave nothing here and cost nothing. The record is no part of the log: it
is made by reading, and a log that grows by being read would tell its readers of one another.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, tuple_

from challenge_api.history.query import Query
from challenge_api.history.tables import reading
from challenge_api.law.access import Principal

LONGEST: Final = 2000
"""Characters of an address that are kept."""


def record(connection: Connection, principal: Principal, authorities: Sequence[str], at: datetime, address: str) -> None:
    """Record that somebody read something as an auditor of these authorities."""
    who = {"issuer": principal.issuer, "subject": principal.subject or "", "client": principal.client}
    rows = [{"authority": code, "read_at": at, "address": address[:LONGEST], **who} for code in authorities]
    connection.execute(insert(reading), rows)


_AFTER: Final = Query(
    select(reading)
    .where(
        reading.c.authority == bindparam("authority"),
        reading.c.read_at >= bindparam("since"),
        reading.c.read_at < bindparam("until"),
        tuple_(reading.c.read_at, reading.c.number)
        > tuple_(bindparam("since", type_=reading.c.read_at.type), bindparam("after", type_=reading.c.number.type)),
    )
    .order_by(reading.c.read_at, reading.c.number)
    .limit(bindparam("most"))
)


def read_after(connection: Connection, authority: str, after: tuple[datetime, int], until: datetime, most: int) -> Sequence[Any]:
    """Give readings at an authority in order, after an instant and a number, before another instant."""
    return _AFTER.all(connection, {"authority": authority, "since": after[0], "after": after[1], "until": until, "most": most})
