"""What every answer carries, whoever made it: headers, HEAD, Allow, CORS, trace id, and no trace of the machinery."""

import asyncio
import re
from contextlib import asynccontextmanager

import pytest
from fastapi import APIRouter
from sqlalchemy import text
from structlog.testing import capture_logs

from challenge_api.web.problems import KINDS
from challenge_api.web.requests import ApiRoute
from tests.api.edge_sample import VERSION, WEB_PAGE, make_sample, sample

SECURITY = {
    "Strict-Transport-Security": "max-age=31536000; includeSubDomains",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
}
EVERY_KIND = [
    ("GET", "/v1/numbers", {}, 200),
    ("HEAD", "/v1/numbers", {}, 200),
    ("OPTIONS", "/v1/numbers", {}, 204),
    ("GET", "/v1/streams", {}, 200),
    ("GET", "/v1/numbers?limit=0", {}, 400),
    ("GET", "/v1/numbers", {"role": None}, 401),
    ("GET", "/v1/nothing", {}, 404),
    ("GET", "/", {}, 404),
    ("DELETE", "/v1/numbers", {}, 405),
    ("GET", "/v1/numbers", {"headers": {"Accept": "text/html"}}, 406),
    ("POST", "/v1/notes", {"content": b"x" * 9999}, 413),
    ("POST", "/v1/notes", {"content": b"{}"}, 415),
    ("GET", "/v1/failures/bug", {}, 500),
    ("GET", "/v1/failures/database", {}, 503),
    ("GET", "/v1/openapi.json", {}, 200),
    ("GET", "/docs", {}, 200),
    ("GET", "/metrics", {}, 200),
    ("GET", "/health/live", {}, 200),
    ("GET", "/.well-known/security.txt", {}, 200),
]


@pytest.mark.parametrize(("method", "path", "more", "status"), EVERY_KIND)
def test_every_answer_says_its_version_and_is_safe(method, path, more, status):
    answer = sample().ask(method, path, **more)
    assert answer.status_code == status
    assert answer.headers["API-Version"] == VERSION
    for name, value in SECURITY.items():
        assert answer.headers[name] == value
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"]
    assert not {"server", "x-powered-by"} & answer.headers.keys()


@pytest.mark.parametrize(("method", "path", "more", "status"), [kind for kind in EVERY_KIND if kind[3] >= 400])
def test_every_error_is_a_problem(method, path, more, status):
    answer = sample().ask(method, path, **more)
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert answer.headers["Cache-Control"] == "no-store"
    body = answer.json()
    assert body["status"] == status
    assert re.fullmatch(r"/problems/[a-z-]+", body["type"])
    assert re.fullmatch(r"[0-9a-f]{32}", body["traceId"])
    assert body["title"]
    assert body["detail"]


def test_a_failure_of_ours_says_nothing_of_the_inside():
    answer = sample().ask("GET", "/v1/failures/secret")
    assert answer.status_code == 500
    assert answer.json()["type"] == "/problems/internal-error"
    for word in ("Jan", "secret", "RuntimeError", "Traceback"):
        assert word not in answer.text


def test_a_database_that_does_not_answer_is_told_with_when_to_come_back():
    answer = sample().ask("GET", "/v1/failures/database")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize(
    "path", ["/v1/numbers", "/health/live", "/docs", "/v1/openapi.json", "/v1/streams", "/.well-known/api-catalog"]
)
def test_head_is_get_without_a_body(path):
    get, head = sample().ask("GET", path), sample().ask("HEAD", path)
    assert (head.status_code, head.content) == (get.status_code, b"")
    assert head.headers == get.headers


def test_head_on_what_is_not_there_has_no_body_either():
    head = sample().ask("HEAD", "/v1/nothing")
    assert (head.status_code, head.content) == (404, b"")


@pytest.mark.parametrize(
    ("path", "allow"),
    [
        ("/v1/notes", "OPTIONS, POST"),
        ("/v1/numbers", "GET, HEAD, OPTIONS"),
        ("/v1/notes/00000000-0000-7000-8000-000000000001", "GET, HEAD, OPTIONS"),
        ("/health/live", "GET, HEAD, OPTIONS"),
    ],
)
@pytest.mark.parametrize("method", ["PATCH", "DELETE", "TRACE", "PROPFIND", "get"])
def test_a_method_that_is_not_known_is_answered_with_all_that_are(path, allow, method):
    scope = {"method": method, "path": path}
    status, headers, _ = sample().raw(scope)
    assert (status, headers[b"allow"].decode()) == (405, allow)
    options = sample().ask("OPTIONS", path, role=None)
    assert (options.status_code, options.headers["Allow"], options.content) == (204, allow, b"")
    assert "Content-Length" not in options.headers


@pytest.mark.parametrize(
    "path", ["/v1/numbers/", "/v1//numbers", "//v1/numbers", "/v1/numbers/.", "/V1/numbers", "/v1/numbers.json", "/docs/"]
)
def test_another_spelling_of_a_path_is_another_path(path):
    answer = sample().raw({"path": path})
    assert answer[0] == 404


def test_a_trace_goes_through_and_a_malformed_one_is_replaced():
    def trace(header):
        return sample().ask("GET", "/v1/nothing", headers={"traceparent": header}).json()["traceId"]

    given = "0af7651916cd43dd8448eb211c80319c"
    assert trace(f"00-{given}-b7ad6b7169203331-01") == given
    assert trace(f"cc-{given}-b7ad6b7169203331-01-what-the-future-will-bring") == given
    for malformed in (
        f"00-{given}-b7ad6b7169203331-01-more",
        f"ff-{given}-b7ad6b7169203331-01",
        f"00-{given.upper()}-b7ad6b7169203331-01",
        f"00-{given}-{'0' * 16}-01",
        f"00-{'0' * 32}-b7ad6b7169203331-01",
        "garbage",
        "",
    ):
        assert re.fullmatch(r"[0-9a-f]{32}", trace(malformed))
        assert trace(malformed) not in (given, "0" * 32)


# --- other origins --------------------------------------------------------------------------------------------------


def test_a_page_of_an_allowed_origin_may_read_answers_and_errors():
    for path in ("/v1/numbers", "/v1/nothing"):
        answer = sample().ask("GET", path, headers={"Origin": WEB_PAGE})
        assert answer.headers["Access-Control-Allow-Origin"] == WEB_PAGE
        assert "ETag" in answer.headers["Access-Control-Expose-Headers"]
        assert "Origin" in answer.headers["Vary"]


def test_a_page_of_another_origin_may_not():
    for origin in ("https://evil.example", "null", WEB_PAGE + ".evil.example", WEB_PAGE.upper()):
        answer = sample().ask("GET", "/v1/numbers", headers={"Origin": origin})
        assert "Access-Control-Allow-Origin" not in answer.headers
        assert "Origin" in answer.headers["Vary"]


def test_what_the_answer_depends_on_stands_in_one_vary():
    answer = sample().ask("GET", f"/v1/notes/{sample().written()}", headers={"Origin": WEB_PAGE})
    assert answer.headers.get_list("Vary") == ["Authorization, Accept, Origin"]


def test_a_browser_learns_beforehand_what_it_may_send():
    asked = {"Origin": WEB_PAGE, "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "if-match"}
    answer = sample().ask("OPTIONS", "/v1/notes", role=None, headers=asked)
    assert answer.status_code == 204
    assert answer.headers["Access-Control-Allow-Origin"] == WEB_PAGE
    assert "POST" in answer.headers["Access-Control-Allow-Methods"]
    for name in ("Authorization", "Content-Type", "If-Match", "Idempotency-Key"):
        assert name in answer.headers["Access-Control-Allow-Headers"]
    assert (
        "Access-Control-Allow-Origin"
        not in sample().ask("OPTIONS", "/v1/notes", role=None, headers=asked | {"Origin": "https://evil.example"}).headers
    )


def test_the_document_is_open_to_every_page_and_everybody():
    answer = sample().ask("GET", "/v1/openapi.json", role=None)
    assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (200, "*")


# --- odd input ------------------------------------------------------------------------------------------------------

PATHS = [
    "/v1/notes/\x00", "/v1/notes/%", "/v1/notes/\ufffd", "/v1/notes/\ud800", "/v1/notes/" + "9" * 9000, "", "/" * 3000, "*",
    "/v1/notes/00000000-0000-7000-8000-00000000000A", "/v1/notes/..", "/v1/notes/٣٣", "/problems/\x00", "/problems/" + "x" * 5000,
    "/v1/notes/00000000-0000-7000-8000-000000000001\n",
]  # fmt: skip
QUERIES = [
    b"\xff", b"%ff=1", b"limit=%ff", b"limit=%00", b"limit=\x00", b"limit", b"=", b"&&&", b"limit=%", b"limit=%zz",
    b"cursor=%ED%A0%80",
    b"limit=" + b"9" * 5000, b"a=1&" * 500, b"limit=1&limit=2", b"below=1e3", b"below=-0", b"below=9223372036854775808",
    b"limit=+1",
    b"limit=1_0", b"limit=\xd9\xa1", b"dueBefore=0", b"dueBefore=2026-02-30", b"dueBefore=10000-01-01", b"dueBefore=20260101",
    b"asOf=2026-01-01", b"asOf=2026-01-01T00:00:00", b"asOf=2026-01-01t00:00:00z", b"asOf=2026-01-01T00:00:00-00:00", b"asOf=1",
    b"asOf=2026-01-01%2000:00:00Z", b"asOf=0001-01-01T00:00:00%2B23:59", b"asOf=9999-12-31T23:59:59-23:59", b"kind=third",
    b"asOf=2026-01-01T24:00:00Z", b"cursor=a", b"cursor=" + b"A" * 2000, b"cursor=-_-_", b"cursor=%2B", b"LIMIT=1",
    b"due_before=2026-01-01",
]  # fmt: skip
HEADERS = [
    [(b"accept", b"\xff\xfe")], [(b"accept", b"," * 900)], [(b"accept", b"application/json;q=\x00")],
    [(b"authorization", b"\xff")], [(b"authorization", b"Bearer " + b"x" * 100_000)], [(b"authorization", b"Bearer")],
    [(b"authorization", b"Basic YTpi")], [(b"authorization", b"")], [(b"traceparent", b"\xff" * 100)], [(b"origin", b"\xff")],
    [(b"if-none-match", b"\xff")], [(b"if-none-match", b'"' * 1000)], [(b"x" * 10_000, b"y" * 100_000)], [(b"", b"")],
]  # fmt: skip


@pytest.mark.parametrize("path", PATHS)
def test_no_path_breaks_the_service(path):
    token = sample().token().encode()
    status, _, _ = sample().raw({"path": path, "headers": [(b"authorization", b"Bearer " + token)]})
    assert status in (400, 404)


@pytest.mark.parametrize("query", QUERIES)
def test_no_query_breaks_the_service(query):
    headers = [(b"authorization", b"Bearer " + sample().token().encode())]
    status, _, body = sample().raw({"path": "/v1/numbers", "query_string": query, "headers": headers})
    assert status == (200 if query in (b"&&&", b"below=-0") else 400), body


@pytest.mark.parametrize("headers", HEADERS)
def test_no_header_breaks_the_service(headers):
    for path in ("/v1/numbers", f"/v1/notes/{sample().written()}"):
        assert sample().raw({"path": path, "headers": headers})[0] in (400, 401, 406)
        token = (b"authorization", b"Bearer " + sample().token().encode())
        assert sample().raw({"path": path, "headers": [*headers, token]})[0] in (200, 400, 401, 406)


@pytest.mark.parametrize("header", [b"if-match", b"idempotency-key", b"content-type", b"content-length", b"content-encoding"])
@pytest.mark.parametrize("value", [b"\xff", b"\x00", b"", b"x" * 9000, b'"' * 400, b"-1", b"9" * 400, b"1e9"])
def test_no_header_of_a_move_breaks_the_service(header, value):
    token = (b"authorization", b"Bearer " + sample().token().encode())
    given = {b"content-type": b"application/json", header: value}
    scope = {"method": "POST", "path": f"/v1/notes/{sample().written()}/closure", "headers": [*given.items(), token]}
    assert sample().raw(scope, b'{"reason":"r"}')[0] in (400, 412, 413, 415, 428)


def test_a_query_key_that_is_not_known_and_one_that_comes_twice_are_told():
    answer = sample().ask("GET", "/v1/numbers?limit=1&limit=2&pageSize=9&kind=odd&kind=even")
    assert {(fault["parameter"], fault["code"]) for fault in answer.json()["errors"]} == {
        ("limit", "repeated"), ("pageSize", "unknown-parameter"),
    }  # fmt: skip


def test_a_route_without_parameters_refuses_them_too():
    assert sample().ask("GET", "/health/live?x=1").status_code == 400


def test_a_websocket_is_closed():
    sent = []

    async def send(message):
        sent.append(message)

    async def receive():
        return {"type": "websocket.connect"}

    scope = {"type": "websocket", "path": "/v1/numbers", "headers": [], "query_string": b""}
    asyncio.run(sample().app(scope, receive, send))
    assert sent == [{"type": "websocket.close", "code": 1000}]


def test_a_client_that_leaves_while_sending_is_no_failure():
    async def receive():
        return {"type": "http.disconnect"}

    async def send(message):
        raise AssertionError("nobody is there to read")

    scope = {"type": "http", "method": "POST", "path": "/v1/notes", "headers": [], "query_string": b"", "root_path": ""}
    asyncio.run(sample().app(scope, receive, send))


# --- what operators see ---------------------------------------------------------------------------------------------


def test_metrics_count_by_route_and_never_name_an_id():
    one = make_sample()
    note = one.written()
    one.ask("GET", f"/v1/notes/{note}")
    one.ask("GET", "/v1/nothing/at/all")
    one.raw({"method": "MADE-UP", "path": "/v1/numbers"})
    text = one.ask("GET", "/metrics").text
    assert 'http_request_duration_seconds_count{method="GET",route="/v1/notes/{noteId}",status="200"} 1.0' in text
    assert 'http_request_duration_seconds_count{method="GET",route="",status="404"} 1.0' in text
    assert 'method="other"' in text
    for said in (note, "nothing", "MADE-UP"):
        assert said not in text


def test_the_log_names_route_status_and_trace_and_nobody():
    one = make_sample(log_requests=True)
    note = one.written()
    with capture_logs() as logged:
        one.ask("GET", f"/v1/notes/{note}?name=Jansen", headers={"X-Name": "Jansen"})
        one.ask("GET", "/v1/failures/secret")
    requests = [line for line in logged if line["event"] == "request"]
    assert [(line["route"], line["status"]) for line in requests] == [("/v1/notes/{noteId}", 400), ("/v1/failures/{what}", 500)]
    failure = next(line for line in logged if line["event"] == "failure")
    assert failure["trace_id"] == requests[1]["trace_id"]
    assert failure["error"] == "RuntimeError"
    for said in ("Jan", note, "local-handler"):
        assert said not in str(logged)


def test_ready_tells_whether_the_schema_is_there():
    one = make_sample()
    assert one.ask("GET", "/health/ready", role=None).json() == {"status": "ok"}
    with one.runtime.database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    assert one.ask("GET", "/health/ready", role=None).status_code == 503
    assert one.ask("GET", "/health/live", role=None).status_code == 200


def test_security_txt_expires_within_a_year_by_the_clock_of_the_service():
    answer = sample().ask("GET", "/.well-known/security.txt", role=None)
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert lines["Contact"] == "mailto:security@api.example"
    assert lines["Expires"] == "2027-09-20T00:00:00Z"
    assert lines["Canonical"] == "https://api.example/.well-known/security.txt"


def test_the_catalogue_leads_to_the_document():
    answer = sample().ask("GET", "/.well-known/api-catalog", role=None)
    assert answer.headers["Content-Type"] == "application/linkset+json"
    entry = answer.json()["linkset"][0]
    assert entry["service-desc"][0]["href"] == "https://api.example/v1/openapi.json"
    assert 'rel="item"' in sample().ask("HEAD", "/.well-known/api-catalog", role=None).headers["Link"]


def test_each_problem_has_a_page():
    for kind in KINDS.values():
        page = sample().ask("GET", kind.type, role=None)
        assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
        assert kind.code in page.text
    assert sample().ask("GET", "/problems/made-up", role=None).status_code == 404


def test_the_docs_page_loads_nothing_from_elsewhere():
    page = sample().ask("GET", "/docs", role=None)
    linked = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert {link for link in linked if not link.startswith("data:")} == {
        "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/docs/start.js", "/v1/openapi.json",
    }  # fmt: skip
    policy = page.headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy
    assert "<script>" not in page.text
    for link, kind in (
        ("swagger-ui.css", "text/css"),
        ("swagger-ui-bundle.js", "text/javascript"),
        ("start.js", "text/javascript"),
    ):
        asset = sample().ask("GET", f"/docs/{link}", role=None, headers={"Accept": "*/*"})
        assert asset.status_code == 200
        assert asset.headers["Content-Type"].startswith(kind)
        assert len(asset.content) > 100
    assert '"/v1/openapi.json"' in sample().ask("GET", "/docs/start.js", role=None).text


def test_no_more_routes_than_these_are_open_to_everybody():
    routes = [route for route in sample().app.routes if isinstance(route, ApiRoute)]
    assert {route.path for route in routes if route.public} == {
        "/docs", "/docs/start.js", "/docs/swagger-ui.css", "/docs/swagger-ui-bundle.js", "/health/live", "/health/ready",
        "/metrics", "/problems/{code}", "/v1/openapi.json", "/.well-known/security.txt", "/.well-known/api-catalog",
        "/.well-known/jwks.json",
    }  # fmt: skip
    for route in routes:
        if not route.public:
            path = re.sub(r"\{.*?\}", "00000000-0000-7000-8000-000000000001", route.path)
            method = min(route.methods or ())
            headers = {"Content-Type": "application/json"}
            answer = sample().ask(method, path, role=None, headers=headers, content=b"{}" if method == "POST" else b"")
            assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (401, 'Bearer realm="challenge-api"')


def test_the_service_starts_and_stops_through_the_framework():
    seen = []

    @asynccontextmanager
    async def lifespan(app):
        seen.append("start")
        yield
        seen.append("stop")

    one = make_sample(lifespan=lifespan)
    messages = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]

    async def receive():
        return messages.pop(0)

    async def send(message):
        seen.append(message["type"])

    asyncio.run(one.app({"type": "lifespan", "asgi": {"version": "3.0"}}, receive, send))
    assert seen == ["start", "lifespan.startup.complete", "stop", "lifespan.shutdown.complete"]


def test_a_route_that_skips_the_checks_cannot_be_added():
    def open_door() -> None:
        """Checks nothing."""

    router = APIRouter()
    router.add_api_route("/v1/open-door", open_door, methods=["GET"])
    one = make_sample()
    one.app.router.routes.extend(router.routes)
    one.app.middleware_stack = None
    with pytest.raises(TypeError, match="ApiRoute"):
        one.ask("GET", "/v1/numbers")
