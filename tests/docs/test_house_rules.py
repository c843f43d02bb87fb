"""Each house rule catches what it is for, and lets pass what it should."""

from pathlib import PurePosixPath

import pytest

from tools.rules.__main__ import FOLDERS, RULES
from tools.rules.rule import Source, findings, read

TABLES = "from challenge_api.history.tables import event, head as heads\n"
SRC = "src/challenge_api/challenges"

CAUGHT = [
    ("history-writes", f"{SRC}/projection.py", f"from sqlalchemy import insert\n{TABLES}insert(event)"),
    (
        "history-writes",
        f"{SRC}/projection.py",
        f"from sqlalchemy import update as change\n{TABLES}change(heads).values(position=1)",
    ),
    ("history-writes", f"{SRC}/projection.py", f"{TABLES}event.delete()"),
    ("history-writes", f"{SRC}/projection.py", "from challenge_api.history import tables\ntables.event.insert()"),
    ("history-writes", f"{SRC}/projection.py", f"{TABLES}writes.insert(event, rows)"),
    ("history-writes", f"{SRC}/queries.py", "text('''UPDATE\n private_item SET value = NULL''')"),
    ("history-writes", f"{SRC}/queries.py", "SQL = f'insert into event values ({x})'"),
    ("statements-in-storage", f"{SRC}/routes.py", "from sqlalchemy import Connection, select"),
    ("statements-in-storage", "src/challenge_api/web/paging.py", "def page():\n    from sqlalchemy import text"),
    ("one-transaction", f"{SRC}/projection.py", "connection.commit()"),
    ("one-transaction", "src/challenge_api/app.py", "with engine.begin() as connection: ..."),
    ("rollbacks-on-sqlite", "tests/conftest.py", "create_engine(url, skip_autocommit_rollback=True)"),
    ("triggers-stay", "migrations/versions/0003_x.py", "with op.batch_alter_table('event') as batch: ..."),
    ("triggers-stay", "migrations/env.py", "context.configure(render_as_batch=True)"),
    ("triggers-stay", "migrations/env.py", "context.configure(render_as_batch=sqlite)"),
    ("migrations-stand-alone", "migrations/versions/0003_x.py", "from challenge_api.history.tables import event"),
    ("optional-alias", f"{SRC}/routes.py", "def get(tag: Annotated[str, Header(alias='If-Match')] | None = None): ..."),
    ("optional-alias", f"{SRC}/routes.py", "def get(tag: Optional[Annotated[str, fastapi.Header(alias='If-Match')]]): ..."),
    ("named-for-its-job", "src/challenge_api/web/utils.py", ""),
    ("named-for-its-job", "src/challenge_api/common/dates.py", ""),
    ("rows-cite-the-law", f"{SRC}/lifecycle.py", "Row(action='award', noun='award')"),
    ("rows-cite-the-law", f"{SRC}/lifecycle.py", "Row(action='award', article='Awb 3:46', noun='')"),
    ("exceptions-explained", "tools/check.py", "x = 1  # noqa: S108"),
    ("exceptions-explained", "tools/check.py", "x = 1  # noqa"),
    ("exceptions-explained", "tests/core/test_x.py", "x = y()  # type: ignore[arg-type]"),
    ("exceptions-explained", "tests/core/test_x.py", "x = y()  # type: ignore # because it is so"),
    ("no-mocks-in-core", "tests/core/test_x.py", "from unittest.mock import patch"),
    ("no-mocks-in-core", "tests/core/test_x.py", "def test_x(monkeypatch): ..."),
    ("values-stay", f"{SRC}/events.py", "@dataclass\nclass Awarded: ..."),
    ("values-stay", f"{SRC}/commands.py", "@dataclasses.dataclass(slots=True, frozen=False)\nclass Award: ..."),
]

PASSED = [
    ("history-writes", "src/challenge_api/history/store.py", f"from sqlalchemy import insert\n{TABLES}insert(event)"),
    (
        "history-writes",
        f"{SRC}/projection.py",
        "from sqlalchemy import insert\nfrom x.tables import challenge\ninsert(challenge)",
    ),
    ("history-writes", f"{SRC}/projection.py", "said.update(event); ' an update of the event follows'"),
    ("statements-in-storage", f"{SRC}/queries.py", "from sqlalchemy import select, text"),
    ("statements-in-storage", f"{SRC}/routes.py", "from sqlalchemy import Connection"),
    ("one-transaction", "src/challenge_api/history/transaction.py", "connection.rollback()"),
    ("rollbacks-on-sqlite", "src/challenge_api/history/database.py", "create_engine(url, skip_autocommit_rollback=not sqlite)"),
    ("triggers-stay", "migrations/versions/0003_x.py", "op.add_column('event', column)"),
    ("migrations-stand-alone", "migrations/versions/0003_x.py", "import sqlalchemy as sa"),
    ("optional-alias", f"{SRC}/routes.py", "def get(tag: Annotated[str | None, Header(alias='If-Match')] = None): ..."),
    ("optional-alias", f"{SRC}/commands.py", "note: Annotated[str, Text(200)] | None = None"),
    ("named-for-its-job", "src/challenge_api/web/paging.py", ""),
    ("rows-cite-the-law", f"{SRC}/lifecycle.py", "Row(action='award', article='Awb 3:46', noun='award')"),
    ("exceptions-explained", "tools/check.py", "x = 1  # noqa: S108 # a socket path is short"),
    ("exceptions-explained", "tools/check.py", "x = 1  # type: ignore[arg-type] # the stream holds these only"),
    ("no-mocks-in-core", "tests/api/test_x.py", "def test_x(monkeypatch): ..."),
    ("values-stay", f"{SRC}/events.py", "@dataclass(frozen=True, slots=True)\nclass Awarded: ..."),
]


def held(path: str, text: str) -> set[str]:
    return {finding.rule for finding in findings([Source(PurePosixPath(path), text)], RULES)}


@pytest.mark.parametrize(("name", "path", "text"), CAUGHT)
def test_a_rule_catches_what_it_is_for(name, path, text):
    assert name in held(path, text)


@pytest.mark.parametrize(("name", "path", "text"), PASSED)
def test_a_rule_lets_pass_what_it_should(name, path, text):
    assert name not in held(path, text)


def test_every_rule_is_tried_both_ways_and_has_a_name_of_its_own():
    names = [rule.name for rule in RULES]
    assert len(set(names)) == len(names)
    assert {name for name, *_ in CAUGHT} == {name for name, *_ in PASSED} == set(names)


def test_a_stated_exception_is_heeded():
    assert held(f"{SRC}/projection.py", "connection.commit()  # except one-transaction: a bulk load of a new database") == set()


@pytest.mark.parametrize(
    "comment",
    ["# except one-transaction", "# except one-transaction:", "# except history-writes: another rule than the one broken"],
)
def test_an_exception_that_does_not_fit_is_found(comment):
    assert held(f"{SRC}/projection.py", f"connection.commit()  {comment}")


def test_an_exception_that_excepts_nothing_is_found():
    assert held(f"{SRC}/projection.py", "x = 1  # except one-transaction: it once was needed") == {"one-transaction"}


def test_every_rule_is_about_files_that_exist(pytestconfig):
    sources = list(read(pytestconfig.rootpath, FOLDERS))
    for rule in RULES:
        assert [source for source in sources if rule.holds_for(source)], rule.name
        for pattern in (*rule.files, *rule.but_not):
            assert [source for source in sources if source.lies_in(pattern)], f"{rule.name}: {pattern}"
