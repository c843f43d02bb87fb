"""What the operations on challenges share: where they lie, who may call them, and the parameters that many of them take."""

from typing import Annotated, Final

from fastapi import Query

from challenge_api.law.access import HELD
from challenge_api.web.parameters import Moment, path_id

PREFIX: Final = "/v1/challenges"
EVERY_ROLE: Final = HELD
CODE: Final = "^[a-z0-9][a-z0-9._-]*$"
ChallengeId = Annotated[str, path_id("challengeId")]
ClockMoment = Annotated[
    Moment | None, Query(alias="asOf", description="As the log had it at this moment: what was recorded later is left out.")
]
