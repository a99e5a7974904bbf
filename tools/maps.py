"""Makes `app/places/data/thai_nguyen_outline.json`, a schematic of the 92 units of Thái Nguyên.

    python tools/maps.py path/to/vietnamadminunits/data        needs shapely 2.1 or newer

No boundary file of the units of July 2025 is free to use, but the data set of `tools/places.py`
has a point and a bounding box of each unit before. Every place goes to the old unit whose seeds are
nearest (Voronoi cells, those of the neighbouring provinces too, so that the province's own border
falls out), cells are merged by new unit, and the coverage is simplified. The result says which
commune lies beside which, and about where; pages call it "sơ đồ".
"""

import json
import math
import sys
from collections import defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any

import shapely
from places import DATA, Row, rows, successors
from shapely import Point, Polygon
from shapely.ops import unary_union

HOME = ("tinhthainguyen", "tinhbackan")
KM = 111.2
MIDDLE = math.cos(math.radians(22.03))
UNIT = 0.1  # km: one step of the committed coordinates
TOLERANCE = 1.0  # km: corners of about its square are cut
REACH = 0.4  # of half the box: more follows sizes better, and lets neighbours interlock
GUESS = 0.9  # km: a box smaller than this is a geocoder's guess, not a commune
BOXLESS = {"wardBounds": "0,0 – 0,0"}
Vertex = tuple[int, int]


def main(source: Path) -> None:
    cells = voronoi(seeds(source))
    units = join_strays({code: unary_union(parts) for code, parts in cells.items() if code})
    codes, shapes = list(units), shapely.coverage_simplify(list(units.values()), TOLERANCE)
    outline = topology(dict(zip(codes, on_grid(shapes), strict=True)))
    assert len(outline["units"]) == 92
    text = json.dumps(outline, separators=(",", ":")).replace('"arcs"', '\n"arcs"')
    (DATA / "thai_nguyen_outline.json").write_text(text.replace('"units"', '\n"units"') + "\n")
    print(len(text), "bytes,", len(outline["arcs"]), "arcs")


def seeds(source: Path) -> list[tuple[str, Point]]:
    """New ward codes ("" outside the province) by points in km; big communes have nine each."""
    converter = json.loads((source / "converter_2025.json").read_text())
    now = {row["wardCode"]: row for row in rows(source, "admin_units")}
    became = successors(list(now.values()), converter)
    found = []
    for row in rows(source, "admin_units_legacy"):
        if not row["wardLat"] or not nearby(row):
            continue
        code = became["_".join(row[part] for part in ("provinceKey", "districtKey", "wardKey"))][0]
        home = row["provinceKey"] in HOME
        place = now[code] | BOXLESS if home and misplaced(row, now[code]) else row
        found += [(code if home else "", point) for point in spread(place)]
    return found


def nearby(row: Row) -> bool:
    """In Thái Nguyên, or near enough to hold one of its borders."""
    return 21.0 < row["wardLat"] < 23.1 and 105.1 < row["wardLon"] < 106.6


def misplaced(row: Row, new: Row) -> bool:
    """A guess that lies far from the middle of what the unit became."""
    radius = math.sqrt(new["wardAreaKm2"] / math.pi)
    away = project(row["wardLat"], row["wardLon"]).distance(project(new["wardLat"], new["wardLon"]))
    return half_box(row)[0] < GUESS / 2 and away > 1.5 * radius


def spread(row: Row) -> list[Point]:
    """The point, and eight on an ellipse inside the unit's box: size counts."""
    middle = project(row["wardLat"], row["wardLon"])
    wide, high = half_box(row)
    if min(wide, high) < GUESS / 2:
        return [middle]
    return [middle] + [
        Point(middle.x + REACH * wide * math.cos(turn), middle.y + REACH * high * math.sin(turn))
        for turn in (step * math.pi / 4 for step in range(8))
    ]


def half_box(row: Row) -> tuple[float, float]:
    low, high = (
        project(*map(float, corner.split(","))) for corner in row["wardBounds"].split(" – ")
    )
    return (high.x - low.x) / 2, (high.y - low.y) / 2


def project(latitude: float, longitude: float) -> Point:
    return Point(longitude * KM * MIDDLE, latitude * KM)


def voronoi(points: list[tuple[str, Point]]) -> dict[str, list[Polygon]]:
    by_point = {(point.x, point.y): code for code, point in points}
    places = shapely.MultiPoint([Point(*at) for at in by_point])
    cells = shapely.voronoi_polygons(places, ordered=True)
    found = defaultdict(list)
    for code, cell in zip(by_point.values(), cells.geoms, strict=True):
        found[code].append(cell)
    return found


def join_strays(units: dict[str, Any]) -> dict[str, Polygon]:
    """Keeps the largest piece of each unit; the others go to the neighbour they touch most."""
    pieces = {code: sorted(parts(shape), key=lambda p: -p.area) for code, shape in units.items()}
    kept = {code: ordered[0] for code, ordered in pieces.items()}
    for stray in (piece for ordered in pieces.values() for piece in ordered[1:]):
        shared = {code: shape.intersection(stray).length for code, shape in kept.items()}
        near = max(shared, key=shared.__getitem__)
        if shared[near] > 0:
            kept[near] = unary_union([kept[near], stray])
    return kept


def parts(shape: Any) -> list[Polygon]:
    return list(getattr(shape, "geoms", [shape]))


def on_grid(shapes: Any) -> list[list[Vertex]]:
    """Rings in whole steps, y downwards from the north-western corner, closed implicitly."""
    west, _, _, north = shapely.total_bounds(shapes)
    rings = []
    for shape in shapes:
        ring = [
            (round((x - west) / UNIT), round((north - y) / UNIT)) for x, y in shape.exterior.coords
        ]
        rings.append([at for at, following in pairwise(ring) if at != following])
    return rings


def topology(rings: dict[str, list[Vertex]]) -> Row:
    """Borders as arcs that two units share, so that each is stored and drawn once.

    An arc is [x, y, dx, dy, …]; a ring lists arcs by index, ~index where it runs backwards.
    """
    owners = edges(rings)
    arcs: dict[tuple[Vertex, ...], int] = {}
    units = {code: [number(arc, arcs) for arc in cut(ring, owners)] for code, ring in rings.items()}
    outer = [arc for arc in arcs if len(owners[frozenset(arc[:2])]) == 1]
    border = [number(arc, arcs) for arc in cut(around(outer), owners)]
    return {
        "unit_km": UNIT,
        "arcs": [delta(arc) for arc in arcs],
        "border": border,
        "units": dict(sorted(units.items())),
        "centres": {code: centre(ring) for code, ring in sorted(rings.items())},
    }


def edges(rings: dict[str, list[Vertex]]) -> dict[frozenset[Vertex], set[str]]:
    """The one or two units on the sides of each edge."""
    owners = defaultdict(set)
    for code, ring in rings.items():
        for edge in pairwise([*ring, ring[0]]):
            owners[frozenset(edge)].add(code)
    return owners


def cut(ring: list[Vertex], owners: dict[frozenset[Vertex], set[str]]) -> list[tuple[Vertex, ...]]:
    """The ring in arcs: it is cut wherever the units on its sides change."""
    sides = [owners[frozenset(edge)] for edge in pairwise([*ring, ring[0]])]
    nodes = [at for at in range(len(ring)) if sides[at] != sides[at - 1]] or [0]
    turned = ring[nodes[0] :] + ring[: nodes[0] + 1]
    stops = [at - nodes[0] for at in nodes] + [len(ring)]
    return [tuple(turned[start : stop + 1]) for start, stop in pairwise(stops)]


def number(arc: tuple[Vertex, ...], arcs: dict[tuple[Vertex, ...], int]) -> int:
    if arc[::-1] in arcs:
        return ~arcs[arc[::-1]]
    return arcs.setdefault(arc, len(arcs))


def around(arcs: list[tuple[Vertex, ...]]) -> list[Vertex]:
    """The province's own ring, put together from the arcs that only one unit has."""
    following = {arc[0]: arc for arc in arcs}
    ring, at = [], arcs[0][0]
    while at in following:
        arc = following.pop(at)
        ring += arc[:-1]
        at = arc[-1]
    assert not following
    return ring


def delta(arc: tuple[Vertex, ...]) -> list[int]:
    steps = [(x - was[0], y - was[1]) for was, (x, y) in pairwise(arc)]
    return [number for vertex in (arc[0], *steps) for number in vertex]


def centre(ring: list[Vertex]) -> Vertex:
    """The middle of the widest part, where a name fits best."""
    middle = shapely.maximum_inscribed_circle(Polygon(ring), tolerance=1).coords[0]
    return round(middle[0]), round(middle[1])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
