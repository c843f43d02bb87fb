"""Every event by itself and in its stream: entry, texts, the step it took, and what all of them lead to.

One pass over all events, stream by stream. An entry is held against its hash, its canonical form and the columns beside it; each
text against its commitment; each event against the one before it. Then the stream is folded by the same `evolve` that decides,
and its read model is made anew, without being written (`read_model`).
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import orjson
from sqlalchemy import Connection, Row, select

from challenge_api.history import proofs
from challenge_api.history.audit.faults import Fails, Fault
from challenge_api.history.audit.stored import instant, of_authority, raw, streamed
from challenge_api.history.entries import decode, places
from challenge_api.history.moves import Recorded, Stream
from challenge_api.history.tables import event, person, private_item, transition
from challenge_api.law.aggregate import CASE

COLUMNS: Final = {
    "authority": "authority",
    "stream": "stream",
    "kind": "kind",
    "version": "version",
    "type": "type",
    "recorded_at": "recordedAt",
    "occurred_on": "occurredOn",
    "actor": "actor",
    "client": "client",
    "role": "role",
    "state_before": "stateBefore",
    "state_after": "stateAfter",
}
"""Columns of an event, and the members of its entry that say the same."""
MEMBERS: Final = frozenset(COLUMNS.values()) | {"data", "items", "nonce", "previous"}

Erasing = Set[tuple[str, str]]
"""(kind, event type) of events that tell of an erasure.

They lie in the stream that lost its texts, or name in their data the `subject` whom the texts were about.
"""


@dataclass(slots=True)
class Course:
    """A stream as far as it has been read."""

    authority: str
    stream: str
    kind: str
    state: Any
    version: int = 0
    position: int = 0
    state_after: str = "none"
    leaf: bytes | None = None
    foldable: bool = True
    """Whether every event so far could be read and folded."""
    recorded: list[Recorded] = field(default_factory=list)


@dataclass(slots=True)
class Texts:
    """The private texts of all events, in the order in which events are read."""

    rows: Iterator[Row[Any]]
    at: Row[Any] | None = None

    def of(self, row: Row[Any]) -> list[Row[Any]]:
        """Give the texts of the next event."""
        found = []
        self.at = self.at or next(self.rows, None)
        while self.at is not None and (self.at.authority, self.at.position) == (row.authority, row.position):
            found.append(self.at)
            self.at = next(self.rows, None)
        return found


class StreamCheck:
    """The check of every stream of a database."""

    def __init__(
        self, connection: Connection, streams: Sequence[Stream[Any, Any]], erasing: Erasing, only: str | None = None
    ) -> None:
        """Prepare; `only` is the one authority to look at."""
        self.connection, self.erasing, self.only = connection, erasing, only
        self.kinds: Mapping[str, Stream[Any, Any]] = {stream.aggregate.kind: stream for stream in streams}
        self.events = 0
        self._people = set(connection.execute(select(person.c.authority, person.c.id)).tuples())
        retired = select(transition).where(transition.c.retired)
        self._steps = {(row.kind, row.state_before, row.type, row.state_after) for row in connection.execute(retired)}
        self._steps |= self._steps_of_code()
        self._erased = set(self._erasures())

    def _steps_of_code(self) -> set[tuple[str, str, str, str]]:
        return {(kind, *step) for kind, stream in self.kinds.items() for step in stream.aggregate.transitions}

    def faults(self) -> Iterator[Fault | Course]:
        """Check every event; give what does not hold, and each stream when it is through."""
        yield from self._steps_and_people()
        course: Course | None = None
        texts = Texts(streamed(self.connection, self._texts()))
        for row in streamed(self.connection, self._events()):
            self.events += 1
            if course is None or (course.authority, course.stream) != (row.authority, row.stream):
                if course is not None:
                    yield course
                known = self.kinds.get(row.kind)
                course = Course(row.authority, row.stream, row.kind, known.aggregate.initial if known else None)
            for fails, detail in self._event(course, row, texts.of(row)):
                yield Fault(row.authority, row.position, fails, detail, stream=row.stream)
            course.version, course.position, course.state_after = row.version, row.position, row.state_after
            course.leaf = bytes(row.leaf)
        if course is not None:
            yield course
        yield from self._orphans()

    def _events(self) -> Any:
        found = of_authority(select(*raw(self.connection, event.columns)), event, self.only)
        return found.order_by(event.c.authority, event.c.stream, event.c.version)

    def _texts(self) -> Any:
        own = (event.c.authority == private_item.c.authority) & (event.c.position == private_item.c.position)
        found = select(*raw(self.connection, private_item.columns)).select_from(event.join(private_item, own))
        return of_authority(found, event, self.only).order_by(
            event.c.authority, event.c.stream, event.c.version, private_item.c.ordinal
        )

    def _event(self, course: Course, row: Row[Any], items: list[Row[Any]]) -> Iterator[tuple[Fails, str]]:
        yield from self._link(course, row)
        try:
            entry = _read(row.entry)
        except ValueError as error:
            course.foldable = False
            yield Fails.ENTRY, str(error)
            return
        if proofs.leaf_hash(row.entry) != bytes(row.leaf):
            yield Fails.ENTRY, "the entry does not give the leaf hash"
        said = entry | {"recordedAt": instant(self.connection, entry["recordedAt"])}
        other = [column for column, member in COLUMNS.items() if said[member] != getattr(row, column)]
        if other:
            yield Fails.ENTRY, f"columns say something else than the entry: {', '.join(other)}"
        if entry["previous"] != (None if course.leaf is None else course.leaf.hex()):
            yield Fails.LINK, "the entry names another event before it"
        if not row.actor.startswith("client:") and (row.authority, row.actor) not in self._people:
            yield Fails.PERSON, "nobody of this id is known"
        yield from self._folded(course, row, entry, items)

    def _link(self, course: Course, row: Row[Any]) -> Iterator[tuple[Fails, str]]:
        if row.version != course.version + 1:
            yield Fails.LINK, f"version {row.version} follows version {course.version}"
        if row.position <= course.position:
            yield Fails.LINK, f"it lies before version {course.version}, which is at position {course.position}"
        if row.kind != course.kind or row.state_before != course.state_after:
            yield Fails.LINK, f"it begins in {row.kind} {row.state_before}, before it was {course.kind} {course.state_after}"
        if (row.kind, row.state_before, row.type, row.state_after) not in self._steps:
            yield Fails.LINK, f"{row.kind} has no step {row.type} from {row.state_before} to {row.state_after}"

    def _erasures(self) -> Iterator[tuple[str, str, str]]:
        """Give authority, stream or person, and instant of every erasure that an event tells of."""
        kinds = {kind for kind, _ in self.erasing}
        found = select(*raw(self.connection, event.columns)).where(event.c.kind.in_(kinds))
        for row in streamed(self.connection, found.where(event.c.type.in_({type_ for _, type_ in self.erasing}))):
            if (row.kind, row.type) in self.erasing:
                yield row.authority, row.stream, row.recorded_at
                with suppress(ValueError):
                    if isinstance(about := _read(row.entry)["data"].get("subject"), str):
                        yield row.authority, about, row.recorded_at

    # --- texts ------------------------------------------------------------------------------------------------------

    def _folded(self, course: Course, row: Row[Any], entry: Any, items: list[Row[Any]]) -> Iterator[tuple[Fails, str]]:
        """Check the texts of an event, and fold it onto its stream."""
        numbers = [item.ordinal for item in items]
        if numbers != list(range(len(entry["items"]))):
            yield Fails.ITEM, f"the entry binds {len(entry['items'])} texts, there are those of number {numbers}"
        known = self.kinds.get(row.kind)
        kind = known.aggregate.events.get(entry["type"]) if known else None
        if known is None or kind is None:
            course.foldable = False
            yield Fails.ENTRY, "no such event is known"
            return
        try:
            recorded_at = datetime.fromisoformat(entry["recordedAt"])
            happened = decode(kind, row.entry, {item.ordinal: item.value for item in items})
            named = places(happened)
        except (ValueError, TypeError, KeyError, AttributeError) as error:
            course.foldable = False
            yield Fails.ENTRY, f"the event cannot be read ({type(error).__name__})"
            return
        for item in items:
            if item.ordinal in range(len(entry["items"])):
                place = named[item.ordinal] if item.ordinal < len(named) else None
                yield from self._text(row, item, entry["items"][item.ordinal], place)
        if course.foldable:
            recorded = Recorded(happened, row.version, recorded_at, bytes(row.leaf), row.position)
            yield from self._step(course, known, row, recorded)

    def _text(self, row: Row[Any], item: Row[Any], bound: str, place: tuple[str, str] | None) -> Iterator[tuple[Fails, str]]:
        name = f"text {item.ordinal + 1}"
        if (item.subject, item.field) != place or item.stream != row.stream:
            yield Fails.ITEM, f"{name} is stored as another field's, or as about somebody else"
        if item.value is None:
            if item.salt is not None or not self._told(row.authority, item):
                yield Fails.ITEM, f"{name} is gone, and no event tells of its erasure"
        elif item.salt is None or item.erased_at is not None or _commitment(item) != bound:
            yield Fails.ITEM, f"{name} is not what was written"

    def _told(self, authority: str, item: Row[Any]) -> bool:
        """Tell whether an event tells of an erasure: recorded at the very instant that is stored as the text's."""
        about = {item.stream} if item.subject == CASE else {item.stream, item.subject}
        return any((authority, each, item.erased_at) in self._erased for each in about)

    def _step(self, course: Course, known: Stream[Any, Any], row: Row[Any], recorded: Recorded) -> Iterator[tuple[Fails, str]]:
        try:
            course.state = known.aggregate.evolve(course.state, recorded.event)
            reached = known.aggregate.state_of(course.state)
        except Exception as error:  # whatever a history that never was makes of the fold
            course.foldable = False
            yield Fails.LINK, f"it cannot follow what was there ({type(error).__name__})"
            return
        course.recorded.append(recorded)
        if reached != row.state_after:
            yield Fails.LINK, f"the events lead to {reached}, it says {row.state_after}"

    # --- what lies beside -------------------------------------------------------------------------------------------

    def _steps_and_people(self) -> Iterator[Fault]:
        stored = {(row.kind, row.state_before, row.type, row.state_after): row.retired for row in self._rows(transition)}
        code = self._steps_of_code()
        for step in sorted(code ^ {step for step, retired in stored.items() if not retired}, key=str):
            yield Fault("", None, Fails.LINK, f"the table of steps and the lifecycle do not agree on {' '.join(map(str, step))}")
        for row in self._rows(person):
            held = row.issuer, row.subject, row.salt
            if held != (None, None, None) and (None in held or _person_id(row) != row.id):
                yield Fault(row.authority, None, Fails.PERSON, f"person {row.id} is not who was known by this id")

    def _rows(self, table: Any) -> Iterator[Row[Any]]:
        return streamed(self.connection, of_authority(select(*raw(self.connection, table.columns)), table, self.only))

    def _orphans(self) -> Iterator[Fault]:
        """Give texts that lie beside no event."""
        own = (event.c.authority == private_item.c.authority) & (event.c.position == private_item.c.position)
        beside = select(event.c.position).where(own).exists()
        columns = (private_item.c.authority, private_item.c.position, private_item.c.ordinal, private_item.c.stream)
        for row in streamed(self.connection, of_authority(select(*columns).where(~beside), private_item, self.only)):
            detail = f"text {row.ordinal + 1} is of an event that is not there"
            yield Fault(row.authority, row.position, Fails.ITEM, detail, stream=row.stream)


def _read(text: Any) -> Any:
    """Read an entry; raises ValueError when it is none, or not written as entries are."""
    if not isinstance(text, str):
        raise ValueError("the entry is missing")
    try:
        entry = orjson.loads(text.encode())
    except ValueError as error:
        raise ValueError("the entry cannot be read") from error
    if not isinstance(entry, dict) or entry.keys() != MEMBERS:
        raise ValueError("the entry is none: it has other members")
    if proofs.written(entry) != text:
        raise ValueError("the entry is not in canonical form")
    return entry


def _person_id(row: Row[Any]) -> str | None:
    try:
        return proofs.person_id(bytes(row.salt), row.issuer, row.subject)
    except (ValueError, TypeError):
        return None


def _commitment(item: Row[Any]) -> str | None:
    try:
        return proofs.commitment(bytes(item.salt), item.value)
    except ValueError:
        return None
