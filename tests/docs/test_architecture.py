"""The page that shows the map tells the truth: every path it names is there, and no part of the service is missing from it."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "challenge_api"
PAGES = ("docs/architecture.md", "docs/adding.md", "SECURITY.md")
PATH = re.compile(r"(?<![\w./{…-])(?:[a-z_]+/)*[a-z_0-9]+(?:/|\.(?:py|md|json|txt|toml|yml))(?![\w/{…-])")
"""A path as a page writes it: folders end in a slash, files in a suffix."""
ANY_CAPABILITY = {
    f"{each}.py" for each in ("routes", "projection", "queries", "tables", "decider", "lifecycle", "events", "commands")
}
"""Files that every capability has: a page may name them without a folder."""


def named(page):
    text = (ROOT / page).read_text()
    code = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL))
    blocks = re.findall(r"^```text\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return {path for part in (*code, *blocks) for path in PATH.findall(part)}


def exists(path):
    if path in ANY_CAPABILITY:
        return all((folder / path).is_file() for folder in (SOURCE / "challenges", SOURCE / "groups", SOURCE / "ordinances"))
    return any((top / path).exists() for top in (ROOT, SOURCE, SOURCE / "challenges"))


@pytest.mark.parametrize("page", PAGES)
def test_every_path_on_the_page_exists(page):
    paths = named(page)
    assert len(paths) > 3
    assert sorted(path for path in paths if not exists(path)) == []


def test_every_part_of_the_service_is_on_the_map():
    packages = {f"{path.parent.relative_to(SOURCE)}/" for path in SOURCE.rglob("__init__.py")} - {"./"}
    modules = {path.name for path in SOURCE.glob("*.py")} - {"__init__.py"}
    assert sorted((packages | modules) - named("docs/architecture.md")) == []


def test_every_folder_of_tests_and_tools_is_on_the_map():
    folders = {f"tests/{path.parent.name}/" for path in (ROOT / "tests").glob("*/test_*.py")}
    assert sorted(folders - named("docs/architecture.md")) == []
