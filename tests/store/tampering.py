"""Somebody with every right on the database, who gets past the triggers."""

import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from challenge_api.app import ERASING, STREAMS
from challenge_api.history.audit import Audit, Fault, Held
from challenge_api.history.database import Database
from challenge_api.history.tables import metadata

EPOCH = 946684800
"""PostgreSQL counts its instants and days from 2000."""


@dataclass
class Intruder:
    """A connection on which nothing is refused; what is done on it is undone."""

    connection: Connection
    publics: tuple[bytes, ...]
    kept: dict[str, Held]

    def does(self, statement: str, **values: Any) -> None:
        done = self.connection.execute(text(statement), values)
        assert done.rowcount > 0, f"nothing was tampered with: {statement}"

    def asks(self, statement: str, **values: Any) -> Any:
        return self.connection.execute(text(statement), values).all()

    @contextmanager
    def undone(self) -> Iterator[None]:
        self.connection.exec_driver_sql("SAVEPOINT before")
        try:
            yield
        finally:
            self.connection.exec_driver_sql("ROLLBACK TO SAVEPOINT before")

    def faults(self, *brought: Held) -> Iterator[Fault]:
        return Audit(self.connection, STREAMS, self.publics, ERASING, self.kept, brought).faults()

    def audit(self, *brought: Held) -> list[Fault]:
        return list(self.faults(*brought))


@contextmanager
def intruder(database: Database, publics: tuple[bytes, ...], kept: dict[str, Held]) -> Iterator[Intruder]:
    with database.reading() as connection:
        if database.sqlite:
            for setting in ("foreign_keys=OFF", "ignore_check_constraints=ON"):
                connection.exec_driver_sql(f"PRAGMA {setting}")
            connection.exec_driver_sql("BEGIN")
            for (name,) in connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all():
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        try:
            yield Intruder(connection, publics, kept)
        finally:
            connection.exec_driver_sql("ROLLBACK")


# --- one byte -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Flip:
    """One byte of one cell, changed."""

    table: str
    column: str
    row: Any
    statement: str
    values: dict[str, Any]
    becomes: Any
    """What the cell holds then, where that is of use to know where the fault shows."""


def flips(connection: Connection, tables: dict[str, int], chance: random.Random) -> Iterator[Flip]:
    """Give flips without end: a table by weight, a row, a column that is not null, a byte and a bit of what is stored."""
    sqlite = connection.dialect.name == "sqlite"
    place = "rowid" if sqlite else "ctid"
    rows = {}
    for name in tables:
        columns = [column for column in metadata.tables[name].columns if column.computed is None]
        bits = ", ".join(_stored(column.name, column.type, sqlite) for column in columns)
        found = connection.exec_driver_sql(f"SELECT {place} AS place, {bits} FROM {name}").mappings().all()
        rows[name] = columns, found
    while True:
        name = chance.choices(list(tables), list(tables.values()))[0]
        columns, found = rows[name]
        row, column = chance.choice(found), chance.choice(columns)
        stored = row[column.name]
        if stored is None:
            continue
        changed, becomes = _flipped(stored, column.type, sqlite, chance)
        if changed is None:
            continue
        statement = f"UPDATE {name} SET {column.name} = {changed} WHERE {place} = :place"
        yield Flip(name, column.name, row, statement, {"place": row["place"], "becomes": becomes}, becomes)


def _stored(name: str, kind: Any, sqlite: bool) -> str:
    """Give the expression of what is stored: bytes of a text, the number behind a day or an instant."""
    plain = type(getattr(kind, "impl", kind)).__name__
    if sqlite:
        return f"CAST({name} AS BLOB) AS {name}" if plain in {"String", "Text", "Date", "DateTime"} else name
    if plain in {"String", "Text"}:
        return f"convert_to({name}, 'UTF8') AS {name}"
    if plain == "Date":
        return f"{name} - DATE '2000-01-01' AS {name}"
    if plain == "DateTime":
        return f"(extract(epoch FROM {name}) * 1000000)::bigint - {EPOCH}000000 AS {name}"
    return name


def _flipped(stored: Any, kind: Any, sqlite: bool, chance: random.Random) -> tuple[str | None, Any]:
    """Give the expression of the changed value, with `:becomes` in it, and that value; None when the database knows no such."""
    plain = type(getattr(kind, "impl", kind)).__name__
    if isinstance(stored, int):
        wide = {"SmallInteger": 2, "DateTime": 8}.get(plain, 4)
        raw = bytearray(stored.to_bytes(wide, "big", signed=True))
        raw[chance.randrange(wide)] ^= 1 << chance.randrange(8)
        number = int.from_bytes(raw, "big", signed=True)
        if plain == "Date":
            return ("DATE '2000-01-01' + CAST(:becomes AS integer)", number) if abs(number) < 2_000_000 else (None, None)
        if plain == "DateTime":
            instant = f"to_timestamp(0) + make_interval(secs => {EPOCH}) + CAST(:becomes AS bigint) * INTERVAL '1 microsecond'"
            return (instant, number) if abs(number) < 10**17 else (None, None)
        return ":becomes", number
    raw = bytearray(stored)
    if not raw:
        return None, None
    raw[chance.randrange(len(raw))] ^= 1 << chance.randrange(8)
    if plain == "LargeBinary":
        return ":becomes", bytes(raw)
    if sqlite:
        return "CAST(:becomes AS TEXT)", bytes(raw)
    try:
        said = raw.decode()
    except UnicodeDecodeError:
        return None, None
    return (None, None) if "\0" in said else (":becomes", said)
