"""The dry run over HTTP: for the people of one authority, as data and as a page, and without a trace."""

import json
import re
from base64 import b64encode
from collections.abc import Callable, Mapping
from hashlib import sha256
from html.parser import HTMLParser
from typing import Any

import pytest

from challenge_api import demo_authority
from challenge_api.challenges.dry_run import routes
from challenge_api.history.database import Database
from tests.api.test_eligibility import everything
from tests.api.walks import WALKS
from tests.service import MODELSTAD, VOORBEELDSTAD, Reply, Town

PERIOD = {"from": "2026-01-01", "until": "2026-12-31"}
HTML = {"Accept": "text/html"}


def drafted(**groups: Any) -> dict[str, Any]:
    """The ordinance of the town, changed."""
    document: dict[str, Any] = json.loads(json.dumps(demo_authority.shipped("demo-voorbeeldstad")))
    for name, changes in groups.items():
        document[name] = document[name] | changes if isinstance(changes, dict) else changes
    return document


STRICTER = drafted(
    support_norm={"minimum_supporters": 75}, decision_term={"amount": 8}, title="Uitdaagverordening 2027 (ontwerp)"
)

TERMLESS = drafted(decision_term={"amount": 0, "extension": None})


def version(town: Town, authority: str = VOORBEELDSTAD) -> str:
    return str(town.ask("GET", f"/v1/ordinances?authority={authority}").json["items"][0]["id"])


def runs(town: Town, *roles: str, headers: Mapping[str, str] | None = None, at: str = VOORBEELDSTAD, **body: Any) -> Reply:
    token = town.token(*(roles or ("auditor",)), at=at)
    return town.ask("POST", f"/v1/ordinances/{version(town)}/dry-runs", token, PERIOD | body, headers)


def worked(database: Database, *states: str) -> Town:
    """A town with a case in each of these states, some time later."""
    town = Town(database)
    for state in states or ("awarded", "rejected", "submitted", "withdrawn"):
        WALKS[state](town)
    town.clock.set("2027-03-01")
    return town


def test_a_dry_run_tells_case_by_case_and_in_sum_and_changes_nothing(database: Database):
    town = worked(database)
    before = everything(database)
    reply = runs(town, document=STRICTER)
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    report = reply.json
    assert (report["from"], report["until"], report["documentSent"]) == ("2026-01-01", "2026-12-31", True)
    assert (report["sum"]["cases"], report["sum"]["differing"], report["sum"]["noLongerAdmissible"]) == (4, 4, 2)
    assert {case["state"] for case in report["cases"]} == {"awarded", "rejected", "submitted", "withdrawn"}
    for case in report["cases"]:
        assert case["terms"][0]["days"] == -28
        assert [reason["rule"] for reason in case["admission"]["reasons"]] == ["supporters"]
    assert runs(town, headers=HTML, document=STRICTER).status == 200
    # only that an auditor asked for it is recorded
    assert everything(database) | {"reading": before["reading"]} == before


def test_the_version_itself_changes_nothing_for_its_own_cases(database: Database):
    report = runs(worked(database)).json
    assert (report["sum"]["cases"], report["sum"]["differing"], report["documentSent"]) == (4, 0, False)


def test_the_period_is_that_of_receipt_with_both_its_days(new_database: Callable[[str], Database]):
    town = worked(new_database("sqlite"), "submitted", "draft", "discarded")
    for first, last, count in (("2026-09-01", "2026-09-01", 1), ("2026-08-01", "2026-08-31", 0), ("2026-09-02", "2026-12-31", 0)):
        body: Any = {"from": first, "until": last}
        assert runs(town, **body).json["sum"]["cases"] == count


def test_no_personal_data_and_no_free_text_of_the_group_is_in_it(new_database: Callable[[str], Database]):
    town = worked(new_database("sqlite"), "awarded")
    for role in ("administrator", "handler", "auditor"):
        for headers in ({}, HTML):
            text = runs(town, role, headers=headers, document=STRICTER).text
            assert "The park on Lindelaan" in text
            for private in (
                "A. de Vries",
                "lindelaan@",
                "Buurtgroen",
                "sheltered workshop",
                "More kinds of plants",
                "anna",
                "jan",
            ):
                assert private not in text, private


@pytest.mark.parametrize(("roles", "at", "status"), [
    (("administrator",), VOORBEELDSTAD, 200),
    (("handler",), VOORBEELDSTAD, 200),
    (("auditor",), VOORBEELDSTAD, 200),
    (("representative",), VOORBEELDSTAD, 403),
    (("decision-maker", "intake", "assessor"), VOORBEELDSTAD, 403),
    (("administrator", "handler", "auditor"), MODELSTAD, 403),
])  # fmt: skip
def test_it_is_for_three_roles_of_the_authority(roles: Any, at: str, status: int, new_database: Callable[[str], Database]):
    assert runs(worked(new_database("sqlite"), "submitted"), *roles, at=at).status == status


def test_a_version_that_is_not_there_is_not_found_and_no_token_is_no_access(new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    path = "/v1/ordinances/00000000-0000-4000-8000-000000000000/dry-runs"
    assert town.ask("POST", path, town.token("auditor"), PERIOD).status == 404
    assert town.ask("POST", path, None, PERIOD).status == 401


@pytest.mark.parametrize(("body", "code", "pointer"), [
    ({"from": "2026-12-31", "until": "2026-12-30"}, "date-order", "/until"),
    ({"from": "2026-12-31", "until": "2027-03-02"}, "date-in-future", "/until"),
    ({"document": TERMLESS}, "ordinance-zero-term", "/document/decision_term/amount"),
])  # fmt: skip
def test_what_cannot_be_tried_is_refused_with_its_field(
    body: Any, code: str, pointer: str, new_database: Callable[[str], Database]
):
    reply = runs(worked(new_database("sqlite"), "submitted"), **body)
    assert reply.status == 409
    assert [(each["code"], each["pointer"]) for each in reply.json["refusals"]] == [(code, pointer)]


def test_a_document_that_is_none_is_told_by_its_field(new_database: Callable[[str], Database]):
    reply = runs(Town(new_database("sqlite")), document={"title": "no id"})
    assert (reply.status, [error["pointer"] for error in reply.json["errors"]]) == (400, ["/document/id"])


def test_a_draft_can_be_tried_by_those_who_work_on_it_and_is_not_there_for_others(database: Database):
    town = worked(database, "awarded")
    begun = town.ask("POST", "/v1/ordinances", town.token("administrator"), {"authority": VOORBEELDSTAD, "document": STRICTER})
    assert begun.status == 201, begun.text
    path = f"{begun.headers['Location']}/dry-runs"
    tried = town.ask("POST", path, town.token("handler"), PERIOD)
    assert (tried.status, tried.json["sum"]["noLongerAdmissible"]) == (200, 1)
    assert town.ask("POST", path, town.token("representative"), PERIOD).status == 404
    question = {"authority": VOORBEELDSTAD, "ordinanceId": tried.json["ordinanceId"]}
    assert town.ask("POST", "/v1/eligibility-checks", body=question).status == 404


def test_a_period_with_too_many_cases_is_refused(new_database: Callable[[str], Database], monkeypatch: pytest.MonkeyPatch):
    town = worked(new_database("sqlite"), "submitted", "withdrawn")
    monkeypatch.setattr(routes, "MOST_CASES", 2)
    assert runs(town).status == 200
    monkeypatch.setattr(routes, "MOST_CASES", 1)
    assert runs(town).codes == ["period-too-large"]


# --- the page -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("accept", "media_type"), [
    ("text/html", "text/html; charset=utf-8"),
    ("text/html,application/xhtml+xml,*/*;q=0.8", "text/html; charset=utf-8"),
    ("*/*", "application/json"),
    ("application/json, text/html;q=0.9", "application/json"),
])  # fmt: skip
def test_the_reader_says_whether_it_is_data_or_a_page(accept: str, media_type: str, new_database: Callable[[str], Database]):
    reply = runs(worked(new_database("sqlite"), "submitted"), headers={"Accept": accept})
    assert (reply.status, reply.headers["Content-Type"]) == (200, media_type)
    assert reply.headers["Vary"] == "Accept, Accept-Language"


def test_what_is_neither_is_not_acceptable_and_both_are_named(new_database: Callable[[str], Database]):
    reply = runs(Town(new_database("sqlite")), headers={"Accept": "text/csv"})
    assert reply.status == 406
    assert "application/json or text/html" in reply.json["detail"]


class _Outline(HTMLParser):
    """What a page is made of, and whether its tags close."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in ("meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text.append(data.strip())

    def named(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.tags if name == tag]

    @property
    def said(self) -> str:
        return " ".join(self.text)


@pytest.mark.parametrize(("language", "heading"), [
    ("nl", "Wat hadden deze regels veranderd?"), ("en-GB, nl;q=0.5", "What would these rules have changed?")
])  # fmt: skip
def test_the_page_stands_by_itself_and_is_there_for_everybody(
    language: str, heading: str, new_database: Callable[[str], Database]
):
    town = worked(new_database("sqlite"), "awarded", "rejected", "incomplete")
    reply = runs(town, headers=HTML | {"Accept-Language": language}, document=STRICTER)
    page = _Outline(reply.text)
    assert page.open == []
    assert page.named("html") == [{"lang": language[:2]}]
    assert page.text.count(heading) == len(page.named("h1")) == len(page.named("main")) == 1
    assert all(cell.get("scope") in ("col", "row") for cell in page.named("th"))
    assert len(page.named("caption")) == len(page.named("table"))
    labels = {attributes["aria-labelledby"] for _, attributes in page.tags if "aria-labelledby" in attributes}
    assert labels <= {attributes.get("id") for _, attributes in page.tags}
    assert not page.named("script") + page.named("img") + page.named("iframe") + page.named("form")
    assert not [
        attributes for _, attributes in page.tags if "style" in attributes or any(key.startswith("on") for key in attributes)
    ]
    links = [attributes.get("href") or attributes.get("src") for _, attributes in page.tags]
    assert {link for link in links if link} == {"#cases", "data:,"}
    assert "{" not in page.said
    assert "None" not in page.said


def test_the_page_allows_its_own_style_sheet_and_nothing_else(new_database: Callable[[str], Database]):
    reply = runs(worked(new_database("sqlite"), "awarded"), headers=HTML)
    (style,) = re.findall("<style>(.*)</style>", reply.text, re.DOTALL)
    policy = dict(part.split(" ", 1) for part in reply.headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["style-src"] == f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    assert "url(" not in style
    assert "@import" not in style


def test_the_page_says_what_the_data_say(new_database: Callable[[str], Database]):
    town = worked(new_database("sqlite"), "awarded", "rejected", "submitted")
    report, page = runs(town, document=STRICTER).json, _Outline(runs(town, headers=HTML, document=STRICTER).text)
    assert len(page.named("article")) == report["sum"]["differing"] == 3
    for case in report["cases"]:
        assert case["challenge"] in page.said
        for reason in case["admission"]["reasons"]:
            assert reason["explanation"]["en"] in page.said
    assert "28 days earlier" in page.said


def test_an_empty_period_and_cases_without_a_difference_make_a_page_too(new_database: Callable[[str], Database]):
    town = worked(new_database("sqlite"), "awarded")
    empty = runs(town, headers=HTML, until="2026-01-31").text
    assert "there is nothing to compare" in empty
    same = _Outline(runs(town, headers=HTML).text)
    assert "No difference was found" in same.said
    assert same.named("article") == []


def test_a_text_of_a_group_is_text_on_the_page_and_nothing_else(new_database: Callable[[str], Database]):
    town = Town(new_database("sqlite"))
    town.submits(title="<script>alert('x')</script> & <b>park</b>")
    town.clock.set("2027-03-01")
    text = runs(town, headers=HTML, document=STRICTER | {"title": "</style><script>1</script>"}).text
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &lt;b&gt;park&lt;/b&gt;" in text
