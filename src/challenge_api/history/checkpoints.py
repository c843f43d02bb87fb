"""The transparency log of each authority: its tree, its signed checkpoints, and what they are held against.

A checkpoint is made outside of moves, some tenths of a second after them: the leaves that came since the one before are read,
the tree grows by them, the new size and hash are signed and stored. Any process may do it, and several at once: each keeps the
tree in its own memory, and finds out for itself whether what another signed is the tree that it knows itself. What was signed
once is never taken back: a log that is shorter than a checkpoint, or whose leaves no longer give its hash, is `Forked`. Nothing
more of it is signed then, and a service that finds it at start does not start (docs/operations.md).

The newest checkpoint is also kept in a file outside the database, so that an old backup that was restored is found out by what
the database cannot know.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, func, select

from challenge_api.history import notes, store
from challenge_api.history.database import Database
from challenge_api.history.notes import Checkpoint, LogKeys, NotAuthentic
from challenge_api.history.tables import checkpoint, event, full_tile, head
from challenge_api.history.tree import Full, MissingHashes, Range, Tiles

AT_ONCE: Final = 1 << 16
"""Leaves that one checkpoint adds at most, so that a long log is signed in steps and held in memory in none."""

_WITNESSED: Final = ".witnessed"
"""Folder of checkpoints with the signatures of witnesses, in that of the newest ones."""

_NEWEST: Final = (
    select(checkpoint.c.size, checkpoint.c.root, checkpoint.c.note)
    .where(checkpoint.c.authority == bindparam("authority"))
    .order_by(checkpoint.c.size.desc())
    .limit(1)
)
_AT: Final = select(checkpoint.c.size, checkpoint.c.root, checkpoint.c.note).where(
    checkpoint.c.authority == bindparam("authority"), checkpoint.c.size == bindparam("size")
)
_SIGNED: Final = (
    select(func.max(checkpoint.c.size)).where(checkpoint.c.authority == head.c.authority).correlate(head).scalar_subquery()
)
_LENGTHS: Final = select(head.c.authority, head.c.position, _SIGNED.label("signed"))
_LENGTH: Final = select(head.c.position).where(head.c.authority == bindparam("authority"))
_LEAVES: Final = (
    select(event.c.leaf)
    .where(
        event.c.authority == bindparam("authority"),
        event.c.position > bindparam("first"),
        event.c.position <= bindparam("last"),
    )
    .order_by(event.c.position)
)
_ROW: Final = (
    select(full_tile.c.hash)
    .where(
        full_tile.c.authority == bindparam("authority"),
        full_tile.c.level == bindparam("level"),
        full_tile.c.number >= bindparam("first"),
        full_tile.c.number < bindparam("last"),
    )
    .order_by(full_tile.c.number)
)


class Forked(Exception):
    """The log is not the one that was signed: shortened, changed, or another one."""

    def __init__(self, authority: str, detail: str) -> None:
        """Say of which authority, and what was found."""
        super().__init__(f"the log of {authority}: {detail}")
        self.authority, self.detail = authority, detail


@dataclass(frozen=True, slots=True)
class Published:
    """A signed checkpoint of an authority's log; a size of -1 says that there is none yet."""

    size: int
    root: bytes
    note: str


_NONE: Final = Published(-1, b"", "")


class Log:
    """The transparency logs of a service."""

    def __init__(self, database: Database, keys: LogKeys, origin: str, kept: Path) -> None:
        """Prepare; `origin` is a text with `{authority}` in it, `kept` the folder of the newest checkpoint of each authority."""
        self._database, self._keys = database, keys
        self._origin, self._kept = origin, kept
        self._lock = threading.Lock()
        self._trees: dict[str, Range] = {}
        self.forks: dict[str, Forked] = {}
        """Logs that this process found to be forked: it signs nothing more of them."""

    def origin(self, authority: str) -> str:
        """Give the name of an authority's log, which is also the name of its key."""
        return self._origin.format(authority=authority)

    @property
    def publics(self) -> tuple[bytes, ...]:
        """The keys that may have signed, the one in use first."""
        return self._keys.publics

    def verifier_keys(self, authority: str) -> tuple[str, ...]:
        """Give the public keys of an authority's log, the one in use first, then those before it."""
        return self._keys.verifier_keys(self.origin(authority))

    def sign(self, authority: str, said: Checkpoint) -> str:
        """Give a note signed with the key of an authority's log."""
        return self._keys.sign(said.text(), self.origin(authority))

    # --- reading ----------------------------------------------------------------------------------------------------

    def newest(self, authority: str) -> Published | None:
        """Give the newest checkpoint of an authority's log, made now when there is none; None when there is no such log."""
        return self.covering(authority, 0)

    def covering(self, authority: str, position: int) -> Published | None:
        """Give a checkpoint that covers a position, made now when there is none; None when the log is not that long."""
        with self._database.reading() as connection:
            found = _newest(connection, authority)
        if found.size < position or found is _NONE:
            found = self.publish(authority)
        return None if found is _NONE or found.size < position else found

    def all_newest(self) -> list[tuple[str, Published]]:
        """Give the newest checkpoint of every log that has one."""
        with self._database.reading() as connection:
            authorities = [row.authority for row in connection.execute(_LENGTHS)]
            found = [(authority, _newest(connection, authority)) for authority in authorities]
        return [(authority, newest) for authority, newest in found if newest.size > 0]

    def witnessed(self, authority: str, published: Published) -> str:
        """Give the note of a checkpoint, with what witnesses signed under it where they have."""
        path = self._path(authority, _WITNESSED)
        if path is None or not path.is_file():
            return published.note
        kept = path.read_text(encoding="utf-8")
        return kept if kept.startswith(published.note) else published.note

    def consistency(self, authority: str, old_size: int, size: int) -> list[bytes]:
        """Give the proof that the log of one size begins with that of an earlier one; both are covered by a checkpoint."""
        with self._database.reading() as connection:
            return tiles(connection, authority, size).consistency(old_size)

    def signed_at_size(self, authority: str, size: int) -> Published | None:
        """Give the checkpoint of exactly this size; None when none was signed."""
        with self._database.reading() as connection:
            row = connection.execute(_AT, {"authority": authority, "size": size}).one_or_none()
        return None if row is None else _published(row)

    # --- publishing -------------------------------------------------------------------------------------------------

    def behind(self) -> list[str]:
        """Give the authorities whose log has grown since its newest checkpoint."""
        with self._database.reading() as connection:
            return [row.authority for row in connection.execute(_LENGTHS) if row.position != row.signed]

    def publish(self, authority: str) -> Published:
        """Sign the log as it is now, in steps, and give its newest checkpoint.

        Raises Forked when what was signed before is not in it.
        """
        with self._lock:
            try:
                while (found := self._step(authority)) is None:
                    pass
            except Forked as fork:
                self.forks[authority] = fork
                raise
            return found

    def refuse(self, fork: Forked) -> None:
        """Sign nothing more of a log of which somebody else found that it is forked."""
        self.forks[fork.authority] = fork

    def check(self) -> None:
        """Hold every log against its newest checkpoint in the database and the one in its file.

        Raises Forked.
        """
        with self._lock, self._database.reading() as connection:
            there = {row.authority for row in connection.execute(_LENGTHS)}
            for authority in sorted(there | {name for name, _ in kept_in(self._kept)}):
                if authority not in there:
                    raise Forked(authority, "a checkpoint of it is kept in a file, but the database knows no such log")
                self._resumed(connection, authority)

    def _step(self, authority: str) -> Published | None:
        """Sign at most so many leaves more; None when there is more to sign, or another process was first."""
        with self._database.reading() as connection:
            if (resumed := self._resumed(connection, authority)) is None:
                return _NONE
            known, newest, length = resumed
            if known.size == length and newest is not _NONE:
                return newest
            grown = known.copy()
            filled = _grow(connection, authority, grown, min(length, known.size + AT_ONCE))
        root = grown.head()
        said = Checkpoint(self.origin(authority), grown.size, root)
        signed = store.Signed(grown.size, root, self.sign(authority, said), filled)
        with self._database.writing() as connection:
            if not store.add_checkpoint(connection, authority, newest.size, signed):
                return None
        self._trees[authority] = grown
        self._keep(authority, signed.note)
        return Published(signed.size, root, signed.note) if grown.size == length else None

    def _resumed(self, connection: Connection, authority: str) -> tuple[Range, Published, int] | None:
        """Give the tree at the newest checkpoint, that checkpoint, and the length of the log by now; None when there is no log.

        The tree grows from what this process knows; the first time it is read from tiles, and held against the kept file.
        """
        newest = _newest(connection, authority)  # before the length: what another process signs meanwhile is no fork
        length = connection.execute(_LENGTH, {"authority": authority}).scalar()
        if length is None:
            return None
        size = max(newest.size, 0)
        if size > length:
            raise Forked(authority, f"{size} events were signed, {length} are there")
        known = self._trees.get(authority)
        if known is None:
            known = _stored(connection, authority, size)
            self._compare_with_file(connection, authority, length, known)
        elif known.size < size:
            known = known.copy()
            _grow(connection, authority, known, size)
        if known.size != size:
            raise Forked(authority, f"{known.size} events were signed, the newest checkpoint knows {size}")
        if newest is not _NONE:
            if known.head() != newest.root:
                raise Forked(authority, f"its first {size} events do not give the hash that was signed for them")
            if self._trees.get(authority) is not known:
                self._keep(authority, newest.note)
        self._trees[authority] = known
        return known, newest, length

    def _compare_with_file(self, connection: Connection, authority: str, length: int, known: Range) -> None:
        if (path := self._path(authority)) is None or not path.is_file():
            return
        try:
            kept = Checkpoint.read(notes.opened(path.read_text(encoding="utf-8"), self._keys.publics))
        except (NotAuthentic, UnicodeDecodeError) as error:
            raise Forked(authority, f"the checkpoint kept in {path.name} cannot be trusted: {error}") from error
        if kept.size > length:
            raise Forked(authority, f"the kept checkpoint knows {kept.size} events, {length} are there")
        if kept.size <= known.size:
            root = tiles(connection, authority, known.size).head(0, kept.size)
        else:
            grown = known.copy()
            _grow(connection, authority, grown, kept.size)
            root = grown.head()
        if root != kept.root:
            raise Forked(authority, f"its first {kept.size} events do not give the hash of the kept checkpoint")

    # --- the file outside the database ------------------------------------------------------------------------------

    def _path(self, authority: str, among: str = "") -> Path | None:
        return None if "/" in authority or authority.startswith(".") else self._kept / among / authority

    def keep_witnessed(self, authority: str, note: str) -> None:
        """Keep a checkpoint with the signatures of witnesses under it."""
        self._keep(authority, note, _WITNESSED)

    def _keep(self, authority: str, note: str, among: str = "") -> None:
        """Write the newest checkpoint beside the database; a reader, also after a power cut, sees the old file or the new one."""
        if (path := self._path(authority, among)) is None:
            return
        path.parent.mkdir(parents=True, exist_ok=True)
        ready = path.with_name(f".{authority}.{os.getpid()}.{threading.get_ident()}")
        with ready.open("w", encoding="utf-8") as file:
            file.write(note)
            file.flush()
            os.fsync(file.fileno())
        ready.replace(path)


def kept_in(folder: Path) -> Iterator[tuple[str, Path]]:
    """Give the authorities of which a checkpoint is kept in a folder, each with its file."""
    if folder.is_dir():
        yield from ((path.name, path) for path in sorted(folder.iterdir()) if not path.name.startswith("."))


def _published(row: Row[Any, Any, Any]) -> Published:
    return Published(row.size, bytes(row.root), row.note)


def _newest(connection: Connection, authority: str) -> Published:
    row = connection.execute(_NEWEST, {"authority": authority}).one_or_none()
    return _NONE if row is None else _published(row)


def tiles(connection: Connection, authority: str, size: int) -> Tiles:
    """Give the tree of an authority's log at a size that a checkpoint covers."""

    def read(level: int, first: int, count: int) -> Sequence[bytes]:
        if count == 0:
            return ()
        if level == 0:
            return _leaves(connection, authority, first, first + count)
        bound = {"authority": authority, "level": level, "first": first, "last": first + count}
        return [bytes(each) for each in connection.execute(_ROW, bound).scalars()]

    return Tiles(size, read)


def _leaves(connection: Connection, authority: str, first: int, last: int) -> list[bytes]:
    bound = {"authority": authority, "first": first, "last": last}
    return [bytes(leaf) for leaf in connection.execute(_LEAVES, bound).scalars()]


def _grow(connection: Connection, authority: str, tree: Range, size: int) -> list[Full]:
    filled = tree.extend(_leaves(connection, authority, tree.size, size))
    if tree.size != size:
        raise Forked(authority, f"of the first {size} events, {size - tree.size} are missing")
    return filled


def _stored(connection: Connection, authority: str, size: int) -> Range:
    try:
        return tiles(connection, authority, size).range()
    except MissingHashes as error:
        raise Forked(authority, str(error)) from error
