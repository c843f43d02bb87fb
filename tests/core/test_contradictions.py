"""What an ordinance cannot say together: each contradiction is told with its place and rule, and its neighbour is let through."""

import copy
from typing import Any, cast

import pytest

from challenge_api.demo_authority import shipped
from challenge_api.law.contradictions import contradictions
from challenge_api.law.ordinance_schema import OrdinanceDocument

DOCUMENT = cast("dict[str, Any]", shipped("demo-voorbeeldstad"))


def found(**groups: Any) -> list[tuple[str, str]]:
    said = copy.deepcopy(DOCUMENT)
    for name, group in groups.items():
        said[name] = group
    faults = contradictions(cast("OrdinanceDocument", said))
    assert all(fault.reason.endswith((".", "?")) and fault.rule for fault in faults)
    return [(fault.path, fault.code) for fault in faults]


def decider(body: str = "executive", **more: Any) -> dict[str, Any]:
    return {"body": body} | more


def criterion(key: str, **more: Any) -> dict[str, Any]:
    return {"key": key} | more


WEEKS = {"amount": 12, "unit": "week"}

WRONG: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "in force before publication": (
        {"in_force": {"published_on": "2026-01-02", "from": "2026-01-01"}},
        [("/in_force/from", "in-force-before-publication")],
    ),
    "ends before it begins": (
        {"in_force": {"from": "2026-01-02", "until": "2026-01-01"}},
        [("/in_force/until", "date-order")],
    ),
    "a day that no calendar has": ({"in_force": {"from": "2026-02-30"}}, [("/in_force/from", "no-such-day")]),
    "a local day off that no calendar has": (
        {"calendar": {"extra_days_off": ["2026-02-30"]}},
        [("/calendar/extra_days_off/0", "no-such-day")],
    ),
    "evidence that is not in the list": (
        {"support_norm": {"evidence": ["invented", "elsewhere"]}},
        [("/support_norm/evidence/1", "unknown-evidence")],
    ),
    "an open group that says something": (
        {"supplement_term": {"found": False, "amount": 2}},
        [("/supplement_term/amount", "open-group-says-something"), ("/supplement_term/unit", "term-without-unit")],
    ),
    "a term of zero": ({"supplement_term": WEEKS | {"amount": 0}}, [("/supplement_term/amount", "zero-term")]),
    "a term of no unit": ({"supplement_term": {"amount": 2}}, [("/supplement_term/unit", "term-without-unit")]),
    "working days where no holidays are known": (
        {"country": "BE", "supplement_term": {"amount": 2, "unit": "working-day"}},
        [("/supplement_term/unit", "no-calendar")],
    ),
    "one code for two grounds": (
        {"refusal_grounds": {"items": [{"code": "dear"}, {"code": "late"}, {"code": "dear"}]}},
        [("/refusal_grounds/items/2/code", "repeated")],
    ),
    "nobody who challenges": ({"who_may_challenge": {"min_persons": 0}}, [("/who_may_challenge/min_persons", "zero-persons")]),
    "a minimum for a kind that may not challenge": (
        {"who_may_challenge": {"applicant_kinds": ["resident"], "min_persons": {"employees": 2}}},
        [("/who_may_challenge/min_persons/employees", "unknown-applicant-kind")],
    ),
    "contents asked of a kind that may not challenge": (
        {"contents": {"items": [{"key": "a", "required": "if_employees"}]}},
        [("/contents/items/0/required", "unknown-applicant-kind")],
    ),
    "a threshold of nothing": (
        {"support_norm": {"norm": "qualitative", "threshold": 5}},
        [("/support_norm/threshold", "threshold-without-norm")],
    ),
    "more than everybody": (
        {"support_norm": {"norm": "percentage", "threshold": 101}},
        [("/support_norm/threshold", "above-hundred-percent")],
    ),
    "two thresholds": (
        {"support_norm": {"norm": "number", "threshold": 5, "minimum_supporters": 6}},
        [("/support_norm/minimum_supporters", "threshold-differs")],
    ),
    "a window that some years do not have": (
        {"phases": {"window": {"periods": [{"from": "02-29", "until": "03-31"}]}}},
        [("/phases/window/periods/0/from", "no-such-day")],
    ),
    "an own term without length": (
        {"decision_term": {"kind": "own_term"}},
        [("/decision_term/amount", "own-term-without-length")],
    ),
    "an extension of nothing": (
        {"decision_term": {"extension": WEEKS}},
        [("/decision_term/extension", "extension-without-term")],
    ),
    "an extension longer than the term": (
        {"decision_term": WEEKS | {"extension": {"amount": 3, "unit": "month"}}},
        [("/decision_term/extension/amount", "extension-longer-than-term")],
    ),
    "a complex case no longer than an ordinary one": (
        {"decision_term": WEEKS | {"complex_case": WEEKS}},
        [("/decision_term/complex_case/amount", "complex-not-longer")],
    ),
    "a complex case in another unit": (
        {"decision_term": WEEKS | {"complex_case": {"amount": 6, "unit": "month"}}},
        [("/decision_term/complex_case/unit", "complex-other-unit")],
    ),
    "a decider without a role": (
        {"decides": {"deciders": [decider("village_committee")]}},
        [("/decides/deciders/0/role", "decider-without-role")],
    ),
    "a decider whose role cannot decide": (
        {"decides": {"deciders": [decider("village_committee", role="assessor")]}},
        [("/decides/deciders/0/role", "role-cannot-decide")],
    ),
    "nobody above an amount": (
        {"decides": {"deciders": [decider(up_to_cents=100)]}},
        [("/decides/deciders/0/up_to_cents", "no-last-decider")],
    ),
    "limits that fall": (
        {"decides": {"deciders": [decider(up_to_cents=200), decider("mayor", up_to_cents=200), decider("council")]}},
        [("/decides/deciders/1/up_to_cents", "thresholds")],
    ),
    "a limit of nothing": (
        {"decides": {"deciders": [decider(up_to_cents=0), decider("council")]}},
        [("/decides/deciders/0/up_to_cents", "thresholds")],
    ),
    "deciders after one without a limit": (
        {"decides": {"deciders": [decider(), decider("council")]}},
        [("/decides/deciders/0/up_to_cents", "thresholds")],
    ),
    "weights that do not sum": (
        {"criteria": {"items": [criterion("a", weight=60), criterion("b", weight=41)]}},
        [("/criteria/items", "weights")],
    ),
    "a criterion without weight among weighted ones": (
        {"criteria": {"items": [criterion("a", weight=100), criterion("b")]}},
        [("/criteria/items/1/weight", "weights")],
    ),
    "a minimum above the maximum": (
        {"criteria": {"items": [criterion("a", minimum=6, maximum=5)]}},
        [("/criteria/items/0/minimum", "minimum-above-maximum")],
    ),
    "a test that no criterion is part of": (
        {"criteria": {"tests_combine": "both", "items": [criterion("a", test="better")]}},
        [("/criteria/tests_combine", "test-without-criterion")],
    ),
    "a mark that no points can reach": (
        {"criteria": {"cheaper_test": {"pass_mark": 5}, "items": [criterion("a", test="better")]}},
        [("/criteria/cheaper_test/pass_mark", "test-without-criterion")],
    ),
    "two ways to combine": (
        {"criteria": {"tests_combine": "both", "combination": "and_or"}},
        [("/criteria/combination", "combination-differs")],
    ),
    "a ground that no phase can use": (
        {"phases": {"exploration": False}, "refusal_grounds": {"items": [{"code": "dear", "phase": "exploration"}]}},
        [("/refusal_grounds/items/0/phase", "ground-without-phase")],
    ),
    "an agreement of no years": ({"agreement": {"max_years": 0}}, [("/agreement/max_years", "zero-term")]),
    "a longest agreement in weeks": (
        {"agreement": {"max_duration": WEEKS}, "hand_back": {}},
        [("/agreement/max_duration/unit", "wrong-unit")],
    ),
    "two longest agreements": (
        {"agreement": {"max_years": 2, "max_duration": {"amount": 5, "unit": "year"}}},
        [("/agreement/max_duration", "limits-differ")],
    ),
    "a first report after the end": (
        {"agreement": {"max_years": 1, "report_every": {"amount": 13, "unit": "month"}}},
        [("/agreement/report_every/amount", "report-after-end")],
    ),
    "a notice longer than the agreement": (
        {"agreement": {"max_years": 1}, "hand_back": {"notice": {"amount": 13, "unit": "month"}}},
        [("/hand_back/notice/amount", "notice-longer-than-agreement")],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_a_contradiction_is_told_where_it_stands(name):
    groups, faults = WRONG[name]
    assert found(**groups) == faults


RIGHT: dict[str, dict[str, Any]] = {
    "in force on the day of publication": {"in_force": {"published_on": "2026-01-01", "from": "2026-01-01"}},
    "in force for a day": {"in_force": {"from": "2026-01-01", "until": "2026-01-01"}},
    "a year alone": {"in_force": {"published_on": "2026-01-01", "from": "2016"}},
    "an open group with what the law gives": {
        "supplement_term": {"found": False, "statutory_default": {"rule": "awb-4:5", "amount": None}}
    },
    "a term of one day": {"supplement_term": {"amount": 1, "unit": "day"}},
    "Dutch working days": {"supplement_term": {"amount": 2, "unit": "working-day"}},
    "Scottish working days": {"country": "GB-SCT", "supplement_term": {"amount": 2, "unit": "working-days"}},
    "everybody": {"support_norm": {"norm": "percentage", "threshold": 100}},
    "one threshold said twice": {"support_norm": {"norm": "number", "threshold": 5, "minimum_supporters": 5}},
    "a window past New Year": {"phases": {"window": {"periods": [{"from": "12-01", "until": "01-31"}]}, "exploration": True}},
    "an extension as long as the term": {"decision_term": WEEKS | {"extension": WEEKS}},
    "a complex case with a week more": {"decision_term": WEEKS | {"complex_case": WEEKS | {"amount": 13}}},
    "one body for every amount": {"decides": {"deciders": [decider("council")]}},
    "a body of another name with a role": {"decides": {"deciders": [decider("village_committee", role="decision-maker")]}},
    "no weights at all": {"criteria": {"items": [criterion("a"), criterion("b")]}},
    "a minimum that is the maximum": {"criteria": {"items": [criterion("a", minimum=5, maximum=5)]}},
    "tests without criteria of their own": {"criteria": {"tests_combine": "both", "items": [criterion("a")]}},
    "the same combination in two words": {"criteria": {"tests_combine": "either", "combination": "and_or"}},
    "a ground of the exploration": {
        "phases": {"exploration": True}, "refusal_grounds": {"items": [{"code": "dear", "phase": "exploration"}]},
    },
    "a report at the end of the longest agreement": {
        "agreement": {"max_years": 1, "report_every": {"amount": 12, "unit": "month"}}, "hand_back": {},
    },
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_what_just_holds_together_is_let_through(name):
    assert found(**RIGHT[name]) == []


def test_every_contradiction_is_told_at_once():
    wrong = [(groups, faults) for groups, faults in WRONG.values() if len(groups) == 1]
    chosen = {next(iter(groups)): (groups, faults) for groups, faults in wrong}
    merged = {name: group for groups, _ in chosen.values() for name, group in groups.items()}
    told = found(**merged)
    assert len(merged) > 8
    for _, faults in chosen.values():
        assert set(faults) <= set(told)
