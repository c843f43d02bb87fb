"""Rows into a table in one statement, on the shortest way that each database has.

Statements go to the driver as they are, past the layers that compile and convert: half of what a statement costs. PostgreSQL gets
one array a column: through `executemany` every row is a message of its own, and a statement with a hundred parameters is parsed
anew each time by the driver; both were most of the time of a move. SQLite takes rows one by one and it costs nothing.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Final

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql

FEW: Final = 2
"""So many rows are written out; more come as arrays."""
_DIALECT: Final = postgresql.dialect()  # type: ignore[no-untyped-call] # a class without types


@lru_cache(maxsize=64)
def _values(table: Table, columns: tuple[str, ...], count: int, mark: str) -> str:
    row = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {table.name} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"  # noqa: S608 # names of our tables


@lru_cache(maxsize=64)
def _arrays(table: Table, columns: tuple[str, ...]) -> str:
    types = (table.c[name].type.compile(_DIALECT).partition("(")[0] for name in columns)
    arrays = ", ".join(f"%s::{type_}[]" for type_ in types)
    return f"INSERT INTO {table.name} ({', '.join(columns)}) SELECT * FROM unnest({arrays})"  # noqa: S608 # names of our tables


def insert_rows(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that have the same columns; values are of the types that the driver writes as they are."""
    if not rows:
        return
    columns = tuple(rows[0])
    if connection.dialect.name != "postgresql":
        written = [tuple(_for_sqlite(row[name]) for name in columns) for row in rows]
        connection.exec_driver_sql(_values(table, columns, 1, "?"), written if len(written) > 1 else written[0])
    elif len(rows) <= FEW:
        values = tuple(row[name] for row in rows for name in columns)
        connection.exec_driver_sql(_values(table, columns, len(rows), "%s"), values)
    else:
        connection.exec_driver_sql(_arrays(table, columns), tuple([row[name] for row in rows] for name in columns))


def _for_sqlite(value: Any) -> Any:
    """Write a moment (in UTC) or a day in the form in which the table types read it back."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
    return value.isoformat() if isinstance(value, date) else value
