"""What a JSON body may be, and how its faults are told: our words, a stable code, a pointer that fits the body."""

import json

import pytest

from challenge_api.web import bodies
from challenge_api.web.bodies import DEEPEST, parsed
from tests.api.edge_sample import AUTHORITY, NEW_NOTE, sample


def post(body, **more):
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return sample().ask("POST", "/v1/notes", content=content, headers={"Content-Type": "application/json"}, **more)


def faults(body):
    answer = post(body)
    assert answer.status_code == 400, answer.text
    return {(fault["pointer"], fault["code"]) for fault in answer.json()["errors"]}


def test_the_example_is_accepted():
    assert post(NEW_NOTE).status_code == 201


@pytest.mark.parametrize("day", ["2026-02-28", "2024-02-29", "0001-01-01", "9999-12-31", None])
def test_a_date_is_accepted_to_the_edges_of_the_calendar(day):
    assert post(NEW_NOTE | {"sentOn": day}).status_code == 201


@pytest.mark.parametrize(
    "day", ["86400", "-86400", "1767225600", "2026-1-1", " 2026-01-01", "+2026-01-01", "٢٠٢٦-01-01", "10000-01-01", 86400]
)
def test_what_could_only_be_meant_as_a_date_is_none(day):
    assert faults(NEW_NOTE | {"sentOn": day}) == {("/sentOn", "wrong-format")}


NOT_JSON = [
    (b"", "missing"),
    (b"  \n ", "missing"),
    (b"{", "malformed-json"),
    (b"{} {}", "malformed-json"),
    (b"{'a':1}", "malformed-json"),
    (b"\xef\xbb\xbf{}", "malformed-json"),
    ("{}".encode("utf-16"), "malformed-json"),
    (b'{"title":"\xff"}', "malformed-json"),
    (b'{"title":"\xed\xa0\x80"}', "malformed-json"),
    (b'{"a":NaN}', "malformed-json"),
    (b'{"a":Infinity}', "malformed-json"),
    (b'{"a":-Infinity}', "malformed-json"),
    (b'{"a":' + b"9" * 3000 + b"9" * 900 + b"}", "unknown-field"),
    (b'{"a":"\x00"}', "malformed-json"),
    (b"[" * 1900 + b"]" * 1900, "too-deep"),
    (b"\x00", "malformed-json"),
]


@pytest.mark.parametrize(("body", "code"), NOT_JSON)
def test_what_is_not_json_is_refused(body, code):
    assert code in {told for _, told in faults(body)}


def test_an_integer_of_thousands_of_digits_is_refused():
    _, told = bodies.parsed(b"[" + b"9" * 5000 + b"]")
    assert [fault.code for fault in told] == ["malformed-json"]


def test_a_list_may_not_be_nested_deeper_than_the_limit():
    assert parsed(b"[" * DEEPEST + b"]" * DEEPEST)[1] == []
    assert [fault.code for fault in parsed(b"[" * (DEEPEST + 1) + b"1" + b"]" * (DEEPEST + 1))[1]] == ["too-deep"]
    assert [fault.code for fault in parsed(b"[" * 100_000)[1]] in (["too-deep"], ["malformed-json"])


TWICE = [
    (b'{"title":"a","title":"b"}', {("/title", "duplicate-key")}),
    (b'{"lines":[{"said":"a"},{"said":"a","said":"b"}]}', {("/lines/1/said", "duplicate-key")}),
    (b'[{"a":1,"a":1,"b":{"c":1,"c":2}}]', {("/0/a", "duplicate-key"), ("/0/b/c", "duplicate-key")}),
    (b'{"a/b~":1,"a/b~":1}', {("/a~1b~0", "duplicate-key")}),
    (b'{"t":"a","\\u0074":"b"}', {("/t", "duplicate-key")}),
]


@pytest.mark.parametrize(("body", "expected"), TWICE)
def test_a_key_may_come_once(body, expected):
    assert faults(body) == expected


HALF = [
    (b'{"title":"\\ud800"}', "/title"),
    (b'{"lines":["a",["\\udfff x"]]}', "/lines/1/0"),
    (b'{"title":"a\\u0000b"}', "/title"),
    (b'{"\\uD834":1}', ""),
]


@pytest.mark.parametrize(("body", "pointer"), HALF)
def test_half_a_character_or_nul_is_refused(body, pointer):
    assert faults(body) == {(pointer, "malformed-text")}


def test_a_whole_character_written_as_two_escapes_is_fine():
    body = json.dumps(NEW_NOTE | {"title": "clef \U0001d11e"}).encode()
    assert b"\\ud834" in body
    assert post(body).json()["title"] == "clef \U0001d11e"


WRONG = [
    ({"title": None}, ("/title", "wrong-type")),
    ({"title": ""}, ("/title", "too-short")),
    ({"title": " "}, ("/title", "wrong-format")),
    ({"title": "x" * 41}, ("/title", "too-long")),
    ({"title": 5}, ("/title", "wrong-type")),
    ({"title": "a\u0007b"}, ("/title", "wrong-format")),
    ({"kind": "other"}, ("/kind", "not-an-option")),
    ({"lines": []}, ("/lines", "too-few")),
    ({"lines": [{"said": "a"}] * 10}, ("/lines", "too-many")),
    ({"lines": {"said": "a"}}, ("/lines", "wrong-type")),
    ({"lines": [5]}, ("/lines/0", "wrong-type")),
    ({"lines": [{"said": "a", "cents": 1.0}]}, ("/lines/0/cents", "wrong-type")),
    ({"lines": [{"said": "a", "cents": "1"}]}, ("/lines/0/cents", "wrong-type")),
    ({"lines": [{"said": "a", "cents": True}]}, ("/lines/0/cents", "wrong-type")),
    ({"lines": [{"said": "a", "cents": -1}]}, ("/lines/0/cents", "too-small")),
    ({"lines": [{"said": "a", "cents": 2**64}]}, ("/lines/0/cents", "too-large")),
    ({"lines": [{}]}, ("/lines/0/said", "missing")),
    ({"lines": [{"said": "a", "Cents": 1}]}, ("/lines/0/Cents", "unknown-field")),
    ({"sent_on": "2026-01-01"}, ("/sent_on", "unknown-field")),
    ({"sentOn": "2026-02-30"}, ("/sentOn", "wrong-format")),
    ({"sentOn": "2026-01-01T00:00:00Z"}, ("/sentOn", "wrong-format")),
    ({"sentOn": 0}, ("/sentOn", "wrong-format")),
    ({"sentOn": "0"}, ("/sentOn", "wrong-format")),
    ({"cost": {"said": ""}}, ("/cost/said", "too-short")),
    ({"cost": "free"}, ("/cost", "not-an-option")),
    ({"a/b~c": 1}, ("/a~1b~0c", "unknown-field")),
]


@pytest.mark.parametrize(("change", "expected"), WRONG)
def test_a_fault_points_at_its_place_with_a_stable_code(change, expected):
    assert expected in faults(NEW_NOTE | change)


def test_a_bad_item_does_not_make_its_list_too_short():
    assert faults(NEW_NOTE | {"lines": [{"said": ""}]}) == {("/lines/0/said", "too-short")}


def test_the_words_are_ours():
    answer = post(NEW_NOTE | {"title": "x" * 41, "lines": [{"said": "a", "cents": -1, "x": 1}], "kind": "z", "sentOn": "now"})
    told = {fault["detail"] for fault in answer.json()["errors"]}
    assert told == {
        "At most 40 characters may be here.", "It must be 0 or more.", "There is no such field here.",
        "It must be `plain` or `urgent`.", "A date such as 2026-11-24 is expected.",
    }  # fmt: skip
    assert "pydantic" not in answer.text.lower()
    assert "Input should" not in answer.text


def test_a_body_that_is_no_object_is_told_as_a_whole():
    assert faults([NEW_NOTE]) == {("", "wrong-type")}


def test_no_answer_lists_more_than_a_hundred_faults():
    body = {"authority": AUTHORITY} | {f"f{number}": 0 for number in range(300)}
    assert len(post(body).json()["errors"]) == 100


def test_a_fault_does_not_repeat_what_was_sent():
    assert "Jansen" not in post(NEW_NOTE | {"kind": "Jansen", "sentOn": "Jansen", "title": "Jansen " * 20}).text
