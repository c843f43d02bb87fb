"""Rows as they are stored, uninterpreted.

Whoever looks for what was tampered with may not rest on the types of the columns: a day that is none, a text that is no UTF-8, an
instant written in another form are findings and no exceptions. So days and instants are read as the text that the database keeps
or shows of them, texts that are not UTF-8 keep their bytes as surrogates, and everything is compared for equality only.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import (
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    Integer,
    Row,
    Select,
    Table,
    Text,
    cast,
    func,
    type_coerce,
)

from challenge_api.history.entries import instant_text
from challenge_api.history.tables import Instant

BATCH: Final = 1000


def of_authority(statement: Select[Any], table: Table, authority: str | None) -> Select[Any]:
    """Confine a statement to the rows of one authority, where one is given and the table knows of authorities."""
    return statement if authority is None or "authority" not in table.c else statement.where(table.c.authority == authority)


@contextmanager
def uninterpreted(connection: Connection) -> Iterator[None]:
    """Let texts of SQLite be read whatever bytes they hold; on PostgreSQL a text is one."""
    driver: Any = connection.connection.driver_connection
    if connection.dialect.name != "sqlite":
        yield
        return
    driver.text_factory = lambda held: held.decode("utf-8", "surrogateescape")
    try:
        yield
    finally:
        driver.text_factory = str


def streamed(connection: Connection, statement: Select[Any], bound: Mapping[str, Any] | None = None) -> Iterator[Row[Any]]:
    """Give the rows of a statement a batch at a time, however many there are."""
    options = {"stream_results": True, "yield_per": BATCH}
    yield from connection.execute(statement, bound or {}, execution_options=options)


def raw(connection: Connection, columns: Iterable[Column[Any]]) -> list[ColumnElement[Any]]:
    """Give columns as expressions that read them uninterpreted."""
    postgres = connection.dialect.name == "postgresql"
    return [_raw(column, postgres).label(column.name) for column in columns]


def _raw(column: Column[Any], postgres: bool) -> ColumnElement[Any]:
    if isinstance(column.type, Instant):
        if postgres:
            return func.to_char(func.timezone("UTC", column), "YYYY-MM-DD HH24:MI:SS.US AD")
        return type_coerce(column, Text)
    if isinstance(column.type, Date):
        return cast(column, Text) if postgres else type_coerce(column, Text)
    if isinstance(column.type, Boolean) and not postgres:
        return type_coerce(column, Integer)
    return column


def is_text(value: Any) -> bool:
    """Tell whether a stored text is one, and can be asked for."""
    return isinstance(value, str) and not any("\ud800" <= character <= "\udfff" for character in value)


def instant(connection: Connection, text: Any) -> str | None:
    """Give what is stored of an instant that an entry writes so; None when it is no text."""
    if not isinstance(text, str):
        return None
    era = " AD" if connection.dialect.name == "postgresql" else ""
    return f"{text[:10]} {text[11:-1]}{era}"


def plain(connection: Connection, value: Any) -> Any:
    """Give what is stored of a value."""
    if isinstance(value, datetime):
        return instant(connection, instant_text(value))
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool) else value
