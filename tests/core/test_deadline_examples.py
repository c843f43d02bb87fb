"""Every worked example of the law, by our reading and by every other one, through the calculator that speaks their language."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from challenge_api.law.calculation import KINDS, calculate
from challenge_api.law.calculation.answer import FIELDS
from challenge_api.law.calculation.events import EVENTS, ON_KIND
from challenge_api.law.deadlines import DEFAULT

BOOK = json.loads((Path(__file__).parents[1] / "data" / "deadline-examples.json").read_text(encoding="utf-8"))
CASES = BOOK["cases"]
SCHEMA = BOOK["schema"]
READINGS = tuple(SCHEMA["readings"])

RESULTS = (
    *("due", "timely", "latest_receipt_by_post", "set_aside_due", "appeal_from", "window_due"),
    *("penalty_from", "penalty_until", "penalty_total_cents", "penalty_decision_due"),
)
"""The fields of which the book promises that a reading changes none but those it lists."""


def without_wording(expected: Mapping[str, Any]) -> dict[str, Any]:
    """The answer without its sentences: their wording is free."""
    kept = dict(expected)
    kept["chain"] = [(step["step"], step["article"], step["date"]) for step in expected["chain"]]
    if "effects" in expected:
        kept["effects"] = [(effect["event"], effect["effective"]) for effect in expected["effects"]]
    return kept


def asked(case: Mapping[str, Any], **options: bool) -> dict[str, Any]:
    return calculate({"kind": case["kind"], "inputs": case["inputs"], "options": options})


def test_the_book_is_whole() -> None:
    assert len(CASES) == 74
    assert sum(len(case["alternatives"]) for case in CASES) == 37


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_worked_example_comes_out_as_worked(case: Mapping[str, Any]) -> None:
    answer = asked(case)
    assert without_wording(answer["expected"]) == without_wording(case["expected"])
    assert answer["calendar"] == case["calendar"]
    articles = list(dict.fromkeys(step["article"] for step in answer["expected"]["chain"]))
    assert articles == case["articles"]


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_another_reading_changes_what_the_book_lists_and_nothing_else(case: Mapping[str, Any], reading: str) -> None:
    other = not SCHEMA["readings"][reading]["default"]
    found = asked(case, **{reading: other})["expected"]
    listed = case["alternatives"].get(reading, {})
    expected = {name: case["expected"][name] for name in RESULTS if name in case["expected"]} | listed
    assert {name: found[name] for name in expected} == expected


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_our_readings_are_the_defaults_of_the_book(case: Mapping[str, Any]) -> None:
    spelled_out = {name: SCHEMA["readings"][name]["default"] for name in READINGS}
    assert asked(case, **spelled_out) == asked(case)


def test_the_calculator_knows_the_kinds_events_and_fields_of_the_book() -> None:
    assert set(KINDS) == set(SCHEMA["kinds"]) == set(SCHEMA["request"]["kind"]["values"])
    assert {name: list(FIELDS[name]) for name in KINDS} == {name: kind["expected"] for name, kind in SCHEMA["kinds"].items()}
    assert {name: sorted(ON_KIND.get(name, ())) for name in KINDS} == {
        name: sorted(kind["events"]) for name, kind in SCHEMA["kinds"].items()
    }
    assert {name: {key: field.required for key, field in fields.items()} for name, fields in EVENTS.items()} == {
        name: {key: field["required"] for key, field in event["fields"].items()}
        for name, event in SCHEMA["events"]["types"].items()
    }
    assert {name: getattr(DEFAULT, name) for name in READINGS} == {
        name: reading["default"] for name, reading in SCHEMA["readings"].items()
    }


def test_every_fact_the_book_answers_for_gets_an_effect_and_no_other() -> None:
    answering = {name for name, event in SCHEMA["events"]["types"].items() if event["in_effects"]}
    for case in CASES:
        found = asked(case)["expected"]
        if "effects" in found:
            indexes = [n for n, event in enumerate(case["inputs"]["events"]) if event["type"] in answering]
            assert [effect["event"] for effect in found["effects"]] == indexes
