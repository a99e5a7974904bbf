"""Drawings of Thái Nguyên and its communes, ready for a template: texts and numbers only."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cache

from app.core.config import ROOT
from app.places.queries.files import DATA, read, version
from app.places.queries.units import UnknownPlace, ward
from app.places.rules import Outline, outlines
from app.places.rules.outlines import ZOOM, Box

DRAWN_BY = ROOT / "templates" / "places"
FILE = "thai_nguyen_outline.json"
LETTERS, TITLE = 0.044, 0.075
"""Sizes of names as parts of a commune's map: 11 and 18 px where it is 250 px wide."""
EDGE = 0.05
"""Of a commune's map: a page may crop that much."""
NEAR = (350, 110)
"""Two marks of the province whose names, written to the right, would meet."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A commune to point out: its area as a path, its middle, and what to call it there."""

    ward_code: str
    name: str
    area: str
    x: int
    y: int
    leftward: bool = False


@dataclass(frozen=True, slots=True)
class ProvinceMap:
    """The whole province: its area and inner borders as paths, and the communes to point out."""

    box: Box
    land: str
    borders: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class CommuneMap:
    """One commune in the middle of its neighbours; `rim` is where the province ends."""

    box: Box
    land: str
    borders: str
    rim: str
    mark: Mark
    neighbours: tuple[Mark, ...]

    @property
    def letters(self) -> int:
        return _letters(self.box)


def province_map(named: Iterable[tuple[str, str]] = ()) -> ProvinceMap:
    """`named` are (ward code, name on the map); raises `UnknownPlace` for one outside."""
    marks = [_mark(code, name) for code, name in named]
    return ProvinceMap(_box(), _land(), _borders(), tuple(_turned(mark, marks) for mark in marks))


def _turned(mark: Mark, marks: list[Mark]) -> Mark:
    """Its name stands to the left when another mark would be in the way on the right."""
    ahead = (other for other in marks if 0 < other.x - mark.x < NEAR[0])
    return replace(mark, leftward=any(abs(other.y - mark.y) < NEAR[1] for other in ahead))


@cache
def commune_map(ward_code: str) -> CommuneMap:
    """Raises `UnknownPlace` for a ward of another province."""
    drawn, mark = _outline(), _mark(ward_code, ward(ward_code).name)
    box = outlines.close_up(drawn, ward_code)
    return CommuneMap(
        box=box,
        land=_land(),
        borders=outlines.borders(drawn, box),
        rim=outlines.borders(drawn, box, outer=True),
        mark=mark,
        neighbours=_named_beside(mark, box),
    )


def _named_beside(mark: Mark, box: Box) -> tuple[Mark, ...]:
    """The neighbours whose names find room beside the commune and its own name."""
    drawn = _outline()
    names = {c: ward(c).short_name for c in outlines.neighbours(drawn, mark.ward_code)}
    title = outlines.lettering(mark.name, drawn.centres[mark.ward_code], TITLE * box.width)
    taken = [title, *outlines.along(drawn.ring(drawn.units[mark.ward_code]))]
    spots = outlines.spots(drawn, names, _letters(box), box.inset(EDGE), taken)
    return tuple(Mark(code, names[code], "", ZOOM * x, ZOOM * y) for code, (x, y) in spots.items())


def _letters(box: Box) -> int:
    return round(LETTERS * box.width)


@cache
def map_version() -> str:
    """Changes with the outlines and how they are drawn, so that browsers may keep the pictures."""
    return version(DATA / FILE, *sorted(DRAWN_BY.glob("*.svg")))


def _mark(code: str, name: str) -> Mark:
    drawn = _outline()
    if code not in drawn.units:
        raise UnknownPlace
    x, y = drawn.centres[code]
    return Mark(code, name, outlines.area(drawn, drawn.units[code]), ZOOM * x, ZOOM * y)


@cache
def _outline() -> Outline:
    return outlines.outline(read(FILE))


@cache
def _box() -> Box:
    return outlines.whole(_outline())


@cache
def _land() -> str:
    return outlines.area(_outline(), _outline().border)


@cache
def _borders() -> str:
    return outlines.borders(_outline(), _box())
