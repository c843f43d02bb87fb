"""The proof bundle of a case: everything with which a reader checks its history without asking us anything more.

Of each event: its place in the log, its leaf hash and the path from there to the signed root. Of events that the reader may see
also the entry, byte for byte as it was hashed, and the private texts with their salts. Of the others the hash is all there is.
That none is left out is what the case's own checkpoint says, signed by the same key: so many events, with these hashes, in a log
of that size (docs/decisions/0008).
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Row, Select

from challenge_api.challenges import chronicle
from challenge_api.challenges.visibility import Seen, view_at
from challenge_api.history import proofs, replay
from challenge_api.history.notes import Checkpoint, encoded
from challenge_api.history.tables import private_item
from challenge_api.history.tree import Tiles
from challenge_api.law.access import Principal

FORMAT = "challenge-api-proof-1"


@dataclass(frozen=True, slots=True)
class Found:
    """The events of a case that a reader asks proof of, each once for each of its texts."""

    authority: str
    rows: tuple[Row[Any], ...]

    @property
    def last(self) -> int:
        """The position of the newest event."""
        return int(max(row.position for row in self.rows))


@lru_cache(maxsize=8)
def _statement(staff: int, own: int) -> Select[Any]:
    return chronicle.statement(staff, own).add_columns(private_item.c.salt)


def find(connection: Connection, principal: Principal, challenge_id: str, until: int = replay.EVERYTHING) -> Found | None:
    """Give the events of a case up to a position; None when it is not there for this reader."""
    seen = Seen.by(principal)
    bound = chronicle.bindings(principal, seen, challenge_id, 1, replay.EVERYTHING, until)
    rows = tuple(connection.execute(_statement(seen.staff, seen.own), bound).all())
    return Found(rows[0].authority, rows) if rows else None


def events(found: Found, principal: Principal, tiles: Tiles) -> list[dict[str, Any]]:
    """Give each event with its proof, and its content where the reader may see it, as the bundle holds them."""
    view = view_at(principal, found.authority, third=bool(found.rows[0].third))
    told: list[dict[str, Any]] = []
    for row in found.rows:
        if not told or told[-1]["version"] != row.version:
            shown = chronicle.exists_for(row, view) and not chronicle.is_sealed(row, row.sealed_after)
            told.append(
                {
                    "version": row.version,
                    "position": row.position,
                    "leafHash": encoded(bytes(row.leaf)),
                    "inclusionPath": [encoded(each) for each in tiles.inclusion(row.position - 1)],
                    "entry": row.entry if shown else None,
                    "texts": [],
                }
            )
        event = told[-1]
        if event["entry"] is not None and row.salt is not None and not chronicle.withholds(row, view):
            event["texts"].append({"index": row.ordinal, "salt": bytes(row.salt).hex(), "value": row.value})
    return told


def case_checkpoint(origin: str, challenge_id: str, found: Found, tiles: Tiles) -> Checkpoint:
    """Give what is signed of a case: the tree over its own events, which must be all that there are in a log of this size."""
    by_version = {row.version: bytes(row.leaf) for row in found.rows}
    leaves = [by_version[version] for version in sorted(by_version)]
    whole = f"log {tiles.size} {encoded(tiles.head(0, tiles.size))}"
    return Checkpoint(f"{origin}/challenges/{challenge_id}", len(leaves), proofs.tree_head(leaves), (whole,))
