"""A SELECT that is compiled once and then goes straight to the driver.

A request reads one indexed row or one page; beside that, the way through the library's execution costs four times what the
driver needs (measured: 110 µs of processor time against 25). On PostgreSQL the statement, written by the library, is therefore
handed to the driver as it is (`straight`, also for the one statement of a move). SQLite, statements with lists of values, and
whatever fails on the short way go the ordinary one, which also tells a broken connection from a broken statement.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import psycopg
from sqlalchemy import Connection, Dialect, Select, Text
from sqlalchemy.dialects.postgresql import psycopg as dialects
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

_MANY: Final = "__[POSTCOMPILE"
_NUMBERED: Final[Dialect] = dialects.dialect(paramstyle="numeric_dollar")  # type: ignore[no-untyped-call] # a class without types
"""Writes `$1` where a value goes, as PostgreSQL reads it: the driver then has no text to translate."""
Rows = Sequence[Any]
Processor = Callable[[Any], Any]


class gathered_rows(FunctionElement[str]):  # noqa: N801 # named as the function of SQL that it is
    """An aggregate: the rows of a group as the text of a JSON list of lists, in no order; null or `[]` when there are none."""

    type = Text()
    inherit_cache = True


@compiles(gathered_rows, "postgresql")
def _on_postgresql(element: gathered_rows, compiler: Any, **options: Any) -> str:
    return f"json_agg(json_build_array({compiler.process(element.clauses, **options)}))::text"


@compiles(gathered_rows, "sqlite")
def _on_sqlite(element: gathered_rows, compiler: Any, **options: Any) -> str:
    return f"json_group_array(json_array({compiler.process(element.clauses, **options)}))"


def straight(connection: Connection, text: bytes, values: Sequence[Any]) -> Rows:
    """Give the rows of a statement with numbered values from the driver; raises its errors, not the library's."""
    cursor = psycopg.RawCursor(connection.connection.driver_connection)  # type: ignore[arg-type] # the driver of PostgreSQL
    return cursor.execute(text, values).fetchall()


def _is_gone(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(driver.closed) and not connection.in_transaction()


class Query:
    """A statement ready to be asked again and again; rows have their columns as attributes."""

    def __init__(self, statement: Select[Any]) -> None:
        """Keep the statement; it is compiled when it is first asked."""
        self.statement = statement
        self._text: bytes | None = None
        self._given: tuple[tuple[str, Any], ...] = ()
        self._row: Callable[[Sequence[Any]], Any] = tuple
        self._processors: tuple[tuple[int, Processor], ...] = ()

    def all(self, connection: Connection, parameters: Mapping[str, Any]) -> Rows:
        """Give every row."""
        if connection.dialect.name == "postgresql":
            if self._text is None:
                self._compile()
            if self._text:
                values = [parameters.get(name, value) for name, value in self._given]
                try:
                    found = straight(connection, self._text, values)
                except psycopg.Error:
                    if _is_gone(connection):
                        connection.invalidate()  # kept since before the database went away: a read is asked again on another one
                else:
                    return [self._row(row) for row in found] if not self._processors else [self._read(row) for row in found]
        return connection.execute(self.statement, parameters).all()

    def first(self, connection: Connection, parameters: Mapping[str, Any]) -> Any | None:
        """Give the first row; None when there is none."""
        return next(iter(self.all(connection, parameters)), None)

    def _compile(self) -> None:
        compiled: Any = self.statement.compile(dialect=_NUMBERED)
        columns = list(self.statement.selected_columns)
        self._given = tuple((name, compiled.params[name]) for name in compiled.positiontup)
        kind: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc] # known at run time
        self._row = kind._make
        readers = [(n, column.type.dialect_impl(_NUMBERED).result_processor(_NUMBERED, None)) for n, column in enumerate(columns)]
        self._processors = tuple((n, reader) for n, reader in readers if reader is not None)
        text = str(compiled)
        self._text = b"" if _MANY in text else text.encode()

    def _read(self, row: Sequence[Any]) -> Any:
        values = list(row)
        for n, reader in self._processors:
            values[n] = reader(values[n])
        return self._row(values)
