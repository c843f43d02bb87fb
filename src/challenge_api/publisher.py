"""Signs the logs as they grow, in a thread beside the requests.

It looks twice a second and more which logs have grown. Moves never wait for it and it never waits for them; how several
processes get along is told in `history/checkpoints.py`.
"""

from collections.abc import Callable, Sequence
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from challenge_api.history.checkpoints import Forked, Log, Published
from challenge_api.rounds import Rounds

PAUSE_SECONDS: Final = 0.4

Tell = Callable[[str, Published], None]
"""(authority, its newest checkpoint) → somebody outside knows of it."""

_log = structlog.get_logger("challenge_api.publisher")


class Publisher(Rounds):
    """The thread that signs."""

    def __init__(self, log: Log, tell: Sequence[Tell] = (), pause_seconds: float = PAUSE_SECONDS) -> None:
        """Prepare; nothing runs yet."""
        super().__init__("publisher", pause_seconds)
        self._log, self._tell = log, tell

    def left(self, error: SQLAlchemyError) -> None:
        """Say that logs were left unsigned."""
        _log.warning("not-signed", error=type(error).__name__)

    def round(self) -> None:
        """Sign every log that has grown; one that forked is told once and left alone."""
        for authority in self._log.behind():
            if authority in self._log.forks:
                continue
            try:
                published = self._log.publish(authority)
            except Forked as fork:
                _log.critical("log-forked", authority=fork.authority, detail=fork.detail, see="docs/operations.md")
                continue
            for tell in self._tell:
                tell(authority, published)
