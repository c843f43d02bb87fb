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
from tests.api.edge_sample import BODY_LIMIT, sample

HOST = b"Host: api.example\r\n"


@pytest.fixture(scope="module")
def address():
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(sample().app, **serving.OPTIONS))
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
