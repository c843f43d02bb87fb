"""The page that explores the API in a browser: Swagger UI from files in a package, so nothing is fetched from elsewhere."""

from importlib.resources import files
from typing import Final

from starlette.responses import HTMLResponse, Response

from challenge_api.web.answers import Bytes
from challenge_api.web.operations import PUBLIC
from challenge_api.web.requests import ApiRouter

_ASSETS: Final = {"swagger-ui.css": "text/css; charset=utf-8", "swagger-ui-bundle.js": "text/javascript; charset=utf-8"}
_POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""Swagger UI sets styles inline and draws its icons from data addresses; scripts come from us alone."""

_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<main id="api"></main>
<noscript>This page needs JavaScript; the description itself is at <a href="{document}">{document}</a>.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
_START: Final = """SwaggerUIBundle({{
  url: "{document}", dom_id: "#api", deepLinking: true, displayRequestDuration: true, filter: true, docExpansion: "none",
  persistAuthorization: false, validatorUrl: null
}});
"""


def docs_router(title: str, document: str) -> ApiRouter:
    """Give the routes of the page; `document` is the path of the OpenAPI document."""
    router = ApiRouter(include_in_schema=False)
    page = _PAGE.format(title=title, document=document).encode()
    start = _START.format(document=document).encode()

    @router.get("/docs", response_class=HTMLResponse, openapi_extra=dict(PUBLIC))
    async def docs() -> Response:
        return Bytes(page, media_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _POLICY})

    @router.get("/docs/start.js", response_class=_Script, openapi_extra=dict(PUBLIC))
    async def script() -> Response:
        return Bytes(start, media_type=_ASSETS["swagger-ui-bundle.js"], headers=_kept())

    @router.get("/docs/swagger-ui.css", response_class=_Style, openapi_extra=dict(PUBLIC))
    def style() -> Response:
        return _asset("swagger-ui.css")

    @router.get("/docs/swagger-ui-bundle.js", response_class=_Script, openapi_extra=dict(PUBLIC))
    def bundle() -> Response:
        return _asset("swagger-ui-bundle.js")

    return router


class _Script(Response):
    media_type = "text/javascript"


class _Style(Response):
    media_type = "text/css"


def _kept() -> dict[str, str]:
    return {"Cache-Control": "public, max-age=3600"}


def _asset(name: str) -> Response:
    content = (files("fastapi_offline") / "static" / name).read_bytes()
    return Bytes(content, media_type=_ASSETS[name], headers=_kept())
