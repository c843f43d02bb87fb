"""Routes that check a request in one fixed order before anything of the service is asked.

413, 415, 406 (can we talk at all) → 401 (who is it) → 400 (everything wrong with path, query, headers and body, in one answer) →
the route itself, which tells what exists. A route is declared as FastAPI declares them, so the document is drawn from the
signature; the reading is done here, because FastAPI reads a body before it knows the caller, passes over what it does not know,
and costs four times as much. In a signature stand: parameters of path, query and header, at most one body (a dataclass), the
`Request`, and dependencies that take the `Request` alone (`runtime.Caller`, `runtime.Running`).
"""

import asyncio
import inspect
from collections.abc import Callable, Coroutine, Mapping
from functools import partial
from typing import Any, Final

from fastapi import APIRouter
from fastapi.datastructures import DefaultPlaceholder
from fastapi.routing import APIRoute
from fastapi.utils import create_model_field
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from challenge_api.history import readings
from challenge_api.law.access import Role
from challenge_api.web.auth import unauthenticated
from challenge_api.web.bodies import BodyReader
from challenge_api.web.negotiation import accepts, is_json
from challenge_api.web.parameters import Parameters
from challenge_api.web.problems import Problem, invalid
from challenge_api.web.runtime import Runtime


def header_map(scope: Any) -> dict[bytes, bytes]:
    """Give the headers by lower-case name; a header that comes twice has its values joined by a comma."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        headers[name] = headers[name] + b", " + value if name in headers else value
    return headers


class ApiRoute(APIRoute):
    """A route that reads its requests strictly and in the fixed order of checks."""

    def __init__(self, path: str, endpoint: Callable[..., Any], *, response_model: Any = None, **options: Any) -> None:
        """Analyse the signature once; the type of the answer, which only the document asks for, is left for `show_answer`."""
        super().__init__(path, endpoint, response_model=None, **options)
        self.response_model = None if isinstance(response_model, DefaultPlaceholder) else response_model
        dependant = self.dependant
        if len(dependant.body_params) > 1 or dependant.cookie_params:
            raise TypeError(f"{path}: a route reads one body and no cookies")
        self.public = (self.openapi_extra or {}).get("security") == []
        self.media_types = (_media_type(self.response_class), *_further_types(self.responses))
        self._parameters = Parameters(dependant)
        self._body: tuple[str, BodyReader] | None = None
        if dependant.body_params:
            field = dependant.body_params[0]
            self._body = (field.name, BodyReader(field.field_info.annotation))
        self._provided = [_provider(path, dependency) for dependency in dependant.dependencies]
        self._request_name = dependant.request_param_name
        self._waits = inspect.iscoroutinefunction(endpoint)

    def show_answer(self) -> None:
        """Prepare the type of the answer for the document, once."""
        if self.response_model is not None and self.response_field is None:
            self.response_field = create_model_field(
                name=f"Response_{self.unique_id}", type_=self.response_model, mode="serialization"
            )

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Answer in our way also when the route is used without the edge."""
        return self.answer

    async def answer(self, request: Request) -> Response:
        """Check the request in the fixed order and ask the endpoint.

        Raises Problem when a check fails.
        """
        scope = request.scope
        runtime: Runtime = scope["runtime"]
        headers: dict[bytes, bytes] = scope["header_map"]
        raw = b""
        if self._body is not None:
            raw = await _read(request, headers, runtime.body_limit)
            _require_json(headers)
        accept = headers.get(b"accept")
        if accept is not None and not any(accepts(accept, media_type) for media_type in self.media_types):
            raise Problem("not-acceptable", f"This resource is available as {' or '.join(self.media_types)}.")
        if not self.public:
            scope["principal"] = await _principal(headers.get(b"authorization"), runtime)
        arguments, faults = self._parameters.read(scope["path_params"], scope["query_string"], headers)
        if self._body is not None:
            name, reader = self._body
            arguments[name], scope["json"], found = reader.read(raw)
            faults += found
        if faults:
            raise invalid(faults)
        for name, provide in self._provided:
            arguments[name] = provide(request)
        if self._request_name is not None:
            arguments[self._request_name] = request
        answer: Response
        if self._waits:
            answer = await self.endpoint(**arguments)
        else:
            loop = asyncio.get_running_loop()
            answer = await loop.run_in_executor(runtime.executor, partial(self.endpoint, **arguments))
        if not self.public and (audited := scope["principal"].authorities(_AUDITORS)) and answer.status_code < _REFUSED:
            # before the answer goes out: what cannot be recorded is not shown
            await asyncio.get_running_loop().run_in_executor(runtime.executor, _record, scope, audited)
        return answer


_AUDITORS: Final = frozenset({Role.AUDITOR})
_REFUSED: Final = 400


def _record(scope: Any, authorities: tuple[str, ...]) -> None:
    """Record that an auditor was shown something."""
    runtime: Runtime = scope["runtime"]
    query = scope["query_string"].decode("latin-1")
    address = f"{scope['path']}?{query}" if query else str(scope["path"])
    with runtime.database.writing() as connection:
        readings.record(connection, scope["principal"], authorities, runtime.clock.now(), address)


class ApiRouter(APIRouter):
    """A router whose routes are `ApiRoute`s."""

    def __init__(self, **options: Any) -> None:
        """Make an empty router."""
        super().__init__(route_class=ApiRoute, redirect_slashes=False, **options)


def _media_type(response_class: Any) -> str:
    chosen = response_class.value if isinstance(response_class, DefaultPlaceholder) else response_class
    return chosen.media_type or "application/json"


def _further_types(responses: Mapping[int | str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Give the media types that a route declares for its 200 beside that of its response class."""
    return tuple(responses.get(200, {}).get("content", ()))


def _provider(path: str, dependency: Any) -> tuple[str, Callable[[Request], Any]]:
    parameters = list(inspect.signature(dependency.call).parameters)
    if dependency.name is None or parameters != [dependency.request_param_name]:
        raise TypeError(f"{path}: a dependency takes the request and nothing else")
    return dependency.name, dependency.call


async def _principal(authorization: bytes | None, runtime: Runtime) -> Any:
    if authorization is None:
        raise unauthenticated()
    if (principal := runtime.verifier.known(authorization)) is not None:
        return principal
    return await asyncio.get_running_loop().run_in_executor(runtime.executor, runtime.verifier.verify, authorization)


async def _read(request: Request, headers: Mapping[bytes, bytes], limit: int) -> bytes:
    """Read the body and count, whatever `Content-Length` says.

    Raises Problem (413) as soon as there is too much.
    """
    announced = headers.get(b"content-length", b"0")
    if announced.isdigit() and int(announced[:20]) > limit:
        raise _too_large(limit)
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await request.receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunk = message.get("body", b"")
        size += len(chunk)
        if size > limit:
            raise _too_large(limit)
        chunks.append(chunk)
        if not message.get("more_body", False):
            return b"".join(chunks)


def _too_large(limit: int) -> Problem:
    return Problem("body-too-large", f"A body may have {limit} bytes.", headers={"Connection": "close"})


def _require_json(headers: Mapping[bytes, bytes]) -> None:
    if headers.get(b"content-encoding", b"identity").lower() != b"identity":
        raise Problem("unsupported-media-type", "Send the body uncompressed.", headers={"Accept-Encoding": "identity"})
    if not is_json(headers.get(b"content-type")):
        raise Problem("unsupported-media-type", "Send the body as application/json, in UTF-8.")
