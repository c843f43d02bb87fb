"""The edge behind the real server: what only shows on the wire."""

import json
import socket
import subprocess
import sys
import threading
import time

import pytest
import uvicorn

from challenge_api.web import serving
from tests.api.edge_sample import BODY_LIMIT, NEW_NOTE, sample

HOST = b"Host: api.example\r\n"


class Impatient(serving.Protocol):
    """Waits as long for a request as a test wants to."""

    request_seconds = 1.0


@pytest.fixture(scope="module")
def address():
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(sample().app, **serving.OPTIONS | {"http": Impatient}))
    thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield listening.getsockname()
    server.should_exit = True
    thread.join(10)
    listening.close()


def exchange(address, request, wait=5.0):
    """Send bytes and give everything that comes back until the server closes or has nothing more to say."""
    with socket.create_connection(address, timeout=wait) as connection:
        connection.sendall(request)
        return received(connection)


def received(connection):
    answer = b""
    try:
        while part := connection.recv(65_536):
            answer += part
    except (TimeoutError, ConnectionResetError):
        pass
    return answer


def closing(line, *headers):
    return line + b" HTTP/1.1\r\n" + HOST + b"Connection: close\r\n" + b"".join(one + b"\r\n" for one in headers) + b"\r\n"


NO_HTTP = [
    b"\x00\x01\x02\r\n\r\n",
    b"GET /v1/notes/\xe9 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /v1/\x00 HTTP/1.1\r\n" + HOST + b"\r\n",
    b"GET /v1/numbers?limit=\xff HTTP/1.1\r\n" + HOST + b"\r\n",
    b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"Content-Length: -1\r\n\r\n",
    b"GET /v1/numbers HTTP/1.1\r\n" + HOST + b"X\x00: y\r\n\r\n",
]


@pytest.mark.parametrize("request_", NO_HTTP)
def test_what_is_no_http_is_answered_as_everything_else(address, request_):
    head, _, body = exchange(address, request_).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"\r\napi-version: " in head
    assert b"\r\ncontent-type: application/problem+json" in head
    assert b"\r\nx-content-type-options: nosniff" in head
    assert b'"status":400' in body


@pytest.mark.parametrize(
    "path", [b"/v1/notes/%00", b"/v1/notes/%ff%fe", b"/v1/notes/%zz", b"/v1/notes/%", b"http://x/v1/nothing", b"*"]
)
def test_odd_paths_are_refused_and_nothing_breaks(address, path):
    token = b"Authorization: Bearer " + sample().token().encode()
    answer = exchange(address, closing(b"GET " + path, token))
    assert answer.split(b" ")[1] in (b"400", b"404")


def test_no_answer_says_which_server_it_is(address):
    for request in (closing(b"GET /health/live"), closing(b"GET /v1/nothing"), NO_HTTP[0]):
        head = exchange(address, request).partition(b"\r\n\r\n")[0].lower()
        assert b"\r\nserver:" not in head
        assert b"uvicorn" not in head
        assert head.count(b"\r\napi-version:") == 1


def test_head_and_no_content_leave_the_connection_in_order(address):
    three = (
        b"HEAD /health/live HTTP/1.1\r\n" + HOST + b"\r\n" + b"OPTIONS /health/live HTTP/1.1\r\n" + HOST + b"\r\n"
        + closing(b"GET /health/live")
    )  # fmt: skip
    answer = exchange(address, three)
    assert answer.count(b"HTTP/1.1 200 OK") == 2
    assert answer.count(b"HTTP/1.1 204 ") == 1
    assert answer.count(b'{"status":"ok"}') == 1


def told(answer):
    """The status and the code of the problem that came back."""
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"\r\napi-version: " in head
    assert b"\r\ncontent-type: application/problem+json" in head
    assert b"\r\nconnection: close" in head
    return int(head.split(b" ")[1]), json.loads(body)["type"].removeprefix("/problems/")


ENDLESS = [
    lambda: [b"GET /v1/", *[b"x" * 40_000] * 4],
    lambda: [b"GET /health/live HTTP/1.1\r\n" + HOST, *[b"X-A: " + b"y" * 9000 + b"\r\n"] * 20],
    lambda: [b"GET /health/live HTTP/1.1\r\n" + HOST + b"X-A: ", *[b"y" * 30_000] * 6],
    lambda: [b"GET /health/live HTTP/1.1\r\n" + HOST, *[b"X-A: y\r\n" * 1000] * 30],
    lambda: [b"GET /health/live HTTP/1.1\r\n" + HOST + b"X-A: y\r\n" * 12_000 + b"\r\n"],
]


@pytest.mark.parametrize("parts", ENDLESS)
def test_a_head_without_end_is_not_gathered(address, parts):
    with socket.create_connection(address, timeout=5) as connection:
        try:
            for part in parts():
                connection.sendall(part)
                time.sleep(0.01)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert told(received(connection)) == (431, "head-too-large")


def test_a_head_as_large_as_clients_send_is_read(address):
    assert exchange(address, closing(b"GET /health/live", b"Cookie: " + b"x" * 40_000)).startswith(b"HTTP/1.1 200 ")


HALF_OPEN = [
    b"GET /v1/numbers HT",
    b"GET /health/live HTTP/1.1\r\n" + HOST,
    b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nContent-Length: 50\r\n\r\n{",
    b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n5\r\n{",
]


@pytest.mark.parametrize("part", HALF_OPEN)
def test_a_request_that_never_ends_is_not_waited_for(address, part):
    assert told(exchange(address, part)) == (408, "request-timeout")


@pytest.mark.parametrize("part", HALF_OPEN)
def test_a_request_that_comes_in_drops_is_not_waited_for_either(address, part):
    began = time.monotonic()
    with socket.create_connection(address, timeout=5) as connection:
        connection.sendall(part)
        try:
            while time.monotonic() - began < 4:
                time.sleep(0.25)
                connection.sendall(b"x" if b"\r\n\r\n" not in part else b"")
        except (BrokenPipeError, ConnectionResetError):
            pass
    assert time.monotonic() - began < 4.5
    assert exchange(address, closing(b"GET /health/live")).startswith(b"HTTP/1.1 200 ")


def test_a_connection_on_which_nothing_is_asked_is_closed(address):
    assert exchange(address, b"") == b""
    began = time.monotonic()
    with socket.create_connection(address, timeout=5) as connection:
        assert connection.recv(1) == b""
    assert time.monotonic() - began < 4


def test_a_request_that_takes_its_time_within_the_limit_is_answered(address):
    with socket.create_connection(address, timeout=5) as connection:
        for part in (b"GET /health/live HTTP/1.1\r\n", HOST, b"Connection: close\r\n", b"\r\n"):
            connection.sendall(part)
            time.sleep(0.1)
        assert received(connection).startswith(b"HTTP/1.1 200 ")


def test_a_client_that_leaves_in_the_middle_is_let_go(address):
    for part in (*HALF_OPEN, b""):
        with socket.create_connection(address, timeout=5) as connection:
            connection.sendall(part)
    assert exchange(address, closing(b"GET /health/live")).startswith(b"HTTP/1.1 200 ")


def move(body, *headers):
    token = b"Authorization: Bearer " + sample().token().encode()
    length = f"Content-Length: {len(body)}".encode()
    lines = (b"POST /v1/notes HTTP/1.1", HOST.strip(), token, b"Content-Type: application/json", length, *headers)
    return b"".join(line + b"\r\n" for line in lines) + b"\r\n" + body


def test_moves_sent_in_one_go_are_answered_in_order(address):
    bodies = [json.dumps(NEW_NOTE | {"title": f"Note {number}"}).encode() for number in range(5)]
    answer = exchange(address, b"".join(move(body) for body in bodies) + closing(b"GET /health/live"))
    assert answer.count(b"HTTP/1.1 201 Created") == 5
    assert answer.rindex(b'{"status":"ok"}') > answer.index(b"Note 4")
    assert sorted(range(5), key=lambda number: answer.index(f"Note {number}".encode())) == list(range(5))


@pytest.mark.parametrize(
    "rubbish", [b"\x00\x01\r\n\r\n", b"GET /\xe9 HTTP/1.1\r\n\r\n", b"POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n"]
)
def test_rubbish_behind_a_move_does_not_take_its_answer(address, rubbish):
    answer = exchange(address, move(json.dumps(NEW_NOTE).encode()) + rubbish)
    assert answer.startswith(b"HTTP/1.1 201 Created"), "the move happened, so its answer may not be that of what followed"
    assert answer.count(b"HTTP/1.1 ") == 1 or b"HTTP/1.1 400 " in answer


def test_a_broken_chunk_is_told(address):
    head = b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
    assert told(exchange(address, head + b"zz\r\n{}\r\n")) == (400, "invalid-request")


SMUGGLED = [
    (b"Content-Length: 2", b"Transfer-Encoding: chunked"),
    (b"Content-Length: 2", b"Content-Length: 3"),
    (b"Transfer-Encoding: chunked", b"Transfer-Encoding: identity"),
    (b"Transfer-Encoding: x\x0bchunked",),
    (b" Content-Length: 2",),
    (b"Content-Length : 2",),
]


@pytest.mark.parametrize("lines", SMUGGLED)
def test_a_body_whose_length_two_readers_could_read_differently_is_refused(address, lines):
    head = b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"".join(line + b"\r\n" for line in lines) + b"\r\n"
    assert exchange(address, head + b"0\r\n\r\nGET /health/live HTTP/1.1\r\n" + HOST + b"\r\n").startswith(b"HTTP/1.1 400 ")


@pytest.mark.parametrize("expect", [(), (b"Expect: 100-continue",)])
def test_a_body_that_is_announced_too_large_is_not_waited_for(address, expect):
    length = f"Content-Length: {BODY_LIMIT + 1}".encode()
    request = b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"".join(one + b"\r\n" for one in (length, *expect)) + b"\r\n"
    answer = exchange(address, request)
    assert answer.startswith(b"HTTP/1.1 413 ")
    assert b"\r\nconnection: close\r\n" in answer


def test_a_body_without_length_is_cut_off_at_the_limit(address):
    head = b"POST /v1/notes HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n"
    chunk = b"400\r\n" + b"x" * 0x400 + b"\r\n"
    assert exchange(address, head + chunk * 4).startswith(b"HTTP/1.1 413 ")


def test_a_websocket_is_not_offered(address):
    upgrade = (b"Upgrade: websocket", b"Sec-WebSocket-Version: 13", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==")
    request = b"GET /health/live HTTP/1.1\r\n" + HOST + b"Connection: Upgrade\r\n"
    answer = exchange(address, request + b"".join(one + b"\r\n" for one in upgrade) + b"\r\n", wait=0.5)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\napi-version: " in answer


def test_a_whole_move_goes_over_the_wire(address):
    body = b'{"authority":"demo-sample","title":"Park","lines":[{"said":"mow"}]}'
    request = closing(
        b"POST /v1/notes", b"Authorization: Bearer " + sample().token().encode(), b"Content-Type: application/json",
        f"Content-Length: {len(body)}".encode(),
    )  # fmt: skip
    answer = exchange(address, request + body)
    assert answer.startswith(b"HTTP/1.1 201 Created")
    assert b'\r\netag: "1.staff"' in answer


def test_the_log_is_one_json_object_a_line():
    program = (
        "from challenge_api.web import logs; logs.configure();"
        "from tests.api.edge_sample import make_sample; one = make_sample(log_requests=True);"
        "one.ask('GET', '/v1/numbers?name=Jansen'); one.ask('GET', '/v1/failures/secret')"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    lines = [json.loads(line) for line in done.stderr.splitlines()]
    assert [(line["event"], line["level"]) for line in lines] == [("request", "info"), ("failure", "error"), ("request", "info")]
    assert {"method", "route", "status", "ms", "trace_id", "timestamp"} <= lines[0].keys()
    assert "Jan" not in done.stderr
    assert done.stdout == ""
