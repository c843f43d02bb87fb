"""Connections: one way to read and one way to write, on SQLite and on PostgreSQL.

SQLite has one writer: writes queue for a lock in the process, because waiting on the file's own lock is unfair (measured: p99 of
332 ms instead of 121), and begin IMMEDIATE, so that what they read cannot change before they write.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.resources import files
from pathlib import Path
from types import TracebackType
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, select
from sqlalchemy.engine import make_url
from sqlalchemy.sql import column, table

SQLITE_SETTINGS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "recursive_triggers=ON",
    "secure_delete=ON",
    "busy_timeout=10000",
    "trusted_schema=OFF",
    "cache_size=-512",  # kB a reader, of which there are many: what is not at hand is a copy away, in the memory of the system
    "wal_autocheckpoint=4000",  # pages: four times the default takes a fifth off a move, for a file of 16 MB beside the database
)

_VERSION = table("alembic_version", column("version_num"))


class Database:
    """A database of the service."""

    def __init__(self, url: str, pool_size: int = 8) -> None:
        """Open it; `url` is a SQLAlchemy address of SQLite or PostgreSQL."""
        address = make_url(url)
        self._url = url
        self.sqlite = address.get_backend_name() == "sqlite"
        if self.sqlite and address.database:
            Path(address.database).parent.mkdir(parents=True, exist_ok=True)
        if not self.sqlite:
            address = address.set(drivername="postgresql+psycopg")
        self.engine = _opened(address, pool_size)
        self._reader: Engine = self.engine
        self._transactions: Engine
        if self.sqlite:
            self._reader = self.engine.execution_options(isolation_level="AUTOCOMMIT")
            self._transactions = _opened(address, 1)
            event.listen(self._transactions, "connect", _give_room)
            event.listen(self._transactions, "begin", _begin_immediate)
        else:
            self._transactions = self.engine.execution_options(isolation_level="READ COMMITTED")
        self._writer = threading.Lock() if self.sqlite else None
        self._idle: deque[Connection] = deque()
        self._most_idle = pool_size - pool_size // 4  # the rest is for those who take one from the pool

    def reading(self) -> AbstractContextManager[Connection]:
        """Give a connection on which each statement stands alone."""
        return _Kept(self._reader, self._idle, self._most_idle)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection inside one transaction: committed at the end, rolled back on any error."""
        if self._writer is None:
            with self._transactions.begin() as connection:
                yield connection
            return
        with self._writer, self._transactions.begin() as connection:
            yield connection

    def moving(self) -> AbstractContextManager[Connection]:
        """Give a connection for one move: on PostgreSQL the move's one statement is its transaction, SQLite opens one around."""
        return self.writing() if self.sqlite else self.reading()

    @contextmanager
    def snapshot(self) -> Iterator[Connection]:
        """Give a connection that sees the database as it is now, whatever is written meanwhile, and writes nothing."""
        with self._reader.connect() as connection:
            read_only = "BEGIN" if self.sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"
            connection.exec_driver_sql(read_only)
            try:
                yield connection
            finally:
                connection.exec_driver_sql("ROLLBACK")

    def migrate(self) -> None:
        """Bring the schema to its newest version."""
        if self.is_migrated():
            return
        # a start seldom needs it, and to load it takes a tenth of one
        from alembic import command  # noqa: PLC0415 # see above
        from alembic.config import Config  # noqa: PLC0415 # see above

        config = Config()
        config.set_main_option("script_location", str(migrations()).replace("%", "%%"))
        config.set_main_option("path_separator", "os")
        with self.writing() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")

    def is_migrated(self) -> bool:
        """Tell whether the schema is at its newest version."""
        with self.reading() as connection:
            if not inspect(connection).has_table(_VERSION.name):
                return False
            return connection.execute(select(_VERSION.c.version_num)).scalars().all() == [newest_migration()]

    def beside(self, pool_size: int) -> "Database":
        """Open it once more, for looks in the middle of others' work: one pool would wait for itself."""
        return Database(self._url, pool_size)

    def close(self) -> None:
        """Close every connection."""
        while self._idle:
            self._idle.pop().close()
        self.engine.dispose()
        self._transactions.dispose()


class _Kept:
    """A connection for reading that stays open for the next reader: to take one from the pool costs a tenth of a request.

    One that was left in any state but a clean one goes back to the pool, which knows what to do with it.
    """

    __slots__ = ("_connection", "_engine", "_idle", "_most")

    def __init__(self, engine: Engine, idle: deque[Connection], most: int) -> None:
        self._engine, self._idle, self._most = engine, idle, most

    def __enter__(self) -> Connection:
        try:
            self._connection = self._idle.pop()
        except IndexError:
            self._connection = self._engine.connect()
        return self._connection

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        connection = self._connection
        if kind is None and len(self._idle) < self._most and not (connection.in_transaction() or connection.invalidated):
            self._idle.append(connection)
        else:
            connection.close()


def _opened(address: URL, pool_size: int) -> Engine:
    sqlite = address.get_backend_name() == "sqlite"
    # skipping the rollback of autocommit connections on SQLite would skip every rollback
    engine = create_engine(
        address,
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=60,
        pool_use_lifo=True,  # few warm connections serve better than many cool ones
        skip_autocommit_rollback=not sqlite,
        hide_parameters=True,
        # set once a connection: changing it back and forth costs more than taking one from the pool
        **({} if sqlite else {"isolation_level": "AUTOCOMMIT"}),
    )
    if sqlite:
        event.listen(engine, "connect", _set_up_sqlite)
    return engine


def _give_room(connection: Any, _record: Any) -> None:
    """The one who writes to SQLite meets pages all over the file, and keeps 6 MB of them at hand."""
    connection.execute("PRAGMA cache_size=-6000")


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for setting in SQLITE_SETTINGS:
        cursor.execute(f"PRAGMA {setting}")
    cursor.close()


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def migrations() -> Path:
    """Give the folder of the migrations: inside an installed wheel, else at the top of the checkout."""
    inside = Path(str(files("challenge_api"))) / "migrations"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "migrations"


def newest_migration() -> str:
    """Give the version of the newest migration, which is the number its file begins with."""
    return max(path.name for path in (migrations() / "versions").glob("[0-9]*_*.py")).partition("_")[0]
