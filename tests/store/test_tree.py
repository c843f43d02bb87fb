"""The tree in its two forms gives what the definition in RFC 9162 gives."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from challenge_api.history import proofs
from challenge_api.history.tree import MissingHashes, Range, Tiles, width

ALL = [proofs.leaf_hash(str(n)) for n in range(1500)]


def tiles(size: int) -> Tiles:
    rows: dict[int, list[bytes]] = {0: ALL[:size]}
    for full in Range().extend(ALL[:size]):
        rows.setdefault(full.level, []).append(full.hash)
        assert len(rows[full.level]) == full.number + 1
    return Tiles(size, lambda level, first, count: rows.get(level, [])[first : first + count])


@pytest.mark.parametrize("size", [0, 1, 2, 3, 255, 256, 257, 511, 512, 513, 1023, 1024, 1500])
def test_both_forms_give_the_tree_of_the_definition(size: int) -> None:
    grown = Range()
    grown.extend(ALL[:size])
    read = tiles(size)
    assert grown.head() == read.head(0, size) == proofs.tree_head(ALL[:size])
    assert read.range() == grown


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_every_proof_of_the_tree_verifies_and_is_that_of_the_definition(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, len(ALL)))
    index, old = data.draw(st.integers(0, size - 1)), data.draw(st.integers(1, size))
    tree, root, old_root = tiles(size), proofs.tree_head(ALL[:size]), proofs.tree_head(ALL[:old])
    path = tree.inclusion(index)
    assert path == proofs.inclusion_proof(index, ALL[:size])
    assert proofs.verify_inclusion(ALL[index], index, size, path, root)
    assert not proofs.verify_inclusion(ALL[index - 1], index, size, path, root) or size == 1
    grown = tree.consistency(old)
    assert grown == proofs.consistency_proof(old, ALL[:size])
    assert proofs.verify_consistency(old, size, grown, old_root, root)
    assert not proofs.verify_consistency(old, size, grown, root, old_root) or old == size


def test_a_proof_is_as_long_as_the_logarithm_of_the_log() -> None:
    for size in (10**3, 10**6, 10**9):
        lengths = [len(proofs.inclusion_path(index, size, lambda _start, _stop: b"")) for index in (0, size // 3, size - 1)]
        assert max(lengths) <= (size - 1).bit_length()


def test_a_tile_that_is_not_whole_is_not_taken_for_whole() -> None:
    with pytest.raises(MissingHashes, match="199 of 200"):
        Tiles(200, lambda _level, _first, _count: ALL[:199]).head(0, 200)


def test_a_tile_is_as_wide_as_the_tree_has_grown() -> None:
    assert [width(0, n, 600) for n in range(4)] == [256, 256, 88, 0]
    assert [width(1, n, 600) for n in range(2)] == [2, 0]
    assert width(2, 0, 256**2) == 1
