"""The deadline calculator over HTTP: every worked example of the law comes out as worked, and what else is sent is refused."""

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import anyio
import httpx
import jsonschema_rs
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from challenge_api.calculator.models import Calculation
from challenge_api.history.database import Database
from challenge_api.law import calculation
from challenge_api.law.calculation.events import EVENTS, MEANINGS
from tests.service import Reply, Town

BOOK = json.loads((Path(__file__).parents[1] / "data" / "deadline-examples.json").read_text(encoding="utf-8"))
CASES = BOOK["cases"]
SCHEMA = BOOK["schema"]
PATH = "/v1/deadline-calculations"


@pytest.fixture(scope="module")
def town(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Town:
    return Town(Database(f"sqlite:///{sqlite_template}"), tmp_path_factory.mktemp("keys"), demo=False)


@pytest.fixture(scope="module")
def document(town: Town) -> Any:
    return town.ask("GET", "/v1/openapi.json").json


def without_wording(expected: Mapping[str, Any]) -> dict[str, Any]:
    kept = dict(expected)
    kept["chain"] = [(step["step"], step["article"], step["date"]) for step in expected["chain"]]
    if "effects" in expected:
        kept["effects"] = [(effect["event"], effect["effective"]) for effect in expected["effects"]]
    return kept


def calculated(town: Town, body: Any) -> Reply:
    return send(town, json.dumps(body).encode())


def send(town: Town, raw: bytes, media_type: str = "application/json") -> Reply:
    """Send these bytes; the client of the town sends no body for `null`."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app=town.application)
        async with httpx.AsyncClient(transport=transport, base_url="http://testserver") as client:
            return await client.post(PATH, content=raw, headers={"Content-Type": media_type})

    answer = anyio.run(ask)
    return Reply(answer.status_code, answer.headers, answer.text, answer.content)


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_example_sent_as_it_stands_comes_out_as_worked(town: Town, document: Any, case: Mapping[str, Any]) -> None:
    reply = calculated(town, {"kind": case["kind"], "inputs": case["inputs"]})
    assert reply.status == 200, reply.text
    assert without_wording(reply.json["expected"]) == without_wording(case["expected"])
    assert reply.json["calendar"] == case["calendar"]
    schema = {"$ref": "#/components/schemas/CalculationAnswer", "components": document["components"]}
    jsonschema_rs.validator_for(schema).validate(reply.json)


@pytest.mark.parametrize(
    ("case", "reading"),
    [(case, reading) for case in CASES for reading in case["alternatives"]],
    ids=[f"{case['id']}-{reading}" for case in CASES for reading in case["alternatives"]],
)
def test_another_reading_is_an_option(town: Town, case: Mapping[str, Any], reading: str) -> None:
    options = {reading: not SCHEMA["readings"][reading]["default"]}
    found = calculated(town, {"kind": case["kind"], "inputs": case["inputs"], "options": options}).json["expected"]
    listed = case["alternatives"][reading]
    assert {name: found[name] for name in listed} == listed


def test_every_reading_of_the_book_is_an_option_of_the_document(document: Any) -> None:
    said = document["components"]["schemas"]["CalculationReadings"]["properties"]
    assert {name: one["default"] for name, one in said.items()} == {
        name: one["default"] for name, one in SCHEMA["readings"].items()
    }


def test_every_kind_has_its_own_schema_with_the_inputs_of_the_book(document: Any) -> None:
    schemas = document["components"]["schemas"]
    kinds = schemas["Calculation"]["discriminator"]["mapping"]
    assert set(kinds) == set(SCHEMA["kinds"])
    for kind, reference in kinds.items():
        inputs = schemas[schemas[reference.rpartition("/")[2]]["properties"]["inputs"]["$ref"].rpartition("/")[2]]
        asked = SCHEMA["kinds"][kind]["inputs"]
        assert set(inputs["properties"]) == set(asked)
        assert set(inputs.get("required", ())) == {name for name, one in asked.items() if one["required"]}
        if SCHEMA["kinds"][kind]["events"]:
            variants = inputs["properties"]["events"]["items"]["oneOf"]
            events = {schemas[each["$ref"].rpartition("/")[2]]["properties"]["type"]["const"] for each in variants}
            assert events == set(SCHEMA["kinds"][kind]["events"])


def test_every_event_says_what_it_means() -> None:
    assert set(MEANINGS) == set(EVENTS)


def test_no_token_is_needed_and_nothing_is_kept(town: Town) -> None:
    reply = calculated(town, {"kind": "plain_term", "inputs": {"after": "2023-12-21", "term": TERM | {"n": 4, "unit": "days"}}})
    assert reply.status == 200
    assert reply.headers["cache-control"] == "no-store"


TERM: dict[str, Any] = {"n": 8, "unit": "weeks", "article": "Awb 4:13(2)"}
RECEIVED: dict[str, Any] = {"type": "application_received", "date": "2026-08-03"}


def decision(*events: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "decision", "inputs": {"term": TERM, "events": [RECEIVED, *events], **more}}


@pytest.mark.parametrize(
    ("body", "pointer", "code"),
    [
        ({"kind": "decisions", "inputs": {}}, "", "not-an-option"),
        ({"inputs": {}}, "", "missing"),
        (decision() | {"more": 1}, "/more", "unknown-field"),
        (decision(as_of=None), "/inputs/as_of", "wrong-format"),
        (decision({"type": "decided", "date": "2026-02-30"}), "/inputs/events/1/date", "wrong-format"),
        (decision({"type": "announced", "date": "2026-09-01"}), "/inputs/events/1", "not-an-option"),
        (decision({"type": "extended", "date": "2026-09-01", "by": "2"}), "/inputs/events/1/by", "wrong-type"),
        (decision({"type": "extended", "date": "2026-09-01", "by": 2.5}), "/inputs/events/1/by", "wrong-type"),
        (decision({"type": "suspension_agreed", "date": "2026-09-01"}), "/inputs/events/1/from", "missing"),
        (decision() | {"options": {"penalty_on_day_14": 1}}, "/options/penalty_on_day_14", "wrong-type"),
        (decision() | {"options": {"something": True}}, "/options/something", "unknown-field"),
        ({"kind": "set_aside", "inputs": {"events": []}}, "/inputs/events", "too-few"),
    ],
)
def test_a_body_of_another_form_is_told_where(town: Town, body: Any, pointer: str, code: str) -> None:
    reply = calculated(town, body)
    assert reply.status == 400, reply.text
    assert (pointer, code) in [(fault["pointer"], fault["code"]) for fault in reply.json["errors"]]


@pytest.mark.parametrize(
    ("body", "pointer", "code", "article"),
    [
        (
            decision({"type": "decided", "date": "2026-08-02"}),
            "/inputs/events/1/date",
            "before-start",
            "Awb 4:13, 6:8",
        ),
        (
            decision({"type": "supplement_requested", "date": "2026-08-12", "deadline": "2026-08-11"}),
            "/inputs/events/1/deadline",
            "date-order",
            "challenge-api",
        ),
        (
            decision({"type": "reasonable_term_named", "date": "2026-09-01"}),
            "/inputs/events/1",
            "one-of-two",
            "Awb 4:14(3)",
        ),
        (
            {"kind": "set_aside", "inputs": {"events": [{"type": "supplement_requested", "date": "2026-08-12"}]}},
            "/inputs/events/0/deadline",
            "no-term-set",
            "Awb 4:5(1)",
        ),
        (
            {"kind": "plain_term", "inputs": {"after": "2016-12-31", "term": TERM}},
            "/inputs/after",
            "date-out-of-range",
            "Atw 3(3)",
        ),
        (decision(as_of="2026-08-01"), "/inputs/as_of", "before-start", "challenge-api"),
    ],
)
def test_what_cannot_have_happened_is_refused_with_field_rule_and_article(
    town: Town, body: Any, pointer: str, code: str, article: str
) -> None:
    reply = calculated(town, body)
    assert reply.status == 409, reply.text
    assert (pointer, code, article) in [(one["pointer"], one["code"], one["article"]) for one in reply.json["refusals"]]


def test_an_extension_after_the_term_is_no_mistake_and_has_no_effect(town: Town) -> None:
    found = calculated(
        town,
        {
            "kind": "decision",
            "inputs": {
                "term": TERM,
                "extension": {"n": 6, "unit": "weeks", "article": "Ordinance 5"},
                "events": [RECEIVED, {"type": "extended", "date": "2026-10-01", "by": 6}],
            },
        },
    ).json["expected"]
    assert found["due"] == "2026-09-28"
    assert [(one["event"], one["effective"]) for one in found["effects"]] == [(1, False)]


@pytest.mark.parametrize(
    "raw", [b"", b"null", b"[]", b"1", b'"decision"', b"{", b'{"kind":"decision","kind":"decision"}', b"\xff"]
)
def test_what_is_no_calculation_is_a_bad_request(town: Town, raw: bytes) -> None:
    assert send(town, raw).status == 400


def test_another_media_type_is_refused(town: Town) -> None:
    assert send(town, b"{}", "text/plain").status == 415


FORMS = {
    *("not-an-object", "not-a-list", "unknown-field", "unknown-value"),
    *("not-a-boolean", "not-a-count", "not-a-text", "not-a-date"),
}
DAYS = st.dates().map(str)
VALUES = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=6) | DAYS
JSON = st.recursive(VALUES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3))


def spoiled(draw: Callable[..., Any], value: Any) -> Any:
    """The value with one place changed into anything, or taken away, or added to."""
    if isinstance(value, dict) and value and draw(st.booleans()):
        key = draw(st.sampled_from(sorted(value)))
        changed = dict(value)
        if draw(st.integers(0, 9)) == 0:
            del changed[key]
        else:
            changed[key] = spoiled(draw, value[key])
        return changed
    if isinstance(value, list) and value and draw(st.booleans()):
        at = draw(st.integers(0, len(value) - 1))
        return [*value[:at], spoiled(draw, value[at]), *value[at + 1 :]]
    return draw(JSON)


@st.composite
def spoiled_examples(draw: Callable[..., Any]) -> Any:
    case = draw(st.sampled_from(CASES))
    body: Any = {"kind": case["kind"], "inputs": case["inputs"], "options": {}}
    for _ in range(draw(st.integers(1, 3))):
        body = spoiled(draw, body)
    return body


@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
@given(body=spoiled_examples())
def test_whatever_is_sent_is_answered_or_refused(town: Town, body: Any) -> None:
    reply = calculated(town, body)
    assert reply.status in {200, 400, 409}, reply.text
    if reply.status == 409:
        # the form was right, so what refuses is a rule about what can have happened, never the form once more
        assert not FORMS & {one["code"] for one in reply.json["refusals"]}, reply.text


def test_the_examples_of_the_document_are_calculations(town: Town, document: Any) -> None:
    shown = document["paths"]["/deadline-calculations"]["post"]["requestBody"]["content"]["application/json"]["examples"]
    assert {one["value"]["kind"] for one in shown.values()} == set(SCHEMA["kinds"])
    for one in shown.values():
        Calculation.model_validate_json(json.dumps(one["value"]))
        assert calculated(town, one["value"]).status == 200


def test_the_page_lists_every_rule_of_the_calculator_and_no_other() -> None:
    page = (Path(__file__).parents[2] / "docs" / "problems.md").read_text(encoding="utf-8")
    _, _, section = page.partition("\n## Codes of the calculator\n")
    listed = re.findall(r"^\| `([a-z-]+)` \|", section.split("\n## ")[0], re.MULTILINE)
    sources = [Path(calculation.__file__).parent / name for name in ("reader.py", "__init__.py")]
    said = {code for path in sources for code in re.findall(r'"([a-z]+(?:-[a-z]+)+)"', path.read_text(encoding="utf-8"))}
    assert set(listed) == said - FORMS - {"challenge-api"}
