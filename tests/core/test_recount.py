"""Explanations are complete: a program that knows nothing but the steps of one comes to the same date, in every random case.

The program is `tools/recount`; here it gets what the service would answer, as JSON, and is told neither law nor calendar.
"""

import ast
import json
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from challenge_api.challenges import representation
from challenge_api.challenges.case import Case, DecisionTaken
from challenge_api.challenges.clocks import Deadline, deadlines_of
from challenge_api.law.calculation.events import EVENTS, ON_KIND
from challenge_api.law.deadlines import (
    Asked,
    ClockFact,
    Explained,
    Extension,
    Length,
    Term,
    administrative_appeal_decision,
    decision,
    objection_decision,
    plain,
    repeated,
    set_aside,
)
from challenge_api.law.legal_calendar import DUTCH
from challenge_api.law.ordinance import Length as OwnLength
from challenge_api.law.ordinance import OwnTerm
from tests.core.given import MODEL, VOORBEELDSTAD, monitored, submitted
from tools.recount import __main__ as program

CASES = 1000
FIRST, LAST = date(2020, 1, 1), date(2100, 12, 31)
UNITS = ("days", "weeks", "months", "years")
MOST = {"days": 60, "weeks": 16, "months": 5, "years": 2}


def a_day(random: Random, first: date = FIRST, last: date = LAST) -> date:
    return first + timedelta(random.randrange((last - first).days + 1))


def a_length(random: Random) -> Length:
    unit = random.choice(UNITS)
    return Length(random.randint(1, MOST[unit]), unit)


def a_term(random: Random, article: str = "ordinance") -> Term:
    length = a_length(random)
    return Term(length.n, length.unit, article, atw=random.random() > 0.1)


def a_fact(random: Random, name: str, began: date) -> ClockFact:
    """A fact of this type, somewhere in the half year after the term began, with every field that it can have."""
    on = began + timedelta(random.choice((0, 1, 2, 5, 10, 20, 30, 56, 57, 80, 120, 180)) + random.randrange(3))
    more: dict[str, Any] = {}
    for field in EVENTS[name].values():
        match field.place:
            case "first":
                more["first"] = on + timedelta(random.randint(-10, 10))
                more["last"] = more["first"] + timedelta(random.randint(0, 40))
            case "deadline" | "new_due" if random.random() > 0.1:
                more[field.place] = on + timedelta(random.randint(0, 60))
            case "by":
                more["by"] = random.randint(1, 8)
            case "complete" | "written":
                more[field.place] = random.random() > 0.2
            case "ground":
                more["ground"] = "unreasonably late"
    if name == "reasonable_term_named":
        more = {"total": a_length(random)} if random.random() > 0.5 else {"new_due": on + timedelta(random.randint(0, 90))}
    if name == "deadline_moved":
        more.setdefault("deadline", on + timedelta(20))
    if name == "postponed_by_consent":
        more.setdefault("new_due", on + timedelta(30))
    return ClockFact(type=name, on=on, **more)


def facts_of(random: Random, kind: str, start: str) -> tuple[ClockFact, ...]:
    began = a_day(random)
    names = [name for name in ON_KIND[kind] if name not in {start, "decided"}]
    names += ["default_notice_received"] * 3 if "default_notice_received" in names else []
    facts = [a_fact(random, random.choice(names), began) for _ in range(random.randint(0, 7))]
    if random.random() > 0.6:
        facts.append(a_fact(random, "decided", began + timedelta(random.choice((40, 140)))))
    return (ClockFact(type=start, on=began), *sorted(facts, key=lambda fact: fact.on))


def explained(random: Random, number: int) -> Explained:
    """A term of one of the kinds that the law knows, in turn."""
    asked = Asked(as_of=a_day(random) if random.random() > 0.7 else None, applicants=random.choice((1, 1, 3)))
    match number % 6:
        case 0 | 1:
            article = "Awb 4:13(2)" if number % 6 == 0 else "ordinance"
            term = Term(8, "weeks", article) if number % 6 == 0 else a_term(random)
            power = Extension(random.randint(1, 8), "weeks", "ordinance") if random.random() > 0.3 else None
            return decision(term, power, facts_of(random, "decision", "application_received"), asked=asked)
        case 2:
            facts = facts_of(random, "objection_decision", "announced")
            return objection_decision(facts, committee=random.random() > 0.5, committee_told=random.random() > 0.3, asked=asked)
        case 3:
            facts = facts_of(random, "administrative_appeal_decision", "announced")
            return administrative_appeal_decision(facts, same_legal_person=random.random() > 0.5, asked=asked)
        case 4:
            found = set_aside(facts_of(random, "set_aside", "supplement_requested"))
            return found or plain(a_day(random), Term(random.randint(1, 5), "days", "statute"))
        case _:
            if random.random() > 0.5:
                return repeated(a_day(random), a_term(random), random.randint(1, 12))
            return plain(a_day(random), Term(random.randint(1, 12), "days", "statute"))


def told(explanation: Explained) -> list[dict[str, Any]]:
    shown = Deadline(kind="decision", starts_on=FIRST, due_on=explanation.due, article="law", explanation=explanation.chain)
    return list(json.loads(json.dumps(representation.deadline(shown, FIRST)))["explanation"])


@cache
def terms() -> tuple[tuple[Explained, list[dict[str, Any]]], ...]:
    random = Random(20261125)
    found = (explained(random, number) for number in range(CASES))
    return tuple((each, told(each)) for each in found)


def test_a_thousand_random_terms_are_counted_again_from_their_explanation_alone():
    for number, (found, explanation) in enumerate(terms()):
        again = program.recount(explanation)
        assert again.due == found.due, number
        overdue = found.overdue
        if overdue.appeal_from is not None and again.grace is not None:
            assert again.grace + timedelta(1) == overdue.appeal_from, number
        if overdue.penalty_decision_due is not None:
            assert again.fixed_by == overdue.penalty_decision_due, number


def test_every_kind_of_step_and_every_kind_of_event_was_met():
    steps = Counter(step["step"] for _, explanation in terms() for step in explanation)
    assert set(steps) >= {
        *("term", "suspended", "extended", "named", "ignored", "shifted", "not-shifted", "two-working-days", "decided"),
        *("notice", "two-weeks", "penalty", "shared", "penalty-decision"),
    }
    assert min(steps.values()) >= 5, steps


def a_case(random: Random, number: int) -> tuple[Case, Any]:
    """A case of any year, with facts of every kind, decisions announced, and an execution on any day."""
    rules = (VOORBEELDSTAD, MODEL)[number % 2]
    if number % 3 == 0:
        length = a_length(random)
        own = OwnLength(n=length.n, unit=length.unit, article="4", atw=random.random() > 0.2)
        rules = replace(rules, decision_term=OwnTerm(length=own, extension=Extension(6, "weeks", "4(2)")))
    case = monitored().case if number % 4 == 0 else submitted(rules).case
    facts = facts_of(random, "decision", "application_received")
    decided = tuple(
        DecisionTaken(version=version, type="rejected", taken_on=day, by="dora", body=None, announced_on=day)
        for version, day in enumerate((a_day(random), a_day(random)), start=5)
    )
    case = replace(case, clock=facts, received_on=facts[0].on, decisions=decided, legal_track=None)
    if case.agreement is not None:
        starts_on = a_day(random)
        ends_on = starts_on + timedelta(random.randint(200, 1500))
        case = replace(case, agreement=replace(case.agreement, starts_on=starts_on, ends_on=ends_on), ends_on=ends_on)
    return case, rules


def test_so_is_every_deadline_of_a_thousand_random_cases():
    random = Random(20261126)
    kinds: Counter[str] = Counter()
    for number in range(CASES):
        case, rules = a_case(random, number)
        today = a_day(random)
        found = deadlines_of(case, rules, DUTCH, today if number % 2 else None)
        shown = json.loads(json.dumps([representation.deadline(each, today) for each in found]))
        assert list(program.differences(shown)) == [], number
        kinds.update(each.kind for each in found)
    assert set(kinds) >= {
        *("confirmation", "decision", "default", "penalty-decision", "supplement", "objection"),
        *("report", "execution", "hand-back-notice"),
    }


@pytest.mark.parametrize("change", [{"n": 3}, {"first": "2026-08-05"}, {"date": "2026-10-01"}])
def test_a_step_that_says_something_else_is_found_out(change: dict[str, Any]):
    facts = (
        ClockFact(type="application_received", on=date(2026, 8, 3)),
        ClockFact(type="supplement_requested", on=date(2026, 8, 12), deadline=date(2026, 8, 26)),
    )
    explanation = told(decision(Term(8, "weeks", "Awb 4:13(2)"), None, facts))
    explanation[0] |= change
    item = {"kind": "decision", "dueOn": "2026-10-12", "explanation": explanation}
    assert list(program.differences([item])) != []


def test_a_step_that_is_left_out_is_missed():
    random = Random(1)
    missed = 0
    for _, explanation in terms():
        effective = [n for n, step in enumerate(explanation) if step["step"] in {"suspended", "extended"} and step["n"]]
        if not effective:
            continue
        gone = random.choice(effective)
        item = {"kind": "decision", "dueOn": "", "explanation": explanation[:gone] + explanation[gone + 1 :]}
        missed += any("says" in line or "counting" in line or "leads" in line for line in program.differences([item]))
    assert missed > 100


def test_the_program_uses_nothing_but_the_standard_library():
    source = Path(program.__file__).read_text(encoding="utf-8")
    imported = {
        name.split(".")[0]
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names])
    }
    assert imported <= sys.stdlib_module_names


def test_the_program_reads_an_answer_of_the_service():
    items = [{"kind": "decision", "dueOn": str(found.due), "explanation": steps} for found, steps in terms()[:50]]
    root = Path(__file__).parents[2]
    run = [sys.executable, "-m", "tools.recount"]
    good = subprocess.run(run, input=json.dumps({"items": items}), cwd=root, capture_output=True, text=True, check=False)
    assert (good.returncode, good.stdout) == (0, "50 deadlines, each as its explanation says\n")
    items[7]["dueOn"] = "2020-01-01"
    bad = subprocess.run(run, input=json.dumps({"items": items}), cwd=root, capture_output=True, text=True, check=False)
    assert bad.returncode == 1
    assert "the explanation leads to" in bad.stdout
