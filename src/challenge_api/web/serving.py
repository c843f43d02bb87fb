"""How the service is run by uvicorn: nothing says which server it is, and what is no HTTP at all is answered in our form too."""

from importlib.metadata import version
from typing import Any, Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from challenge_api.web import headers
from challenge_api.web.problems import Fault, invalid
from challenge_api.web.tracing import trace_id


class Protocol(HttpToolsProtocol):
    """Answers what cannot be parsed with a problem, with the headers of every other answer."""

    def send_400_response(self, msg: str) -> None:
        """Say that this was no HTTP request, and close."""
        problem = invalid([Fault("parameter", "", "malformed-request", "This is no HTTP request that can be read.")])
        answer = problem.answer(trace_id(None))
        lines = [b"HTTP/1.1 400 Bad Request", b"connection: close"]
        said = [*self.server_state.default_headers, *answer.raw_headers, *headers.always(_VERSION), *headers.DEFAULTS]
        lines += [name + b": " + value for name, value in said]
        self.transport.write(b"\r\n".join([*lines, b"", answer.body]))
        self.transport.close()


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
