"""The Merkle tree over a log that grows, kept as little as possible and read in tiles.

Two forms of the same tree. Whoever appends keeps a `Range`: the perfect subtrees that the tree is made of, largest first, one for
each bit of its size; a leaf more costs two hashes on average, and nothing that was hashed before is read again. Whoever proves
reads `Tiles`: rows of up to 256 hashes of every eighth level, as C2SP tlog-tiles cuts them, so that any path is found in a few of
them however long the log is. The leaves are with the events; of the levels above, each full tile's own hash is stored once
(`Full`), and the row above consists of these. Pure: hashes in, hashes out.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from challenge_api.history import proofs

HEIGHT: Final = 8
"""Levels of the tree in one tile."""
WIDTH: Final = 1 << HEIGHT
"""Hashes in a full tile."""


@dataclass(frozen=True, slots=True)
class Full:
    """The hash of a full tile: hash `number` of the row of tiles one `level` above it."""

    level: int
    number: int
    hash: bytes


@dataclass(slots=True)
class Range:
    """A tree of `size` leaves as the hashes of its perfect subtrees, largest first."""

    size: int = 0
    nodes: list[bytes] = field(default_factory=list)

    def extend(self, leaves: Iterable[bytes]) -> list[Full]:
        """Append leaves; give the tiles that they filled."""
        filled = []
        for leaf in leaves:
            node, number, height = leaf, self.size, 0
            while number & 1:
                node = sha256(b"\x01" + self.nodes.pop() + node).digest()
                number >>= 1
                height += 1
                if height % HEIGHT == 0:
                    filled.append(Full(height // HEIGHT, number, node))
            self.nodes.append(node)
            self.size += 1
        return filled

    def head(self) -> bytes:
        """Give the Merkle tree hash."""
        if not self.nodes:
            return proofs.tree_head(())
        found = self.nodes[-1]
        for node in reversed(self.nodes[:-1]):
            found = proofs.node_hash(node, found)
        return found

    def copy(self) -> "Range":
        """Give the same tree, to be extended apart from this one."""
        return Range(self.size, self.nodes.copy())


Read = Callable[[int, int, int], Sequence[bytes]]
"""(level, first, count) → that many hashes of the row of tiles at a level; level 0 are the leaves."""


class MissingHashes(LookupError):
    """A row of tiles is not as long as the size of the tree says."""


def width(level: int, number: int, size: int) -> int:
    """Give how many hashes tile `number` of a level has in a tree of `size` leaves; 0 when it has none yet."""
    return max(0, min(WIDTH, (size >> HEIGHT * level) - number * WIDTH))


@dataclass(slots=True)
class Tiles:
    """The tree of `size` leaves, read tile by tile; each tile is read once."""

    size: int
    read: Read
    _known: dict[tuple[int, int], Sequence[bytes]] = field(default_factory=dict)

    def tile(self, level: int, number: int) -> Sequence[bytes]:
        """Give a tile, as full as it is in this tree.

        Raises MissingHashes when some of it cannot be read.
        """
        found = self._known.get((level, number))
        if found is None:
            wide = width(level, number, self.size)
            found = self.read(level, number * WIDTH, wide)
            if len(found) != wide:
                raise MissingHashes(f"tile {number} of level {level} has {len(found)} of {wide} hashes")
            self._known[level, number] = found
        return found

    def head(self, start: int, stop: int) -> bytes:
        """Give the Merkle tree hash of the leaves from `start` up to `stop`; `start` is where a subtree begins."""
        nodes = []
        while start < stop:
            height = min((stop - start).bit_length() - 1, (start & -start).bit_length() - 1 if start else 63)
            nodes.append(self._perfect(height, start >> height))
            start += 1 << height
        if not nodes:
            return proofs.tree_head(())
        found = nodes.pop()
        while nodes:
            found = proofs.node_hash(nodes.pop(), found)
        return found

    def _perfect(self, height: int, number: int) -> bytes:
        """Give the hash of the perfect subtree of 2^height leaves that is the `number`th of its kind."""
        level, above = divmod(height, HEIGHT)
        first = number << above
        inside = first % WIDTH
        row = list(self.tile(level, first // WIDTH)[inside : inside + (1 << above)])
        while len(row) > 1:
            row = [proofs.node_hash(row[n], row[n + 1]) for n in range(0, len(row), 2)]
        return row[0]

    def range(self) -> Range:
        """Give the tree in the form that can be extended."""
        nodes, start = [], 0
        for height in reversed(range(self.size.bit_length())):
            if self.size >> height & 1:
                nodes.append(self._perfect(height, start >> height))
                start += 1 << height
        return Range(self.size, nodes)

    def inclusion(self, index: int) -> list[bytes]:
        """Give the path that proves leaf `index` to be in the tree."""
        return proofs.inclusion_path(index, self.size, self.head)

    def consistency(self, old_size: int) -> list[bytes]:
        """Give the proof that the tree of `old_size` leaves is a prefix of this one."""
        return proofs.consistency_path(old_size, self.size, self.head)
