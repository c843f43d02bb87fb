"""Canonical form, leaf hash and Merkle tree: what makes the history checkable with tools that are not ours.

An entry is hashed as RFC 6962 hashes a leaf, over its canonical text (RFC 8785). Two JSON writers agree on that text only for a
part of JSON: ASCII keys, no floats, integers that every reader holds exactly. `canonical` refuses the rest instead of hashing
something another tool would write differently. Pure: bytes in, bytes out.
"""

from collections.abc import Callable, Sequence
from hashlib import sha256
from typing import Any, Final

import orjson

EXACT: Final = 2**53 - 1
"""Integers beyond this are not the same number to every reader of JSON."""


class NotCanonical(ValueError):
    """Raised for a value that has no canonical form here: a float, a big integer, a key that is not ASCII."""


def canonical(value: Any) -> str:
    """Give the canonical text of a value.

    >>> canonical({"b": 1, "a": [True, None, "é"]})
    '{"a":[true,null,"é"],"b":1}'
    """
    _refuse(value)
    return written(value)


def written(value: Any) -> str:
    """Write a value that is known to have a canonical form."""
    return orjson.dumps(value, option=orjson.OPT_SORT_KEYS).decode()


def _refuse(value: Any) -> None:  # one branch a type of JSON
    if isinstance(value, bool) or value is None:
        return
    if isinstance(value, str):
        if any(0xD800 <= ord(character) <= 0xDFFF for character in value):
            raise NotCanonical("a lone surrogate is no text")
        return
    if isinstance(value, int):
        if not -EXACT <= value <= EXACT:
            raise NotCanonical(f"{value} is beyond 2^53 - 1")
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if not isinstance(key, str) or not key.isascii():
                raise NotCanonical(f"{key!r} is no ASCII key")
            _refuse(item)
    else:
        raise NotCanonical(f"{type(value).__name__} has no canonical form")


def commitment(salt: bytes, value: str) -> str:
    """Give the salted hash that stands in an entry for a private value, in hex."""
    return sha256(salt + value.encode()).hexdigest()


def person_id(salt: bytes, issuer: str, subject: str) -> str:
    """Give the id under which a person acts: a UUID (version 8) that binds whom it stands for.

    Without the salt it tells nothing, also not to somebody who guesses.
    """
    text = sha256(salt + written([issuer, subject]).encode()).hexdigest()
    return f"{text[:8]}-{text[8:12]}-8{text[13:16]}-{'89ab'[int(text[16], 16) & 3]}{text[17:20]}-{text[20:32]}"


def leaf_hash(entry: str) -> bytes:
    """Give the leaf hash of an entry (RFC 6962, 2.1)."""
    return sha256(b"\x00" + entry.encode()).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of an inner node (RFC 6962, 2.1)."""
    return sha256(b"\x01" + left + right).digest()


def tree_head(leaves: Sequence[bytes]) -> bytes:
    """Give the Merkle tree hash of leaf hashes (RFC 9162, 2.1.1)."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = _split(len(leaves))
    return node_hash(tree_head(leaves[:split]), tree_head(leaves[split:]))


def _split(size: int) -> int:
    """Give the largest power of two below `size`."""
    power: int = 1 << (size - 1).bit_length() - 1
    return power


Head = Callable[[int, int], bytes]
"""(start, stop) → the Merkle tree hash of the leaves from `start` up to but not including `stop`."""


def inclusion_path(index: int, size: int, head: Head) -> list[bytes]:
    """Give the path that proves leaf `index` to be in the tree of `size` leaves (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < size:
        raise IndexError(index)
    start, stop = 0, size
    path = []
    while stop - start > 1:
        middle = start + _split(stop - start)
        if index < middle:
            path.append(head(middle, stop))
            stop = middle
        else:
            path.append(head(start, middle))
            start = middle
    return path[::-1]


def inclusion_proof(index: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Give the path that proves leaf `index` to be in the tree of these leaves."""
    return inclusion_path(index, len(leaves), lambda start, stop: tree_head(leaves[start:stop]))


def verify_inclusion(leaf: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Check an inclusion proof (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    node, last, found = index, size - 1, leaf
    for sibling in path:
        if last == 0:
            return False
        if node & 1 or node == last:
            found = node_hash(sibling, found)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            found = node_hash(found, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and found == root


def consistency_path(old_size: int, size: int, head: Head) -> list[bytes]:
    """Give the proof that the tree of `old_size` leaves is a prefix of the one of `size` (RFC 9162, 2.1.4.1)."""
    if not 0 < old_size <= size:
        raise ValueError(f"{old_size} is no size of an older tree of {size} leaves")
    start, stop = 0, size
    path = []
    while stop != old_size:
        middle = start + _split(stop - start)
        if old_size <= middle:
            path.append(head(middle, stop))
            stop = middle
        else:
            path.append(head(start, middle))
            start = middle
    if start:
        path.append(head(start, stop))
    return path[::-1]


def consistency_proof(old_size: int, leaves: Sequence[bytes]) -> list[bytes]:
    """Give the proof that the tree of `old_size` leaves is a prefix of the tree of these leaves."""
    return consistency_path(old_size, len(leaves), lambda start, stop: tree_head(leaves[start:stop]))


def verify_consistency(old_size: int, new_size: int, path: Sequence[bytes], old_root: bytes, new_root: bytes) -> bool:
    """Check a consistency proof (RFC 9162, 2.1.4.2)."""
    if not 0 < old_size <= new_size:
        return False
    if old_size == new_size:
        return not path and old_root == new_root
    nodes = list(path)
    if old_size & (old_size - 1) == 0:
        nodes.insert(0, old_root)
    if not nodes:
        return False
    node, last = old_size - 1, new_size - 1
    while node & 1:
        node, last = node >> 1, last >> 1
    old = new = nodes[0]
    for sibling in nodes[1:]:
        if last == 0:
            return False
        if node & 1 or node == last:
            old, new = node_hash(sibling, old), node_hash(sibling, new)
            while not node & 1 and node:
                node, last = node >> 1, last >> 1
        else:
            new = node_hash(new, sibling)
        node, last = node >> 1, last >> 1
    return last == 0 and old == old_root and new == new_root
