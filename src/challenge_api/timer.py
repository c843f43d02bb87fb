"""Does what the service can do itself when a day comes: confirms receipts, warns before terms end, tells of late decisions.

Each is a move like any other, by the service itself, through the same table and with the same checks: it records and tells, and
never decides. Several processes may look at the same time, and one may die in the middle. Whoever comes second is refused by
the rule that the same is told once, and where two come together the database refuses one of them: a case has one event of each
version, and what was told has a key of its own.
"""

from typing import Any, Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from challenge_api.challenges import duties
from challenge_api.challenges.commands.duties import Command
from challenge_api.challenges.duties import Plan
from challenge_api.history.moves import Answer, Move, NotFound, Stream
from challenge_api.history.transaction import Moves
from challenge_api.law.access import Principal, Role
from challenge_api.law.errors import Refused
from challenge_api.rounds import Rounds

ISSUER: Final = "urn:challenge-api:service"
CLIENT: Final = "challenge-api"

_log = structlog.get_logger("challenge_api.timer")


class Timer(Rounds):
    """What is due is done, at once when asked, or again and again in a thread."""

    def __init__(self, moves: Moves, cases: Stream[Any, Any], plan: Plan, pause_seconds: float) -> None:
        """Prepare; nothing runs yet. Without a pause no thread is made."""
        super().__init__("timer", pause_seconds)
        self._moves, self._cases, self._plan = moves, cases, plan

    def start(self) -> None:
        """Begin to look for what is due, where there is a plan for it."""
        if self._pause and not self._plan.empty:
            super().start()

    def left(self, error: SQLAlchemyError) -> None:
        """Say that duties were left."""
        _log.warning("duties-left", error=type(error).__name__)

    def round(self) -> int:
        """Do what is due everywhere; give how many things were done."""
        return sum(self.at(authority) for authority in duties.authorities(self._moves.database))

    def at(self, authority: str) -> int:
        """Do what is due at one authority, on the day that it is there; give how many things were done."""
        today = self._moves.clock.today(authority)
        done = 0
        for case, command in duties.due(self._moves.database, authority, today, self._plan):
            if self._stopping.is_set():
                break
            done += self._does(authority, case, command)
        return done

    def _does(self, authority: str, case: str, command: Command) -> bool:
        principal = Principal(ISSUER, None, CLIENT, {authority: frozenset({Role.SYSTEM})})
        move = Move(principal=principal, command=command, stream=case)
        try:
            self._moves.execute(self._cases, move, lambda _change, _projected: Answer(201, "", "", b""))
        except (Refused, NotFound):
            return False  # it was done, or the term is another, since it was found
        return True
