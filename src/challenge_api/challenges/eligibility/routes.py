"""The HTTP face of the eligibility check: open to anyone, answered from the ordinance alone, kept nowhere."""

import json
from datetime import date
from importlib.resources import files
from typing import Annotated, Any, Final

from fastapi import Body
from pydantic import TypeAdapter
from sqlalchemy import Connection
from starlette.responses import Response

from challenge_api.challenges.eligibility.answer import EligibilityAnswer
from challenge_api.challenges.eligibility.check import Version, check
from challenge_api.challenges.eligibility.question import CheckEligibility
from challenge_api.challenges.rules import ordinance_in_force, ordinance_version_by_id
from challenge_api.history.moves import NotFound
from challenge_api.web.answers import json_answer
from challenge_api.web.operations import PUBLIC, described
from challenge_api.web.requests import ApiRouter
from challenge_api.web.runtime import Running

PATH: Final = "/v1/eligibility-checks"
TAG: Final = "Eligibility"
EXAMPLE: Final[Any] = json.loads((files("challenge_api.challenges.eligibility") / "example.json").read_text(encoding="utf-8"))
_ANSWER: Final = TypeAdapter(EligibilityAnswer)
_HIDDEN: Final = frozenset({"draft", "discarded"})
"""States of a version that the public does not see."""

router = ApiRouter()


@router.post(
    PATH,
    tags=[TAG],
    operation_id="checkEligibility",
    summary="Check whether a group would qualify",
    description=(
        "Before a plan is written: would this group, with this task and this idea, be admitted? Everything but the authority may "
        "be left out; what is not said is `to-be-shown`. Each rule answers `met`, `not-met`, `to-be-shown` or `not-regulated`, "
        "with its article, what would help, and which other way to the municipality fits better; every text in English and "
        "Dutch. The rules are the very ones that admission and award apply. Nothing is stored, not even that it was asked."
    ),
    response_model=EligibilityAnswer,
    response_description="The answer, rule by rule.",
    responses=described((400, 404, 406, 413, 415)),
    openapi_extra=dict(PUBLIC),
)
def check_eligibility(
    runtime: Running, question: Annotated[CheckEligibility, Body(openapi_examples={"example": {"value": EXAMPLE}})]
) -> Response:
    """Answer whether a group would qualify."""
    today = runtime.clock.today(question.authority)
    with runtime.database.reading() as connection:
        version = _version(connection, question, today)
    answer = check(question, version, today)
    return json_answer(_ANSWER.dump_json(answer, by_alias=True), headers={"Cache-Control": "no-store"})


def _version(connection: Connection, question: CheckEligibility, today: date) -> Version | None:
    """Give the version that is asked about; None when the authority has none in force.

    Raises NotFound on an id that the authority does not have.
    """
    chosen = question.ordinance_id
    if chosen is None:
        in_force = ordinance_in_force(connection, question.authority, today)
        if in_force is None:
            return None
        chosen = in_force.id
    found = ordinance_version_by_id(connection, chosen)
    if found is None or found.authority != question.authority or found.state in _HIDDEN:
        raise NotFound
    return Version(rules=found.rules, id=found.id, number=found.number, begins=found.begins, ends=found.ends)
