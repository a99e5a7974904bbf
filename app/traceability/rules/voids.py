"""Which labels of a run are void: ranges of places, from 1, both ends included."""

from collections.abc import Iterable, Iterator

Range = tuple[int, int]


def live_ranges(first: int, last: int, voided: Iterable[Range]) -> list[Range]:
    """The parts of `first`–`last` that no range of `voided` covers.

    >>> live_ranges(1, 10, [(3, 4), (9, 12)])
    [(1, 2), (5, 8)]
    >>> live_ranges(3, 4, [(1, 10)])
    []
    """
    found = []
    for start, end in sorted(voided):
        if start > first:
            found.append((first, min(start - 1, last)))
        first = max(first, end + 1)
        if first > last:
            break
    if first <= last:
        found.append((first, last))
    return [one for one in found if one[0] <= one[1]]


def last_places(ranges: Iterable[Range], count: int) -> Iterator[Range]:
    """The last `count` places of some ranges, the highest first.

    >>> list(last_places([(1, 2), (5, 8)], 5))
    [(5, 8), (2, 2)]
    """
    for first, last in sorted(ranges, reverse=True):
        if count <= 0:
            return
        start = max(first, last - count + 1)
        count -= last - start + 1
        yield start, last
