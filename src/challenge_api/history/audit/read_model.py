"""What readers are shown, held against what the events lead to.

Each stream's projection runs as in a rebuild, but its rows are only gathered. Rows are compared by a sum of their hashes, one per
table, so nothing is held in memory while they agree; only for a table that differs are its rows looked at one by one.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final, cast

from sqlalchemy import Connection, Table, select
from sqlalchemy.sql.dml import Delete

from challenge_api.history.audit.faults import Fails, Fault
from challenge_api.history.audit.stored import of_authority, plain, raw, streamed
from challenge_api.history.audit.streams import Course
from challenge_api.history.moves import Change, Stream
from challenge_api.history.writes import Writes

_MODULUS: Final = 1 << 128


@dataclass(slots=True)
class _Emptied:
    """Notes which tables a capability empties before a rebuild: these are the ones that events lead to."""

    tables: list[Table] = field(default_factory=list)

    def execute(self, statement: Delete) -> None:
        self.tables.append(cast(Table, statement.table))


def derived(streams: Sequence[Stream[Any, Any]]) -> list[Table]:
    """Give every table that is made from events."""
    noted = _Emptied()
    for stream in streams:
        stream.clear(cast(Connection, noted))
    return noted.tables


class ReadModel:
    """The read model that events lead to."""

    def __init__(self, connection: Connection, streams: Sequence[Stream[Any, Any]], only: str | None = None) -> None:
        """Prepare; `only` is the one authority to look at."""
        self._connection, self._only = connection, only
        self._kinds = {stream.aggregate.kind: stream for stream in streams}
        self._tables = derived(streams)
        self._sums = dict.fromkeys(self._tables, 0)
        self._failed: set[str] = set()

    def expect(self, course: Course) -> Iterator[Fault]:
        """Add what a stream leads to."""
        try:
            rows = self._projected(course)
        except Exception as error:  # whatever a history that never was makes of the projection
            self._failed.add(course.stream)
            detail = f"no read model can be made of the stream ({type(error).__name__})"
            yield Fault(course.authority, course.position, Fails.READ_MODEL, detail, stream=course.stream)
            return
        for table, _, row in rows:
            self._sums[table] += _digest(row)

    def _projected(self, course: Course) -> list[tuple[Table, tuple[Any, ...], tuple[Any, ...]]]:
        """Give table, key and values of every row that a stream leads to."""
        if not course.foldable or not course.recorded:
            raise ValueError("the stream cannot be folded")
        stream, writes = self._kinds[course.kind], Writes(self._connection)
        initial = stream.aggregate.initial
        stream.project(writes, Change(course.authority, course.stream, initial, course.state, tuple(course.recorded)))
        found: dict[tuple[Table, tuple[Any, ...]], dict[str, Any]] = {}
        for step, rows in writes.steps.items():
            for row in rows:
                at = step.table, tuple(row[column.name] for column in step.table.primary_key.columns)
                if step.verb == "remove":
                    found.pop(at, None)
                else:
                    found.setdefault(at, {}).update(row)
        return [
            (table, key, tuple(plain(self._connection, row.get(column.name)) for column in table.columns))
            for (table, key), row in found.items()
        ]

    def faults(self, again: Callable[[], Iterator[Course]]) -> Iterator[Fault]:
        """Compare; give each row that differs. `again` gives all streams once more, for tables in which something does."""
        other = [table for table in self._tables if self._sums[table] % _MODULUS != self._sum(table)]
        if not other:
            return
        expected: dict[tuple[str, tuple[Any, ...]], tuple[int, Course]] = {}
        for course in again():
            if course.stream not in self._failed:
                rows = self._projected(course)
                course.recorded = []
                expected |= {(table.name, key): (_digest(row), course) for table, key, row in rows}
        for table in other:
            yield from self._rows_that_differ(table, expected)
        for (name, key), (_, course) in expected.items():
            if name in {table.name for table in other}:
                yield _fault(course, f"a row of {name} is missing: {_words(key)}")

    def _rows_that_differ(self, table: Table, expected: dict[Any, tuple[int, Course]]) -> Iterator[Fault]:
        key_columns = [column.name for column in table.primary_key.columns]
        for row in self._rows(table):
            key = tuple(getattr(row, name) for name in key_columns)
            right = expected.pop((table.name, key), None)
            if right is not None:
                if right[0] != _digest(tuple(row)):
                    yield _fault(right[1], f"a row of {table.name} is not what the events lead to: {_words(key)}")
            elif self._failed.isdisjoint(key):
                authority = str(getattr(row, "authority", ""))
                detail = f"a row of {table.name} comes from no event: {_words(key)}"
                yield Fault(authority, None, Fails.READ_MODEL, detail)

    def _sum(self, table: Table) -> int:
        return sum(_digest(tuple(row)) for row in self._rows(table)) % _MODULUS

    def _rows(self, table: Table) -> Iterator[Any]:
        return streamed(self._connection, of_authority(select(*raw(self._connection, table.columns)), table, self._only))


def _digest(row: tuple[Any, ...]) -> int:
    said = repr(tuple(int(value) if isinstance(value, bool) else value for value in row))
    return int.from_bytes(sha256(said.encode()).digest()[:16])


def _words(key: tuple[Any, ...]) -> str:
    return " ".join(map(str, key))


def _fault(course: Course, detail: str) -> Fault:
    return Fault(course.authority, course.position, Fails.READ_MODEL, detail, stream=course.stream)
