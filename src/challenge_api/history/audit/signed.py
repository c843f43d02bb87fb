"""The log as a whole: dense positions, the tree over its leaves, and everything that was ever signed of it.

One pass over the leaves of a log in order. The tree grows along; at each size that somebody signed, its hash is held against what
was signed there: in the database, in the file that is kept beside it, and in notes that the auditor brings. Where the first
difference shows, the fault lies after the last size that still agreed.
"""

import heapq
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import Final

from sqlalchemy import Connection, bindparam, select

from challenge_api.history import notes
from challenge_api.history.audit.faults import Fails, Fault
from challenge_api.history.audit.stored import streamed
from challenge_api.history.notes import Checkpoint, NotAuthentic
from challenge_api.history.tables import checkpoint, event, full_tile, head
from challenge_api.history.tree import HEIGHT, Range

_LEAVES: Final = (
    select(event.c.position, event.c.leaf).where(event.c.authority == bindparam("authority")).order_by(event.c.position)
)
_SIGNED: Final = (
    select(checkpoint.c.size, checkpoint.c.root, checkpoint.c.note)
    .where(checkpoint.c.authority == bindparam("authority"))
    .order_by(checkpoint.c.size)
)
_TILES: Final = (
    select(full_tile.c.level, full_tile.c.number, full_tile.c.hash)
    .where(full_tile.c.authority == bindparam("authority"))
    .order_by(full_tile.c.level, full_tile.c.number)
)
_HEAD: Final = select(head.c.position).where(head.c.authority == bindparam("authority"))


@dataclass(frozen=True, slots=True)
class Held:
    """A checkpoint from outside the database: where it was found, and its text."""

    place: str
    note: str


@dataclass(frozen=True, slots=True)
class _Said:
    """What a checkpoint says: so many events give this hash; or why it cannot be believed."""

    size: int
    root: bytes = b""
    place: str = ""
    """Where it was found; empty for the database."""
    wrong: str = ""


@dataclass(slots=True)
class LogCheck:
    """The check of one authority's log; how long it is and how often it was signed is known when it is through."""

    connection: Connection
    authority: str
    publics: Sequence[bytes]
    """Keys that may have signed."""
    held: Iterable[Held] = ()
    length: int = 0
    checkpoints: int = 0
    _tree: Range = field(default_factory=Range)
    _filled: dict[tuple[int, int], bytes] = field(default_factory=dict)
    _agreed: int = 0
    """The greatest size at which tree and signature agreed."""
    _newest: int = 0
    _whole: bool = True
    """Whether no position has been missing so far."""
    _differs: bool = False

    def faults(self) -> Iterator[Fault]:
        """Check the log; give what does not hold."""
        leaves, beyond = self._leaves(), 0
        for said in heapq.merge(self._signed(), sorted(self._held(), key=attrgetter("size")), key=attrgetter("size")):
            if said.wrong:
                yield self._fault(Fails.CHECKPOINT, said.size, said.wrong)
                continue
            yield from self._grow(leaves, said.size)
            if self._tree.size == said.size:
                yield from self._compare(said)
            elif said.place:
                detail = f"the checkpoint in {said.place} knows {said.size} events, {self.length} are there"
                yield self._fault(Fails.CHECKPOINT, self._agreed + 1, detail, said.size)
            else:
                beyond = max(beyond, said.size)
        yield from self._grow(leaves, None)
        if beyond > self.length:
            detail = f"{beyond} events were signed, {self.length} are there, of which the first {self._agreed} agree"
            yield self._fault(Fails.TREE, self._agreed + 1, detail, beyond)
        yield from self._tiles()
        counted = self.connection.execute(_HEAD, {"authority": self.authority}).scalar()
        if counted != self.length:
            yield self._fault(Fails.TREE, self.length, f"the head of the log says {counted}, the last event is {self.length}")

    def _fault(self, fails: Fails, position: int, detail: str, until: int | None = None) -> Fault:
        return Fault(self.authority, position, fails, detail, until)

    # --- leaves -----------------------------------------------------------------------------------------------------

    def _leaves(self) -> Iterator[tuple[int, bytes]]:
        for row in streamed(self.connection, _LEAVES, {"authority": self.authority}):
            yield row.position, bytes(row.leaf)

    def _grow(self, leaves: Iterator[tuple[int, bytes]], size: int | None) -> Iterator[Fault]:
        """Read on until the tree has so many leaves, or to the end; after a gap there is no tree any more."""
        while size is None or (self._whole and self._tree.size < size):
            if (found := next(leaves, None)) is None:
                return
            position, leaf = found
            if position > self.length + 1:
                yield self._fault(Fails.TREE, self.length + 1, "no event is at this position", position - 1)
                self._whole = False
            elif position <= self.length:
                yield self._fault(Fails.TREE, position, "this is no position in a log")
                self._whole = False
            self.length = max(self.length, position)
            if self._whole:
                for full in self._tree.extend((leaf,)):
                    self._filled[full.level, full.number] = full.hash

    # --- what was signed --------------------------------------------------------------------------------------------

    def _signed(self) -> Iterator[_Said]:
        for row in streamed(self.connection, _SIGNED, {"authority": self.authority}):
            self.checkpoints += 1
            self._newest = max(self._newest, row.size)
            name = f"the checkpoint of size {row.size}"
            try:
                said = self._opened(row.note)
            except ValueError as error:
                yield _Said(row.size, wrong=f"{name} cannot be trusted: {error}")
                continue
            if (said.size, said.root) != (row.size, bytes(row.root)):
                yield _Said(row.size, wrong=f"{name} is stored with a size or hash that was not signed")
            else:
                yield _Said(said.size, said.root)

    def _held(self) -> Iterator[_Said]:
        for held in self.held:
            try:
                said = self._opened(held.note)
            except ValueError as error:
                yield _Said(0, wrong=f"the checkpoint in {held.place} cannot be trusted: {error}")
            else:
                yield _Said(said.size, said.root, held.place)

    def _opened(self, note: str) -> Checkpoint:
        """Read a note that a known key signed, written as the key's owner writes it, about this log.

        Raises ValueError: NotAuthentic, or what bytes that are no text raise.
        """
        said = Checkpoint.read(notes.opened(note, self.publics))
        text, signatures = notes.parted(note)
        if note != notes.joined(text, signatures):
            raise NotAuthentic("it is not written as it was signed")
        if self.authority not in said.origin:
            raise NotAuthentic(f"it is about another log, {said.origin}")
        return said

    def _compare(self, said: _Said) -> Iterator[Fault]:
        if self._tree.head() == said.root:
            self._agreed, self._differs = said.size, False
        elif said.place:
            detail = f"the first {said.size} events do not give the hash of the checkpoint in {said.place}"
            yield self._fault(Fails.CHECKPOINT, 1, detail, said.size)
        elif not self._differs:
            detail = f"with these, the first {said.size} events do not give the hash that was signed for them"
            yield self._fault(Fails.TREE, self._agreed + 1, detail, said.size)
            self._differs = True

    # --- the tree above the leaves ----------------------------------------------------------------------------------

    def _tiles(self) -> Iterator[Fault]:
        """Hold the hashes of full tiles against those of the tree; a newest checkpoint promises all below its size."""
        for row in streamed(self.connection, _TILES, {"authority": self.authority}):
            right = self._filled.pop((row.level, row.number), None)
            if right is not None and right != bytes(row.hash):
                yield self._tile_fault(row.level, row.number, "the hash over these events is stored as another one")
            elif right is None and self._whole:
                yield self._tile_fault(row.level, row.number, "a hash is stored over events that are not there")
        for level, number in self._filled:
            if (number + 1) << HEIGHT * level <= self._newest:
                yield self._tile_fault(level, number, "the hash over these events is missing")

    def _tile_fault(self, level: int, number: int, detail: str) -> Fault:
        wide = HEIGHT * level if 0 <= level < HEIGHT else 0
        return self._fault(Fails.TREE, (number << wide) + 1, f"{detail} (level {level}, {number})", (number + 1) << wide)
