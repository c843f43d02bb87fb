"""The HTTP face of mandates: anybody may read who decides, and up to what."""

from datetime import date
from typing import Annotated, Any, Final, Literal

from fastapi import Query
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from challenge_api.history import proofs
from challenge_api.history.moves import Answer, Change, NotFound, Stream
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import CODE_PATTERN, ERASED
from challenge_api.law.outside import camel
from challenge_api.mandates import projection, queries
from challenge_api.mandates.decider import AGGREGATE, TABLE, not_permitted
from challenge_api.mandates.events import Mandate
from challenge_api.web import caching
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.parameters import IfNoneMatch, path_id
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Running

PREFIX: Final = "/v1/mandates"
TAG: Final = "Mandates"
EXAMPLES: Final[dict[str, dict[str, Any]]] = {
    "giveMandate": {
        "authority": "demo-voorbeeldstad",
        "reference": "M-2026-14",
        "kind": "mandate",
        "body": "executive",
        "holder": "Head of the department of public space",
        "subordinate": True,
        "upToCents": 5000000,
        "givenOn": "2026-08-25",
        "publishedOn": "2026-08-28",
        "fromOn": "2026-09-01",
    },
    "withdrawMandate": {"lastDay": "2027-12-31"},
}


class MandateView(BaseModel):
    """A mandate or delegation of the register."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel, title="Mandate")

    id: str
    authority: str
    version: int
    state: Literal["given", "withdrawn"]
    reference: str | None
    """What decisions name it by; null once it was erased."""
    kind: Literal["mandate", "delegation"]
    body: str
    holder: str | None
    subordinate: bool
    up_to_cents: int | None
    sub_mandates: bool
    """Whether the holder may let others decide in turn."""
    under: str | None
    """For a sub-mandate: reference or id of the mandate it comes from."""
    basis: str | None
    given_on: date
    published_on: date | None
    from_on: date
    until: date | None
    """Last day on which it can be used, as it stands."""


class MandateList(BaseModel):
    """The register of an authority."""

    model_config = ConfigDict(extra="forbid")

    items: list[MandateView]


def _shown(authority: str, mandate_id: str, now: Mandate) -> dict[str, Any]:
    given = now.given
    assert given is not None, "the first event gives it"
    return {
        "id": mandate_id,
        "authority": authority,
        "version": now.version,
        "state": now.state,
        "reference": None if given.reference == ERASED else given.reference,
        "kind": given.kind,
        "body": given.body,
        "holder": None if given.holder == ERASED else given.holder,
        "subordinate": given.subordinate,
        "upToCents": given.up_to_cents,
        "subMandates": given.sub_mandates,
        "under": None if given.under == ERASED else given.under,
        "basis": None if given.basis == ERASED else given.basis,
        "givenOn": given.given_on.isoformat(),
        "publishedOn": None if given.published_on is None else given.published_on.isoformat(),
        "fromOn": given.from_on.isoformat(),
        "until": None if now.until is None else now.until.isoformat(),
    }


def render(_caller: Principal, change: Change[Mandate], _projected: None) -> Answer:
    """Answer a move on a mandate."""
    body = proofs.written(_shown(change.authority, change.stream, change.after)).encode()
    return Answer(201, f"{PREFIX}/{change.stream}", caching.etag(change.version, "public"), body)


STREAM: Final[Stream[Mandate, Any]] = Stream(
    aggregate=AGGREGATE, load=queries.load, facts=queries.known, project=projection.project, clear=projection.clear
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
    model=MandateView,
    id_name="mandateId",
)


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="listMandates",
    summary="List the mandates of an authority",
    description="The register of an authority, withdrawn and ended ones too, in order of first days. Public.",
    response_model=MandateList,
    responses=described((400, 406)),
    openapi_extra=dict(PUBLIC),
)
def list_mandates(
    runtime: Running,
    authority: Annotated[str, Query(max_length=40, pattern=CODE_PATTERN, description="Code of the authority.")],
) -> Response:
    """Give the register of an authority."""
    with runtime.database.reading() as connection:
        rows = queries.of(connection, authority)
    said = [_shown(row.authority, row.id, queries.folded(row)) for row in rows]
    return json_answer(proofs.written({"items": said}).encode())


@router.get(
    f"{PREFIX}/{{mandateId}}",
    tags=[TAG],
    operation_id="getMandate",
    summary="Get a mandate",
    description="A mandate or delegation of the register. Public.",
    response_model=MandateView,
    responses=described((400, 404, 406)),
    openapi_extra=dict(PUBLIC),
)
def get_mandate(
    runtime: Running, mandate_id: Annotated[str, path_id("mandateId")], if_none_match: IfNoneMatch = None
) -> Response:
    """Give one mandate."""
    with runtime.database.reading() as connection:
        row = queries.one(connection, mandate_id)
    if row is None:
        raise NotFound
    body = proofs.written(_shown(row.authority, row.id, queries.folded(row))).encode()
    return caching.representation(body, caching.etag(row.version, "public"), if_none_match)
