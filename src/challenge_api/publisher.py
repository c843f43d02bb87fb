"""Signs the logs as they grow, in a thread beside the requests.

It looks a few times a second which logs have grown. Moves never wait for it and it never waits for them; how several processes
get along is told in `history/checkpoints.py`.
"""

import threading
from collections.abc import Callable, Sequence
from typing import Final

import structlog
from sqlalchemy.exc import SQLAlchemyError

from challenge_api.history.checkpoints import Forked, Log, Published

PAUSE_SECONDS: Final = 0.2

Tell = Callable[[str, Published], None]
"""(authority, its newest checkpoint) → somebody outside knows of it."""

_log = structlog.get_logger("challenge_api.publisher")


class Publisher:
    """The thread that signs."""

    def __init__(self, log: Log, tell: Sequence[Tell] = (), pause_seconds: float = PAUSE_SECONDS) -> None:
        """Prepare; nothing runs yet."""
        self._log, self._tell, self._pause = log, tell, pause_seconds
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Begin to sign."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name="publisher", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread, after what it is at."""
        self._stopping.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.wait(self._pause):
            try:
                self.round()
            except SQLAlchemyError as error:
                # the database is away: requests say so too, and the next round finds what was left
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
