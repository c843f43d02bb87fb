"""A SELECT that is compiled once and then goes straight to the driver.

A request reads one indexed row or one page; beside that, the way through the library's execution costs four times what the
driver needs (measured: 110 µs of processor time against 25). The statement, written by the library, is therefore handed to the
driver as it is (`driver.straight`, also for the statements of a move). Statements with lists of values, and whatever fails on the
short way, go the ordinary one, which also tells a broken connection from a broken statement.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import psycopg
from sqlalchemy import ColumnElement, Connection, Dialect, Integer, Select, Text, literal_column
from sqlalchemy.dialects.postgresql import psycopg as postgresql
from sqlalchemy.dialects.sqlite import pysqlite as sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from challenge_api.history.driver import Rows, straight

_MANY: Final = "__[POSTCOMPILE"
_DIALECTS: Final[Mapping[str, Dialect]] = {
    "postgresql": postgresql.dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call] # a class without types
    "sqlite": sqlite.dialect(paramstyle="qmark"),
}
"""How each driver takes values by their place: then it has no text to translate."""
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


def _is_gone(connection: Connection) -> bool:
    driver: Any = connection.connection.driver_connection
    return bool(getattr(driver, "closed", False)) and not connection.in_transaction()


def written(number: int) -> ColumnElement[int]:
    """Write a number into a statement: of a bound limit PostgreSQL expects a tenth of the table, and plans each time anew."""
    return literal_column(str(number), Integer)


@dataclass(frozen=True, slots=True)
class _Compiled:
    """A statement in the words of one database, with what its values and its rows go through."""

    text: str | bytes
    given: tuple[tuple[str, Any, Processor | None], ...]
    row: Callable[[Sequence[Any]], Any]
    readers: tuple[tuple[int, Processor], ...]

    @classmethod
    def of(cls, statement: Select[Any], name: str) -> "_Compiled":
        dialect = _DIALECTS[name]
        compiled: Any = statement.compile(dialect=dialect)
        columns = list(statement.selected_columns)
        binds = compiled.binds
        given = tuple(
            (key, compiled.params[key], binds[key].type.dialect_impl(dialect).bind_processor(dialect))
            for key in compiled.positiontup
        )
        kind: Any = namedtuple("Row", [column.key for column in columns])  # type: ignore[misc] # known at run time
        readers = [(n, column.type.dialect_impl(dialect).result_processor(dialect, None)) for n, column in enumerate(columns)]
        text = str(compiled)
        said: str | bytes = "" if _MANY in text else text.encode() if name == "postgresql" else text
        return cls(said, given, kind._make, tuple((n, reader) for n, reader in readers if reader is not None))

    def values(self, parameters: Mapping[str, Any]) -> list[Any]:
        """Give the values in their places."""
        said = ((parameters.get(name, value), write) for name, value, write in self.given)
        return [value if write is None else write(value) for value, write in said]

    def read(self, row: Sequence[Any]) -> Any:
        """Give a row with its values as the columns have them."""
        values = list(row)
        for n, reader in self.readers:
            values[n] = reader(values[n])
        return self.row(values)


class Query:
    """A statement ready to be asked again and again; rows have their columns as attributes."""

    def __init__(self, statement: Select[Any]) -> None:
        """Keep the statement; it is compiled when it is first asked."""
        self.statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def all(self, connection: Connection, parameters: Mapping[str, Any]) -> Rows:
        """Give every row."""
        name = connection.dialect.name
        if (ready := self._compiled.get(name)) is None:
            ready = self._compiled[name] = _Compiled.of(self.statement, name)
        if ready.text:
            try:
                found = straight(connection, ready.text, ready.values(parameters))
            except (psycopg.Error, sqlite3.Error):
                if _is_gone(connection):
                    connection.invalidate()  # kept since before the database went away: a read is asked again on another one
            else:
                return [ready.row(row) for row in found] if not ready.readers else [ready.read(row) for row in found]
        return connection.execute(self.statement, parameters).all()

    def first(self, connection: Connection, parameters: Mapping[str, Any]) -> Any | None:
        """Give the first row; None when there is none."""
        return next(iter(self.all(connection, parameters)), None)
