"""Rules about the shape of the code: what every reader may rely on."""

import ast
import re
from collections.abc import Iterator
from typing import Final

from tools.rules.rule import Rule, Source, calls, imported, last_name

_PARAMETERS: Final = frozenset({"Header", "Query", "Path", "Cookie"})
_JOBLESS: Final = frozenset({"base", "common", "helpers", "manager", "misc", "service", "utils"})
_SUPPRESSION: Final = re.compile(
    r"#\s*(noqa\b:?\s*(?P<noqa>[A-Z]+[0-9]+(,\s*[A-Z]+[0-9]+)*)?|type:\s*ignore(?P<ignore>\[[^\]]+\])?)(?P<rest>.*)$"
)
_MOCKS: Final = frozenset({"unittest", "mock", "pytest_mock", "freezegun", "time_machine"})
_MOCKING_FIXTURES: Final = frozenset({"monkeypatch", "mocker", "freezer"})
_VALUES: Final = (
    "src/challenge_api/law/*.py",
    "src/challenge_api/law/deadlines/values.py",
    "src/challenge_api/*/commands.py",
    "src/challenge_api/*/commands/*.py",
    "src/challenge_api/*/events.py",
    "src/challenge_api/*/events/*.py",
    "src/challenge_api/challenges/case.py",
    "src/challenge_api/challenges/contents.py",
)


def _optional_aliases(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        match node:
            case ast.BinOp(op=ast.BitOr(), left=left, right=right):
                sides: tuple[ast.expr, ...] = (left, right)
            case ast.Subscript(value=value, slice=inner) if last_name(value) == "Optional":
                sides = (inner,)
            case _:
                continue
        if any(_annotates_parameter(side) for side in sides):
            yield node.lineno, "put `| None` inside: `Annotated[str | None, Header(alias=...)]`"


def _annotates_parameter(node: ast.expr) -> bool:
    if not (isinstance(node, ast.Subscript) and last_name(node.value) == "Annotated"):
        return False
    return any(name in _PARAMETERS for _, name in calls(node))


def _jobless_names(source: Source) -> Iterator[tuple[int, str]]:
    parts = (*source.path.parts[:-1], source.path.stem)
    for part in parts:
        if part in _JOBLESS:
            yield 1, f"`{part}` says nothing of what happens in it"


def _uncited_rows(source: Source) -> Iterator[tuple[int, str]]:
    for call, name in calls(source.tree):
        if name in {"Row", "Action"}:
            said = {each.arg: each.value for each in call.keywords}
            for wanted in ("article", "noun"):
                value = said.get(wanted)
                if not (isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value.strip()):
                    yield call.lineno, f"a row of the table names its {wanted}"


def _unexplained(source: Source) -> Iterator[tuple[int, str]]:
    for line, comment in source.comments.items():
        found = _SUPPRESSION.search(comment)
        if found is None:
            continue
        if found["noqa"] is None and found["ignore"] is None:
            yield line, "name the code that is not heeded"
        elif not re.search(r"\w{2}", found["rest"]):
            yield line, "say why on the line"


def _mocks(source: Source) -> Iterator[tuple[int, str]]:
    for line, full, _ in imported(source.tree):
        if full.split(".")[0] in _MOCKS:
            yield line, f"`{full}`: the core takes clock and facts as arguments"
    for node in ast.walk(source.tree):
        if isinstance(node, ast.arg) and node.arg in _MOCKING_FIXTURES:
            yield node.lineno, f"`{node.arg}`: the core takes clock and facts as arguments"


def _changeable(source: Source) -> Iterator[tuple[int, str]]:
    for node in ast.walk(source.tree):
        if not isinstance(node, ast.ClassDef):
            continue
        for mark in node.decorator_list:
            settings = mark.keywords if isinstance(mark, ast.Call) else []
            frozen = any(
                each.arg == "frozen" and isinstance(each.value, ast.Constant) and each.value.value is True for each in settings
            )
            if last_name(mark.func if isinstance(mark, ast.Call) else mark) == "dataclass" and not frozen:
                yield mark.lineno, f"`{node.name}` can be changed after it was said"


RULES: Final = (
    Rule(
        "optional-alias",
        "A header that is `Annotated[...] | None` loses its alias and becomes a query parameter, without a word.",
        ("src/**/*.py", "tests/api/*.py"),
        _optional_aliases,
    ),
    Rule("named-for-its-job", "A room is named for what happens in it.", ("src/**/*.py", "tools/**/*.py"), _jobless_names),
    Rule(
        "rows-cite-the-law",
        "Whoever may do something is told on what it rests.",
        ("src/challenge_api/*/lifecycle.py", "src/challenge_api/*/lifecycle/*.py"),
        _uncited_rows,
    ),
    Rule(
        "exceptions-explained",
        "Who lifts a check says why, where it is lifted.",
        ("src/**/*.py", "tools/**/*.py", "migrations/**/*.py", "tests/**/*.py"),
        _unexplained,
    ),
    Rule("no-mocks-in-core", "A core that needs a mock is not pure.", ("tests/core/**/*.py",), _mocks),
    Rule("values-stay", "What was asked and what happened does not change.", _VALUES, _changeable),
)
