"""How the service is run by uvicorn: nothing says which server it is, and what is no HTTP at all is answered in our form too.

Also what no application ever sees is bounded here: a head without end is not gathered, and a request that does not come to its
end is not waited for. Whoever sends several requests at once gets their answers in order, whatever the last of them is.
"""

import asyncio
from importlib.metadata import version
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from challenge_api.web import headers
from challenge_api.web.problems import Fault, Problem, invalid
from challenge_api.web.tracing import trace_id

HEAD_LIMIT: Final = 65_536
"""Bytes that the first line and the headers of a request may have together."""
_REASONS: Final = {400: b"Bad Request", 408: b"Request Timeout", 431: b"Request Header Fields Too Large"}


class _HeadTooLarge(Exception):
    """The head is over the limit; the parser passes it on as an error of its own."""


class Protocol(HttpToolsProtocol):
    """Answers what cannot be parsed, or does not end, with a problem, with the headers of every other answer."""

    request_seconds = 60.0
    """Time for a request to arrive, from the first byte of it that is waited for to the last of its body."""

    def __init__(self, *given: Any, **options: Any) -> None:
        """Begin with nothing received."""
        super().__init__(*given, **options)
        self._in_head = self._in_body = False
        self._head_bytes = self._at_once = 0
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as in the class above
        """Begin to wait: a connection on which nothing is ever asked goes as well."""
        super().connection_made(transport)
        self._timer = self.loop.call_later(self.request_seconds, self._waited_long_enough)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; count while it is a head, and wait for the rest of a request that is not whole."""
        self._head_bytes += len(data) if self._in_head else 0
        self._at_once = len(data)
        super().data_received(data)
        if self._in_head and self._head_bytes > HEAD_LIMIT and not self.transport.is_closing():
            self._refuse(_too_large())
        if not (self._in_head or self._in_body):
            self._stop_waiting()
        elif self._timer is None:
            self._timer = self.loop.call_later(self.request_seconds, self._waited_long_enough)

    def on_message_begin(self) -> None:
        """Note that a head begins."""
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        """Note that the head ends; raises for one that came over the limit in one go."""
        if max(self._head_bytes, self._at_once) > HEAD_LIMIT:  # what came may be more than a head
            self._head_bytes = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
            if self._head_bytes > HEAD_LIMIT:
                raise _HeadTooLarge
        super().on_headers_complete()
        self._in_head, self._in_body = False, True

    def on_message_complete(self) -> None:
        """Note that the request is whole."""
        self._in_body = False
        super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Say that this was no HTTP request, and close."""
        if self._in_head and self._head_bytes > HEAD_LIMIT:
            self._refuse(_too_large())
        else:
            self._refuse(invalid([Fault("parameter", "", "malformed-request", "This is no HTTP request that can be read.")]))

    def _waited_long_enough(self) -> None:
        self._timer = None
        if self.transport.is_closing():
            return
        if not (self._in_head or self._in_body):
            self.transport.close()
        elif self._in_head and self._is_answering():  # reading stands still while the request before is answered
            self._timer = self.loop.call_later(self.request_seconds, self._waited_long_enough)
        else:
            self._refuse(Problem("request-timeout", f"The request did not arrive within {self.request_seconds:g} seconds."))

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_answering(self) -> bool:
        cycle: Any = self.cycle  # None before the first request, whatever its type says
        return cycle is not None and not cycle.response_complete

    def _refuse(self, problem: Problem) -> None:
        """Answer with the problem and close; behind whole requests only close, for the next answer is theirs."""
        self._stop_waiting()
        in_body, self._in_head, self._in_body = self._in_body, False, False
        if self._is_answering() and not in_body:
            self.cycle.keep_alive = False
            self.flow.pause_reading()
            return
        if in_body:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        if not (self.pipeline or (in_body and self.cycle.response_started)):
            self.transport.write(self._written(problem))
        self.transport.close()

    def _written(self, problem: Problem) -> bytes:
        answer = problem.answer(trace_id(None))
        status = problem.kind.status
        lines = [b"HTTP/1.1 %d %s" % (status, _REASONS[status]), b"connection: close"]
        said = [*self.server_state.default_headers, *answer.raw_headers, *headers.always(_VERSION), *headers.DEFAULTS]
        lines += [name + b": " + value for name, value in said]
        return b"\r\n".join([*lines, b"", bytes(answer.body)])


def _too_large() -> Problem:
    return Problem("head-too-large", f"The first line and the headers may have {HEAD_LIMIT} bytes together.")


_VERSION: Final = version("challenge-api")

OPTIONS: Final[dict[str, Any]] = {
    "http": Protocol,
    "ws": "none",
    "access_log": False,
    "server_header": False,
    "log_level": "warning",
    "timeout_graceful_shutdown": 20,
}
"""For `uvicorn.run` and `uvicorn.Config`."""
