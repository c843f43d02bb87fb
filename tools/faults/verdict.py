"""What must hold when the last process is dead: everything that was acknowledged is there, once, and the log is whole.

Read from the database itself, without the service: no query of the service can hide what it lost.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, select, text

from challenge_api.app import STREAMS, log_keys
from challenge_api.demo_authority import AUTHORITY
from challenge_api.history import notes, proofs, replay
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint, encoded
from challenge_api.history.tables import checkpoint, event, full_tile, head, idempotency_key, metadata
from challenge_api.history.tree import Full, Range
from challenge_api.settings import Settings
from tools.faults.load import Acknowledged

_KEPT: Final = frozenset({"transition", "head", "event", "private_item", "checkpoint", "full_tile", "person", "idempotency_key"})
"""Tables of the history: what a rebuild reads, and does not write."""
_SHOWN: Final = 5


def faults(database: Database, folder: Path, acknowledged: Sequence[Acknowledged], seen: Sequence[tuple[int, str]]) -> list[str]:
    """Give everything that is wrong, in words; `seen` is what a poller saw. Empties and rebuilds the read model on the way."""
    with database.reading() as connection:
        found = [
            *_log(connection),
            *_acknowledged(connection, acknowledged),
            *_seen(connection, seen),
            *_checkpoints(connection, folder),
            *_file(connection),
        ]
        before = _read_model(connection)
    replay.rebuild(database, STREAMS)
    with database.reading() as connection:
        after = _read_model(connection)
    return found + [f"{table}: the read model is not what the log says" for table in before if before[table] != after[table]]


def length(database: Database) -> int:
    """Give the last position of the log of the load's authority."""
    with database.reading() as connection:
        last: int | None = connection.execute(select(head.c.position).where(head.c.authority == AUTHORITY)).scalar()
    return last or 0


def _some(what: str, found: Sequence[Any]) -> Iterator[str]:
    if found:
        yield f"{what}: {len(found)}, such as {', '.join(str(each) for each in found[:_SHOWN])}"


def _log(connection: Connection) -> Iterator[str]:
    """Dense positions, whole walks, leaves that are the hash of their entry."""
    heads: dict[str, int] = {row.authority: row.position for row in connection.execute(select(head))}
    last = dict.fromkeys(heads, 0)
    streams: dict[str, tuple[int, str]] = {}
    gaps, breaks, leaves = [], [], []
    for row in connection.execute(select(event).order_by(event.c.authority, event.c.position)):
        if row.position != last[row.authority] + 1:
            gaps.append((row.authority, row.position))
        last[row.authority] = row.position
        version, state = streams.get(row.stream, (0, "none"))
        if (row.version, row.state_before) != (version + 1, state):
            breaks.append((row.stream, row.version))
        streams[row.stream] = (row.version, row.state_after)
        if proofs.leaf_hash(row.entry) != bytes(row.leaf):
            leaves.append(row.position)
    yield from _some("positions that leave a gap or come twice", gaps)
    yield from _some("events that do not follow the one before", breaks)
    yield from _some("leaves that are not the hash of their entry", leaves)
    yield from _some("logs whose head is not their last position", [name for name in heads if heads[name] != last[name]])


def _leaves(connection: Connection, authority: str) -> list[bytes]:
    ordered = select(event.c.leaf).where(event.c.authority == authority).order_by(event.c.position)
    return [bytes(each) for each in connection.execute(ordered).scalars()]


def _acknowledged(connection: Connection, acknowledged: Sequence[Acknowledged]) -> Iterator[str]:
    """Each acknowledged move is one event at the place that was told; there is no other, and each key is kept."""
    told = Counter(one.position for one in acknowledged)
    yield from _some("positions that were told to two moves", [position for position, times in told.items() if times > 1])
    moves = select(event.c.position, event.c.leaf).where(event.c.authority == AUTHORITY, event.c.kind == "challenge")
    there = {row.position: encoded(bytes(row.leaf)) for row in connection.execute(moves)}
    yield from _some(
        "acknowledged moves that are lost", sorted(one.position for one in acknowledged if one.position not in there)
    )
    other = [one.position for one in acknowledged if there.get(one.position, one.leaf) != one.leaf]
    yield from _some("acknowledged moves where another event is", sorted(other))
    yield from _some("moves that were recorded twice", sorted(there.keys() - told.keys()))
    keys = len(connection.execute(select(idempotency_key.c.id)).all())
    if keys != len(acknowledged):
        yield f"{len(acknowledged)} moves with a key were acknowledged, {keys} keys are kept"


def _seen(connection: Connection, seen: Sequence[tuple[int, str]]) -> Iterator[str]:
    """A poller saw the whole log in order, and nothing that went away again."""
    there = [(position, encoded(leaf)) for position, leaf in enumerate(_leaves(connection, AUTHORITY), start=1)]
    if list(seen) != there:
        known = set(seen)
        yield from _some("events that the poller missed", [each for each in there if each not in known])
        yield from _some("events that the poller saw and that are gone", sorted(known - set(there)))
        if known == set(there):
            yield "the poller saw events twice or out of order"


def _checkpoints(connection: Connection, folder: Path) -> Iterator[str]:
    """Every checkpoint is signed and gives the hash of the leaves it is about, every stored tile is full and right."""
    settings = Settings(data_dir=folder)
    publics = log_keys(settings).publics
    for authority in connection.execute(select(head.c.authority)).scalars().all():
        signed = select(checkpoint).where(checkpoint.c.authority == authority).order_by(checkpoint.c.size)
        tree, full, leaves = Range(), list[Full](), _leaves(connection, authority)
        for row in connection.execute(signed).all():
            full += tree.extend(leaves[tree.size : row.size])
            said = Checkpoint.read(notes.opened(row.note, publics))
            if not (tree.size == row.size == said.size and tree.head() == bytes(row.root) == said.root):
                yield f"the checkpoint of {row.size} events of {authority} is not of its log"
        stored = connection.execute(select(full_tile).where(full_tile.c.authority == authority)).all()
        if {(row.level, row.number, bytes(row.hash)) for row in stored} != {(one.level, one.number, one.hash) for one in full}:
            yield f"the tiles of {authority} are not those of its checkpoints"


def _file(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        said = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        yield from _some("damage in the file", [] if said == ["ok"] else list(said))
        yield from _some("rows that refer to nothing", connection.execute(text("PRAGMA foreign_key_check")).all())


def _read_model(connection: Connection) -> dict[str, list[str]]:
    tables = [table for table in metadata.sorted_tables if table.name not in _KEPT]
    return {table.name: sorted(repr(tuple(row)) for row in connection.execute(select(table))) for table in tables}
