"""Bad input to the calculator: each fault is named by field, rule and article, and nothing else ever happens."""

import copy
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenge_api.law.calculation import KINDS, NotCalculable, calculate
from challenge_api.law.calculation.events import EVENTS

GOOD: dict[str, Any] = {
    "kind": "decision",
    "inputs": {
        "term": {"n": 8, "unit": "weeks", "article": "Awb 4:13(2)"},
        "events": [
            {"type": "application_received", "date": "2026-08-03"},
            {"type": "supplement_requested", "date": "2026-08-12", "deadline": "2026-08-26"},
        ],
    },
}


def faults(request: Any) -> list[tuple[str, str]]:
    with pytest.raises(NotCalculable) as refused:
        calculate(request)
    assert all(refusal.article and refusal.detail for refusal in refused.value.refusals)
    return [(refusal.pointer, refusal.code) for refusal in refused.value.refusals]


def changed(pointer: str, value: Any) -> dict[str, Any]:
    """The good request with one place changed; Ellipsis takes it away."""
    request: Any = copy.deepcopy(GOOD)
    place = request
    *path, last = pointer.strip("/").split("/")
    for part in path:
        place = place[int(part)] if isinstance(place, list) else place[part]
    if value is ...:
        del place[last]
    elif isinstance(place, list):
        place.insert(int(last), value)
    else:
        place[last] = value
    return dict(request)


def test_the_good_request_is_good() -> None:
    assert calculate(GOOD)["expected"]["due"] == "2026-10-12"


@pytest.mark.parametrize(
    ("pointer", "value", "at", "code"),
    [
        ("/kind", "decisions", "/kind", "unknown-value"),
        ("/kind", ["decision"], "/kind", "unknown-value"),
        ("/kind", ..., "/kind", "unknown-value"),
        ("/other", 1, "/other", "unknown-field"),
        ("/a~b/c", 1, None, None),
        ("/inputs", [], "/inputs", "not-an-object"),
        ("/inputs", ..., "/inputs", "not-an-object"),
        ("/inputs/extra", None, "/inputs/extra", "unknown-field"),
        ("/inputs/term", "8 weeks", "/inputs/term", "not-an-object"),
        ("/inputs/term/n", 0, "/inputs/term/n", "not-a-count"),
        ("/inputs/term/n", 8.0, "/inputs/term/n", "not-a-count"),
        ("/inputs/term/n", True, "/inputs/term/n", "not-a-count"),
        ("/inputs/term/n", "8", "/inputs/term/n", "not-a-count"),
        ("/inputs/term/n", 10**30, "/inputs/term/n", "too-large"),
        ("/inputs/term/unit", "hours", "/inputs/term/unit", "unknown-value"),
        ("/inputs/term/article", " ", "/inputs/term/article", "not-a-text"),
        ("/inputs/term/article", "a\x00", "/inputs/term/article", "not-a-text"),
        ("/inputs/term/article", "\ud800", "/inputs/term/article", "not-a-text"),
        ("/inputs/term/article", "a" * 501, "/inputs/term/article", "not-a-text"),
        ("/inputs/term/atw", 1, "/inputs/term/atw", "not-a-boolean"),
        ("/inputs/extension", None, "/inputs/extension", "not-an-object"),
        ("/inputs/extension", {"n": 2, "unit": "months", "article": "x"}, "/inputs/extension/unit", "unknown-value"),
        ("/inputs/applicants", 0, "/inputs/applicants", "not-a-count"),
        ("/inputs/ledger", "yes", "/inputs/ledger", "not-a-boolean"),
        ("/inputs/as_of", "2026-08-02", "/inputs/as_of", "before-start"),
        ("/inputs/as_of", None, "/inputs/as_of", "not-a-date"),
        ("/inputs/events", {}, "/inputs/events", "not-a-list"),
        ("/inputs/events", [], "/inputs/events", "not-a-list"),
        ("/inputs/events", [{"type": "decided", "date": "2026-08-03"}] * 201, "/inputs/events", "not-a-list"),
        ("/inputs/events/0/date", "2026-02-30", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "2026-8-3", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "20260803", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "2026-W32-1", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "٢٠٢٦-٠٨-٠٣", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "2026-08-03T00:00:00", "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", 20260803, "/inputs/events/0/date", "not-a-date"),
        ("/inputs/events/0/date", "2016-12-31", "/inputs/events/0/date", "date-out-of-range"),
        ("/inputs/events/1/deadline", "9999-12-31", "/inputs/events/1/deadline", "date-out-of-range"),
        ("/inputs/events/1/deadline", "2026-08-11", "/inputs/events/1/deadline", "date-order"),
        ("/inputs/events/1/date", "2026-08-02", "/inputs/events/1/date", "before-start"),
        ("/inputs/events/1/date", ..., "/inputs/events/1/date", "not-a-date"),
        ("/inputs/events/1/type", "announced", "/inputs/events/1/type", "unknown-value"),
        ("/inputs/events/1/type", "application_received", "/inputs/events/1/deadline", "unknown-field"),
        ("/inputs/events/0", {"type": "decided", "date": "2026-08-03"}, "/inputs/events/0/type", "wrong-start"),
        ("/inputs/events/1", {"type": "application_received", "date": "2026-08-04"}, "/inputs/events/1/type", "second-start"),
        ("/inputs/events/2", {"type": "extended", "date": "2026-09-01", "by": -1}, "/inputs/events/2/by", "not-a-count"),
        ("/inputs/events/2", {"type": "reasonable_term_named", "date": "2026-09-01"}, "/inputs/events/2", "one-of-two"),
        (
            "/inputs/events/2",
            {"type": "force_majeure", "date": "2026-09-01", "from": "2026-09-05", "until": "2026-09-04"},
            "/inputs/events/2/until",
            "date-order",
        ),
        ("/options", [], "/options", "not-an-object"),
        ("/options", {"no_such_reading": True}, "/options/no_such_reading", "unknown-field"),
        ("/options", {"penalty_on_day_14": "true"}, "/options/penalty_on_day_14", "not-a-boolean"),
    ],
)
def test_a_fault_is_named_where_it_is(pointer: str, value: Any, at: str | None, code: str | None) -> None:
    if at is None:
        assert faults({**GOOD, "a~b/c": 1}) == [("/a~0b~1c", "unknown-field")]
    else:
        assert (at, code) in faults(changed(pointer, value))


@pytest.mark.parametrize("request_", [None, [], "decision", 1, True])
def test_what_is_no_object_is_refused(request_: Any) -> None:
    assert faults(request_)[0] == ("", "not-an-object")


def test_every_fault_is_found_at_once() -> None:
    request = changed("/inputs/term/n", 0)
    request["options"] = {"nonsense": True}
    request["inputs"]["applicants"] = -1
    request["inputs"]["events"][1]["deadline"] = "soon"
    found = faults(request)
    assert found == [("/options/nonsense", "unknown-field")]  # the frame is read first
    del request["options"]
    assert {pointer for pointer, _ in faults(request)} == {
        "/inputs/term/n",
        "/inputs/applicants",
        "/inputs/events/1/deadline",
    }


def test_both_a_date_and_a_period_cannot_be_named() -> None:
    named = {"type": "reasonable_term_named", "date": "2026-09-01", "new_due": "2026-11-01", "total": {"n": 4, "unit": "months"}}
    assert faults(changed("/inputs/events/2", named)) == [("/inputs/events/2", "one-of-two")]


def test_not_handling_needs_a_request_that_sets_a_term() -> None:
    request = {"kind": "set_aside", "inputs": {"events": [{"type": "supplement_requested", "date": "2026-08-12"}]}}
    assert faults(request) == [("/inputs/events/0/deadline", "no-term-set")]


def test_an_objection_cannot_come_before_it_was_posted() -> None:
    objection = {"type": "objection", "received": "2026-07-01", "posted": "2026-07-02"}
    events = [{"type": "announced", "date": "2026-06-11"}, objection]
    found = faults({"kind": "objection_window", "inputs": {"events": events}})
    assert found == [("/inputs/events/1/received", "date-order")]


def test_an_objection_may_come_before_the_announcement() -> None:
    events = [{"type": "announced", "date": "2026-06-11"}, {"type": "objection", "received": "2026-06-09"}]
    assert calculate({"kind": "objection_window", "inputs": {"events": events}})["expected"]["timely"] is True


def test_administrative_appeal_must_say_whose_it_is() -> None:
    request = {"kind": "administrative_appeal_decision", "inputs": {"events": [{"type": "announced", "date": "2026-06-11"}]}}
    assert faults(request) == [("/inputs/same_legal_person", "not-a-boolean")]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
EVENT = st.fixed_dictionaries(
    {"type": st.sampled_from(sorted(EVENTS)) | JSON},
    optional={
        name: st.dates().map(str) | JSON
        for name in ("date", "deadline", "from", "until", "new_due", "received", "posted", "by", "complete", "total", "ground")
    },
)


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(KINDS) | JSON,
    st.fixed_dictionaries(
        {"events": st.lists(EVENT, max_size=4) | JSON},
        optional={
            "term": st.fixed_dictionaries({"n": st.integers(), "unit": st.sampled_from(["days", "years"]) | JSON}) | JSON,
            "n": JSON,
            "unit": JSON,
            "after": st.dates().map(str) | JSON,
            "before": st.dates().map(str) | JSON,
            "as_of": JSON,
            "same_legal_person": JSON,
        },
    )
    | JSON,
    JSON,
)
def test_whatever_is_sent_is_answered_or_refused(kind: Any, inputs: Any, options: Any) -> None:
    with suppress(NotCalculable):
        assert calculate({"kind": kind, "inputs": inputs, "options": options})["expected"]["due"]


@given(st.dates().map(str), st.integers(1, 100), st.sampled_from(["days", "weeks", "months", "years"]))
def test_every_day_of_the_calendar_is_answered_or_out_of_range(after: str, n: int, unit: str) -> None:
    request = {"kind": "plain_term", "inputs": {"after": after, "term": {"n": n, "unit": unit, "article": "statute"}}}
    if "2017" <= after[:4] <= "2199":
        assert calculate(request)["expected"]["due"] > after
    else:
        assert faults(request) == [("/inputs/after", "date-out-of-range")]
