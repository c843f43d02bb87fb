"""The OpenAPI document: what FastAPI draws from the signatures, put into the form that the Dutch API Design Rules ask for.

Paths without the base path that stands in `servers`; `API-Version` on every 2xx and 3xx; every problem by reference; no trace of
the framework's own 422; nullable types as type lists; a token's roles per operation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from fastapi.openapi.utils import get_openapi

from challenge_api.web import caching
from challenge_api.web.problems import KINDS, MEDIA_TYPE
from challenge_api.web.requests import ApiRoute

BASE_PATH: Final = "/v1"
_FRAMEWORKS_OWN: Final = ("HTTPValidationError", "ValidationError")
_LITERAL: Final = frozenset({"example", "examples", "default", "enum", "const", "value"})
_METHODS: Final = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Who and what this API is: the head of the document."""

    title: str
    version: str
    summary: str
    description: str
    public_url: str
    contact: Mapping[str, str]
    license: Mapping[str, str] = field(default_factory=lambda: {"name": "EUPL-1.2", "identifier": "EUPL-1.2"})
    tags: tuple[Mapping[str, str], ...] = ()


def draw(routes: Iterable[Any], about: About) -> dict[str, Any]:
    """Draw the document of these routes."""
    routes = list(routes)
    for route in routes:
        if isinstance(route, ApiRoute):
            route.show_answer()
    drawn = get_openapi(
        title=about.title,
        version=about.version,
        summary=about.summary,
        description=about.description,
        routes=routes,
        tags=[dict(tag) for tag in about.tags],
    )
    # not through the framework, which asks for one more package to read an address
    drawn["info"] |= {"contact": dict(about.contact), "license": dict(about.license)}
    components = drawn.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in _FRAMEWORKS_OWN:
        schemas.pop(name, None)
    components["schemas"] = {name: _tidied(schema) for name, schema in sorted(schemas.items())} | _problem_schemas()
    components["responses"] = _problem_responses()
    components["headers"] = _headers(about.version)
    components["securitySchemes"] = {"bearer": _BEARER}
    paths = {path.removeprefix(BASE_PATH) or "/": _path(item) for path, item in drawn["paths"].items()}
    return {
        "openapi": drawn["openapi"],
        "info": drawn["info"],
        "servers": [{"url": about.public_url.rstrip("/") + BASE_PATH}],
        "security": [{"bearer": []}],
        "tags": drawn.get("tags", []),
        "paths": paths,
        "components": components,
    }


_BEARER: Final = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": (
        "An OAuth 2 access token: `client_id` or `azp` names the client, `sub` a person (left out, or equal to the client: the "
        "client acts alone), `roles` the roles per authority. An operation lists the roles that may call it; one is enough."
    ),
}


# --- operations -----------------------------------------------------------------------------------------------------


def _path(item: Mapping[str, Any]) -> dict[str, Any]:
    return {key: _operation(value) if key in _METHODS else value for key, value in item.items()}


def _operation(drawn: dict[str, Any]) -> dict[str, Any]:
    operation = dict(_tidied(drawn))
    parameters = [_parameter(parameter) for parameter in operation.get("parameters", [])]
    responses = {status: answer for status, answer in operation["responses"].items() if not _is_frameworks(answer)}
    named = {parameter["name"]: parameter for parameter in parameters}
    if "If-Match" in named and "428" in responses:
        named["If-Match"]["required"] = True  # optional in the signature, or its absence would be told before 404
    if "If-None-Match" in named:
        responses["304"] = {"description": "You hold the current representation.", "headers": {}}
    responses |= {str(status): {} for status in (500, 503)}
    operation["responses"] = {status: _response(status, responses[status], operation, named) for status in sorted(responses)}
    if parameters:
        operation["parameters"] = parameters
    if operation.get("security") == []:
        operation["description"] = (operation.get("description", "") + "\n\nOpen: no token is needed.").strip()
    return operation


def _is_frameworks(answer: Mapping[str, Any]) -> bool:
    return "HTTPValidationError" in str(answer.get("content", {}).get("application/json", {}).get("schema", {}).get("$ref", ""))


def _parameter(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter that is left out is left out: null cannot be sent."""
    schema = dict(drawn["schema"])
    schema.pop("description", None)
    if isinstance(schema.get("type"), list):
        schema["type"] = next(kind for kind in schema["type"] if kind != "null")
    if isinstance(schema.get("enum"), list):
        schema["enum"] = [value for value in schema["enum"] if value is not None]
    if "anyOf" in schema:
        left = [variant for variant in schema.pop("anyOf") if variant != {"type": "null"}]
        schema |= left[0] if len(left) == 1 else {"anyOf": left}
    if schema.get("default", ...) is None:
        del schema["default"]
    return {**drawn, "schema": schema}


def _response(
    status: str, answer: Mapping[str, Any], operation: Mapping[str, Any], parameters: Mapping[str, Any]
) -> dict[str, Any]:
    if status[0] in "45":
        return {"$ref": f"#/components/responses/Problem{status}"}
    names = ["API-Version"]
    if "If-None-Match" in parameters:
        names += ["ETag", "Cache-Control"]
    if "cursor" in parameters:
        names.append("Link")
    if status == "201":
        names += ["Location", "Idempotency-Replayed"]
    references = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return {**answer, "headers": references | dict(answer.get("headers", {}))}


# --- schemas --------------------------------------------------------------------------------------------------------


def _tidied(node: Any) -> Any:
    """Take titles out, and write `null` as one of the types; what is an example or a value stays as it is."""
    if isinstance(node, list):
        return [_tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: value if key in _LITERAL and not _is_schema_map(key, value) else _tidied(value)
        for key, value in node.items()
        if not (key == "title" and isinstance(value, str))
    }
    return _nullable(tidy)


def _is_schema_map(key: str, value: Any) -> bool:
    """A property that happens to be called `value` or `example` is a schema, and no value."""
    return isinstance(value, dict) and key not in ("example", "examples") and bool({"type", "$ref", "anyOf"} & value.keys())


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    variants = schema.get("anyOf")
    if not isinstance(variants, list) or {"type": "null"} not in variants or len(variants) != 2:
        return schema
    other = next(variant for variant in variants if variant != {"type": "null"})
    if not isinstance(other.get("type"), str):
        return schema
    merged: dict[str, Any] = {key: value for key, value in schema.items() if key != "anyOf"} | other
    merged["type"] = [other["type"], "null"]
    if "const" in merged:
        merged["enum"] = [merged.pop("const")]
    if "enum" in merged:
        merged["enum"] = [*merged["enum"], None]
    return merged


def _problem_schemas() -> dict[str, Any]:
    text: dict[str, Any] = {"type": "string"}
    fault = {
        "type": "object",
        "description": "One thing wrong with the request.",
        "required": ["code", "detail"],
        "properties": {
            "pointer": {**text, "description": "JSON pointer into the body."},
            "parameter": {**text, "description": "Name of a parameter of path or query."},
            "header": {**text, "description": "Name of a header."},
            "code": {**text, "description": "Stable code of the fault."},
            "detail": {**text, "description": "What is wrong, in plain English."},
        },
    }
    refusal = {
        "type": "object",
        "description": "One rule that refuses.",
        "required": ["code", "article", "detail"],
        "properties": {
            "code": {**text, "description": "Stable code of the refusal."},
            "article": {**text, "description": "The article that says so."},
            "detail": {**text, "description": "The reason, in plain English."},
            "pointer": {**text, "description": "JSON pointer to the field of the body at fault, where there is one."},
        },
    }
    problem = {
        "type": "object",
        "description": "An error as problem details (RFC 9457).",
        "required": ["type", "title", "status", "detail", "traceId"],
        "properties": {
            "type": {**text, "format": "uri-reference", "description": "The kind of problem; a page explains it."},
            "title": {**text, "description": "The kind of problem in words."},
            "status": {"type": "integer", "description": "The HTTP status."},
            "detail": {**text, "description": "What happened this time."},
            "traceId": {**text, "description": "Names this occurrence in the logs of the service."},
            "errors": {"type": "array", "items": {"$ref": "#/components/schemas/Fault"}},
            "refusals": {"type": "array", "items": {"$ref": "#/components/schemas/Refusal"}},
            "allowedActions": {"type": "array", "description": "What is possible now.", "items": {"type": "object"}},
            "currentVersion": {"type": "integer", "description": "The version that the resource has."},
        },
    }
    return {"Problem": problem, "Fault": fault, "Refusal": refusal}


def _problem_responses() -> dict[str, Any]:
    by_status: dict[int, list[str]] = {}
    for kind in KINDS.values():
        by_status.setdefault(kind.status, []).append(kind.code)
    return {f"Problem{status}": _problem_response(status, codes) for status, codes in sorted(by_status.items())}


def _problem_response(status: int, codes: list[str]) -> dict[str, Any]:
    headers = {"API-Version": {"$ref": "#/components/headers/API-Version"}}
    if status == 401:
        headers["WWW-Authenticate"] = {"$ref": "#/components/headers/WWW-Authenticate"}
    if status == 503:
        headers["Retry-After"] = {"$ref": "#/components/headers/Retry-After"}
    return {
        "description": " ".join(f"`{code}`: {KINDS[code].title}. {KINDS[code].meaning}" for code in codes),
        "headers": headers,
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": "#/components/schemas/Problem"},
                "examples": {code: {"value": _problem_example(code)} for code in codes},
            }
        },
    }


def _problem_example(code: str) -> dict[str, Any]:
    kind = KINDS[code]
    example: dict[str, Any] = {"type": kind.type, "title": kind.title, "status": kind.status, "detail": kind.meaning}
    if code == "invalid-request":
        example["errors"] = [{"pointer": "/sentOn", "code": "wrong-format", "detail": "A date such as 2026-11-24 is expected."}]
    return example | {"traceId": "0af7651916cd43dd8448eb211c80319c"}


def _headers(version: str) -> dict[str, Any]:
    def one(description: str, example: str, **schema: Any) -> dict[str, Any]:
        return {"description": description, "schema": {"type": "string", **schema}, "example": example}

    return {
        "API-Version": one("Full version of the API.", version),
        "Cache-Control": one("How long the answer may be kept.", caching.KEEP_BUT_ASK),
        "ETag": one("Version and view of the representation.", '"3.staff"'),
        "Idempotency-Replayed": one("There when this is the first answer again.", "true", enum=["true"]),
        "Link": one("Neighbouring pages: `next`, `prev`, `self`.", '</v1/challenges?limit=25&cursor=AAAA>; rel="next"'),
        "Location": one("Address of what was recorded.", "/v1/challenges/0190a6a0-0000-7000-8000-000000000001/history/4"),
        "Log-Leaf-Hash": one(
            "Leaf hash of the recorded event in the authority's log, in base64: keep it with the position as a receipt.",
            "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
        ),
        "Log-Position": one("Position of the recorded event in the authority's log.", "17"),
        "Retry-After": one("Seconds to wait.", "5"),
        "WWW-Authenticate": one("How to authenticate.", 'Bearer realm="challenge-api"'),
    }
