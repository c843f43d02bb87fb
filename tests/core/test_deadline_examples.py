"""The worked examples of the law, as far as terms, suspension and extension go."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from challenge_api.law import deadlines
from challenge_api.law.deadlines import ClockFact, Explained, Extension, Readings, Term
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar

CASES = json.loads((Path(__file__).parents[1] / "data" / "deadline-examples.json").read_text())["cases"]
TERM_STEPS = {"term", "suspended", "extended", "named", "ignored", "shifted", "not-shifted", "two-working-days", "decided", "counted-back"}
OUR_READINGS = set(Readings.__dataclass_fields__) | {"possible_bridge_days"}


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def fact(event: dict[str, Any]) -> ClockFact:
    total = event.get("total", {})
    return ClockFact(
        type=event["type"],
        on=date.fromisoformat(event["date"]),
        deadline=day(event.get("deadline")),
        complete=event.get("complete", True),
        first=day(event.get("from")),
        last=day(event.get("until")),
        by=event.get("by"),
        new_due=day(event.get("new_due")),
        total_n=total.get("n"),
        total_unit=total.get("unit"),
    )


def calculate(case: dict[str, Any], readings: Readings, calendar: LegalCalendar) -> Explained:
    inputs = case["inputs"]
    if case["kind"] == "plain_term":
        return deadlines.plain(date.fromisoformat(inputs["after"]), Term(**inputs["term"]), calendar)
    if case["kind"] == "term_before":
        return deadlines.before(date.fromisoformat(inputs["before"]), Term(inputs["n"], inputs["unit"], "Atw 1(2)"))
    extension = Extension(**inputs["extension"]) if "extension" in inputs else None
    facts = [fact(event) for event in inputs["events"]]
    return deadlines.decision(Term(**inputs["term"]), extension, facts, calendar, readings)


def agrees(found: Explained, expected: dict[str, Any]) -> None:
    given = {"due": found.due, "unshifted_end": found.unshifted_end, "suspended_days": found.suspended_days, "in_time": found.in_time}
    for key, value in given.items():
        if key in expected:
            assert (value.isoformat() if isinstance(value, date) else value) == expected[key], key


ours = [case for case in CASES if case["kind"] in {"decision", "plain_term", "term_before"}]


@pytest.mark.parametrize("case", ours, ids=[case["id"] for case in ours])
def test_a_worked_example_comes_out_as_worked(case: dict[str, Any]) -> None:
    found = calculate(case, deadlines.DEFAULT, DUTCH)
    agrees(found, case["expected"])
    of_terms = [step for step in case["expected"]["chain"] if step["step"] in TERM_STEPS and "4:17" not in step["article"]]
    expected = [(step["step"], step["article"], step["date"]) for step in of_terms]
    assert [(step.step, step.article, step.date and step.date.isoformat()) for step in found.chain] == expected
    notices = ("default_notice_received", "penalty_excluded")
    effects = [
        (effect["event"], effect["effective"])
        for effect in case["expected"].get("effects", ())
        if case["inputs"]["events"][effect["event"]]["type"] not in notices
    ]
    assert [(effect.event, effect.effective) for effect in found.effects] == effects


alternatives = [
    (case, name, changed) for case in ours for name, changed in case["alternatives"].items() if name in OUR_READINGS
]


@pytest.mark.parametrize(("case", "name", "changed"), alternatives, ids=[f"{case['id']}-{name}" for case, name, _ in alternatives])
def test_another_reading_of_the_law_comes_out_as_worked(case: dict[str, Any], name: str, changed: dict[str, Any]) -> None:
    if name == "possible_bridge_days":
        agrees(calculate(case, deadlines.DEFAULT, LegalCalendar(expected_bridge_days=True)), changed)
    else:
        agrees(calculate(case, Readings(**{name: True}), DUTCH), changed)


def test_the_examples_are_all_there() -> None:
    assert len(ours) == 54
    assert len(alternatives) == 9
