"""Rules that keep the history what it promises to be."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tools.rules.rule import Rule, Source, calls, imported, last_name

HISTORY_TABLES: Final = frozenset({"transition", "head", "event", "private_item", "person", "checkpoint", "full_tile"})
_TABLES_MODULE: Final = "challenge_api.history.tables"
_WRITING_SQL: Final = re.compile(
    rf"\b(insert\s+into|update|delete\s+from|truncate)\s+({'|'.join(HISTORY_TABLES)})\b", re.IGNORECASE
)
_STORAGE: Final = (
    "src/challenge_api/history/*.py",
    "src/challenge_api/history/audit/*.py",
    "src/challenge_api/*/tables.py",
    "src/challenge_api/*/queries.py",
    "src/challenge_api/*/projection.py",
    "src/challenge_api/challenges/calendars/links.py",
    "src/challenge_api/challenges/calendars/reading.py",
    "src/challenge_api/challenges/chronicle.py",
    "src/challenge_api/challenges/dry_run/cases.py",
    "src/challenge_api/challenges/due_dates.py",
    "src/challenge_api/challenges/duties.py",
    "src/challenge_api/challenges/evidence.py",
    "src/challenge_api/challenges/loading.py",
    "src/challenge_api/challenges/past.py",
    "src/challenge_api/challenges/periods.py",
    "src/challenge_api/challenges/questions/reading.py",
    "src/challenge_api/challenges/rules.py",
    "src/challenge_api/challenges/visibility.py",
    "src/challenge_api/challenges/worklist/reading.py",
)


def _history_writes(source: Source) -> Iterator[tuple[int, str]]:
    names = {local: full for _, full, local in imported(source.tree)}
    tables = {local for local, full in names.items() if full in {f"{_TABLES_MODULE}.{table}" for table in HISTORY_TABLES}}
    modules = {local for local, full in names.items() if full == _TABLES_MODULE}
    for call, name in calls(source.tree):
        if names.get(name, name).rpartition(".")[2].startswith(("insert", "update", "delete", "put", "change", "remove", "end")):
            named = [*call.args, call.func.value] if isinstance(call.func, ast.Attribute) else call.args
            for table in (each for each in named if _is_table(each, tables, modules)):
                yield call.lineno, f"`{name}` of the history's table `{last_name(table)}`"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and (found := _WRITING_SQL.search(node.value)):
            yield node.lineno, f"a statement that writes the history: `{found.group()}`"


def _is_table(node: ast.AST, tables: set[str], modules: set[str]) -> bool:
    match node:
        case ast.Name(id=name):
            return name in tables
        case ast.Attribute(value=ast.Name(id=module), attr=name):
            return module in modules and name in HISTORY_TABLES
        case _:
            return False


def _selects(source: Source) -> Iterator[tuple[int, str]]:
    for line, full, _ in imported(source.tree):
        if full in {"sqlalchemy.select", "sqlalchemy.text", "sqlalchemy.insert", "sqlalchemy.update", "sqlalchemy.delete"}:
            yield line, f"`{full}`: statements are made where the tables are known"


def _transactions(source: Source) -> Iterator[tuple[int, str]]:
    for call, name in calls(source.tree):
        if isinstance(call.func, ast.Attribute) and name in {"commit", "rollback", "begin", "begin_nested"}:
            yield call.lineno, f"`{name}()`: a transaction begins and ends in one place"


def _keeps_rollbacks(source: Source) -> Iterator[tuple[int, str]]:
    for call, _ in calls(source.tree):
        for keyword in call.keywords:
            if (
                keyword.arg == "skip_autocommit_rollback"
                and isinstance(keyword.value, ast.Constant)
                and keyword.value.value is True
            ):
                yield keyword.value.lineno, "for SQLite this skips every rollback; say `not sqlite`"


def _keeps_triggers(source: Source) -> Iterator[tuple[int, str]]:
    for call, name in calls(source.tree):
        if name == "batch_alter_table":
            yield call.lineno, "a table made anew has lost its triggers"
        for keyword in call.keywords:
            if keyword.arg == "render_as_batch" and not (
                isinstance(keyword.value, ast.Constant) and keyword.value.value is False
            ):
                yield keyword.value.lineno, "a table made anew has lost its triggers"


def _stands_alone(source: Source) -> Iterator[tuple[int, str]]:
    for line, full, _ in imported(source.tree):
        if full.split(".")[0] == "challenge_api":
            yield line, f"`{full}` will change, and this migration may not"


RULES: Final = (
    Rule(
        "history-writes",
        "One place writes the history, so one place is to be read by whoever doubts it.",
        ("src/**/*.py",),
        _history_writes,
        but_not=("src/challenge_api/history/store.py",),
    ),
    Rule(
        "statements-in-storage",
        "Every statement stands behind the visibility filter, or writes a table of its own file.",
        ("src/**/*.py",),
        _selects,
        but_not=_STORAGE,
    ),
    Rule(
        "one-transaction",
        "What is recorded and what is shown change in one commit.",
        ("src/**/*.py",),
        _transactions,
        but_not=("src/challenge_api/history/database.py", "src/challenge_api/history/transaction.py"),
    ),
    Rule(
        "rollbacks-on-sqlite",
        "Connections came back inside an open transaction.",
        ("src/**/*.py", "tools/**/*.py", "tests/**/*.py"),
        _keeps_rollbacks,
    ),
    Rule(
        "triggers-stay",
        "Alembic's batch mode recreates a table, and the triggers that keep the history do not come along.",
        ("migrations/**/*.py", "src/**/*.py"),
        _keeps_triggers,
    ),
    Rule("migrations-stand-alone", "A migration does tomorrow what it did today.", ("migrations/**/*.py",), _stands_alone),
)
