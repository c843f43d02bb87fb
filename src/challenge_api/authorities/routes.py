"""The HTTP face of an authority's clock."""

from datetime import date, datetime
from typing import Annotated, Any, Final

from fastapi import Body
from pydantic import BaseModel, ConfigDict
from starlette.responses import Response

from challenge_api.authorities import projection, queries
from challenge_api.authorities.commands import SetClock
from challenge_api.authorities.decider import AGGREGATE, SET_CLOCK, not_permitted
from challenge_api.authorities.events import AuthorityClock
from challenge_api.authorities.lifecycle import is_sandbox
from challenge_api.history import proofs
from challenge_api.history.entries import instant_text
from challenge_api.history.moves import Answer, Change, Move, Reading, Stream
from challenge_api.law.access import HELD
from challenge_api.law.outside import camel
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import described, needs
from challenge_api.web.parameters import path_authority
from challenge_api.web.problems import Problem
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Caller, Running, Runtime

PREFIX: Final = "/v1/authorities/{code}/clock"
TAG: Final = "Authorities"
Code = Annotated[str, path_authority("sandbox-voorbeeldstad")]
_BODY: Final = Body(openapi_examples={"example": {"value": {"today": "2027-03-01"}}})


class ClockView(BaseModel):
    """The legal day at an authority."""

    model_config = ConfigDict(extra="forbid", alias_generator=camel)

    authority: str
    sandbox: bool
    """Whether its clock can be set."""
    today: date
    """What every rule takes for today: it is the civil day, until the clock of a sandbox is set; then it stands still."""
    set_at: datetime | None
    """When the clock was set, by the real time; null while it goes by the civil day."""


def facts(reading: Reading[AuthorityClock, SetClock]) -> str:
    """Give the code of the authority."""
    return reading.authority


STREAM: Final[Stream[AuthorityClock, Any]] = Stream(
    aggregate=AGGREGATE, load=queries.load, facts=facts, project=projection.project, clear=projection.clear
)
router = ApiRouter()


def _shown(authority: str, today: date, set_at: datetime | None) -> bytes:
    said = {
        "authority": authority,
        "sandbox": is_sandbox(authority),
        "today": today.isoformat(),
        "setAt": None if set_at is None else instant_text(set_at),
    }
    return proofs.written(said).encode()


def _now(runtime: Runtime, authority: str) -> bytes:
    with runtime.database.reading() as connection:
        row = queries.newest(connection, authority)
    if row is None:
        return _shown(authority, runtime.clock.today(authority), None)
    return _shown(authority, row.today, row.set_at)


def _render(change: Change[AuthorityClock], _projected: None) -> Answer:
    newest = change.recorded[-1]
    return Answer(200, "", "", _shown(change.authority, newest.event.occurred_on, newest.recorded_at))


@router.get(
    PREFIX,
    tags=[TAG],
    operation_id="getClock",
    summary="Get the legal day at an authority",
    description="What every rule of this authority takes for today, and whether that can be set.",
    response_model=ClockView,
    responses=described((400, 401, 403, 406)),
    openapi_extra=dict(needs(HELD)),
)
def get_clock(runtime: Running, caller: Caller, code: Code) -> Response:
    """Give the clock of an authority."""
    if not caller.roles_at(code):
        raise Problem("role-required", "Your token carries no role at this authority.")
    return json_answer(_now(runtime, code), headers={"Cache-Control": "no-store"})


@router.put(
    PREFIX,
    tags=[TAG],
    operation_id="setClock",
    summary=SET_CLOCK.summary,
    description=(
        "Set the legal day of a sandbox, an authority whose code begins with `sandbox-`: what every rule there takes for "
        "today. It goes forward only, and stands still until it is set again. What the service does itself when a day comes "
        "(confirming receipts, warnings, notices of delay) is done before the answer. `recordedAt` of events stays the real "
        "time, and each setting is an event of the log. To set the day that it is already changes nothing."
        "\n\nAction `set-clock`. Source: challenge-api. Roles: administrator; a client without a person may act. May be "
        "refused with: `clock-goes-forward`, `clock-too-far`, `not-a-sandbox`."
    ),
    response_model=ClockView,
    responses=described((400, 401, 403, 406, 409, 413, 415)),
    openapi_extra=dict(needs(SET_CLOCK.roles)),
)
def set_clock(runtime: Running, caller: Caller, code: Code, command: Annotated[SetClock, _BODY]) -> Response:
    """Set the clock of a sandbox."""
    same = is_sandbox(code) and SET_CLOCK.roles & caller.roles_at(code) and runtime.clock.today(code) == command.today
    with runtime.database.reading() as connection:
        was_set = queries.newest(connection, code) is not None
    if same and was_set:
        body = _now(runtime, code)
    else:
        move = Move(principal=caller, command=command, stream=code, refusals=not_permitted)
        body = runtime.moves.execute(STREAM, move, _render).body
        runtime.day_moved(code)
    return json_answer(body, headers={"Cache-Control": "no-store"})
