"""The HTTP face of ordinances: anybody may read the rules of an authority."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict, TypeAdapter
from sqlalchemy import Row
from starlette.responses import Response

from challenge_api.history import proofs
from challenge_api.history.moves import Answer, Change, NotFound, Stream
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import CODE_PATTERN
from challenge_api.law.ordinance_document import read_ordinance
from challenge_api.law.ordinance_schema import OrdinanceDocument
from challenge_api.law.outside import camel
from challenge_api.ordinances import projection, queries
from challenge_api.ordinances.decider import AGGREGATE, TABLE, not_permitted
from challenge_api.ordinances.events import OrdinanceVersion
from challenge_api.web import caching
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.parameters import IfNoneMatch, path_id
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Running

PREFIX: Final = "/v1/ordinances"
TAG: Final = "Ordinances"
_SHORT: Final[Mapping[str, Any]] = {
    "id": "demo-voorbeeldstad-short",
    "title": "A short ordinance that leaves most open (invented)",
    "invented": True,
    "decision_term": {"amount": 10, "unit": "week", "article": "4"},
    "criteria": {"found": False},
}
EXAMPLES: Final[Mapping[str, Mapping[str, Any]]] = {
    "draftOrdinance": {"authority": "demo-voorbeeldstad", "document": _SHORT},
    "reviseOrdinance": {"document": {**_SHORT, "supplement_term": {"amount": 2, "unit": "week", "article": "5"}}},
    "publishOrdinance": {"publishedOn": "2026-11-01", "inForceFrom": "2027-01-01"},
    "repealOrdinance": {"lastDay": "2027-12-31"},
}


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=camel)


class OpenGroup(_Model):
    """A group of rules that the ordinance leaves open, and the statutory default that applies."""

    group: str
    article: str
    default: str


class OrdinanceSummary(_Model):
    """A version of an ordinance."""

    id: str
    """Id of this version as a resource; cases name it."""
    authority: str
    name: str
    number: int
    version: int
    state: Literal["draft", "published", "superseded", "repealed"]
    title: str
    published_on: date | None
    in_force_from: date | None
    in_force_until: date | None
    digest: str | None
    """SHA-256 of the document as it was published, which the log holds too; none of a draft."""
    superseded_by: str | None
    """Id of the newer version."""


class OrdinanceView(OrdinanceSummary):
    """A version of an ordinance, whole."""

    open_groups: list[OpenGroup]
    document: OrdinanceDocument
    """As it was given, evidence and unknowns included."""


class OrdinanceList(_Model):
    """Versions of ordinances."""

    items: list[OrdinanceSummary]


def json_schema() -> dict[str, Any]:
    """Give the format of an ordinance file as JSON Schema (2020-12)."""
    drawn = TypeAdapter(OrdinanceDocument).json_schema()
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Ordinance on the right to challenge"}
    return head | {key: value for key, value in drawn.items() if key != "title"}


def _summary(authority: str, stream: str, now: OrdinanceVersion, title: str) -> dict[str, Any]:
    return {
        "id": stream,
        "authority": authority,
        "name": now.ordinance_id,
        "number": now.number,
        "version": now.version,
        "state": now.state,
        "title": title,
        "publishedOn": _iso(now.published_on),
        "inForceFrom": _iso(now.in_force_from),
        "inForceUntil": _iso(now.in_force_until),
        "digest": now.digest,
        "supersededBy": now.superseded_by,
    }


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _whole(authority: str, stream: str, now: OrdinanceVersion) -> bytes:
    document = json.loads(now.document)
    rules = read_ordinance(document)
    said = _summary(authority, stream, now, rules.title)
    said["openGroups"] = [
        {"group": open_.group, "article": open_.article, "default": open_.default} for open_ in rules.defaults()
    ]
    return json.dumps(said | {"document": document}, ensure_ascii=False).encode()


def _version(row: Row[Any]) -> OrdinanceVersion:
    return queries.version_of(row)


def render(caller: Principal, change: Change[OrdinanceVersion], _projected: None) -> Answer:
    """Answer a move on a version."""
    body = _whole(change.authority, change.stream, change.after)
    return Answer(201, f"{PREFIX}/{change.stream}", caching.etag(change.version, "public"), body)


STREAM: Final[Stream[OrdinanceVersion, Any]] = Stream(
    aggregate=AGGREGATE,
    load=queries.load,
    facts=queries.versions,
    project=projection.project,
    clear=projection.clear,
)
router = ApiRouter()
add_actions(
    router,
    prefix=PREFIX,
    tag=TAG,
    rows=TABLE,
    examples=EXAMPLES,
    stream=STREAM,
    permitted=not_permitted,
    render=render,
    model=OrdinanceView,
    id_name="ordinanceId",
)


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="listOrdinances",
    summary="List ordinances",
    description="Every version of every ordinance, of one authority or of all, in order of authority, name and number. Public.",
    response_model=OrdinanceList,
    responses=described((400, 406)),
    openapi_extra=dict(PUBLIC),
)
def list_ordinances(
    runtime: Running,
    authority: Annotated[str | None, Query(max_length=40, pattern=CODE_PATTERN, description="Code of the authority.")] = None,
) -> Response:
    """Give all versions."""
    with runtime.database.reading() as connection:
        rows = queries.every(connection, authority)
    said = [_summary(row.authority, row.stream, _version(row), row.title) for row in rows]
    return json_answer(proofs.written({"items": said}).encode())


@router.get(
    f"{PREFIX}/{{ordinanceId}}",
    tags=[TAG],
    operation_id="getOrdinance",
    summary="Get an ordinance",
    description=(
        "A version as it was given, a draft too; what it leaves open is listed with the statutory default and its article. "
        "Once published it never changes. Public."
    ),
    response_model=OrdinanceView,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_ordinance(
    runtime: Running, ordinance_id: Annotated[str, path_id("ordinanceId")], if_none_match: IfNoneMatch = None
) -> Response:
    """Give one version."""
    with runtime.database.reading() as connection:
        row = queries.one(connection, ordinance_id)
    if row is None:
        raise NotFound
    body = _whole(row.authority, row.stream, _version(row))
    return caching.representation(body, caching.etag(row.version, "public"), if_none_match)


@router.get(
    "/v1/ordinance-schema",
    tags=[TAG],
    operation_id="getOrdinanceSchema",
    summary="Get the format of an ordinance file",
    description="The format of an ordinance file as JSON Schema (2020-12), for editors and checkers. Public.",
    response_model=dict[str, Any],
    responses=described((400, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_ordinance_schema() -> Response:
    """Give the schema."""
    return json_answer(_SCHEMA)


_SCHEMA: Final = json.dumps(json_schema(), ensure_ascii=False).encode()
