"""The HTTP face of groups."""

from typing import Annotated, Any, Final

from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.groups import projection, queries
from challenge_api.groups.commands import AddRepresentative, Command
from challenge_api.groups.decider import AGGREGATE, TABLE, not_permitted
from challenge_api.groups.events import Group
from challenge_api.history.moves import Answer, Change, NotFound, Reading, Stream
from challenge_api.law.access import HELD, Principal, Role
from challenge_api.law.outside import camel
from challenge_api.web import caching, paging
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import LIST, READ, described, needs
from challenge_api.web.parameters import CursorText, IfNoneMatch, Limit, path_id
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running

PREFIX: Final = "/v1/groups"
TAG: Final = "Groups"
EXAMPLES: Final = {
    "addRepresentative": {"subject": "b.bakker"},
    "removeRepresentative": {"person": "8f2f6a52-9d0b-4f6e-8a55-3a7f6a0f9b11"},
}
_ROLES: Final = tuple(role for role in HELD if role is not Role.INTERESTED_PARTY)
_KEY: Final = TypeAdapter(tuple[str])


class GroupView(BaseModel):
    """A group as its representatives, staff and auditors see it."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel, title="Group")

    id: str
    authority: str
    version: int
    name: str | None
    legal_form: str
    representatives: list[str]


class GroupList(BaseModel):
    """A page of groups."""

    model_config = ConfigDict(extra="forbid")

    items: list[GroupView]


def facts(reading: Reading[Group, Command]) -> Any:
    """Give the actor id of the person to add."""
    if isinstance(reading.command, AddRepresentative):
        return reading.people.id_of(reading.principal.issuer, reading.command.subject)
    return None


def render(caller: Principal, change: Change[Group], document: str) -> Answer:
    """Answer a move on a group."""
    return Answer(201, f"{PREFIX}/{change.stream}", caching.etag(change.version, "group"), document.encode())


STREAM: Final[Stream[Group, Any]] = Stream(
    aggregate=AGGREGATE, load=queries.load, facts=facts, project=projection.project, clear=projection.clear
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
    model=GroupView,
    id_name="groupId",
)


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="listGroups",
    summary="List groups",
    description="Groups that the caller represents, or all of an authority for staff and auditors, in order of id.",
    response_model=GroupList,
    responses=described(LIST),
    openapi_extra=dict(needs(_ROLES)),
)
def list_groups(
    request: Request, runtime: Running, caller: Caller, limit: Limit = paging.DEFAULT_LIMIT, cursor: CursorText = None
) -> Response:
    """Give a page of groups."""
    at = paging.window(cursor, paging.scope_of(PREFIX, {}), _KEY, limit)
    with runtime.database.reading() as connection:
        rows = queries.page(connection, caller, at.key[0] if at.key else "", limit + 1, backwards=at.backwards)
    found = paging.page(rows, at, path=PREFIX, filters={}, key=lambda row: (row.id,))
    body = '{"items":[' + ",".join(row.document for row in found.rows) + "]}"
    return json_answer(body.encode(), headers={"Link": found.link})


@router.get(
    f"{PREFIX}/{{groupId}}",
    tags=[TAG],
    operation_id="getGroup",
    summary="Get a group",
    description="The group with the actor ids of its representatives.",
    response_model=GroupView,
    responses=described(READ),
    openapi_extra=dict(needs(_ROLES)),
)
def get_group(
    runtime: Running, caller: Caller, group_id: Annotated[str, path_id("groupId")], if_none_match: IfNoneMatch = None
) -> Response:
    """Give a group."""
    with runtime.database.reading() as connection:
        row = queries.one(connection, caller, group_id)
    if row is None:
        raise NotFound
    return caching.representation(row.document.encode(), caching.etag(row.version, "group"), if_none_match)
