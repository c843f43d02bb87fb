"""One request, one transaction: load, decide, project, keep the answer, then write everything at once.

Everything that a move may refuse is found before the first write. What was read may be stale by then: another move took the
version, the same key was used, the same person became known. The database then refuses the whole write, and the move is tried
again from the start: additions succeed, a move that named its version is told that it is stale, a repeated key gets the first
answer. Who was refused once queues with the others of this process who want the same stream, so that one move a round is lost to
the race and not all but one.

An idempotency key is looked up only when something is in the way of the move, be it the key itself: most keys are new, and the
database keeps them apart.
"""

import itertools
import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final, Generic, TypeVar

from sqlalchemy import Connection, bindparam, delete, select
from sqlalchemy.exc import IntegrityError

from challenge_api.history import store
from challenge_api.history.database import Database
from challenge_api.history.entries import Envelope, encode
from challenge_api.history.moves import (
    Answer,
    Beginning,
    Change,
    Clock,
    Forbidden,
    KeyReused,
    Loaded,
    Move,
    NotFound,
    People,
    Reaction,
    Reactions,
    Reading,
    Receipt,
    Recorded,
    Stream,
    VersionRequired,
    VersionStale,
)
from challenge_api.history.query import Query
from challenge_api.history.tables import event as events
from challenge_api.history.tables import idempotency_key
from challenge_api.history.writes import Writes
from challenge_api.law.access import Actor
from challenge_api.law.aggregate import Context, Event
from challenge_api.law.errors import Refused

S = TypeVar("S")
C = TypeVar("C")

KEYS_KEPT: Final = timedelta(days=30)
_ATTEMPTS: Final = 24
_QUEUES: Final = 256


class Moves:
    """Runs moves on a database."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        new_id: Callable[[], str],
        random_bytes: Callable[[int], bytes],
        reactions: Reactions,
    ) -> None:
        """Keep what every move needs."""
        self.database, self.clock, self.new_id = database, clock, new_id
        self.random_bytes, self.reactions = random_bytes, reactions
        self._queues = tuple(threading.Lock() for _ in range(_QUEUES))

    def execute(self, stream: Stream[S, C], move: Move[C], render: Callable[[Change[S], Any], Answer]) -> Answer:
        """Run one move and give its answer, or the kept answer to the same request before.

        Raises NotFound, Forbidden, VersionRequired, VersionStale, KeyReused, or Refused (law.errors).
        """
        queue = self._queues[hash(move.stream or move.authority) % _QUEUES]
        if not queue.locked():
            try:
                return self._first(stream, move, render)
            except IntegrityError:
                pass  # another transaction was first, or the key is known; reading again tells which
        with queue:
            for _ in range(_ATTEMPTS - 1):
                try:
                    return self._again(stream, move, render)
                except IntegrityError:
                    continue
            return self._again(stream, move, render)

    def _first(self, stream: Stream[S, C], move: Move[C], render: Callable[[Change[S], Any], Answer]) -> Answer:
        with self.database.moving() as connection:
            attempt = _Attempt(self, connection, stream, move)
            try:
                return attempt.run(render)
            except _IN_THE_WAY:
                kept = attempt.replay()
                if kept is None:
                    raise
                return kept

    def _again(self, stream: Stream[S, C], move: Move[C], render: Callable[[Change[S], Any], Answer]) -> Answer:
        with self.database.moving() as connection:
            attempt = _Attempt(self, connection, stream, move)
            return attempt.replay() or attempt.run(render)


class _Attempt(Generic[S, C]):
    """One try at a move, inside its transaction."""

    def __init__(self, moves: Moves, connection: Connection, stream: Stream[S, C], move: Move[C]) -> None:
        self.moves, self.connection, self.stream, self.move = moves, connection, stream, move
        self.changes: list[tuple[Stream[Any, Any], str, Any, int, tuple[Event, ...]]] = []
        self.newest_leaf: bytes | None = None
        self.day: date | None = None

    def run(self, render: Callable[[Change[S], Any], Answer]) -> Answer:
        loaded = self._load()
        people = People(self.connection, loaded.authority, self.moves.random_bytes)
        actor = self._actor(loaded, people)
        if refusals := self.move.refusals(loaded.state, actor):
            raise Forbidden(refusals)
        self._check_version(loaded)
        self.newest_leaf = loaded.leaf
        self._decide(self.stream, loaded, self.move.command, actor, self.today(loaded.authority), people)
        return self._record(loaded.authority, actor, people, render)

    def _load(self) -> Loaded[S]:
        if self.move.stream is not None:
            loaded = self.stream.load(self.connection, self.move.principal, self.move.stream)
            if loaded is None:
                raise NotFound
            return loaded
        assert self.move.authority is not None, "a move is on a stream or begins one at an authority"
        found = Beginning(None)
        if self.stream.begin is not None:
            day = self.today(self.move.authority)
            found = self.stream.begin(self.connection, self.move.principal, self.move.command, day)
        new, initial = self.moves.new_id(), self.stream.aggregate.initial
        return Loaded(self.move.authority, new, 0, initial, found.actor_id, False, along=found.along)

    def today(self, authority: str) -> date:
        """Give the legal day of the move, the same for all of it."""
        if self.day is None:
            self.day = self.moves.clock.today(authority)
        return self.day

    def _actor(self, loaded: Loaded[S], people: People) -> Actor:
        principal = self.move.principal
        roles = principal.roles_at(loaded.authority)
        if principal.subject is None:
            return Actor(f"client:{principal.client}", principal.client, False, roles, loaded.represents)
        known = loaded.actor_id or people.id_of(principal.issuer, principal.subject)
        return Actor(known, principal.client, True, roles, loaded.represents)

    def _check_version(self, loaded: Loaded[S]) -> None:
        if self.move.expected_version is None:
            if self.move.version_required:
                raise VersionRequired
        elif self.move.expected_version != loaded.version:
            raise VersionStale(loaded.version)

    def _decide(
        self, stream: Stream[Any, Any], loaded: Loaded[Any], command: Any, actor: Actor, today: date, people: People
    ) -> None:
        """Decide on one stream, then on the streams that its events mean something for."""
        on, state, principal = loaded.stream, loaded.state, self.move.principal
        reading = Reading(self.connection, principal, people.authority, on, state, command, today, people, loaded.along)
        context = Context(actor=actor, today=today, new_id=self.moves.new_id, facts=stream.facts(reading))
        happened = stream.aggregate.decide(state, command, context)
        self.changes.append((stream, on, state, loaded.version, happened))
        for event in happened:
            react = self.moves.reactions.get((stream.aggregate.kind, event.type))
            reaction = react(event) if react else None
            if reaction is not None:
                other = self._other(reaction, people.authority)
                self._decide(reaction.stream, other, reaction.command, actor, today, people)

    def _other(self, reaction: Reaction, authority: str) -> Loaded[Any]:
        """Give the stream that a reaction is about."""
        if reaction.begins:
            return Loaded(authority, reaction.id, 0, reaction.stream.aggregate.initial, None, False)
        loaded = reaction.stream.load(self.connection, self.move.principal, reaction.id)
        if loaded is None:
            raise NotFound
        return loaded

    def _record(self, authority: str, actor: Actor, people: People, render: Callable[[Change[S], Any], Answer]) -> Answer:
        recorded_at = self.moves.clock.now()
        role = ",".join(sorted(actor.roles))
        rows: list[store.Row] = []
        folded: list[tuple[Stream[Any, Any], str, Any, Any, list[store.Row], tuple[Event, ...]]] = []
        for stream, stream_id, before, version, happened in self.changes:
            state, own = before, []
            leaf = self._leaf(authority, stream_id, version)
            for event in happened:
                version += 1
                after = stream.aggregate.evolve(state, event)
                names = stream.aggregate.state_of(state), stream.aggregate.state_of(after)
                kind = stream.aggregate.kind
                envelope = Envelope(authority, stream_id, kind, version, recorded_at, actor.client, role, *names, leaf)
                entry = encode(event, envelope, self.moves.random_bytes)
                leaf = entry.leaf
                on, by, client = event.occurred_on, event.by, actor.client
                row = store.Row(stream_id, kind, version, event.type, recorded_at, on, by, client, role, *names, entry)
                own.append(row)
                state = after
            rows += own
            folded.append((stream, stream_id, before, state, own, happened))
        writes = Writes(self.connection)
        store.add_people(writes, authority, people.new)
        store.append(writes, authority, rows)
        changes = []
        first = 1 - len(rows)
        for stream, stream_id, before, state, own, happened in folded:
            recorded = tuple(
                Recorded(event, row.version, recorded_at, row.entry.leaf, place)
                for place, event, row in zip(itertools.count(first), happened, own, strict=False)
            )
            first += len(own)
            change = Change(authority, stream_id, before, state, recorded)
            changes.append((change, stream.project(writes, change)))
        answer = render(*changes[0])
        self._keep(writes, changes[0][0], answer)
        if (last := writes.record(authority, len(rows))) is None:
            store.open_log(self.connection, authority)
            last = writes.record(authority, len(rows))
        assert last is not None, "the log was opened"
        own = folded[0][4]
        receipt = Receipt(last - len(rows) + len(own), own[-1].entry.leaf)
        return Answer(answer.status, answer.location, answer.etag, answer.body, receipt=receipt)

    def _leaf(self, authority: str, stream: str, version: int) -> bytes | None:
        """Give the leaf hash of the event that a stream's next one follows; None when it is the first."""
        if version == 0:
            return None
        if stream == self.move.stream and self.newest_leaf is not None:
            return self.newest_leaf
        bound = {"authority": authority, "stream": stream, "version": version}
        return bytes(self.connection.execute(_RECORDED, bound).one().leaf)

    # --- idempotency ------------------------------------------------------------------------------------------------

    def replay(self) -> Answer | None:
        """Give the answer that is kept under the key, if there is one; raises KeyReused, NotFound."""
        key = self.move.key
        kept = None if key is None else _KEPT.first(self.connection, {"key": key.id})
        if kept is None or key is None:
            return None
        if self.moves.clock.now() - kept.created_at > KEYS_KEPT:
            self.connection.execute(_FORGET, {"key": key.id})
            return None
        if kept.fingerprint != key.fingerprint:
            raise KeyReused
        if self.stream.load(self.connection, self.move.principal, kept.stream) is None:
            raise NotFound
        bound = {"authority": kept.authority, "stream": kept.stream, "version": kept.version}
        found = self.connection.execute(_RECORDED, bound).one()
        receipt = Receipt(found.position, bytes(found.leaf))
        return Answer(kept.status, kept.location, kept.etag, kept.body.encode(), replayed=True, receipt=receipt)

    def _keep(self, writes: Writes, change: Change[S], answer: Answer) -> None:
        key = self.move.key
        if key is None:
            return
        kept = {
            "id": key.id,
            "fingerprint": key.fingerprint,
            "authority": change.authority,
            "stream": change.stream,
            "version": change.version,
            "status": answer.status,
            "location": answer.location,
            "etag": answer.etag,
            "body": answer.body.decode(),
            "created_at": change.recorded[-1].recorded_at,
        }
        writes.insert(idempotency_key, [kept])


_RECORDED: Final = select(events.c.position, events.c.leaf).where(
    events.c.authority == bindparam("authority"),
    events.c.stream == bindparam("stream"),
    events.c.version == bindparam("version"),
)
_KEPT: Final = Query(select(idempotency_key).where(idempotency_key.c.id == bindparam("key")))
_FORGET: Final = delete(idempotency_key).where(idempotency_key.c.id == bindparam("key"))
_IN_THE_WAY: Final = (NotFound, Forbidden, VersionRequired, VersionStale, Refused)
"""What a repeated move may meet where its first time found the way free."""


def current_version(connection: Connection, authority: str, stream: str) -> int:
    """Give the newest version of a stream; 0 when there is none."""
    newest = (
        select(events.c.version)
        .where(events.c.authority == authority, events.c.stream == stream)
        .order_by(events.c.version.desc())
        .limit(1)
    )
    return connection.execute(newest).scalar() or 0
