"""What a move will write, gathered while it is decided and sent at once.

PostgreSQL gets the whole move as one statement, which is a transaction of its own: the head of the log is bumped, every row
follows from it, and the commit is part of it. The lock on the head is held for no round trip at all, which is what the rate of
an authority hangs on, and most of what a move costs the server falls away (docs/decisions/0005). SQLite gets the same rows one
statement after the other inside its transaction, where that costs nothing.
"""

import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from operator import itemgetter
from typing import Any, Final

import orjson
import psycopg
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

from challenge_api.history.driver import Rows, as_told_by_library, straight

POSITION: Final = "position"
"""Rows of the log say their place in the move, 0 for the last; the database adds the position that the head then has."""
END: Final = "until_position"
"""Column of a row that holds from one position of the log until another, which is no part of it."""
LAST: Final = 2**31 - 1
"""Beyond every position."""
_HEAD: Final = "head"
_AT_ONCE: Final = 30
"""Rows in one statement of SQLite; it takes 32,766 values."""
_POSTGRESQL: Final = postgresql.dialect()  # type: ignore[no-untyped-call] # a class without types
_SQLITE: Final = sqlite.dialect()

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class _Step:
    """One kind of write to one table: rows of the same columns."""

    verb: str
    table: Table
    columns: tuple[str, ...]


@dataclass(slots=True)
class Writes:
    """The rows of one move at one authority; `connection` is for what a projection must read."""

    connection: Connection
    steps: dict[_Step, list[Row]] = field(default_factory=dict)
    afterwards: list[Callable[[Connection], None]] = field(default_factory=list)

    def insert(self, table: Table, rows: Sequence[Row]) -> None:
        """Add rows that must be new; all with the same columns."""
        self._add("insert", table, rows)

    def put(self, table: Table, row: Row) -> None:
        """Write a row, over the one with the same primary key if there is one."""
        self._add("put", table, [row])

    def change(self, table: Table, row: Row) -> None:
        """Set the columns of the row with the same primary key."""
        self._add("change", table, [row])

    def remove(self, table: Table, row: Row) -> None:
        """Remove the row with this primary key; never one that this move writes as well."""
        self._add("remove", table, [row])

    def end(self, table: Table, row: Row) -> None:
        """End the row that has no end yet and these values, at a position of the log (`LAST` stands for no end)."""
        self._add("end", table, [row])

    def then(self, action: Callable[[Connection], None]) -> None:
        """Do something after the rows are there, in the same transaction."""
        self.afterwards.append(action)

    def _add(self, verb: str, table: Table, rows: Sequence[Row]) -> None:
        if rows:
            self.steps.setdefault(_Step(verb, table, tuple(rows[0])), []).extend(rows)

    def send(self) -> None:
        """Write rows that are no part of the log, inside the transaction that the caller has open."""
        self._one_by_one(0)
        self._finish()

    def record(self, authority: str, count: int) -> int | None:
        """Take `count` positions of the authority's log, write everything, and give the last position.

        On PostgreSQL this is the whole transaction. Gives None, nothing written, when the authority has no log.
        """
        if self.connection.dialect.name != "postgresql":
            bumped = self._ask(_BUMP, (count, authority))
            if not bumped:
                return None
            self._one_by_one(bumped[0][0])
            self._finish()
            return int(bumped[0][0])
        if not self.afterwards:
            return self._in_one(authority, count)
        self.connection.exec_driver_sql("BEGIN")
        try:
            if (last := self._in_one(authority, count)) is not None:
                self._finish()
        except BaseException:
            self.connection.exec_driver_sql("ROLLBACK")
            raise
        self.connection.exec_driver_sql("COMMIT")
        return last

    def _in_one(self, authority: str, count: int) -> int | None:
        rows = (orjson.dumps(rows, default=_hex).decode() for rows in self.steps.values())
        found = self._ask(_whole(tuple(self.steps)), (count, authority, *rows))
        return found[0][0] if found else None

    def _ask(self, text: str | bytes, values: Sequence[Any]) -> Rows:
        try:
            return straight(self.connection, text, values)
        except psycopg.OperationalError as error:
            self.connection.exec_driver_sql("SELECT 1")  # a broken connection is told and thrown away by the library
            raise as_told_by_library(self.connection, error) from error
        except (psycopg.Error, sqlite3.Error) as error:
            raise as_told_by_library(self.connection, error) from error

    def _one_by_one(self, last: int) -> None:
        plain = self.connection.dialect.name != "postgresql"
        for step, rows in self.steps.items():
            placed = [{**row, POSITION: last + row[POSITION]} for row in rows] if POSITION in step.columns else rows
            form = _form(step)
            if plain:
                self._all_of(step, [form.for_sqlite(row) for row in placed])
            else:
                written = [form.given(row) for row in placed]
                self.connection.exec_driver_sql(_each(step, "%s"), written if len(written) > 1 else written[0])

    def _all_of(self, step: _Step, rows: Sequence[tuple[Any, ...]]) -> None:
        """Write the rows of a step to SQLite: new ones at once, for each statement lets another thread run in between."""
        at_once = _AT_ONCE if step.verb in ("insert", "put") else 1
        for start in range(0, len(rows), at_once):
            some = rows[start : start + at_once]
            self._ask(_each(step, "?", len(some)), some[0] if len(some) == 1 else tuple(chain.from_iterable(some)))

    def _finish(self) -> None:
        for action in self.afterwards:
            action(self.connection)


_BUMP: Final = f"UPDATE {_HEAD} SET position = position + ? WHERE authority = ? RETURNING position"  # noqa: S608 # our names


def _key(table: Table) -> tuple[str, ...]:
    return tuple(column.name for column in table.primary_key.columns)


def _rest(step: _Step) -> list[str]:
    key = _key(step.table)
    return [name for name in step.columns if name not in key]


def _same(step: _Step) -> list[str]:
    """Columns by which an `end` finds its row."""
    return [name for name in step.columns if name != POSITION]


def _over(step: _Step) -> str:
    settings = ", ".join(f"{name} = excluded.{name}" for name in _rest(step))
    return f" ON CONFLICT ({', '.join(_key(step.table))}) DO " + (f"UPDATE SET {settings}" if settings else "NOTHING")


@lru_cache(maxsize=256)
def _each(step: _Step, mark: str, count: int = 1) -> str:
    """Write the statement for one row, or for so many new ones."""
    name, columns = step.table.name, step.columns
    this = " AND ".join(f"{each} = {mark}" for each in _key(step.table))
    if step.verb == "change":
        return f"UPDATE {name} SET {', '.join(f'{each} = {mark}' for each in _rest(step))} WHERE {this}"  # noqa: S608 # our names
    if step.verb == "remove":
        return f"DELETE FROM {name} WHERE {this}"  # noqa: S608 # our names
    if step.verb == "end":
        open_row = " AND ".join(f"{each} = {mark}" for each in _same(step))
        return f"UPDATE {name} SET {END} = {mark} WHERE {open_row} AND {END} = {LAST}"  # noqa: S608 # our names
    values = ", ".join([f"({', '.join([mark] * len(columns))})"] * count)
    insert = f"INSERT INTO {name} ({', '.join(columns)}) VALUES {values}"  # noqa: S608 # our names
    return insert + _over(step) if step.verb == "put" else insert


@lru_cache(maxsize=256)
def _whole(steps: tuple[_Step, ...]) -> bytes:
    """Write the statement for a move: every part reads the bumped head, so none begins before the lock on it is held."""
    parts = [f"h AS (UPDATE {_HEAD} SET position = position + $1::int WHERE authority = $2 RETURNING position)"]  # noqa: S608 # our names
    parts += [f"w{n} AS ({_part(step, n)})" for n, step in enumerate(steps, start=3)]
    return f"WITH {', '.join(parts)} SELECT position FROM h".encode()  # noqa: S608 # our names


def _part(step: _Step, number: int) -> str:
    name, columns = step.table.name, step.columns
    types = ", ".join(f"{each} {step.table.c[each].type.compile(_POSTGRESQL)}" for each in columns)
    rows = f"h, json_to_recordset(${number}::json) AS r({types})"
    this = " AND ".join(f"t.{each} = r.{each}" for each in _key(step.table))
    if step.verb == "change":
        settings = ", ".join(f"{each} = r.{each}" for each in _rest(step))
        return f"UPDATE {name} AS t SET {settings} FROM {rows} WHERE {this}"  # noqa: S608 # our names
    if step.verb == "remove":
        return f"DELETE FROM {name} AS t USING {rows} WHERE {this}"  # noqa: S608 # our names
    if step.verb == "end":
        open_row = " AND ".join(f"t.{each} = r.{each}" for each in _same(step))
        return f"UPDATE {name} AS t SET {END} = h.position + r.position FROM {rows} WHERE {open_row} AND t.{END} = {LAST}"  # noqa: S608 # our names
    values = ", ".join("h.position + r.position" if each == POSITION else f"r.{each}" for each in columns)
    insert = f"INSERT INTO {name} ({', '.join(columns)}) SELECT {values} FROM {rows}"  # noqa: S608 # our names
    # the parser needs a word between the rows and ON
    return f"{insert} WHERE true{_over(step)}" if step.verb == "put" else insert


def _hex(value: Any) -> str:
    """Write bytes as PostgreSQL reads them."""
    if isinstance(value, bytes):
        return "\\x" + value.hex()
    raise TypeError(f"{type(value)} is no value of a row")


@dataclass(frozen=True, slots=True)
class _Form:
    """How the rows of a step become the values of its statement."""

    given: Callable[[Row], tuple[Any, ...]]
    written: tuple[tuple[int, Callable[[Any], Any]], ...]
    """Places of values that the library writes in a form of their own, as days and moments, and how it does."""

    def for_sqlite(self, row: Row) -> tuple[Any, ...]:
        """Give the values as the types of the table read them back."""
        values = list(self.given(row))
        for n, write in self.written:
            values[n] = write(values[n])
        return tuple(values)


@lru_cache(maxsize=256)
def _form(step: _Step) -> _Form:
    names = step.columns
    if step.verb == "change":
        names = (*_rest(step), *_key(step.table))
    elif step.verb == "end":
        names = (POSITION, *_same(step))
    types = [step.table.c[END if step.verb == "end" and name == POSITION else name].type for name in names]
    processors = [kind.dialect_impl(_SQLITE).bind_processor(_SQLITE) for kind in types]
    written = tuple((n, write) for n, write in enumerate(processors) if write is not None)
    return _Form(itemgetter(*names) if len(names) > 1 else lambda row: (row[names[0]],), written)
