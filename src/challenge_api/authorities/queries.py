"""Every SELECT on the clocks of sandboxes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from challenge_api.authorities.events import AuthorityClock
from challenge_api.authorities.lifecycle import is_sandbox
from challenge_api.authorities.tables import sandbox_clock
from challenge_api.history.database import Database
from challenge_api.history.moves import Clock, Loaded, person_id
from challenge_api.law.access import Principal

_NEWEST_FIRST: Final = (
    select(sandbox_clock)
    .where(sandbox_clock.c.authority == bindparam("authority"))
    .order_by(sandbox_clock.c.version.desc())
    .limit(1)
)
_BY_THEN: Final = _NEWEST_FIRST.where(sandbox_clock.c.set_at <= bindparam("at"))


def newest(connection: Connection, authority: str) -> Any:
    """Give the row of the newest setting of a clock; None when it was never set."""
    return connection.execute(_NEWEST_FIRST, {"authority": authority}).one_or_none()


def load(connection: Connection, principal: Principal, authority: str) -> Loaded[AuthorityClock]:
    """Load the clock of an authority for a move; one that was never set as well, so that two first settings collide."""
    row = newest(connection, authority)
    known = person_id(connection, authority, principal.issuer, principal.subject)
    if row is None:
        return Loaded(authority, authority, 0, AuthorityClock(), known, False)
    return Loaded(
        authority, authority, row.version, AuthorityClock(state="open", version=row.version, today=row.today), known, False
    )


@dataclass(frozen=True, slots=True)
class LegalDays:
    """The clock of the service: the real one, but the legal day of a sandbox is what it was set to.

    `database` is a second pool: a day is asked for in the middle of reads and moves, whose connection nobody hands on. Of other
    authorities only the first letters are looked at.
    """

    real: Clock
    database: Database

    def now(self) -> datetime:
        """Give the real instant, in UTC."""
        return self.real.now()

    def today(self, authority: str) -> date:
        """Give the legal day at an authority."""
        if is_sandbox(authority):
            with self.database.reading() as connection:
                row = newest(connection, authority)
            if row is not None:
                day: date = row.today
                return day
        return self.real.today(authority)

    def day_of(self, authority: str, at: datetime) -> date:
        """Give the legal day that it was at an authority at an instant."""
        if is_sandbox(authority):
            with self.database.reading() as connection:
                row = connection.execute(_BY_THEN, {"authority": authority, "at": at}).one_or_none()
            if row is not None:
                day: date = row.today
                return day
        return self.real.day_of(authority, at)
