"""No rule goes untested: every precondition of the table was seen to refuse, and every code is tested and documented.

The codes are read from the source, the rules from the table; what refused is watched while the tests run once more.
"""

import ast
import importlib
import inspect
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from challenge_api.challenges.lifecycle import TABLE
from tests.core import given

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "challenge_api"
MAKERS = {"refused", "Refusal", "Rule"}
OF_DOCUMENTS = SOURCE / "law" / "ordinance_document.py"

OF_LINKS = {"too-many-calendar-links"}
"""Refused beside the deciders, for links to calendars are no part of a case; its test is in `tests/api/test_calendars.py`."""


def _codes(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MAKERS:
            said = [node.args[0]] if node.args else [each.value for each in node.keywords if each.arg == "code"]
            yield from (str(each.value) for each in said if isinstance(each, ast.Constant))


@cache
def codes() -> frozenset[str]:
    """Give every refusal code that the deciders of the capabilities can raise."""
    found = {code for path in SOURCE.rglob("*.py") if "law" not in path.relative_to(SOURCE).parts for code in _codes(path)}
    return frozenset(found)


@cache
def seen() -> frozenset[tuple[str, str]]:
    """Run the stories of `tests/core/test_rules_*.py` again; give each rule that refused in one, with the code."""
    for path in sorted(Path(__file__).parent.glob("test_rules_*.py")):
        if path.name == Path(__file__).name:
            continue
        module = importlib.import_module(f"tests.core.{path.stem}")
        for name, test in inspect.getmembers(module, inspect.isfunction):
            if name.startswith("test_") and not inspect.signature(test).parameters:
                test()
    return frozenset(given.REFUSED)


def test_the_codes_are_found():
    assert {"assessor-decides", "role-not-permitted", "last-representative", "ordinance-dates-missing"} <= codes()
    assert len(codes()) > 60


def test_every_rule_of_the_table_was_seen_to_refuse():
    rules = {test.__name__ for row in TABLE for test in (*row.case_tests, *row.body_tests)}
    untested = sorted(rules - {rule for rule, _ in seen()})
    assert untested == [], "write a given/when/then of each in tests/core/test_rules_*.py"


def test_every_refusal_code_stands_in_a_core_test():
    text = "\n".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    untested = sorted(code for code in codes() - OF_LINKS if f'"{code}"' not in text)
    assert untested == [], "write a given/when/then of each in tests/core/test_rules_*.py"


def test_every_refusal_code_stands_in_the_documentation():
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    assert sorted(code for code in codes() if f"| `{code}` |" not in page) == [], "add a line to docs/problems.md"


def test_the_documentation_lists_no_code_that_cannot_be_raised():
    page = (ROOT / "docs" / "problems.md").read_text(encoding="utf-8")
    _, _, section = page.partition("\n## Codes of refusals\n")
    listed = re.findall(r"^\| `([a-z-]+)` \|", section.split("\n## ")[0], flags=re.MULTILINE)
    assert sorted(set(listed)) == sorted(listed), "a code stands twice"
    assert sorted(set(listed) - codes()) == []


def test_every_line_of_the_table_has_rules_with_a_docstring_that_says_why():
    for row in TABLE:
        for test in (*row.case_tests, *row.body_tests, *row.promise_tests):
            assert test.__doc__, test.__name__
