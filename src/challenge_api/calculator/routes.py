"""The deadline calculator: `POST /v1/deadline-calculations`, open to anyone, stores nothing."""

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Any, Final

import orjson
from fastapi import Body
from starlette.requests import Request
from starlette.responses import Response

from challenge_api.calculator.models import Calculation, CalculationAnswer
from challenge_api.law.calculation import NotCalculable, calculate
from challenge_api.law.errors import Refused
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.requests import ApiRouter

TAG: Final = "Deadlines"
EXAMPLES: Final[Mapping[str, Any]] = json.loads((files("challenge_api.calculator") / "examples.json").read_text())

router = ApiRouter()


@router.post(
    "/v1/deadline-calculations",
    tags=[TAG],
    operation_id="calculateDeadline",
    summary="Calculate a deadline",
    description=(
        "Counts a legal term through what happened and explains every step; nothing is stored, and the same code counts the "
        "terms of cases. `options` takes another reading of the law where two can be defended. Unlike the rest of this API the "
        "fields are in snake_case, for they are those of the published worked examples, which can be sent as they stand. What "
        "has the right form but cannot have happened that way is refused with field, rule and article."
    ),
    response_model=CalculationAnswer,
    responses=described((400, 406, 409, 413, 415)),
    openapi_extra=dict(PUBLIC),
)
async def calculate_deadline(
    request: Request,
    calculation: Annotated[Calculation, Body(openapi_examples={name: {"value": one} for name, one in EXAMPLES.items()})],
) -> Response:
    """Give the explained dates."""
    try:
        answer = calculate(request.scope["json"])
    except NotCalculable as error:
        raise Refused(error.refusals) from error
    return json_answer(orjson.dumps(answer), headers={"Cache-Control": "no-store"})
