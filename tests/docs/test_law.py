"""The page of the law knows every article that the code cites, and the files it points at exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "law.md").read_text(encoding="utf-8")
CODE = ROOT / "src" / "challenge_api"

SECTIONS = {
    "Gemeentewet": "## Gemeentewet",
    "Awb": "## Algemene wet bestuursrecht",
    "Atw": "## Algemene termijnenwet",
}
OTHER = ["Wmo 2015", "Bekendmakingswet", "Woo", "GDPR", "BW", "Archiefwet", "Aanbestedingswet 2012"]
COVERED = ("yes", "partly", "counted", "a person", "not yet", "outside")

ARTICLE = r"\d+[a-z]?(?:[:.]\d+)*[a-z]?"
CITED = re.compile(
    rf"\b(Awb|Atw|Gemeentewet|Woo|GDPR|BW|Bekendmakingswet) ({ARTICLE}(?:\(\w+\))*(?:(?:, ?| to | and |-){ARTICLE}(?:\(\w+\))*)*)"
)


def _rows(heading: str) -> Iterator[list[str]]:
    """The rows of the tables below a heading, up to the next one of the same rank."""
    _, found, rest = PAGE.partition(f"\n{heading}")
    assert found, heading
    for line in rest.split("\n## ")[0].splitlines():
        if line.startswith("| ") and not line.startswith(("| article", "| ---", "| word")):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def _articles(text: str) -> Iterator[str]:
    """Articles in a text such as "4:7, 4:8(1)", ranges such as "8:55b to 8:55d" or "1-4" by all that lies between."""
    text = re.sub(r"\(\w+\)", "", text)
    for part in re.split(r", | and |; ", text):
        found = re.findall(ARTICLE, part)
        yield from found
        if len(found) == 2 and re.search(r" to |-", part) and all(re.fullmatch(r"(\d+:)?\d+", one) for one in found):
            chapter, first = found[0].rpartition(":")[::2]
            last = found[1].rpartition(":")[2]
            yield from (f"{chapter}:{n}" if chapter else str(n) for n in range(int(first), int(last) + 1))


def _on_the_page() -> set[tuple[str, str]]:
    known = {(law, article) for law, heading in SECTIONS.items() for row in _rows(heading) for article in _articles(row[0])}
    for row in _rows("## Other law"):
        law = next(name for name in OTHER if row[0].startswith(name))
        known |= {(law, article) for article in _articles(row[0].removeprefix(law))}
    return known


def _in_the_code() -> dict[tuple[str, str], str]:
    return {
        (law, article): str(file.relative_to(CODE))
        for file in sorted(CODE.rglob("*.py"))
        for law, articles in CITED.findall(file.read_text(encoding="utf-8"))
        for article in re.findall(ARTICLE, re.sub(r"\(\w+\)", "", articles))
    }


def test_every_article_that_the_code_cites_is_on_the_page() -> None:
    cited = _in_the_code()
    assert ("Awb", "4:15") in cited
    known = _on_the_page()
    assert {f"{law} {article} ({file})" for (law, article), file in cited.items() if (law, article) not in known} == set()


@pytest.mark.parametrize("path", sorted(set(re.findall(r"`([a-z_]+(?:/[a-z_]*)+(?:\.py)?)`", PAGE))))
def test_what_the_page_points_at_exists(path: str) -> None:
    assert (CODE / path).exists() or (ROOT / path).exists()


def test_every_row_says_whether_it_is_covered_and_where() -> None:
    rows = [row for heading in [*SECTIONS.values(), "## Other law"] for row in _rows(heading)]
    assert rows
    for row in rows:
        assert len(row) in {3, 4}, row
        covered = row[2].strip(" |")
        assert covered.startswith(COVERED), row
        where = row[3].strip(" |") if len(row) > 3 else ""
        assert where or not covered.startswith(("yes", "counted")), f"{row[0]} is covered: where?"
