"""The worked examples of the law, as far as terms, suspension and extension go."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from challenge_api.law import deadlines
from challenge_api.law.deadlines import DEFAULT, ClockFact, Explained, Extension, Readings, Term

CASES = json.loads((Path(__file__).parents[1] / "data" / "deadline-examples.json").read_text())["cases"]
OURS = [
    case
    for case in CASES
    if case["kind"] in {"decision", "plain_term", "term_before", "set_aside"}
    and not any(event["type"] == "default_notice_received" for event in case["inputs"].get("events", ()))
]
READINGS = tuple(Readings.__dataclass_fields__)


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def fact(event: Mapping[str, Any]) -> ClockFact:
    total = event.get("total")
    return ClockFact(
        type=event["type"],
        on=date.fromisoformat(event["date"]),
        deadline=day(event.get("deadline")),
        complete=event.get("complete", True),
        first=day(event.get("from")),
        last=day(event.get("until")),
        by=event.get("by"),
        new_due=day(event.get("new_due")),
        total=None if total is None else (total["n"], total["unit"]),
    )


def calculated(case: Mapping[str, Any], readings: Readings = DEFAULT) -> Explained:
    inputs = case["inputs"]
    match case["kind"]:
        case "plain_term":
            return deadlines.plain(date.fromisoformat(inputs["after"]), Term(**inputs["term"]), readings=readings)
        case "term_before":
            return deadlines.before(date.fromisoformat(inputs["before"]), Term(inputs["n"], inputs["unit"], "Atw 1(2)"))
        case "set_aside":
            found = deadlines.set_aside([fact(event) for event in inputs["events"]], readings=readings)
            assert found is not None
            return found
    extension = Extension(**inputs["extension"]) if "extension" in inputs else None
    return deadlines.decision(Term(**inputs["term"]), extension, [fact(e) for e in inputs["events"]], readings=readings)


@pytest.mark.parametrize("case", OURS, ids=[case["id"] for case in OURS])
def test_a_worked_example_comes_out_as_worked(case: Mapping[str, Any]) -> None:
    found, expected = calculated(case), case["expected"]
    given = {
        "due": found.due.isoformat(),
        "unshifted_end": found.unshifted_end.isoformat(),
        "suspended_days": found.suspended_days,
        "in_time": found.in_time,
        "supplemented": found.supplemented,
        "set_aside_due": found.due.isoformat(),
    }
    assert {name: value for name, value in given.items() if name in expected} == {
        name: value for name, value in expected.items() if name in given
    }
    assert [(step.step, step.article, step.date and step.date.isoformat()) for step in found.chain] == [
        (step["step"], step["article"], step["date"]) for step in expected["chain"]
    ]
    assert [(effect.event, effect.effective) for effect in found.effects] == [
        (effect["event"], effect["effective"]) for effect in expected.get("effects", ())
    ]
    assert found.provisional == (case["calendar"] == "provisional")


@pytest.mark.parametrize("reading", READINGS)
@pytest.mark.parametrize("case", OURS, ids=[case["id"] for case in OURS])
def test_another_reading_changes_what_the_example_says_and_nothing_else(case: Mapping[str, Any], reading: str) -> None:
    found = calculated(case, Readings(**{reading: not getattr(DEFAULT, reading)}))
    assert found.due.isoformat() == case["alternatives"].get(reading, {}).get("due", case["expected"]["due"])


def test_no_example_of_these_kinds_is_left_out() -> None:
    assert len(OURS) == 42
