"""What answering a request needs beside the request: handed to the edge once, found by routes on every request."""

from collections.abc import Callable
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from starlette.requests import Request

from challenge_api.history.checkpoints import Log
from challenge_api.history.database import Database
from challenge_api.history.moves import Clock
from challenge_api.history.transaction import Moves
from challenge_api.law.access import Principal
from challenge_api.web.auth import Verifier


@dataclass(frozen=True, slots=True, kw_only=True)
class Runtime:
    """The parts of the running service that routes and the edge use.

    `executor` runs the routes that are plain functions; it holds about as many threads as there are database connections.
    `day_moved` does what is due at an authority whose clock was set.
    """

    moves: Moves
    log: Log
    verifier: Verifier
    executor: Executor
    day_moved: Callable[[str], object] = lambda _authority: None
    body_limit: int = 1_000_000
    public_url: str = ""
    """Where clients reach the service: for an address that is handed on to others."""

    @property
    def database(self) -> Database:
        """Where everything is kept."""
        return self.moves.database

    @property
    def clock(self) -> Clock:
        """Where the time comes from."""
        return self.moves.clock


def runtime_of(request: Request) -> Runtime:
    """Give the runtime that this request is answered in."""
    found: Runtime = request.scope["runtime"]
    return found


def caller_of(request: Request) -> Principal:
    """Give whom the verified token of this request speaks for."""
    found: Principal = request.scope["principal"]
    return found


Running = Annotated[Runtime, Depends(runtime_of)]
"""In a route's signature: the running service."""

Caller = Annotated[Principal, Depends(caller_of)]
"""In a route's signature: whom the token speaks for. A public route has none."""
