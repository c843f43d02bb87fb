"""Routes of moves, generated from a capability's table: one POST to the noun of each action.

A row of the table says who may act, on which article and with which body; the signature of the route, its checks and its place in
the document all follow from that row, so an action added to the table is a route without a line of code here.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final, Protocol

from fastapi import APIRouter, Body
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.history.moves import Answer, Change, Move, Stream
from challenge_api.history.notes import encoded
from challenge_api.law.access import Actor, Principal, Role
from challenge_api.law.errors import Refusal, Refused
from challenge_api.law.outside import camel
from challenge_api.web import caching
from challenge_api.web.answers import json_answer
from challenge_api.web.idempotency import key_of
from challenge_api.web.operations import RECORDED, described, needs
from challenge_api.web.parameters import IdempotencyKey, IfMatch, path_id
from challenge_api.web.problems import problem_of
from challenge_api.web.runtime import Caller, Running, Runtime

_CREATING: Final = (400, 401, 403, 404, 406, 409, 413, 415, 422)
_ADDING: Final = (*_CREATING, 412)
_MOVING: Final = (*_ADDING, 428)
"""Problems that a route answers, for the document."""


class Row(Protocol):
    """What a row of a capability's table says about its route."""

    @property
    def name(self) -> str:
        """The action: `request-supplement`."""

    @property
    def noun(self) -> str:
        """What the move is called as a resource: `supplement-request`; for a row that creates, the collection's name."""

    @property
    def command(self) -> type[Any]:
        """The frozen dataclass that is the body."""

    @property
    def roles(self) -> frozenset[Role]:
        """Who may do it."""

    @property
    def person_required(self) -> bool:
        """Whether a client alone may not."""

    @property
    def article(self) -> str:
        """The law it rests on."""

    @property
    def summary(self) -> str:
        """One line for the document."""

    @property
    def creates(self) -> bool:
        """Whether it begins a stream."""

    @property
    def addition(self) -> bool:
        """Whether it only adds, so that `If-Match` is optional."""


Permitted = Callable[[Any, Any, Actor], tuple[Refusal, ...]]
"""(row, state, actor) → what role or person forbid."""

Render = Callable[[Principal, Change[Any], Any], Answer]
"""(caller, change, what the projection gave) → the answer, in the caller's view."""

Allowed = Callable[[Runtime, Principal, str], Sequence[Mapping[str, Any]]]
"""(runtime, caller, id of the stream) → the allowed actions, as clients see them."""


@dataclass(frozen=True, slots=True)
class _Operation:
    """One route: the rows that share a noun and a body."""

    rows: tuple[Any, ...]
    stream: Stream[Any, Any]
    permitted: Permitted
    render: Render
    allowed: Allowed | None

    def answer(
        self,
        request: Request,
        runtime: Runtime,
        caller: Principal,
        command: Any,
        stream_id: str | None = None,
        if_match: str | None = None,
        idempotency_key: str | None = None,
    ) -> Response:
        """Run the move and answer with its event and the new representation."""
        row = self.rows[0]
        expected = None if if_match is None else caching.expected(if_match)
        move = Move(
            principal=caller,
            command=command,
            authority=command.authority if row.creates else None,
            stream=stream_id,
            expected_version=None if expected is None else expected.version,
            version_required=not (row.creates or row.addition) and expected is None,
            key=key_of(idempotency_key, caller, request.scope["path"], request.scope["json"]),
            refusals=lambda state, actor: self.permitted(row, state, actor),
        )
        try:
            kept = runtime.moves.execute(self.stream, move, lambda change, projected: self.render(caller, change, projected))
        except Refused as refused:
            if self.allowed is None or stream_id is None:
                raise
            problem = problem_of(refused)
            problem.more["allowedActions"] = list(self.allowed(runtime, caller, stream_id))
            raise problem from refused
        headers = {"Location": kept.location, "ETag": kept.etag, "Cache-Control": "no-store"}
        if kept.receipt is not None:
            headers |= {"Log-Position": str(kept.receipt.position), "Log-Leaf-Hash": encoded(kept.receipt.leaf)}
        if kept.replayed:
            headers["Idempotency-Replayed"] = "true"
        return json_answer(kept.body, status=kept.status, headers=headers)


def operation_id(command: type[Any]) -> str:
    """Give the name of the operation, and so of a client's method.

    >>> class RequestSupplement: ...
    >>> operation_id(RequestSupplement)
    'requestSupplement'
    """
    return command.__name__[0].lower() + command.__name__[1:]


def _description(rows: Sequence[Row], codes: Sequence[str]) -> str:
    row = rows[0]
    article = ", ".join(dict.fromkeys(row.article for row in rows))
    who = ", ".join(sorted(role.value for role in row.roles))
    person = "a person must act, not a client alone" if row.person_required else "a client without a person may act"
    said = inspect.getdoc(row.command) or row.summary
    told = f"{said}\n\nAction `{row.name}`. Source: {article}. Roles: {who}; {person}."
    return told + " May be refused with: " + ", ".join(f"`{code}`" for code in codes) + "." if codes else told


def add_actions(
    router: APIRouter,
    *,
    prefix: str,
    tag: str,
    rows: Iterable[Row],
    examples: Mapping[str, Mapping[str, Any]],
    stream: Stream[Any, Any],
    permitted: Permitted,
    render: Render,
    model: Any,
    allowed: Allowed | None = None,
    id_name: str = "challengeId",
    refusals: Callable[[Any], Sequence[str]] = lambda _row: (),
) -> None:
    """Add the route of every action in the table.

    `prefix` is the path of the collection ("/v1/challenges"); a row that creates is a POST to its noun beside it ("/v1/drafts").
    Rows with the same noun are one route. `permitted` says what role or person forbid, `render` makes the answer in the caller's
    view, `allowed` the actions that a refusal lists. For the document: `examples` gives a body by operation id, `model` is the
    type of the 201 answer, `refusals` the codes that a row may answer.
    """
    by_noun: dict[str, list[Row]] = {}
    for row in rows:
        by_noun.setdefault(row.noun, []).append(row)
    for noun, same in by_noun.items():
        if len({row.command for row in same}) != 1:
            raise ValueError(f"{noun}: rows of one noun share their command")
        row = same[0]
        operation = _Operation(tuple(same), stream, permitted, render, allowed)
        name = operation_id(row.command)
        path = f"{prefix.rpartition('/')[0]}/{noun}" if row.creates else f"{prefix}/{{{id_name}}}/{noun}"
        router.add_api_route(
            path,
            _endpoint(operation, row, id_name, examples.get(name)),
            methods=["POST"],
            status_code=201,
            operation_id=name,
            name=name,
            tags=[tag],
            summary=row.summary,
            description=_description(same, sorted({code for one in same for code in refusals(one)})),
            response_model=model,
            response_description="Recorded; the representation as the caller sees it now.",
            responses=described(_CREATING if row.creates else _ADDING if row.addition else _MOVING)
            | {status: dict(said) for status, said in RECORDED.items()},
            openapi_extra=dict(needs(row.roles)),
        )


def _endpoint(operation: _Operation, row: Row, id_name: str, example: Mapping[str, Any] | None) -> Callable[..., Response]:
    """Make the function of the route, with the signature that documents it."""

    def endpoint(**arguments: Any) -> Response:
        return operation.answer(**arguments)

    keyword = inspect.Parameter.KEYWORD_ONLY
    body = Body(openapi_examples={"example": {"value": dict(example)}}) if example is not None else Body()
    parameters = [
        inspect.Parameter("request", keyword, annotation=Request),
        inspect.Parameter("runtime", keyword, annotation=Running),
        inspect.Parameter("caller", keyword, annotation=Caller),
        inspect.Parameter("command", keyword, annotation=Annotated[row.command, body]),
        inspect.Parameter("idempotency_key", keyword, default=None, annotation=IdempotencyKey),
    ]
    if not row.creates:
        parameters += [
            inspect.Parameter("stream_id", keyword, annotation=Annotated[str, path_id(id_name)]),
            inspect.Parameter("if_match", keyword, default=None, annotation=IfMatch),
        ]
    endpoint.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined] # the framework reads it
    endpoint.__name__ = camel(row.name.replace("-", "_"))
    return endpoint
