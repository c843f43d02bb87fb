"""What a move is made of: the command on its way, the stream that it is on, what it may meet, and what comes out of it.

How one is run is told in `history/transaction.py`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256
from typing import Any, Final, Generic, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, Select, bindparam, select

from challenge_api.history import proofs
from challenge_api.history.query import Query
from challenge_api.history.tables import person
from challenge_api.history.writes import Writes
from challenge_api.law.access import Actor, Principal
from challenge_api.law.aggregate import Aggregate, Event
from challenge_api.law.errors import Refusal

S = TypeVar("S")
C = TypeVar("C")


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """Give the instant, aware, in UTC."""
        ...

    def today(self, authority: str) -> date:
        """Give the legal day at an authority."""
        ...

    def day_of(self, authority: str, at: datetime) -> date:
        """Give the legal day on which an instant fell at an authority."""
        ...


class NotFound(Exception):
    """There is no such stream, or not for this viewer."""


class Forbidden(Exception):
    """The role or the lack of a person forbids it."""

    def __init__(self, refusals: tuple[Refusal, ...]) -> None:
        """Keep the refusals."""
        super().__init__(", ".join(refusal.code for refusal in refusals))
        self.refusals = refusals


class VersionRequired(Exception):
    """The move must say which version it is about."""


class VersionStale(Exception):
    """The stream has another version by now."""

    def __init__(self, current: int) -> None:
        """Keep the current version."""
        super().__init__(f"current version is {current}")
        self.current = current


class KeyReused(Exception):
    """The idempotency key came with another body before."""


@dataclass(frozen=True, slots=True)
class Loaded(Generic[S]):
    """A stream as the capability's query found it for this viewer.

    `actor_id` is the viewer's id at the authority, None for a person never seen there. `leaf` is the leaf hash of its newest
    event, where the capability's
    statement reads it along; else a move looks it up. `along` is what else that statement read, for the capability's `facts`.
    """

    authority: str
    stream: str
    version: int
    state: S
    actor_id: str | None
    represents: bool
    leaf: bytes | None = None
    along: Any = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event as it was recorded.

    `position` is its place in the authority's log; in a move, which has none yet, its place in the move, 0 for the last.
    """

    event: Event
    version: int
    recorded_at: datetime
    leaf: bytes
    position: int


@dataclass(frozen=True, slots=True)
class Change(Generic[S]):
    """What a transaction did to one stream."""

    authority: str
    stream: str
    before: S
    after: S
    recorded: tuple[Recorded, ...]

    @property
    def version(self) -> int:
        """The version after the change."""
        return self.recorded[-1].version


@dataclass(frozen=True, slots=True)
class Receipt:
    """Where in the authority's log the event of a move is, and its leaf hash: with it anybody can ask for proof later."""

    position: int
    leaf: bytes


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to a move, as it is kept for replay."""

    status: int
    location: str
    etag: str
    body: bytes
    replayed: bool = False
    receipt: Receipt | None = None


def id_of_person(authority: ColumnElement[str], named: str = "") -> Select[tuple[str]]:
    """Select the id under which a person is known at an authority; bound are `issuer` and `subject`, `named` before each."""
    return select(person.c.id).where(
        person.c.authority == authority,
        person.c.issuer == bindparam(f"{named}issuer"),
        person.c.subject == bindparam(f"{named}subject"),
    )


_PERSON_ID: Final = Query(id_of_person(bindparam("authority")))


def person_id(connection: Connection, authority: str, issuer: str, subject: str | None) -> str | None:
    """Give the id under which a person is known at an authority; None of a client alone, and of whom nobody knows there."""
    found = _PERSON_ID.first(connection, {"authority": authority, "issuer": issuer, "subject": subject}) if subject else None
    return None if found is None else str(found.id)


@dataclass(slots=True)
class People:
    """Actor ids of people at one authority; unknown ones get an id, which is stored after the head is bumped."""

    connection: Connection
    authority: str
    random_bytes: Callable[[int], bytes]
    new: list[tuple[str, str, str, bytes]] = field(default_factory=list)

    def id_of(self, issuer: str, subject: str) -> str:
        """Give the actor id of a person."""
        for known, its_issuer, its_subject, _ in self.new:
            if (its_issuer, its_subject) == (issuer, subject):
                return known
        found = person_id(self.connection, self.authority, issuer, subject)
        if found is None:
            salt = self.random_bytes(16)
            found = proofs.person_id(salt, issuer, subject)
            self.new.append((found, issuer, subject, salt))
        return found


@dataclass(frozen=True, slots=True)
class Reading(Generic[S, C]):
    """What `facts` may look at."""

    connection: Connection
    principal: Principal
    authority: str
    stream: str
    state: S
    command: C
    today: date
    people: People
    along: Any = None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What a move that begins a stream reads in one statement: who the person is at the authority, and what `facts` needs."""

    actor_id: str | None
    along: Any = None


@dataclass(frozen=True, slots=True)
class Stream(Generic[S, C]):
    """A capability's core with its storage: how one kind of stream is loaded, what decides on it, and what is projected.

    `begin` reads for a move that begins a stream: (connection, principal, command, legal day) → what it found.
    """

    aggregate: Aggregate[S, C]
    load: Callable[[Connection, Principal, str], Loaded[S] | None]
    facts: Callable[[Reading[S, C]], Any]
    project: Callable[[Writes, Change[S]], Any]
    clear: Callable[[Connection], None]
    begin: Callable[[Connection, Principal, C, date], Beginning] | None = None


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """An Idempotency-Key with what it belongs to, hashed, and a fingerprint of the body it came with."""

    id: str
    fingerprint: str

    @classmethod
    def of(cls, key: str, principal: Principal, route: str, body: bytes) -> "IdempotencyKey":
        """Make it from a request."""
        owner = "\n".join((principal.client, principal.issuer, principal.subject or "", route, key))
        return cls(sha256(owner.encode()).hexdigest(), sha256(body).hexdigest())


@dataclass(frozen=True, slots=True)
class Reaction:
    """What an event means for another stream of the same authority: a command, decided in the same commit.

    `begins`: the stream is a new one; otherwise it is there, and is loaded.
    """

    stream: Stream[Any, Any]
    id: str
    command: Any
    begins: bool = True


Reactions = Mapping[tuple[str, str], Callable[[Event], Reaction | None]]
"""(kind, event type) → the reaction."""


@dataclass(frozen=True, slots=True)
class Move(Generic[C]):
    """A command on its way: on a stream, or at an authority when it begins one.

    `refusals` gives what role or person forbid, before anything tells of the stream.
    """

    principal: Principal
    command: C
    authority: str | None = None
    stream: str | None = None
    expected_version: int | None = None
    version_required: bool = False
    key: IdempotencyKey | None = None
    refusals: Callable[[Any, Actor], tuple[Refusal, ...]] = lambda _state, _actor: ()
