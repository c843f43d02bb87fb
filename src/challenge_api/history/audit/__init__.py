"""The audit: reads the whole stored history and holds everything in it against everything else.

What can be checked rests on what was signed. A leaf hash is in the tree, the tree's hash is in a checkpoint, the checkpoint is
signed, and the newest one is also kept where the database is not. An entry gives its leaf hash and holds the commitments of its
texts; it names the event before it; its columns repeat it. The read model is what the entries lead to. So whoever changes
anything must change all of it, up to a signature that he cannot give and a file that he does not have.

Two passes over each log, in one snapshot of the database: in the order of positions (`signed`), and stream by stream (`streams`,
`read_model`). Memory is bounded by the longest stream and 1/256 of the leaf hashes; nothing is written. What no signature covers
is not claimed to be found: answers kept for a repeated request.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from sqlalchemy import Connection, select, union

from challenge_api.history.audit.faults import Fails, Fault
from challenge_api.history.audit.read_model import ReadModel, derived
from challenge_api.history.audit.signed import Held, LogCheck
from challenge_api.history.audit.stored import is_text, streamed, uninterpreted
from challenge_api.history.audit.streams import Course, Erasing, StreamCheck
from challenge_api.history.moves import Stream
from challenge_api.history.tables import checkpoint, event, full_tile, head, person, private_item

__all__ = ["Audit", "Erasing", "Fails", "Fault", "Held"]


@dataclass(slots=True)
class Audit:
    """One audit of a database; the numbers are known when `faults` is through.

    `publics` are the keys that may have signed. `kept` are the checkpoints that the service keeps outside the database, by
    authority, `brought` those that the auditor has from elsewhere. `only` is the one authority to look at.
    """

    connection: Connection
    streams: Sequence[Stream[Any, Any]]
    publics: Sequence[bytes]
    erasing: Erasing = frozenset()
    kept: Mapping[str, Held] = field(default_factory=dict)
    brought: Sequence[Held] = ()
    only: str | None = None
    clock: Callable[[], float] = time.perf_counter
    logs: dict[str, int] = field(default_factory=dict)
    """Length of each log."""
    checkpoints: int = 0
    events: int = 0
    seconds: float = 0.0

    def faults(self) -> Iterator[Fault]:
        """Give everything that does not hold."""
        begun = self.clock()
        with uninterpreted(self.connection):
            yield from chain(self._logs(), self._streams())
        self.seconds = self.clock() - begun

    def _logs(self) -> Iterator[Fault]:
        authorities = {*self._authorities(), *self.kept}
        held = {authority: [self.kept[authority]] if authority in self.kept else [] for authority in sorted(authorities)}
        for note in self.brought:
            about = authorities.intersection(note.note.partition("\n")[0].split("/"))
            if len(about) != 1:
                yield Fault("", None, Fails.CHECKPOINT, f"the checkpoint in {note.place} is about no log that is here")
            for authority in about:
                held[authority].append(note)
        for authority, its in held.items():
            if self.only not in (None, authority):
                continue
            if not is_text(authority):
                yield from self._of_nobody(authority)
                continue
            log = LogCheck(self.connection, authority, self.publics, its)
            yield from log.faults()
            self.logs[authority] = log.length
            self.checkpoints += log.checkpoints

    def _of_nobody(self, authority: str) -> Iterator[Fault]:
        """Give the rows of an authority that is no text; they cannot be asked for by its name. Events and texts: `streams`."""
        yield Fault(authority, None, Fails.TREE, "rows name an authority that is no text")
        for row in streamed(self.connection, select(checkpoint.c.authority, checkpoint.c.size)):
            if row.authority == authority:
                detail = f"the checkpoint of size {row.size} is of an authority that is no text"
                yield Fault(authority, row.size, Fails.CHECKPOINT, detail)

    def _authorities(self) -> list[str]:
        """Give every authority that any row names: one that a row was moved to counts as well."""
        tables = (head, event, private_item, checkpoint, full_tile, person, *derived(self.streams))
        named = [select(table.c.authority) for table in tables if "authority" in table.c]
        return list(self.connection.execute(union(*named)).scalars())

    def _streams(self) -> Iterator[Fault]:
        check = StreamCheck(self.connection, self.streams, self.erasing, self.only)
        shown = ReadModel(self.connection, self.streams, self.only)
        for found in check.faults():
            if isinstance(found, Course):
                yield from shown.expect(found)
            else:
                yield found
        self.events = check.events
        yield from shown.faults(self._courses)

    def _courses(self) -> Iterator[Course]:
        again = StreamCheck(self.connection, self.streams, self.erasing, self.only)
        return (found for found in again.faults() if isinstance(found, Course))
