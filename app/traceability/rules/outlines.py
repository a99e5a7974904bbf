"""Outlines of gardens: walked with a phone, measured on the sphere, drawn without a map."""

import json
from collections.abc import Sequence
from itertools import pairwise
from math import cos, radians, sin
from typing import Any

from app.core.i18n import mark

Point = tuple[float, float]
"""Longitude, latitude: degrees of WGS 84."""

RADIUS = 6_371_008.8
"""Metres: the mean radius of the Earth (IUGG)."""
MOST_POINTS = 400
IN_VIETNAM = ((102.0, 110.0), (8.0, 24.0))
ALIKE_PERCENT = 20
"""A declared size may differ by this much from the one that was walked before it is asked about."""

WRONG = mark("Ranh giới chưa đọc được. Mời đi lại quanh vườn.")
TOO_FEW = mark("Ranh giới cần ít nhất ba điểm.")
ELSEWHERE = mark("Ranh giới không nằm trong Việt Nam.")


def read_outline(typed: Any) -> Any:
    """The JSON that the walking page sends, `[[105.7, 21.5], …]`, as points; empty for none.

    Raises ValueError, whose text is for the form.
    """
    if not isinstance(typed, str):
        return typed
    try:
        points = [(float(east), float(north)) for east, north in json.loads(typed or "[]")]
    except (ValueError, TypeError, OverflowError):
        raise ValueError(WRONG) from None
    if points and not 3 <= len(points) <= MOST_POINTS:
        raise ValueError(TOO_FEW if len(points) < 3 else WRONG)
    (west, east), (south, north) = IN_VIETNAM
    if not all(west <= x <= east and south <= y <= north for x, y in points):
        raise ValueError(ELSEWHERE)
    return points


def hectares(outline: Sequence[Point]) -> float:
    """The size of a polygon on the sphere, whichever way round it was walked.

    Chamberlain and Duquette, "Some algorithms for polygons on a sphere" (JPL 07-03, 2007), eq. 5.

    >>> round(hectares([(105.0, 21.0), (105.001, 21.0), (105.001, 21.001), (105.0, 21.001)]), 2)
    1.15
    """
    if len(outline) < 3:
        return 0.0
    ring = [*outline, outline[0]]
    twice = sum(
        radians(there[0] - here[0]) * (sin(radians(here[1])) + sin(radians(there[1])))
        for here, there in pairwise(ring)
    )
    return abs(twice) / 2 * RADIUS**2 / 10_000


def differs(declared: float, walked: float) -> bool:
    """Whether two sizes of one garden are too far apart to be both right.

    >>> differs(1.0, 1.19), differs(1.0, 1.25), differs(0, 3.0)
    (False, True, False)
    """
    return bool(declared and walked) and abs(declared - walked) * 100 > ALIKE_PERCENT * declared


def middle(outline: Sequence[Point]) -> Point:
    """A pin for the garden: the mean of its corners."""
    count = len(outline)
    return sum(x for x, _ in outline) / count, sum(y for _, y in outline) / count


def drawn(outline: Sequence[Point], side: int = 240, edge: int = 12) -> str:
    """`points` of an SVG polygon within a square of `side`, north up, true to its proportions.

    >>> drawn([(105.0, 21.0), (105.001, 21.0), (105.001, 21.001)], side=100, edge=0)
    '3.3,100.0 96.7,100.0 96.7,0.0'
    """
    if not outline:
        return ""
    narrowing = cos(radians(middle(outline)[1]))
    flat = [(x * narrowing, y) for x, y in outline]
    (left, right), (low, high) = ((min(axis), max(axis)) for axis in zip(*flat, strict=True))
    scale = (side - 2 * edge) / (max(right - left, high - low) or 1)
    dx = (side - (right - left) * scale) / 2
    dy = (side - (high - low) * scale) / 2
    return " ".join(
        f"{dx + (x - left) * scale:.1f},{side - dy - (y - low) * scale:.1f}" for x, y in flat
    )
