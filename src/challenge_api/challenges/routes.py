"""The HTTP face of challenges: moves generated from the table, and the reads."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from importlib.resources import files
from typing import Annotated, Any, Final

import orjson
from fastapi import Path, Query
from pydantic import TypeAdapter
from sqlalchemy import Connection
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.challenges import chronicle, differences, evidence, models, past, projection, queries, representation
from challenge_api.challenges.case import PHASES, STATES, Case
from challenge_api.challenges.clocks import Deadline, calendar_of, deadlines_of, known_on, not_applicable
from challenge_api.challenges.commands.objections import LodgeObjection
from challenge_api.challenges.decider import AGGREGATE, allowed_actions, not_permitted
from challenge_api.challenges.lifecycle import TABLE
from challenge_api.challenges.preconditions.situation import Facts
from challenge_api.challenges.rules import ordinance_by_id, rules_of, rules_that_hold, successor_of
from challenge_api.challenges.visibility import WITHHELD, WITHOUT_PERSONS, view_at
from challenge_api.history import checkpoints, proofs
from challenge_api.history.entries import instant_text
from challenge_api.history.replay import EVERYTHING
from challenge_api.history.transaction import Answer, Change, Loaded, NotFound, Stream
from challenge_api.law.access import HELD, Principal, Role
from challenge_api.law.aggregate import Context
from challenge_api.law.legal_calendar import DUTCH, LegalCalendar
from challenge_api.web import caching, paging
from challenge_api.web.actions import add_actions
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import LIST, READ, described, needs
from challenge_api.web.parameters import UUID_PATTERN, CursorText, IfNoneMatch, Limit, Moment, path_id
from challenge_api.web.problems import Fault, Problem, invalid, shown
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running, Runtime

PREFIX: Final = "/v1/challenges"
TAG: Final = "Challenges"
STREAM: Final[Stream[Case, Any]] = Stream(
    aggregate=AGGREGATE, load=queries.load, facts=queries.facts, project=projection.project, clear=projection.clear
)
EXAMPLES: Final[Mapping[str, Any]] = json.loads((files("challenge_api.challenges") / "examples.json").read_text())
_EVERY_ROLE: Final = HELD
_FOLLOWERS: Final = tuple(role for role in HELD if role is not Role.INTERESTED_PARTY)
_PUBLIC_KEY: Final = TypeAdapter(tuple[date, str])
ChallengeId = Annotated[str, path_id("challengeId")]
ClockMoment = Annotated[
    Moment | None, Query(alias="asOf", description="As the log had it at this moment: what was recorded later is left out.")
]

router = ApiRouter()


def render(caller: Principal, change: Change[Case], projected: projection.Projected) -> Answer:
    """Answer a move: its event's address, the new ETag, and the case in the caller's view."""
    view = view_at(caller, change.authority, third=queries.is_third_party(change.after, change.recorded[-1].event.by))
    begun = change.before.version == 0
    location = f"{PREFIX}/{change.stream}" if begun else f"{PREFIX}/{change.stream}/history/{change.version}"
    body = queries.spliced(projected.document, projected.personal, view)
    return Answer(201, location, caching.etag(change.version, view), body)


def _loaded(connection: Connection, caller: Principal, challenge_id: str) -> Loaded[Case]:
    loaded = queries.load(connection, caller, challenge_id)
    if loaded is None:
        raise NotFound
    return loaded


def _as_of(connection: Connection, loaded: Loaded[Case], caller: Principal, instant: datetime) -> Case:
    """Give the case as it was at an instant; who could not see it then is told that there was none."""
    case = queries.as_of(connection, loaded, instant)
    if case is None:
        raise NotFound
    began = case.phase == "draft" and case.begun_by == queries.actor_of(loaded, caller).id
    if case.state in WITHHELD and not loaded.represents and not began:
        raise NotFound
    return case


def _actions(
    connection: Connection, loaded: Loaded[Case], caller: Principal, today: date, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    case = loaded.state
    rules = None if case.ordinance is None else ordinance_by_id(connection, case.ordinance.id)
    actor = queries.actor_of(loaded, caller)
    facts = Facts(ordinance=rules, successor=successor_of(connection, case, today, known_at))
    context = Context(actor=actor, today=today, new_id=lambda: "", facts=facts)
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


def _deadlines(
    connection: Connection,
    case: Case,
    today: date,
    calendar: LegalCalendar = DUTCH,
    known_at: datetime | None = None,
) -> list[dict[str, Any]]:
    rules = rules_of(connection, case, today, known_at)
    if rules is None:
        return []
    return [representation.deadline(each, today) for each in deadlines_of(case, rules, calendar_of(rules, calendar), today)]


def _not_applicable(connection: Connection, case: Case) -> list[dict[str, Any]]:
    if case.ordinance is None:
        return []
    return [representation.plain(each) for each in not_applicable(case, ordinance_by_id(connection, case.ordinance.id))]


def _allowed(runtime: Runtime, caller: Principal, challenge_id: str) -> Sequence[Mapping[str, Any]]:
    """Give the actions that are allowed now, for the answer to a refused one."""
    with runtime.database.reading() as connection:
        loaded = queries.load(connection, caller, challenge_id)
        if loaded is None:
            return ()
        today = runtime.clock.today(loaded.authority)
        found = _actions(connection, loaded, caller, today)
    return [{key: each[key] for key in ("action", "method", "path")} for each in found if each["allowed"]]


for _stream, _rows in (
    (STREAM, [row for row in TABLE if row.over_api and row.command is not LodgeObjection]),
    (replace(STREAM, load=queries.load_to_object), [row for row in TABLE if row.command is LodgeObjection]),
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
_CODE: Final = "^[a-z0-9][a-z0-9._-]*$"
_ACTOR: Final = "^[A-Za-z0-9:._-]+$"


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
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def list_challenges(
    request: Request,
    runtime: Running,
    caller: Caller,
    authority: Annotated[str | None, Query(max_length=40, pattern=_CODE, description="Code of the authority.")] = None,
    phase: Annotated[str | None, Query(pattern=f"^({'|'.join(PHASES)})$")] = None,
    state: Annotated[str | None, Query(pattern=f"^({'|'.join(STATES)})$")] = None,
    outcome: Annotated[str | None, Query(pattern=f"^({'|'.join(STATES)})$")] = None,
    task_domain: Annotated[
        str | None, Query(alias="taskDomain", max_length=64, pattern=_CODE, description="Code of the task's domain.")
    ] = None,
    handler: Annotated[str | None, Query(max_length=64, pattern=_ACTOR, description="Actor id of the handler.")] = None,
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
    openapi_extra=dict(needs(_EVERY_ROLE)),
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
        loaded = _loaded(connection, caller, challenge_id)
        third = not loaded.represents and queries.is_third_party(loaded.state, loaded.actor_id)
        case = loaded.state if as_of is None else _as_of(connection, loaded, caller, as_of)
        loaded = replace(loaded, state=case)
        body = representation.document(loaded.authority, challenge_id, case)
        if view_at(caller, loaded.authority, third=third) not in WITHOUT_PERSONS:
            body |= representation.personal(case)
        today, calendar = runtime.clock.today(loaded.authority), DUTCH
        if as_of is not None:
            today = runtime.clock.day_of(loaded.authority, as_of)
            calendar = DUTCH.as_known_on(today)
        if expand is not None and "actions" in expand:
            body["actions"] = _actions(connection, loaded, caller, today, as_of)
        if expand is not None and "deadlines" in expand:
            body["deadlines"] = _deadlines(connection, case, today, calendar, as_of)
        if expand is not None and "rules" in expand and (held := rules_that_hold(connection, case, today, as_of)) is not None:
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
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def list_actions(runtime: Running, caller: Caller, challenge_id: ChallengeId, as_of: ClockMoment = None) -> Response:
    """Give the actions on a case."""
    with runtime.database.reading() as connection:
        loaded = _loaded(connection, caller, challenge_id)
        today = runtime.clock.today(loaded.authority)
        if as_of is not None:
            today = runtime.clock.day_of(loaded.authority, as_of)
            loaded = replace(loaded, state=_as_of(connection, loaded, caller, as_of))
        found = _actions(connection, loaded, caller, today, as_of)
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
    openapi_extra=dict(needs(_EVERY_ROLE)),
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
        if as_of is None:
            there = queries.case_of(connection, caller, challenge_id)
            if there is None:
                raise NotFound
            case, today, calendar = there[1], runtime.clock.today(there[0]), DUTCH
        else:
            loaded = _loaded(connection, caller, challenge_id)
            case, today = _as_of(connection, loaded, caller, as_of), runtime.clock.day_of(loaded.authority, as_of)
            calendar = DUTCH.as_known_on(today)
        if on is not None:
            case, today = known_on(case, on), on
        found = _deadlines(connection, case, today, calendar, as_of)
        said = _not_applicable(connection, case)
    return json_answer(orjson.dumps({"today": today.isoformat(), "items": found, "notApplicable": said}))


# --- history --------------------------------------------------------------------------------------------------------

_VERSION_KEY: Final = TypeAdapter(tuple[int])
_Events = Annotated[int, Query(ge=1, le=100, description="Events on a page.")]


@router.get(
    f"{PREFIX}/{{challengeId}}/history",
    tags=["History"],
    operation_id="getHistory",
    summary="Get the history of a challenge",
    description=(
        "The events of the case in order, as the caller may see them: sealed score sheets without their "
        "content, erased texts null."
    ),
    response_model=models.EventList,
    responses=described(READ),
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def get_history(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    as_of: ClockMoment = None,
    limit: _Events = 100,
    cursor: CursorText = None,
) -> Response:
    """Give the events of a case."""
    path = f"{PREFIX}/{challenge_id}/history"
    said = {} if as_of is None else {"asOf": as_of.isoformat().replace("+00:00", "Z")}
    at = paging.window(cursor, paging.scope_of(path, said), _VERSION_KEY, limit)
    start = 1 if at.key is None else at.key[0] + 1
    if at.backwards and at.key is not None:
        start = max(at.key[0] - limit, 1)
    end = start + limit - 1 if not at.backwards or at.key is None else at.key[0] - 1
    with runtime.database.reading() as connection:
        until = EVERYTHING
        if as_of is not None:
            loaded = _loaded(connection, caller, challenge_id)
            _as_of(connection, loaded, caller, as_of)
            until = chronicle.until_instant(connection, loaded.authority, as_of)
        found = chronicle.history(connection, caller, challenge_id, start, end + 1, until)
        if not found.newest and queries.one(connection, caller, challenge_id) is None:
            raise NotFound
    rows = [told for told in found.events if told.version <= end]
    more = len(found.events) > len(rows)
    links = [paging.link(path, said, limit, cursor, "self")]
    if more and rows:
        links.append(paging.link(path, said, limit, paging.cursor(paging.scope_of(path, said), (end,)), "next"))
    if start > 1:
        links.append(paging.link(path, said, limit, paging.cursor(paging.scope_of(path, said), (start,), backwards=True), "prev"))
    body = '{"items":[' + ",".join(told.text for told in rows if told.text is not None) + "]}"
    return json_answer(body.encode(), headers={"Link": ", ".join(links)})


@router.get(
    f"{PREFIX}/{{challengeId}}/history/{{version}}",
    tags=["History"],
    operation_id="getEvent",
    summary="Get one event of a challenge",
    description="The event that made this version of the case, as the caller may see it.",
    response_model=models.EventView,
    responses=described(READ),
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def get_event(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    version: Annotated[int, Path(ge=1, le=2**31 - 1, description="Version of the case.")],
) -> Response:
    """Give one event of a case."""
    with runtime.database.reading() as connection:
        found = chronicle.history(connection, caller, challenge_id, version, version)
    text = next((told.text for told in found.events), None)
    if text is None:
        raise NotFound
    return json_answer(text.encode())


@router.get(
    f"{PREFIX}/{{challengeId}}/differences",
    tags=["History"],
    operation_id="getDifferences",
    summary="Compare a challenge at two moments",
    description=(
        "What changed in the case between two moments, as the log had it at each: the members that differ, the terms whose last "
        "day moved, and each event in between with who recorded it, the article it rests on and what it changed."
    ),
    response_model=models.Differences,
    responses=described(READ),
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def get_differences(
    runtime: Running,
    caller: Caller,
    challenge_id: ChallengeId,
    since: Annotated[Moment, Query(alias="from", description="The earlier moment.")],
    until: Annotated[Moment | None, Query(alias="to", description="The later moment; left out: now.")] = None,
) -> Response:
    """Give what changed in a case."""
    until = runtime.clock.now() if until is None else until
    if until < since:
        raise invalid([Fault("parameter", "to", "too-early", "The later moment lies before the earlier one.")])
    with runtime.database.reading() as connection:
        loaded = _loaded(connection, caller, challenge_id)
        after = _as_of(connection, loaded, caller, until)
        try:
            before = _as_of(connection, loaded, caller, since)
        except NotFound:
            before = AGGREGATE.initial
        courses = queries.courses(connection, loaded, until)
        last = chronicle.until_instant(connection, loaded.authority, until)
        told = chronicle.history(connection, caller, challenge_id, before.version + 1, after.version, last)
        moved = differences.moved(
            _believed(runtime, connection, loaded, before, since), _believed(runtime, connection, loaded, after, until)
        )
    seen = [_shown(caller, loaded, case) for case in (AGGREGATE.initial, *courses)]
    items = []
    for each in told.events:
        if each.text is not None:
            event = orjson.loads(each.text)
            items.append(
                {
                    "event": event,
                    "article": differences.ground(event["type"], event["stateBefore"]),
                    "changes": differences.changes(seen[each.version - 1], seen[each.version]),
                }
            )
    said = {
        "from": instant_text(since),
        "to": instant_text(until),
        "fromVersion": before.version,
        "toVersion": after.version,
        "changes": differences.changes(seen[before.version], seen[after.version]),
        "deadlines": moved,
        "items": items,
    }
    return json_answer(orjson.dumps(said))


def _shown(caller: Principal, loaded: Loaded[Case], case: Case) -> dict[str, Any]:
    """Give the representation of a case in the caller's view; nothing of one that did not exist."""
    if case.version == 0:
        return {}
    shown = representation.document(loaded.authority, loaded.stream, case)
    third = not loaded.represents and queries.is_third_party(loaded.state, loaded.actor_id)
    view = view_at(caller, loaded.authority, third=third)
    return shown if view in WITHOUT_PERSONS else shown | representation.personal(case)


def _believed(
    runtime: Runtime, connection: Connection, loaded: Loaded[Case], case: Case, instant: datetime
) -> tuple[Deadline, ...]:
    """Give the terms of a case as they were believed to run at an instant."""
    today = runtime.clock.day_of(loaded.authority, instant)
    rules = rules_of(connection, case, today, instant)
    if rules is None:
        return ()
    return tuple(deadlines_of(case, rules, DUTCH.as_known_on(today), today))


@router.get(
    f"{PREFIX}/{{challengeId}}/proof",
    tags=["History"],
    operation_id="getProof",
    summary="Prove the history of a challenge",
    description=(
        "A bundle that anybody can check offline: the case's events as they were hashed, as far as the caller may see them, the "
        "path of each to the signed root of the authority's log, and the authority's signature that none is left out."
    ),
    response_model=models.ProofBundle,
    responses=described(READ),
    openapi_extra=dict(needs(_EVERY_ROLE)),
)
def get_proof(runtime: Running, caller: Caller, challenge_id: ChallengeId) -> Response:
    """Give the proof bundle of a case."""
    with runtime.database.reading() as connection:
        found = evidence.find(connection, caller, challenge_id)
    if found is None:
        raise NotFound
    log, authority = runtime.log, found.authority
    published = log.covering(authority, found.last)
    assert published is not None, "what was read lies in the log"
    with runtime.database.reading() as connection:
        # once more: the case may have moved on, and what is signed of it must be all that lies in this log
        found = evidence.find(connection, caller, challenge_id, published.size)
        if found is None:
            raise NotFound
        tiles = checkpoints.tiles(connection, authority, published.size)
        said = evidence.case_checkpoint(log.origin(authority), challenge_id, found, tiles)
        bundle = {
            "format": evidence.FORMAT,
            "authority": authority,
            "challenge": challenge_id,
            "checkpoint": published.note,
            "caseCheckpoint": log.sign(authority, said),
            "verifierKeys": list(log.verifier_keys(authority)),
            "events": evidence.events(found, caller, tiles),
        }
    return json_answer(orjson.dumps(bundle), headers={"Cache-Control": "no-store"})


@router.get(
    "/v1/events",
    tags=["History"],
    operation_id="listEvents",
    summary="Follow the events of an authority",
    description=(
        "The ordered feed of one authority, complete from its first event: every event has a position, "
        "positions have the order of "
        "commits and no gaps, and what the caller may not see is left out. Follow `next` while there is one, also from an empty "
        "page; then ask on with `after` set to the last position seen."
    ),
    response_model=models.EventList,
    responses=described(LIST),
    openapi_extra=dict(needs(_FOLLOWERS)),
)
def list_events(
    runtime: Running,
    caller: Caller,
    authority: Annotated[
        str | None, Query(max_length=40, pattern=_CODE, description="Needed when the token names more than one.")
    ] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="Position of the last event seen; 0 to begin.")] = 0,
    limit: _Events = 100,
) -> Response:
    """Give events of an authority's log."""
    if authority is None:
        if len(caller.roles) != 1:
            raise invalid([Fault("parameter", "authority", "missing", "Your token names not one authority: say which.")])
        authority = next(iter(caller.roles))
    if not chronicle.may_follow(caller, authority):
        raise Problem("role-required", "Your token carries no role at this authority.")
    with runtime.database.reading() as connection:
        found = chronicle.feed(connection, caller, authority, after, limit)
    query = {"authority": authority}
    links = [paging.link("/v1/events", query | {"after": after}, limit, None, "self")]
    if len(found) == limit:
        links.append(paging.link("/v1/events", query | {"after": found[-1].position}, limit, None, "next"))
    body = '{"items":[' + ",".join(told.text for told in found if told.text is not None) + "]}"
    return json_answer(body.encode(), headers={"Link": ", ".join(links)})


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
    openapi_extra=dict(needs(_EVERY_ROLE)),
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
