"""Puts the web together: routers of the capabilities in, one ASGI application out, with everything around them."""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from fastapi import APIRouter, FastAPI
from starlette.responses import Response
from starlette.types import ASGIApp, Lifespan, Receive, Scope, Send

from challenge_api.web.answers import json_answer
from challenge_api.web.cors import Cors
from challenge_api.web.discovery import health_router, metrics_router, problems_router, well_known_router
from challenge_api.web.docs import docs_router
from challenge_api.web.document import About, draw
from challenge_api.web.edge import Edge
from challenge_api.web.metrics import Metrics
from challenge_api.web.operations import PUBLIC
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Runtime

DOCUMENT: Final = "/v1/openapi.json"


class Application(FastAPI):
    """The framework's application with our edge in place of its middleware, and our document in place of its own."""

    def __init__(
        self, *, routers: Iterable[APIRouter], about: About, edge: Callable[..., Edge], lifespan: Lifespan[Any] | None = None
    ) -> None:
        """Take the routes of the routers as they are."""
        super().__init__(
            title=about.title, version=about.version, openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan
        )
        self.about = about
        self._edge = edge
        for router in routers:
            self.router.routes.extend(router.routes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Go straight to the edge, which measures and logs itself; asking for the framework's telemetry costs 9 µs a request."""
        if self.middleware_stack is None:
            self.middleware_stack = self.build_middleware_stack()
        await self.middleware_stack(scope, receive, send)

    def build_middleware_stack(self) -> ASGIApp:
        """Answer requests at the edge; the framework's stack only sees start and end."""
        return self._edge(super().build_middleware_stack(), routes=self.router.routes)

    def openapi(self) -> dict[str, Any]:
        """Give the OpenAPI document, drawn once."""
        if self.openapi_schema is None:
            self.openapi_schema = draw(self.router.routes, self.about)
        return self.openapi_schema


def assemble(
    routers: Iterable[APIRouter],
    *,
    about: About,
    runtime: Runtime,
    security_contact: str,
    cors_origins: Iterable[str] = (),
    jwks: Callable[[], Mapping[str, Any]] | None = None,
    log_requests: bool = True,
    metrics: Metrics | None = None,
    lifespan: Lifespan[Any] | None = None,
) -> Application:
    """Make the application of these routers, with the document, the docs page, health, metrics and discovery around them.

    A router carries its whole path (`/v1/…`) and its routes are `ApiRoute`s. `jwks` gives the keys of the local issuer, where it
    is in use.
    """
    measured = metrics or Metrics()

    def edge(framework: ASGIApp, *, routes: Iterable[Any]) -> Edge:
        return Edge(
            framework,
            routes=routes,
            runtime=runtime,
            version=about.version,
            cors=Cors(cors_origins, open_paths=(DOCUMENT,)),
            metrics=measured,
            log_requests=log_requests,
        )

    application = Application(
        routers=[
            *routers,
            docs_router(about.title, DOCUMENT),
            health_router(),
            metrics_router(measured),
            problems_router(),
            well_known_router(public_url=about.public_url, security_contact=security_contact, document=DOCUMENT, jwks=jwks),
        ],
        about=about,
        edge=edge,
        lifespan=lifespan,
    )

    async def document() -> Response:
        return json_answer(json.dumps(application.openapi(), ensure_ascii=False).encode(), headers={"Cache-Control": "no-cache"})

    application.router.routes.extend(_document_route(document))
    return application


def _document_route(document: Callable[..., Any]) -> list[Any]:
    router = ApiRouter()
    router.add_api_route(DOCUMENT, document, methods=["GET"], include_in_schema=False, openapi_extra=dict(PUBLIC))
    return router.routes
