"""A thread beside the requests that does its round again and again."""

import threading
from abc import ABC, abstractmethod
from typing import Any

from sqlalchemy.exc import SQLAlchemyError


class Rounds(ABC):
    """What is done in rounds, with a pause before each."""

    def __init__(self, name: str, pause_seconds: float) -> None:
        """Prepare; nothing runs yet."""
        self._name, self._pause = name, pause_seconds
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None

    @abstractmethod
    def round(self) -> Any:
        """Do what there is to do now."""

    @abstractmethod
    def left(self, error: SQLAlchemyError) -> None:
        """Say that a round was broken off: the database is away. Requests say so too, and the next round finds what was left."""

    def start(self) -> None:
        """Begin, for the first time after a pause."""
        self._stopping.clear()
        self._thread = threading.Thread(target=self._run, name=self._name, daemon=True)
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
                self.left(error)
