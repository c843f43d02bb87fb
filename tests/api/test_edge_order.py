"""The order of checks of design §7, and what each refusal says."""

from typing import Any

import pytest

from tests.api.edge_sample import BODY_LIMIT, NEW_NOTE, sample

SOMEWHERE = "/v1/notes/00000000-0000-7000-8000-ffffffffffff/closure"
JSON = {"Content-Type": "application/json"}


def code(answer):
    assert answer.headers["Content-Type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert {"type", "title", "detail", "traceId"} <= body.keys()
    return body["type"].removeprefix("/problems/")


# each request breaks one rule more than the one below it; the first rule in the order is the one that is told
WORSE_AND_WORSE = [
    (413, {"content": b"x" * (BODY_LIMIT + 1), "headers": {"Content-Type": "text/plain", "Accept": "text/csv"}, "role": None}),
    (415, {"content": b"x", "headers": {"Content-Type": "text/plain", "Accept": "text/csv"}, "role": None}),
    (406, {"content": b"x", "headers": JSON | {"Accept": "text/csv"}, "role": None}),
    (401, {"content": b"x", "headers": JSON, "role": None}),
    (400, {"content": b"x", "headers": JSON, "role": "intake"}),
    (404, {"json": {"reason": "r"}, "role": "intake"}),
]


@pytest.mark.parametrize(("status", "request_"), WORSE_AND_WORSE)
def test_the_first_check_that_fails_is_the_one_that_is_told(status, request_):
    assert sample().ask("POST", SOMEWHERE, **request_).status_code == status


def test_on_a_note_that_exists_role_comes_before_version_and_version_before_state():
    path = f"/v1/notes/{sample().written()}/closure"
    closing: Any = {"json": {"reason": "r"}}
    assert sample().ask("POST", path, role="intake", **closing).status_code == 403
    assert sample().ask("POST", path, **closing).status_code == 428
    assert sample().ask("POST", path, headers={"If-Match": '"9.staff"'}, **closing).status_code == 412
    assert sample().ask("POST", path, headers={"If-Match": '"1.staff"'}, **closing).status_code == 201
    again = sample().ask("POST", path, headers={"If-Match": '"1.staff"'}, **closing)
    assert (again.status_code, again.json()["currentVersion"]) == (412, 2)
    refused = sample().ask("POST", path, headers={"If-Match": '"2.staff"'}, **closing)
    assert refused.status_code == 409
    assert code(refused) == "refused"
    assert refused.json()["refusals"] == [
        {"code": "note-is-closed", "article": "Sample 1", "detail": "The note is closed.", "pointer": "/reason"}
    ]
    assert refused.json()["allowedActions"][0]["method"] == "GET"


def test_what_is_not_there_and_what_may_not_be_seen_differ_in_the_trace_id_only():
    note = sample().written()
    elsewhere = {"Authorization": f"Bearer {sample().token(authority='demo-elsewhere')}"}
    unseen = sample().ask("GET", f"/v1/notes/{note}", headers=elsewhere)
    absent = sample().ask("GET", "/v1/notes/00000000-0000-7000-8000-ffffffffffff", headers=elsewhere)
    unrouted = sample().ask("GET", "/v1/nothing", headers=elsewhere)
    for answer in (unseen, absent, unrouted):
        assert answer.status_code == 404
    said = [answer.json() | {"traceId": ""} for answer in (unseen, absent, unrouted)]
    assert said[0] == said[1] == said[2]
    assert dict(unseen.headers) == dict(absent.headers)


def test_a_client_alone_is_told_that_a_person_must_act():
    token = sample().token(subject="portal", client="portal")
    path = f"/v1/notes/{sample().written()}/closure"
    answer = sample().ask("POST", path, json={"reason": "r"}, headers={"Authorization": f"Bearer {token}"})
    assert (answer.status_code, code(answer)) == (403, "person-required")


def test_everything_wrong_with_a_request_is_told_at_once():
    path = "/v1/notes/NOT-A-UUID/closure?surplus=1"
    headers = {"If-Match": "3", "Idempotency-Key": "two words"}
    answer = sample().ask("POST", path, json={"reason": 5, "by": "me"}, headers=headers)
    assert answer.status_code == 400
    places = {next(iter(fault.items())) for fault in answer.json()["errors"]}
    assert places == {
        ("parameter", "noteId"), ("parameter", "surplus"), ("header", "If-Match"), ("header", "Idempotency-Key"),
        ("pointer", "/reason"), ("pointer", "/by"),
    }  # fmt: skip


@pytest.mark.parametrize("form", ["{}", "chunked"])
def test_a_body_over_the_limit_is_refused_with_and_without_content_length(form):
    body = b'{"x":"' + b"y" * BODY_LIMIT + b'"}'
    scope: dict[str, Any] = {"method": "POST", "path": "/v1/notes", "headers": [(b"content-type", b"application/json")]}
    if form != "chunked":
        scope["headers"].append((b"content-length", str(len(body)).encode()))
    assert sample().raw(scope, body, chunks=9)[0] == 413


def test_a_body_at_the_limit_is_read():
    body = b'{"x":1}'.ljust(BODY_LIMIT)
    assert sample().ask("POST", "/v1/notes", content=body, headers=JSON).status_code == 400


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json; charset=latin-1"},
        {"Content-Type": "application/merge-patch+json"},
        {"Content-Type": "application/json", "Content-Encoding": "gzip"},
    ],
)
def test_a_body_that_is_not_said_to_be_json_is_refused(headers):
    assert sample().ask("POST", "/v1/notes", content=b"{}", headers=headers).status_code == 415


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=UTF-8", 'Application/JSON;charset="utf-8"'])
def test_json_may_say_that_it_is_utf_8(kind):
    assert sample().ask("POST", "/v1/notes", content=b"{}", headers={"Content-Type": kind}).status_code == 400


@pytest.mark.parametrize(
    ("accept", "status"),
    [
        ("application/json", 200),
        ("*/*", 200),
        ("application/*;q=0.1", 200),
        ("text/html, application/json;q=0.9", 200),
        ("", 200),
        ("text/html", 406),
        ("application/json;q=0, */*", 406),
        ("application/json;q=nonsense", 406),
        ("%$#", 406),
        ("a" * 5000, 406),
    ],
)
def test_accept_decides_whether_json_will_do(accept, status):
    assert sample().ask("GET", "/v1/numbers", headers={"Accept": accept}).status_code == status


def test_a_move_answers_with_its_event_the_new_tag_and_the_representation():
    answer = sample().ask("POST", "/v1/notes", json=NEW_NOTE)
    assert answer.status_code == 201
    assert answer.headers["Location"].startswith("/v1/notes/")
    assert answer.headers["ETag"] == '"1.staff"'
    assert answer.json()["title"] == "Park"


def test_an_addition_needs_no_version_but_heeds_one():
    path = f"/v1/notes/{sample().written()}/remarks"
    assert sample().ask("POST", path, json={"remark": "r"}).status_code == 201
    assert sample().ask("POST", path, json={"remark": "r"}, headers={"If-Match": '"1.staff"'}).status_code == 412
    assert sample().ask("POST", path, json={"remark": "r"}, headers={"If-Match": "*"}).status_code == 201


def test_the_same_key_and_body_give_the_first_answer_again():
    path = f"/v1/notes/{sample().written()}/remarks"
    first = sample().ask("POST", path, content=b'{"remark":"r"}', headers=JSON | {"Idempotency-Key": '"key-1"'})
    again = sample().ask("POST", path, content=b'{ "remark" : "r" }', headers=JSON | {"Idempotency-Key": "key-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    for name in ("ETag", "Location"):
        assert again.headers[name] == first.headers[name]
    assert again.content == first.content
    other = sample().ask("POST", path, json={"remark": "other"}, headers={"Idempotency-Key": "key-1"})
    assert (other.status_code, code(other)) == (422, "idempotency-key-reused")
    somebody_else = sample().ask("POST", path, role="intake", json={"remark": "x"}, headers={"Idempotency-Key": "key-1"})
    assert somebody_else.status_code == 201


@pytest.mark.parametrize("key", ["", '""', '"a', 'a"b', "two words", "x" * 256, '"é"'.encode(), "a, b"])
def test_a_malformed_key_is_refused(key):
    answer = sample().ask("POST", "/v1/notes", json=NEW_NOTE, headers={"Idempotency-Key": key})
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["header"] == "Idempotency-Key"


@pytest.mark.parametrize("tag", ["3", '"', '"a" "b"', '"1.staff", "2.staff"', "W/", '"\u00e9"'.encode(), ""])
def test_if_match_that_is_no_list_of_tags_is_refused(tag):
    path = f"/v1/notes/{sample().written()}/closure"
    assert sample().ask("POST", path, json={"reason": "r"}, headers={"If-Match": tag}).status_code == 400


@pytest.mark.parametrize("tag", ['W/"1.staff"', '"abc"', '"0.staff"', '"99999999999999999999.staff"', '""'])
def test_if_match_with_a_tag_that_is_not_current_is_stale(tag):
    path = f"/v1/notes/{sample().written()}/closure"
    assert sample().ask("POST", path, json={"reason": "r"}, headers={"If-Match": tag}).status_code == 412


def test_the_view_in_a_tag_does_not_matter_to_a_move():
    path = f"/v1/notes/{sample().written()}/closure"
    tags = {"If-Match": '"abc", "1.party"'}
    assert sample().ask("POST", path, json={"reason": "r"}, headers=tags).status_code == 201
