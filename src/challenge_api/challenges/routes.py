"""The HTTP face of challenges: moves generated from the table, and the reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, Final

import orjson
from fastapi import Query
from pydantic import TypeAdapter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.challenges import loading, models, moments, past, projection, queries, representation
from challenge_api.challenges.addresses import ACTOR_PATTERN, EVERY_ROLE, PREFIX, ChallengeId, ClockMoment
from challenge_api.challenges.case import PHASES, STATES, Case
from challenge_api.challenges.clocks import known_on, not_applicable
from challenge_api.challenges.commands.objections import LodgeObjection
from challenge_api.challenges.decider import AGGREGATE, allowed_actions, not_permitted
from challenge_api.challenges.lifecycle import TABLE
from challenge_api.challenges.preconditions.situation import Facts
from challenge_api.challenges.rules import ordinance_by_id, rules_that_hold, successor_of
from challenge_api.challenges.visibility import view_at
from challenge_api.history import proofs
from challenge_api.history.entries import instant_text
from challenge_api.history.moves import Answer, Change, Loaded, NotFound, Stream
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import CODE_PATTERN, Context
from challenge_api.web import caching, paging
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import LIST, READ, described, needs
from challenge_api.web.parameters import UUID_PATTERN, CursorText, IfNoneMatch, Limit
from challenge_api.web.problems import shown
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running, Runtime

TAG: Final = "Challenges"
STREAM: Final[Stream[Case, Any]] = Stream(
    aggregate=AGGREGATE,
    load=loading.load,
    facts=loading.facts,
    project=projection.project,
    clear=projection.clear,
    begin=loading.begin,
)
EXAMPLES: Final[Mapping[str, Any]] = json.loads((files("challenge_api.challenges") / "examples.json").read_text())
_PUBLIC_KEY: Final = TypeAdapter(tuple[date, str])

router = ApiRouter()


def render(caller: Principal, change: Change[Case], projected: projection.Projected) -> Answer:
    """Answer a move: its event's address, the new ETag, and the case in the caller's view."""
    view = view_at(caller, change.authority, third=loading.is_third_party(change.after, change.recorded[-1].event.by))
    begun = change.before.version == 0
    location = f"{PREFIX}/{change.stream}" if begun else f"{PREFIX}/{change.stream}/history/{change.version}"
    body = queries.spliced(projected.document, projected.personal, view)
    return Answer(201, location, caching.etag(change.version, view), body)


def _actions(connection: Connection, loaded: Loaded[Case], found: moments.Found, caller: Principal) -> list[dict[str, Any]]:
    case = found.case
    rules = None if case.ordinance is None else ordinance_by_id(connection, case.ordinance.id)
    actor = loading.actor_of(loaded, caller)
    facts = Facts(ordinance=rules, successor=successor_of(connection, case, found.today, found.at))
    context = Context(actor=actor, today=found.today, new_id=lambda: "", facts=facts)
    return [
        {
            "action": each.action,
            "summary": each.summary,
            "method": "POST",
            "path": f"{PREFIX}/{loaded.stream}/{each.noun}",
            "article": each.article,
            "allowed": each.allowed,
            "refusals": [shown(refusal) for refusal in each.refusals],
        }
        for each in allowed_actions(case, actor, context)
    ]


def _deadlines(connection: Connection, found: moments.Found) -> list[dict[str, Any]]:
    return [representation.deadline(each, found.today) for each in found.deadlines(connection)]


def _not_applicable(connection: Connection, case: Case) -> list[dict[str, Any]]:
    if case.ordinance is None:
        return []
    return [representation.plain(each) for each in not_applicable(case, ordinance_by_id(connection, case.ordinance.id))]


def _allowed(runtime: Runtime, caller: Principal, challenge_id: str) -> Sequence[Mapping[str, Any]]:
    """Give the actions that are allowed now, for the answer to a refused one."""
    with runtime.database.reading() as connection:
        loaded = loading.load(connection, caller, challenge_id)
        if loaded is None:
            return ()
        found = _actions(connection, loaded, moments.of(connection, runtime.clock, caller, loaded, None), caller)
    return [{key: each[key] for key in ("action", "method", "path")} for each in found if each["allowed"]]


for _stream, _rows in (
    (STREAM, [row for row in TABLE if row.over_api and row.command is not LodgeObjection]),
    (replace(STREAM, load=loading.load_to_object), [row for row in TABLE if row.command is LodgeObjection]),
):
    add_actions(
        router,
        prefix=PREFIX,
        tag=TAG,
        rows=_rows,
        examples=EXAMPLES,
        stream=_stream,
        permitted=not_permitted,
        render=render,
        model=models.ChallengeView,
        allowed=_allowed,
    )


# --- lists ----------------------------------------------------------------------------------------------------------

_FILTERED: Final = (
    "authority", "phase", "state", "outcome", "taskDomain", "handler", "group", "submittedFrom", "submittedUntil", "dueBefore",
)  # fmt: skip
_SORTS: Final = "^-?(submittedOn|dueOn)$"


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="listChallenges",
    summary="List challenges",
    description=(
        "Challenges that the caller may see, newest first. Pages by cursor stay whole while cases are added; nothing is counted. "
        "`asOf` gives the list as it was known at a moment, by what was recorded and the decrees that were published."
    ),
    response_model=models.ChallengeList,
    responses=described(LIST),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def list_challenges(
    request: Request,
    runtime: Running,
    caller: Caller,
    authority: Annotated[str | None, Query(max_length=40, pattern=CODE_PATTERN, description="Code of the authority.")] = None,
    phase: Annotated[str | None, Query(pattern=f"^({'|'.join(PHASES)})$")] = None,
    state: Annotated[str | None, Query(pattern=f"^({'|'.join(STATES)})$")] = None,
    outcome: Annotated[str | None, Query(pattern=f"^({'|'.join(STATES)})$")] = None,
    task_domain: Annotated[
        str | None, Query(alias="taskDomain", max_length=64, pattern=CODE_PATTERN, description="Code of the task's domain.")
    ] = None,
    handler: Annotated[str | None, Query(max_length=64, pattern=ACTOR_PATTERN, description="Actor id of the handler.")] = None,
    group: Annotated[str | None, Query(pattern=UUID_PATTERN, description="Id of the group.")] = None,
    submitted_from: Annotated[date | None, Query(alias="submittedFrom", description="First day of receipt.")] = None,
    submitted_until: Annotated[date | None, Query(alias="submittedUntil", description="Last day of receipt.")] = None,
    due_before: Annotated[date | None, Query(alias="dueBefore", description="A term of the case ends before this day.")] = None,
    sort: Annotated[
        str, Query(pattern=_SORTS, description="`submittedOn` or `dueOn`; descending with `-` in front.")
    ] = "-submittedOn",
    as_of: ClockMoment = None,
    limit: Limit = paging.DEFAULT_LIMIT,
    cursor: CursorText = None,
) -> Response:
    """Give a page of challenges."""
    values = (authority, phase, state, outcome, task_domain, handler, group, submitted_from, submitted_until, due_before)
    filters = {name: value for name, value in zip(_FILTERED, values, strict=True) if value is not None}
    said: dict[str, Any] = {name: str(value) for name, value in filters.items()}
    if sort != "-submittedOn":
        said["sort"] = sort
    if as_of is not None:
        said["asOf"] = instant_text(as_of)
    at = paging.window(cursor, paging.scope_of(PREFIX, said), _PUBLIC_KEY, limit)
    with runtime.database.reading() as connection:
        rows: Sequence[Any]
        if as_of is None:
            rows = queries.page(connection, caller, filters, sort, at.key, at.backwards, limit + 1)
        else:
            days = {code: runtime.clock.day_of(code, as_of) for code in caller.roles}
            rows = past.page(connection, caller, filters, sort, at.key, at.backwards, limit + 1, as_of, days)
    found = paging.page(rows, at, path=PREFIX, filters=said, key=lambda row: (row.sort, row.id))
    body = '{"items":[' + ",".join(row.summary for row in found.rows) + "]}"
    return json_answer(body.encode(), headers={"Link": found.link})


# --- one case -------------------------------------------------------------------------------------------------------


@router.get(
    f"{PREFIX}/{{challengeId}}",
    tags=[TAG],
    operation_id="getChallenge",
    summary="Get a challenge",
    description=(
        "The case in the caller's view, with an ETag. `expand` adds what depends on the day, and `asOf` goes "
        "back; both have no ETag."
    ),
    response_model=models.ChallengeView,
    responses=described(READ),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def get_challenge(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    as_of: ClockMoment = None,
    expand: Annotated[
        str | None,
        Query(
            pattern="^(actions|deadlines|rules)(,(actions|deadlines|rules)){0,2}$",
            description=(
                "`actions`, `deadlines`, `rules` (the version of the ordinance that holds, why it does, what it leaves open and "
                "the default that applies there), or several."
            ),
        ),
    ] = None,
    if_none_match: IfNoneMatch = None,
) -> Response:
    """Give a case."""
    with runtime.database.reading() as connection:
        if as_of is None and expand is None:
            found = queries.one(connection, caller, challenge_id)
            if found is None:
                raise NotFound
            return caching.representation(found.body, caching.etag(found.version, found.view), if_none_match)
        now = moments.loaded(connection, caller, challenge_id)
        then = moments.of(connection, runtime.clock, caller, now, as_of)
        body = moments.shown(caller, now, then.case, third=moments.third_party(now))
        if expand is not None and "actions" in expand:
            body["actions"] = _actions(connection, now, then, caller)
        if expand is not None and "deadlines" in expand:
            body["deadlines"] = _deadlines(connection, then)
        held = rules_that_hold(connection, then.case, then.today, as_of) if expand is not None and "rules" in expand else None
        if held is not None:
            body["rules"] = representation.rules(held)
    return json_answer(orjson.dumps(body))


@router.get(
    f"{PREFIX}/{{challengeId}}/actions",
    tags=[TAG],
    operation_id="listActions",
    summary="List the actions on a challenge",
    description=(
        "Every action that one of the caller's roles has on the case: allowed now with its path, or refused with the reasons. "
        "`asOf` gives those of a moment, by what was recorded and by the day."
    ),
    response_model=models.ActionList,
    responses=described(READ),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def list_actions(runtime: Running, caller: Caller, challenge_id: ChallengeId, as_of: ClockMoment = None) -> Response:
    """Give the actions on a case."""
    with runtime.database.reading() as connection:
        now = moments.loaded(connection, caller, challenge_id)
        found = _actions(connection, now, moments.of(connection, runtime.clock, caller, now, as_of), caller)
    return json_answer(orjson.dumps({"items": found}))


@router.get(
    f"{PREFIX}/{{challengeId}}/deadlines",
    tags=[TAG],
    operation_id="listDeadlines",
    summary="List the deadlines of a challenge",
    description=(
        "Every term of the case with its last day, how it stands today, whose duty it is, and the steps that lead to the date, "
        "in English and in Dutch. `today` gives the terms as they stand on another day; `asOf` as they were believed to stand "
        "then, by what was recorded and the decrees that were published."
    ),
    response_model=models.DeadlineList,
    responses=described(READ),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def list_deadlines(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    as_of: ClockMoment = None,
    on: Annotated[
        date | None,
        Query(alias="today", description="As the terms stand, or will stand, on this day by what is known; left out: today."),
    ] = None,
) -> Response:
    """Give the terms of a case."""
    with runtime.database.reading() as connection:
        then = moments.find(connection, runtime.clock, caller, challenge_id, as_of)
        if on is not None:
            then = replace(then, case=known_on(then.case, on), today=on)
        found = _deadlines(connection, then)
        said = _not_applicable(connection, then.case)
    return json_answer(orjson.dumps({"today": then.today.isoformat(), "items": found, "notApplicable": said}))


# --- the caller ------------------------------------------------------------------------------------------------------


@router.get(
    "/v1/me",
    tags=["Access"],
    operation_id="getMe",
    summary="Get the caller",
    description=(
        "Whom the token speaks for, its roles per authority, and the random ids under which the history names this person."
    ),
    response_model=models.Person,
    responses=described((401, 406)),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def get_me(runtime: Running, caller: Caller) -> Response:
    """Give the caller."""
    with runtime.database.reading() as connection:
        ids = queries.me(connection, caller)
    said = {
        "issuer": caller.issuer,
        "subject": caller.subject,
        "client": caller.client,
        "roles": {code: sorted(roles) for code, roles in sorted(caller.roles.items())},
        "actorIds": {code: ids[code] for code in sorted(ids)},
    }
    return json_answer(proofs.written(said).encode())
