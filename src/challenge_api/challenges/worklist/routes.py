"""The HTTP face of the worklist."""

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Annotated, Any, Final

import orjson
from fastapi import Query
from pydantic import BaseModel, ConfigDict, TypeAdapter
from starlette.responses import Response

from challenge_api.challenges.addresses import ACTOR_PATTERN, EVERY_ROLE
from challenge_api.challenges.clocks import KINDS, DutyOf, Kind, status_of_open
from challenge_api.challenges.due_dates import NEVER
from challenge_api.challenges.models import ChallengeSummary
from challenge_api.challenges.worklist import reading
from challenge_api.challenges.worklist.reading import Chosen, Key
from challenge_api.challenges.worklist.standing import OpenStatus
from challenge_api.history.moves import Clock
from challenge_api.law.access import Principal
from challenge_api.law.aggregate import CODE_PATTERN
from challenge_api.law.outside import camel, describe
from challenge_api.web import paging
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import LIST, described, needs
from challenge_api.web.parameters import CursorText, Limit
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running

PATH: Final = "/v1/deadlines"
TAG: Final = "Challenges"
_KEY: Final = TypeAdapter(Key)

router = ApiRouter()


class WorklistItem(BaseModel):
    """An open term, and the case that it is a term of."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel, json_schema_extra=describe)

    challenge: ChallengeSummary
    kind: Kind
    about: int | None
    """Version of the case that records what it is about, such as the decision objected to."""
    number: int | None
    """Which of a row of terms, from 1: the third report. Of a row only the next is in the list."""
    starts_on: date
    due_on: date | None
    """Its last day; null while it stands still and nobody knows until when. Such terms come last."""
    days_left: int | None
    """Days from today to the last day; below zero when it has passed."""
    status: OpenStatus
    overdue: bool
    """Whether its last day has passed: the same as the status `missed`."""
    duty_of: DutyOf
    lapses: bool
    """Whether a power ends with it, so that passing it is no fault; such terms are here until they lapse."""
    article: str | None


class Worklist(BaseModel):
    """A page of open terms, those that end first before the others."""

    model_config = ConfigDict(extra="forbid")

    items: list[WorklistItem]


def days(clock: Clock, principal: Principal, authority: str | None) -> Mapping[str, date]:
    """Give the legal day of each authority at which somebody has a role, or of the one that is asked for."""
    return {code: clock.today(code) for code in principal.roles if authority in (None, code)}


def shown(row: Any, today: date) -> str:
    """Write a term as it stands on a day; the summary of its case is JSON already."""
    _, _, kind, about, number, due_on, article, suspended, starts_on, _, summary = row  # by name it costs twice as much
    return f'{{"challenge":{summary},{_standing(kind, about, number, due_on, article, suspended, starts_on, today)}}}'


@lru_cache(maxsize=1024)
def _standing(
    kind: Kind,
    about: int,
    number: int | None,
    due_on: date,
    article: str | None,
    suspended: str | None,
    starts_on: str,
    today: date,
) -> str:
    """Write what is no case's own: on a page most terms begin and end on few days."""
    of = KINDS[kind]
    periods = [] if suspended is None else orjson.loads(suspended)
    spans = [(date.fromisoformat(first), date.fromisoformat(last)) for first, last in periods]
    status = status_of_open(due_on, spans, today, lapses=of.lapses)
    runs = due_on != NEVER
    said = {
        "kind": kind,
        "dutyOf": of.duty_of,
        "lapses": of.lapses,
        "article": article,
        "about": about or None,
        "number": number or None,
        "startsOn": starts_on,
        "dueOn": due_on if runs else None,
        "daysLeft": (due_on - today).days if runs else None,
        "status": status,
        "overdue": status == "missed",
    }
    return orjson.dumps(said).decode()[1:-1]


@router.get(
    PATH,
    tags=[TAG],
    operation_id="listWorklist",
    summary="List open deadlines",
    description=(
        "The worklist: every term that still waits for something, of the cases that the caller may see, those that end first "
        "before the others. What is overdue is judged on the legal day of the case's authority. A power that lapsed is no work "
        "and is not here; `/challenges/{challengeId}/deadlines` has every term of a case, with its explanation."
    ),
    response_model=Worklist,
    responses=described(LIST),
    openapi_extra=dict(needs(EVERY_ROLE)),
)
def list_worklist(
    runtime: Running,
    caller: Caller,
    authority: Annotated[str | None, Query(max_length=40, pattern=CODE_PATTERN, description="Code of the authority.")] = None,
    handler: Annotated[
        str | None, Query(max_length=64, pattern=ACTOR_PATTERN, description="Actor id of the handler of the case.")
    ] = None,
    kind: Annotated[Kind | None, Query(description="Kind of term.")] = None,
    duty_of: Annotated[DutyOf | None, Query(alias="dutyOf", description="Who must act, or may.")] = None,
    overdue: Annotated[
        bool | None, Query(description="`true`: only what has passed; `false`: only what has not; left out: both.")
    ] = None,
    status: Annotated[OpenStatus | None, Query(description="How the term stands today: `missed` is what is overdue.")] = None,
    due_from: Annotated[date | None, Query(alias="dueFrom", description="Ends on this day or later.")] = None,
    due_before: Annotated[date | None, Query(alias="dueBefore", description="Ends before this day.")] = None,
    due_within_days: Annotated[
        int | None, Query(alias="dueWithinDays", ge=0, le=3660, description="Ends from today through so many days on.")
    ] = None,
    limit: Limit = paging.DEFAULT_LIMIT,
    cursor: CursorText = None,
) -> Response:
    """Give a page of open terms."""
    given = {
        "authority": authority, "handler": handler, "kind": kind, "dutyOf": duty_of,
        "overdue": None if overdue is None else str(overdue).lower(),
        "status": status,
        "dueFrom": due_from, "dueBefore": due_before, "dueWithinDays": due_within_days,
    }  # fmt: skip
    said = {name: str(value) for name, value in given.items() if value is not None}
    at = paging.window(cursor, paging.scope_of(PATH, said), _KEY, limit)
    chosen = Chosen(
        authority=authority,
        handler=handler,
        kind=kind,
        duty_of=duty_of,
        overdue=overdue,
        status=status,
        due_from=due_from,
        due_before=due_before,
        due_within_days=due_within_days,
    )
    today = days(runtime.clock, caller, authority)
    with runtime.database.reading() as connection:
        rows = reading.page(connection, caller, chosen, today, at.key, at.backwards, limit + 1)
    found = paging.page(rows, at, path=PATH, filters=said, key=lambda row: (row.due_on, row.challenge_id, row.kind, row.about))
    body = '{"items":[' + ",".join(shown(row, today[row.authority]) for row in found.rows) + "]}"
    return json_answer(body.encode(), headers={"Link": found.link})
