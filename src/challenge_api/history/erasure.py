"""The erasure of what is about a person: an event of the log like any other, and what it does to the texts beside the log.

Salt and value of each text about the person go, and the row that says whom the id stands for loses its content. Commitments
stay, so every hash, proof and bundle goes on holding. The event names the person by id only and says on what ground; texts that
are gone are stored with its very instant, so an audit can tell an erasure from a text that somebody made away with.

Each erasure is a stream of its own, of one event. Whatever is recorded about the person later is another erasure's to take.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final, Literal, assert_never

from sqlalchemy import Connection, select

from challenge_api.history import replay, store
from challenge_api.history.moves import Answer, Change, Loaded, Move, Stream
from challenge_api.history.tables import event, head
from challenge_api.history.transaction import Moves
from challenge_api.history.writes import Writes
from challenge_api.law.access import Principal, Role
from challenge_api.law.aggregate import CASE, Aggregate, Body, Context, Event

KIND: Final = "erasure"

Ground = Literal["no-longer-necessary", "consent-withdrawn", "objection", "unlawful", "legal-obligation"]
"""Why it is erased (GDPR 17(1)(a)–(e))."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseTexts(Body):
    """Erase what was written about a person."""

    subject: str
    ground: Ground


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsErased(Event):
    """What was written about a person was erased (GDPR 17)."""

    type: ClassVar[str] = "texts-erased"
    subject: str
    ground: Ground


@dataclass(frozen=True, slots=True)
class Erasure:
    """An erasure, folded."""

    state: str = "none"
    subject: str = ""


def decide(_state: Erasure, command: EraseTexts, context: Context) -> tuple[TextsErased, ...]:
    """Record it; there is nothing to refuse: that a person has no texts says nothing of whether they had any."""
    by = context.actor.id
    return (TextsErased(occurred_on=context.today, by=by, subject=command.subject, ground=command.ground),)


def evolve(_state: Erasure, happened: Event) -> Erasure:
    """Give the erasure after its event."""
    match happened:
        case TextsErased(subject=subject):
            return Erasure("open", subject)
        case _:
            assert_never(happened)  # type: ignore[arg-type] # there is one event


AGGREGATE: Final[Aggregate[Erasure, EraseTexts]] = Aggregate(
    kind=KIND,
    events={TextsErased.type: TextsErased},
    initial=Erasure(),
    decide=decide,
    evolve=evolve,
    state_of=lambda erasure: erasure.state,
    transitions=frozenset({("none", TextsErased.type, "open")}),
)


def stream(others: Sequence[Stream[Any, Any]]) -> Stream[Erasure, EraseTexts]:
    """Give erasures as a kind of stream; `others` are the kinds whose texts they take."""
    kinds = {other.aggregate.kind: other for other in others}

    def project(writes: Writes, change: Change[Erasure]) -> None:
        at = change.recorded[-1].recorded_at
        writes.then(lambda connection: _take(connection, kinds, change, at))

    return Stream(AGGREGATE, _load, lambda _reading: None, project, lambda _connection: None)


def _take(connection: Connection, kinds: dict[str, Stream[Any, Any]], change: Change[Erasure], at: datetime) -> None:
    """Take the texts that were recorded before the erasure; when it is replayed there are none left."""
    this = select(event.c.position).where(event.c.authority == change.authority, event.c.stream == change.stream)
    before: int = connection.execute(this).scalar_one()
    for taken in store.erase_subject(connection, change.authority, change.after.subject, at, before):
        its = select(event.c.kind).where(event.c.authority == change.authority, event.c.stream == taken, event.c.version == 1)
        replay.reproject(connection, kinds[connection.execute(its).scalar_one()], change.authority, taken)


def _load(_connection: Connection, _principal: Principal, _stream: str) -> Loaded[Erasure] | None:
    """An erasure is never moved on."""
    return None


def erase(moves: Moves, erasures: Stream[Erasure, EraseTexts], authority: str, command: EraseTexts) -> int:
    """Erase what is about a person, as the service itself; give the position at which that is recorded.

    Raises ValueError for an authority that has no log, and for the subject of free text: a case's own texts go with the case, at
    the end of retention.
    """
    with moves.database.reading() as connection:
        if connection.execute(select(head).where(head.c.authority == authority)).one_or_none() is None:
            raise ValueError(f"there is no log of {authority}")
    if command.subject == CASE:
        raise ValueError("texts of the case are about no person")
    principal = Principal("urn:challenge-api:service", None, "challenge-api", {authority: frozenset({Role.ADMINISTRATOR})})
    answer = moves.execute(
        erasures, Move(principal=principal, command=command, authority=authority), lambda _change, _: Answer(201, "", "", b"")
    )
    assert answer.receipt is not None, "what was recorded has a receipt"
    return answer.receipt.position
