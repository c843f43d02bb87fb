"""The glossary names everything a client meets, and its page is current."""

import re
from collections import Counter
from functools import cache
from pathlib import Path
from typing import get_args

import pytest

from challenge_api.challenges.clocks import KINDS
from challenge_api.law import calculation, glossary
from challenge_api.law.access import Role, View
from challenge_api.law.deadlines import Status
from challenge_api.law.glossary import TERMS
from tests.core import matrix

ROOT = Path(__file__).parents[2]
PHASES = ["draft", "submitted", "assessed", "awarded", "monitored", "closed"]


def _names(*kinds: str) -> list[str]:
    return [term.name for term in TERMS if term.kind in kinds]


@cache
def _code() -> str:
    """Every line of code but the glossary's own, with hyphens as underscores."""
    files = [file for file in (ROOT / "src").rglob("*.py") if file.name != "glossary.py"]
    return "\n".join(file.read_text(encoding="utf-8") for file in sorted(files)).replace("-", "_")


def test_every_phase_is_explained() -> None:
    assert _names("phase") == PHASES


def test_every_state_and_outcome_is_explained() -> None:
    assert _names("state", "outcome") == list(matrix.states())


def test_every_action_is_explained() -> None:
    assert _names("action", "track") == list(matrix.actions())


def test_every_role_is_explained() -> None:
    assert _names("role") == [role.value for role in Role]


def test_every_view_is_explained() -> None:
    assert _names("view") == [view.value for view in View]


def test_every_status_of_a_deadline_is_explained() -> None:
    assert _names("status") == list(get_args(Status))


def test_every_kind_of_deadline_is_explained() -> None:
    assert sorted(_names("deadline")) == sorted(KINDS)


def test_every_calculation_is_explained() -> None:
    assert sorted(_names("calculation")) == sorted(calculation.KINDS)


def test_no_name_is_explained_twice() -> None:
    assert [key for key, count in Counter((term.kind, term.name) for term in TERMS).items() if count > 1] == []


@pytest.mark.parametrize("term", TERMS, ids=lambda term: f"{term.kind}-{term.name}")
def test_a_term_is_whole_and_its_name_stands_in_the_code(term: glossary.Term) -> None:
    assert term.kind in glossary.HEADINGS
    for text in (term.english, term.dutch, term.source, term.meaning):
        assert text == text.strip()
        assert text
        assert "|" not in text, "would break the table of the page"
    assert re.search(rf"\b{re.escape(term.name.replace('-', '_'))}\b", _code()), "no such name in the code"


def test_the_page_is_current() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    assert page == glossary.markdown(), "run ./dev generate"


def test_the_page_holds_every_kind_of_term() -> None:
    assert set(glossary.HEADINGS) == {term.kind for term in TERMS}
