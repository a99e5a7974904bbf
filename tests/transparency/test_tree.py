"""Published vectors, and every size up to some hundreds against the definition itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.transparency.rules.tree import (
    EMPTY,
    consistency_ranges,
    continues,
    includes,
    inclusion_ranges,
    leaf_hash,
    node_hash,
    range_hash,
    root_of,
)

# The eight leaves and the roots of their trees that RFC 6962's own implementation is tested with.
LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
HASHES = [leaf_hash(str(number).encode()) for number in range(600)]


def by_definition(hashes: list[bytes]) -> bytes:
    """MTH as section 2.1 words it."""
    if len(hashes) < 2:
        return hashes[0] if hashes else EMPTY
    half = 1
    while half * 2 < len(hashes):
        half *= 2
    return node_hash(by_definition(hashes[:half]), by_definition(hashes[half:]))


def node(place: tuple[int, int]) -> bytes:
    level, index = place
    return by_definition(HASHES[index << level : (index + 1) << level])


@pytest.mark.parametrize("size", range(9))
def test_roots_are_those_of_the_published_vectors(size: int) -> None:
    assert root_of([leaf_hash(leaf) for leaf in LEAVES[:size]]).hex() == ROOTS[size]


def test_the_path_of_the_published_example_is_the_one_of_the_standard() -> None:
    """RFC 6962 section 2.1.3: of seven leaves d0…d6 the path of d0 is [b, h, l]."""
    assert inclusion_ranges(0, 7) == [(1, 2), (2, 4), (4, 7)]
    assert inclusion_ranges(6, 7) == [(4, 6), (0, 4)]
    assert consistency_ranges(3, 7) == [(2, 3), (3, 4), (0, 2), (4, 7)]
    assert consistency_ranges(4, 7) == [(4, 7)]
    assert consistency_ranges(6, 7) == [(4, 6), (6, 7), (0, 4)]


@given(st.data())
def test_an_audit_path_proves_its_leaf_and_no_other(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 600))
    index = data.draw(st.integers(0, size - 1))
    root = root_of(HASHES[:size])
    assert root == by_definition(HASHES[:size])
    path = [range_hash(one, node) for one in inclusion_ranges(index, size)]
    assert includes(root, size, index, HASHES[index], path)
    assert not includes(root, size, index, leaf_hash(b"another"), path)
    assert not includes(root, size, (index + 1) % size, HASHES[index], path) or size == 1
    assert not includes(root, size, index, HASHES[index], [*path, EMPTY])
    assert not includes(root, size, index, HASHES[index], path[:-1]) or not path
    assert not includes(EMPTY, size, index, HASHES[index], path)
    assert not includes(root, size, size, HASHES[index], path)


@given(st.data())
def test_a_consistency_proof_holds_for_its_two_trees_alone(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 600))
    old = data.draw(st.integers(0, size))
    old_root, root = root_of(HASHES[:old]), root_of(HASHES[:size])
    proof = [range_hash(one, node) for one in consistency_ranges(old, size)]
    assert continues(old_root, old, root, size, proof)
    assert not continues(old_root, old, root, size, [*proof, EMPTY])
    assert not continues(leaf_hash(b"another"), old, root, size, proof)
    if proof:
        assert not continues(old_root, old, root, size, [])
        assert not continues(old_root, old, leaf_hash(b"another"), size, proof)
        assert not continues(old_root, old, root, size, [EMPTY, *proof[1:]])
        assert not continues(old_root, old, root, size, proof[:-1])
    assert not continues(root, size, old_root, old, proof) or old == size


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_nothing_proves_a_leaf_outside_the_tree(index: int, size: int) -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_ranges(index, size)


def test_a_larger_tree_begins_no_smaller_one() -> None:
    with pytest.raises(ValueError, match="does not begin"):
        consistency_ranges(4, 3)
