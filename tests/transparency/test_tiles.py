"""Paths as C2SP tlog-tiles writes them; tiles grown in any steps are the same tiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transparency.rules.tiles import (
    Tile,
    bundle,
    grown,
    node_in,
    parse_path,
    partial_tiles,
    tree_root,
    widths,
)
from app.transparency.rules.tree import EMPTY, leaf_hash, root_of

HASHES = [leaf_hash(str(number).encode()) for number in range(70_000)]


@pytest.mark.parametrize(
    ("tile", "path"),
    [
        (Tile(0, 0), "0/000"),
        (Tile(0, 999, 255), "0/999.p/255"),
        (Tile(1, 1000), "1/x001/000"),
        (Tile(None, 1234067, 8), "entries/x001/x234/067.p/8"),
        (Tile(63, 0, 1), "63/000.p/1"),
    ],
)
def test_a_path_is_written_and_read_in_one_way(tile: Tile, path: str) -> None:
    assert tile.path == f"tile/{path}"
    assert parse_path(path) == tile


@pytest.mark.parametrize(
    "path",
    ["0/0", "0/1000", "0/x000/001", "00/000", "64/000", "0/000.p/0", "0/000.p/256", "0/000.p/01",
     "0/000/", "/0/000", "entry/000", "0/x001", "0/" + "x999/" * 9 + "999", "0/٠٠٠", "0/000\n"],
)  # fmt: skip
def test_any_other_path_is_none(path: str) -> None:
    assert parse_path(path) is None


def test_the_tree_of_the_standards_example_has_its_tiles() -> None:
    tiles = grown({}, 0, HASHES)
    assert len([1 for level, _ in tiles if level == 0]) == 274
    assert {place: len(tile) // 32 for place, tile in tiles.items() if place[0] > 0} == {
        (1, 0): 256,
        (1, 1): 17,
        (2, 0): 1,
    }
    assert tiles[2, 0] == root_of(HASHES[:65536])
    assert node_in(tiles, (9, 3)) == root_of(HASHES[1536:2048])
    partial = partial_tiles({}, tiles, 70_000)
    assert {level: len(tile) // 32 for level, tile in partial.items()} == widths(70_000)
    assert tree_root(partial, 70_000) == root_of(HASHES)


@given(st.lists(st.integers(0, 700), min_size=1, max_size=6))
def test_a_tree_grown_in_steps_is_the_tree_grown_at_once(steps: list[int]) -> None:
    partial: dict[int, bytes] = {}
    tiles: dict[tuple[int, int], bytes] = {}
    size = 0
    for step in steps:
        changed = grown(partial, size, HASHES[size : size + step])
        size += step
        partial = partial_tiles(partial, changed, size)
        tiles |= changed
        assert tree_root(partial, size) == root_of(HASHES[:size])
    assert tiles == grown({}, 0, HASHES[:size])


def test_tiles_of_another_size_are_not_grown() -> None:
    with pytest.raises(ValueError, match="level 0 holds 0 bytes"):
        grown({}, 5, HASHES[:1])
    assert tree_root({}, 0) == EMPTY


def test_a_bundle_says_the_length_of_each_entry() -> None:
    assert bundle([b"ab", b"", b"c" * 300]) == b"\0\2ab\0\0\x01\x2c" + b"c" * 300
