"""A finished statement goes to the driver, values by their place.

psycopg's cursor costs 32 µs of processor time a statement, its own layer below 12: what a cursor adds (a statement in pieces,
rows on demand, other threads on the same connection) nobody here needs. So a statement of PostgreSQL goes to that layer, which
also keeps its plan: after a few times it is prepared under a name, on each connection for itself.
"""

import sqlite3
from collections.abc import Sequence
from typing import Any, Final

import psycopg
from psycopg.adapt import PyFormat, Transformer
from psycopg.errors import error_from_result
from psycopg.pq import ConnStatus, ExecStatus
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

Rows = Sequence[Any]
_OWN: Final = "statements"
_OFTEN: Final = 4
_MOST: Final = 200
"""Statements that a connection keeps a name for; each holds its plan in the memory of the server."""


def straight(connection: Connection, text: str | bytes, values: Sequence[Any]) -> Rows:
    """Give the rows of a statement from the driver; raises its errors, not the library's."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "postgresql":
        rows: Rows = driver.execute(text, values).fetchall()
        return rows
    if not driver.autocommit:  # here the cursor begins the transaction
        return psycopg.RawCursor(driver).execute(text, values).fetchall()
    if (statements := connection.info.get(_OWN)) is None:
        statements = connection.info[_OWN] = _Statements(driver)
    return statements.ask(text, values)


class _Statements:
    """The statements that one connection of PostgreSQL was asked, with their names once they have one."""

    __slots__ = ("_adapting", "_count", "_driver", "_known")

    def __init__(self, driver: Any) -> None:
        self._driver, self._adapting = driver, Transformer(driver)
        self._known: dict[tuple[bytes, Any], bytes | int] = {}  # by text and types, for with others it means another thing
        self._count = 0

    def ask(self, text: Any, values: Sequence[Any]) -> Rows:
        adapting, server = self._adapting, self._driver.pgconn
        given = adapting.dump_sequence(values, _AS_TEXT[: len(values)])
        types = adapting.types
        asked = (text, types)
        name = self._known.get(asked, 0)
        if isinstance(name, int):
            name = self._named(asked, name)
        result = server.exec_prepared(name, given) if name else server.exec_params(text, given, types)
        if result.status not in _DONE:
            self._known.pop(asked, None)
            raise self._told(result)
        adapting.set_pgresult(result)
        return adapting.load_rows(0, result.ntuples, tuple)

    def _named(self, asked: tuple[bytes, Any], times: int) -> bytes:
        """Give a name to a statement that was asked often; none yet to another."""
        if len(self._known) >= _MOST and asked not in self._known:
            self._forget_the_oldest()
        if times < _OFTEN:
            self._known[asked] = times + 1
            return b""
        self._count += 1
        name = b"own_%d" % self._count
        result = self._driver.pgconn.prepare(name, *asked)
        if result.status not in _DONE:
            raise self._told(result)
        self._known[asked] = name
        return name

    def _forget_the_oldest(self) -> None:
        name = self._known.pop(next(iter(self._known)))
        if isinstance(name, bytes):
            self._driver.pgconn.close_prepared(name)  # not in SQL, which a pooler in between would not understand

    def _told(self, result: Any) -> psycopg.Error:
        if self._driver.pgconn.status == ConnStatus.BAD:
            return psycopg.OperationalError(result.get_error_message())
        return error_from_result(result)


_AS_TEXT: Final = [PyFormat.TEXT] * 1000
_DONE: Final = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)


def as_told_by_library(connection: Connection, error: Exception) -> Exception:
    """Give the library's error for one of the driver's."""
    base = psycopg.Error if connection.dialect.name == "postgresql" else sqlite3.Error
    told: Exception = DBAPIError.instance(None, None, error, base, dialect=connection.dialect)
    return told
