"""The outermost layer: what is true of every answer, whoever made it and whatever went wrong.

Every answer carries `API-Version` and the security headers; every error is a problem; HEAD is GET without a body; OPTIONS and 405
name all methods. Pure ASGI, without the framework's middleware: those run in an order of their own, answer some errors in a form
of their own, and each costs as much as a route.
"""

import time
import traceback
from collections.abc import Iterable
from typing import Any, Final

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from challenge_api.web import headers
from challenge_api.web.answers import Bytes
from challenge_api.web.cors import Cors
from challenge_api.web.metrics import Metrics
from challenge_api.web.problems import Problem, not_found, problem_of
from challenge_api.web.requests import header_map
from challenge_api.web.routing import Resource, RouteTable
from challenge_api.web.runtime import Runtime
from challenge_api.web.tracing import trace_id

_log = structlog.get_logger("challenge_api.requests")

_OVERRIDABLE: Final = frozenset(name for name, _ in headers.DEFAULTS)


class Edge:
    """Answers every HTTP request; anything else (start and end of the service) goes to the framework."""

    def __init__(
        self,
        framework: ASGIApp,
        *,
        routes: Iterable[Any],
        runtime: Runtime,
        version: str,
        cors: Cors,
        metrics: Metrics,
        log_requests: bool = True,
    ) -> None:
        """Lay out the routes and the headers once."""
        self._framework = framework
        self._routes = RouteTable(routes)
        self._runtime = runtime
        self._cors = cors
        self._metrics = metrics
        self._log_requests = log_requests
        self._always = headers.always(version)
        self._usual = [*self._always, *headers.DEFAULTS]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            if scope["type"] == "websocket":
                await send({"type": "websocket.close", "code": 1000})
                return
            await self._framework(scope, receive, send)
            return
        began = time.perf_counter()
        scope["header_map"] = given = header_map(scope)
        scope["runtime"] = self._runtime
        scope["trace_id"] = trace = trace_id(given.get(b"traceparent"))
        try:
            response = await self._answer(scope, receive)
        except ClientDisconnect:
            return
        except Exception as error:
            problem = problem_of(error)
            if problem.kind.status >= 500:
                _report(error, problem, trace)
            response = problem.answer(trace)
        await self._send(response, scope, receive, send)
        taken = time.perf_counter() - began
        route = scope.get("route")
        template = "" if route is None else route.path_format
        self._metrics.observe(scope["method"], template, response.status_code, taken)
        if self._log_requests:
            _log.info(
                "request",
                method=scope["method"][:20],
                route=template,
                status=response.status_code,
                ms=round(taken * 1000, 2),
                trace_id=trace,
            )

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        resource = self._routes.find(scope["path"])
        if resource is None:
            raise not_found()
        method = scope["method"]
        found = resource.methods.get("GET" if method == "HEAD" else method)
        if found is None:
            if method == "OPTIONS":
                return self._options(scope, resource)
            raise Problem("method-not-allowed", f"This resource knows {resource.allow}.", headers={"Allow": resource.allow})
        route, names = found
        scope["route"] = route
        scope["path_params"] = dict(zip(names, resource.values, strict=True))
        return await route.answer(Request(scope, receive))

    def _options(self, scope: Scope, resource: Resource) -> Response:
        said = {"Allow": resource.allow}
        if b"access-control-request-method" in scope["header_map"]:
            said |= self._cors.preflight(resource.allow)
        return Bytes(b"", status=204, headers=said)

    async def _send(self, response: Response, scope: Scope, receive: Receive, send: Send) -> None:
        extra = self._cors.headers(scope["header_map"].get(b"origin"), scope["path"])
        head = scope["method"] == "HEAD"
        if type(response) is Bytes:
            started = {
                "type": "http.response.start",
                "status": response.status_code,
                "headers": self._complete(response.raw_headers, extra),
            }
            await send(started)
            await send({"type": "http.response.body", "body": b"" if head else response.body})
            return

        async def complete(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = self._complete(list(message["headers"]), extra)
            elif head and message["type"] == "http.response.body":
                message["body"] = b""
            await send(message)

        await response(scope, receive, complete)

    def _complete(self, own: list[tuple[bytes, bytes]], extra: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        said = {name for name, _ in own}
        if said.isdisjoint(_OVERRIDABLE):
            return own + self._usual + extra
        defaults = [default for default in headers.DEFAULTS if default[0] not in said]
        if b"vary" in said:  # one field says all that the answer depends on
            varies = b", ".join(value for name, value in (*own, *extra) if name == b"vary")
            own = [*(pair for pair in own if pair[0] != b"vary"), (b"vary", varies)]
            extra = [pair for pair in extra if pair[0] != b"vary"]
        return own + self._always + defaults + extra


def _report(error: Exception, problem: Problem, trace: str) -> None:
    """Log what went wrong: where and of which class. Messages of errors may hold personal data, so they are left out."""
    frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]
    cause = type(error.__cause__).__name__ if error.__cause__ else None
    _log.error("failure", code=problem.kind.code, error=type(error).__name__, cause=cause, frames=frames[-12:], trace_id=trace)
