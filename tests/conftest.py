"""One PostgreSQL per run, one database per test.

The server is a child of the controlling process, started before its workers; each database is a copy of a migrated template, for
append-only tables cannot be emptied.
"""

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from challenge_api.app import STREAMS
from challenge_api.history import store
from challenge_api.history.database import Database
from tools import postgres

_SERVER = ExitStack()
_ADDRESS = "CHALLENGE_TEST_POSTGRES"
DATABASES = ("sqlite", "postgresql")


def pytest_configure(config: pytest.Config) -> None:
    """Start the server in the controlling process only."""
    if not hasattr(config, "workerinput") and _ADDRESS not in os.environ:
        os.environ[_ADDRESS] = _SERVER.enter_context(postgres.running())
        _SERVER.callback(os.environ.pop, _ADDRESS, None)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what was started."""
    if not hasattr(config, "workerinput"):
        _SERVER.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what starts processes: its tests take seconds each, and at the end one worker would wait for the other."""
    items.sort(key=lambda item: not item.nodeid.startswith("tests/system"))


def prepared(url: str) -> None:
    """Bring a database to the newest schema, transition table included."""
    database = Database(url)
    database.migrate()
    with database.writing() as connection:
        for stream in STREAMS:
            store.seed(connection, stream.aggregate.kind, stream.aggregate.transitions)
    database.close()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "template.db"
    prepared(f"sqlite:///{path}")
    return path


def _administer(*commands: sql.Composed) -> None:
    plain = make_url(os.environ[_ADDRESS]).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(plain, autocommit=True) as connection:
        for command in commands:
            connection.execute(command)


def _named(name: str) -> str:
    return make_url(os.environ[_ADDRESS]).set(database=name).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def postgres_template() -> Iterator[str]:
    name = f"template_{uuid.uuid4().hex}"
    _administer(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    prepared(_named(name))
    yield name
    _administer(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Database]]:
    """Make a migrated database of a kind, `sqlite` or `postgresql`; it goes with the test."""
    with ExitStack() as stack:

        def make(kind: str) -> Database:
            if kind == "sqlite":
                path = tmp_path / f"{uuid.uuid4().hex}.db"
                shutil.copy(request.getfixturevalue("sqlite_template"), path)
                database = Database(f"sqlite:///{path}")
            else:
                name, template = f"test_{uuid.uuid4().hex}", request.getfixturevalue("postgres_template")
                parts = (sql.Identifier(name), sql.Identifier(template))
                _administer(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(*parts))
                stack.callback(_administer, sql.SQL("DROP DATABASE {} WITH (FORCE)").format(parts[0]))
                database = Database(_named(name), pool_size=20)
            stack.callback(database.close)
            return database

        yield make


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest, new_database: Callable[[str], Database]) -> Database:
    """A migrated database of its own, on each kind."""
    return new_database(request.param)
