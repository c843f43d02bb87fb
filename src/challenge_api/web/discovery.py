"""What machines and operators look for beside the API itself: health, metrics, contact, catalogue, and what a problem means."""

import html
import json
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Annotated, Any, Final

from fastapi import Path
from starlette.responses import HTMLResponse, PlainTextResponse, Response

from challenge_api.web import metrics as measured
from challenge_api.web.answers import Bytes, json_answer
from challenge_api.web.metrics import Metrics
from challenge_api.web.operations import PUBLIC
from challenge_api.web.problems import KINDS, not_found, unavailable
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Running, Runtime

_VALID_DAYS: Final = 300
"""A security.txt says itself when it is too old to trust; RFC 9116 recommends less than a year."""


class _LinkSet(Response):
    media_type = "application/linkset+json"


def health_router() -> ApiRouter:
    """Give the routes that tell whether the process lives, and whether it can work."""
    router = ApiRouter(include_in_schema=False)

    @router.get("/health/live", openapi_extra=dict(PUBLIC))
    async def live() -> Response:
        return json_answer(b'{"status":"ok"}')

    @router.get("/health/ready", openapi_extra=dict(PUBLIC))
    def ready(runtime: Running) -> Response:
        if not _is_ready(runtime):
            raise unavailable("The database does not answer, or its schema is of another version.")
        if runtime.log.forks:
            raise unavailable("A log is not the one that was signed; see the runbook in docs/operations.md.")
        return json_answer(b'{"status":"ok"}')

    return router


def _is_ready(runtime: Runtime) -> bool:
    return runtime.database.is_migrated()


def metrics_router(metrics: Metrics) -> ApiRouter:
    """Give the route of the measurements; they hold no personal data, but belong behind the proxy."""
    router = ApiRouter(include_in_schema=False)

    @router.get("/metrics", response_class=PlainTextResponse, openapi_extra=dict(PUBLIC))
    async def measurements() -> Response:
        return Bytes(metrics.exposition(), media_type=measured.MEDIA_TYPE)

    return router


def well_known_router(
    *,
    public_url: str,
    security_contact: str,
    document: str,
    jwks: Callable[[], Mapping[str, Any]] | None = None,
) -> ApiRouter:
    """Give the routes below `/.well-known`; `jwks` only where the local issuer of tokens is in use."""
    router = ApiRouter(prefix="/.well-known", include_in_schema=False)
    base = public_url.rstrip("/")
    catalogue = {
        "linkset": [
            {
                "anchor": f"{base}/v1",
                "service-desc": [{"href": base + document, "type": "application/vnd.oai.openapi+json;version=3.1"}],
                "service-doc": [{"href": f"{base}/docs", "type": "text/html"}],
                "status": [{"href": f"{base}/health/ready", "type": "application/json"}],
            }
        ]
    }

    @router.get("/security.txt", response_class=PlainTextResponse, openapi_extra=dict(PUBLIC))
    async def security_txt(runtime: Running) -> Response:
        midnight = runtime.clock.now().replace(hour=0, minute=0, second=0, microsecond=0)
        expires = (midnight + timedelta(days=_VALID_DAYS)).strftime("%Y-%m-%dT%H:%M:%SZ")
        lines = (
            f"Contact: {security_contact}",
            f"Expires: {expires}",
            "Preferred-Languages: nl, en",
            f"Canonical: {base}/.well-known/security.txt",
        )
        return Bytes("".join(f"{line}\n" for line in lines).encode(), media_type="text/plain; charset=utf-8")

    @router.get("/api-catalog", response_class=_LinkSet, openapi_extra=dict(PUBLIC))
    async def api_catalog() -> Response:
        link = f'<{base}/v1>; rel="item", <{base}{document}>; rel="service-desc"'
        return Bytes(json.dumps(catalogue).encode(), media_type="application/linkset+json", headers={"Link": link})

    if jwks is not None:

        @router.get("/jwks.json", openapi_extra=dict(PUBLIC))
        async def key_set() -> Response:
            return json_answer(json.dumps(jwks()).encode())

    return router


def problems_router() -> ApiRouter:
    """Give a page for each kind of problem, so that its `type` leads somewhere."""
    router = ApiRouter(include_in_schema=False)

    @router.get("/problems/{code}", response_class=HTMLResponse, openapi_extra=dict(PUBLIC))
    async def problem(code: Annotated[str, Path(max_length=64)]) -> Response:
        if (kind := KINDS.get(code)) is None:
            raise not_found()
        title, meaning = html.escape(kind.title), html.escape(kind.meaning)
        page = (
            f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title></head>\n'
            f"<body><main><h1>{title}</h1><p><code>{kind.code}</code>, HTTP status {kind.status}</p>"
            f"<p>{meaning}</p></main></body></html>\n"
        )
        return Bytes(page.encode(), media_type="text/html; charset=utf-8", headers={"Cache-Control": "public, max-age=3600"})

    return router
