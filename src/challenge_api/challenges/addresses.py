"""What the operations on challenges share: where they lie, who may call them, and the parameters that many of them take."""

from typing import Annotated, Final

from fastapi import Query

from challenge_api.law.access import HELD, Principal
from challenge_api.web.parameters import Moment, path_id
from challenge_api.web.problems import Fault, invalid

PREFIX: Final = "/v1/challenges"
EVERY_ROLE: Final = HELD
ACTOR_PATTERN: Final = "^[A-Za-z0-9:._-]+$"
"""What the id of an actor looks like."""

ChallengeId = Annotated[str, path_id("challengeId")]
ClockMoment = Annotated[
    Moment | None, Query(alias="asOf", description="As the log had it at this moment: what was recorded later is left out.")
]


def authority_asked(caller: Principal, named: str | None) -> str:
    """Give the authority that is named, or the one that the token is for.

    Raises Problem (400) when none is named and the token is not for one alone.
    """
    if named is not None:
        return named
    if len(caller.roles) != 1:
        raise invalid([Fault("parameter", "authority", "missing", "Your token names not one authority: say which.")])
    return next(iter(caller.roles))
