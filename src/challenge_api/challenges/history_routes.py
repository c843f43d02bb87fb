"""The HTTP face of what happened: the events of a case and of an authority, what changed between two moments, and the proof."""

from contextlib import suppress
from typing import Annotated, Final

import orjson
from fastapi import Path, Query
from pydantic import TypeAdapter
from starlette.responses import Response

from challenge_api.challenges import chronicle, differences, evidence, models, moments, queries
from challenge_api.challenges.addresses import EVERY_ROLE, PREFIX, ChallengeId, ClockMoment, authority_asked
from challenge_api.challenges.decider import AGGREGATE
from challenge_api.history import checkpoints
from challenge_api.history.entries import instant_text
from challenge_api.history.moves import NotFound
from challenge_api.history.replay import EVERYTHING
from challenge_api.law.access import HELD, Role
from challenge_api.law.aggregate import CODE_PATTERN
from challenge_api.web import paging
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import LIST, READ, described, needs
from challenge_api.web.parameters import CursorText, Moment
from challenge_api.web.problems import Fault, Problem, invalid
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running

_FOLLOWERS: Final = tuple(role for role in HELD if role is not Role.INTERESTED_PARTY)

router = ApiRouter()

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
    openapi_extra=dict(needs(EVERY_ROLE)),
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
            then = moments.find(connection, runtime.clock, caller, challenge_id, as_of)
            until = chronicle.until_instant(connection, then.authority, as_of)
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
    openapi_extra=dict(needs(EVERY_ROLE)),
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
    openapi_extra=dict(needs(EVERY_ROLE)),
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
        loaded = moments.loaded(connection, caller, challenge_id)
        after = moments.of(connection, runtime.clock, caller, loaded, until)
        before = None
        with suppress(NotFound):
            before = moments.of(connection, runtime.clock, caller, loaded, since)
        begun = 0 if before is None else before.case.version
        courses = queries.courses(connection, loaded, until)
        last = chronicle.until_instant(connection, loaded.authority, until)
        told = chronicle.history(connection, caller, challenge_id, begun + 1, after.case.version, last)
        moved = differences.moved(() if before is None else before.deadlines(connection), after.deadlines(connection))
    third = moments.third_party(loaded)
    seen = [moments.shown(caller, loaded, case, third=third) for case in (AGGREGATE.initial, *courses)]
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
        "fromVersion": begun,
        "toVersion": after.case.version,
        "changes": differences.changes(seen[begun], seen[after.case.version]),
        "deadlines": moved,
        "items": items,
    }
    return json_answer(orjson.dumps(said))


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
    openapi_extra=dict(needs(EVERY_ROLE)),
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
        str | None, Query(max_length=40, pattern=CODE_PATTERN, description="Needed when the token names more than one.")
    ] = None,
    after: Annotated[int, Query(ge=0, le=2**31 - 1, description="Position of the last event seen; 0 to begin.")] = 0,
    limit: _Events = 100,
) -> Response:
    """Give events of an authority's log."""
    authority = authority_asked(caller, authority)
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
