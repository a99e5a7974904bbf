"""From the shared borders of the schematic to paths that a page can draw.

Coordinates are tenths of a kilometre from the north-western corner, y downwards. Paths are drawn
`ZOOM` times larger, so that the middle of two points is whole. A border bends instead of breaking:
each point between its ends is the control point of a curve, and `t` makes the next one by itself.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

ZOOM = 2
MARGIN = 6
"""Around the whole province, for the width of its border."""
SHAPE = 10 / 7
"""Width to height of a commune's own map."""
FILLS = 0.45
"""How much of its own map a commune reaches across, at most."""
Vertex = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Outline:
    """Borders as arcs, rings as arcs by index (`~index` runs backwards), a middle for each name."""

    arcs: tuple[tuple[Vertex, ...], ...]
    border: tuple[int, ...]
    units: dict[str, tuple[int, ...]]
    centres: dict[str, Vertex]

    def arc(self, index: int) -> tuple[Vertex, ...]:
        return self.arcs[index] if index >= 0 else self.arcs[~index][::-1]

    def ring(self, indexes: tuple[int, ...]) -> list[Vertex]:
        """All its points once; it closes by itself."""
        return [vertex for index in indexes for vertex in self.arc(index)[:-1]]


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map, in the coordinates of paths."""

    left: int
    top: int
    width: int
    height: int

    def __str__(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"

    def inset(self, part: float) -> "Box":
        """Without `part` of the width and height on each side."""
        across, down = round(part * self.width), round(part * self.height)
        wide, high = self.width - 2 * across, self.height - 2 * down
        return Box(self.left + across, self.top + down, wide, high)

    def holds(self, other: "Box") -> bool:
        return (
            self.left <= other.left
            and self.top <= other.top
            and other.left + other.width <= self.left + self.width
            and other.top + other.height <= self.top + self.height
        )

    def overlaps(self, other: "Box") -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )

    def meets(self, arc: tuple[Vertex, ...]) -> bool:
        xs, ys = [x for x, _ in arc], [y for _, y in arc]
        return (
            ZOOM * min(xs) < self.left + self.width
            and ZOOM * max(xs) > self.left
            and ZOOM * min(ys) < self.top + self.height
            and ZOOM * max(ys) > self.top
        )


def outline(raw: dict[str, Any]) -> Outline:
    """What `tools/maps.py` wrote: an arc is [x, y, dx, dy, …]."""
    return Outline(
        arcs=tuple(_vertices(arc) for arc in raw["arcs"]),
        border=tuple(raw["border"]),
        units={code: tuple(arcs) for code, arcs in raw["units"].items()},
        centres={code: (x, y) for code, (x, y) in raw["centres"].items()},
    )


def _vertices(numbers: list[int]) -> tuple[Vertex, ...]:
    found = [(0, 0)]
    for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
        found.append((found[-1][0] + dx, found[-1][1] + dy))
    return tuple(found[1:])


def whole(drawn: Outline) -> Box:
    """The box of the whole province."""
    return _around(drawn.ring(drawn.border))


def close_up(drawn: Outline, code: str) -> Box:
    """A commune among its neighbours: its middle is the middle of the picture."""
    x, y = drawn.centres[code]
    ring = drawn.ring(drawn.units[code])
    reach = max(max(abs(at[0] - x), SHAPE * abs(at[1] - y)) for at in ring)
    width = round(2 * ZOOM * reach / FILLS)
    height = round(width / SHAPE)
    return Box(ZOOM * x - width // 2, ZOOM * y - height // 2, width, height)


def _around(vertices: list[Vertex]) -> Box:
    xs, ys = zip(*vertices, strict=True)
    left, top = ZOOM * min(xs) - MARGIN, ZOOM * min(ys) - MARGIN
    return Box(left, top, ZOOM * max(xs) + MARGIN - left, ZOOM * max(ys) + MARGIN - top)


def lettering(text: str, middle: Vertex, letters: float) -> Box:
    """About the room that `text` takes, `letters` high, centred on a point of the map."""
    width, height = round(0.56 * letters * len(text)), round(1.3 * letters)
    return Box(ZOOM * middle[0] - width // 2, ZOOM * middle[1] - height, width, height)


def spots(
    drawn: Outline, names: dict[str, str], letters: float, frame: Box, taken: list[Box]
) -> dict[str, Vertex]:
    """Where each unit's name can be written: inside it, inside `frame`, touching nothing.

    A name stays as near to the middle of its unit as it can; one without room is left out.
    """
    written, found = list(taken), {}
    for code, name in names.items():
        for place in _candidates(drawn, code, round(letters / ZOOM)):
            room = lettering(name, place, letters)
            if frame.holds(room) and not any(room.overlaps(other) for other in written):
                found[code] = place
                written.append(room)
                break
    return found


def _candidates(drawn: Outline, code: str, step: int) -> list[Vertex]:
    """Points of a grid around the unit's middle that lie inside it, nearest first."""
    ring, (x, y) = drawn.ring(drawn.units[code]), drawn.centres[code]
    reach = range(-8, 9)
    grid = [(x + step * right, y + step * down) for right in reach for down in reach]
    inner = [place for place in grid if encloses(ring, place)]
    return sorted(inner, key=lambda place: (place[0] - x) ** 2 + (place[1] - y) ** 2)


def encloses(ring: list[Vertex], place: Vertex) -> bool:
    """Whether a ray to the right crosses the ring an odd number of times."""
    x, y = place
    crossed = False
    for (ax, ay), (bx, by) in pairwise([*ring, ring[0]]):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            crossed = not crossed
    return crossed


def along(ring: list[Vertex]) -> list[Box]:
    """Small boxes on the corners of a ring and between them: names should not touch its border."""
    middles = [
        ((ax + bx) // 2, (ay + by) // 2) for (ax, ay), (bx, by) in pairwise([*ring, ring[0]])
    ]
    return [Box(ZOOM * x, ZOOM * y, 1, 1) for x, y in (*ring, *middles)]


def area(drawn: Outline, indexes: tuple[int, ...]) -> str:
    """A closed path along the arcs, to be filled."""
    x, y = drawn.arc(indexes[0])[0]
    return f"M{ZOOM * x} {ZOOM * y}{''.join(_bend(drawn.arc(index)) for index in indexes)}z"


def borders(drawn: Outline, box: Box, *, outer: bool = False) -> str:
    """The borders between units that meet `box`, each once; `outer`: those of the province."""
    rim = {index if index >= 0 else ~index for index in drawn.border}
    shown = [
        arc for index, arc in enumerate(drawn.arcs) if (index in rim) == outer and box.meets(arc)
    ]
    return "".join(f"M{ZOOM * arc[0][0]} {ZOOM * arc[0][1]}{_bend(arc)}" for arc in shown)


def neighbours(drawn: Outline, code: str) -> list[str]:
    """The units that share a border with `code`."""
    own = {index if index >= 0 else ~index for index in drawn.units[code]}
    return [
        other
        for other, indexes in drawn.units.items()
        if other != code and any((i if i >= 0 else ~i) in own for i in indexes)
    ]


def _bend(arc: tuple[Vertex, ...]) -> str:
    """From the arc's first point to its last; inner points pull, middles between them are met."""
    start = (ZOOM * arc[0][0], ZOOM * arc[0][1])
    met = [(a[0] + b[0], a[1] + b[1]) for a, b in pairwise(arc[1:-1])]
    met.append((ZOOM * arc[-1][0], ZOOM * arc[-1][1]))
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise([start, *met])]
    if len(arc) == 2:
        return "l" + _numbers(steps)
    pull = (ZOOM * arc[1][0] - start[0], ZOOM * arc[1][1] - start[1])
    bent = "q" + _numbers([pull, steps[0]])
    return bent + ("t" + _numbers(steps[1:]) if steps[1:] else "")


def _numbers(steps: list[Vertex]) -> str:
    """As short as SVG allows: a minus needs no space before it."""
    return " ".join(str(number) for step in steps for number in step).replace(" -", "-")
