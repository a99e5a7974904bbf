"""The schematic: 92 outlines that fill the province without overlapping, and their drawings."""

import random
from collections import Counter
from itertools import combinations, pairwise
from xml.etree import ElementTree as ET

import brotli
import pytest

from app.core.templates import env
from app.places import pages, queries
from app.places.queries import UnknownPlace, maps
from app.places.queries.files import DATA
from app.places.rules import HOME, outlines
from app.places.rules.outlines import Outline, Vertex, encloses
from tests.conftest import Client

SVG = "{http://www.w3.org/2000/svg}"
TEA = [("05818", "La Bằng"), ("05641", "Khe Cốc"), ("05692", "Trại Cài"), ("05503", "Tân Cương")]


@pytest.fixture(scope="module")
def drawn() -> Outline:
    return maps._outline()


def size(ring: list[Vertex]) -> float:
    """The area of a ring, whichever way it turns (the shoelace formula)."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise([*ring, ring[0]]))) / 2


def test_every_unit_of_thai_nguyen_has_one_outline(drawn: Outline) -> None:
    assert set(drawn.units) == {ward.code for ward in queries.wards(HOME)} == set(drawn.centres)


def test_the_file_weighs_at_most_40_kb() -> None:
    assert (DATA / maps.FILE).stat().st_size <= 40_000


def test_the_units_fill_the_province_without_overlap(drawn: Outline) -> None:
    rings = {code: drawn.ring(arcs) for code, arcs in drawn.units.items()}
    province = drawn.ring(drawn.border)
    assert sum(map(size, rings.values())) == pytest.approx(size(province), rel=0.001)
    chance = random.Random(19)
    right, bottom = max(x for x, _ in province), max(y for _, y in province)
    for _ in range(2000):
        x, y = chance.randrange(right), chance.randrange(bottom)
        holders = [code for code, ring in rings.items() if encloses(ring, (x, y))]
        assert len(holders) == (1 if encloses(province, (x, y)) else 0)


def test_each_border_belongs_to_one_unit_or_two(drawn: Outline) -> None:
    used = Counter(max(i, ~i) for arcs in drawn.units.values() for i in arcs)
    outer = {max(i, ~i) for i in drawn.border}
    assert set(used) == set(range(len(drawn.arcs)))
    assert all(count == (1 if index in outer else 2) for index, count in used.items())


def test_the_middle_of_a_unit_lies_inside_it(drawn: Outline) -> None:
    for code, arcs in drawn.units.items():
        assert encloses(drawn.ring(arcs), drawn.centres[code])


def test_the_north_is_up_and_neighbours_are_where_they_are(drawn: Outline) -> None:
    bac_kan, tan_cuong, la_bang = (drawn.centres[c] for c in ("01843", "05503", "05818"))
    assert bac_kan[1] < tan_cuong[1]
    assert la_bang[0] < tan_cuong[0]
    names = {queries.ward(code).short_name for code in outlines.neighbours(drawn, "05503")}
    assert {"Đại Phúc", "Phúc Thuận", "Bá Xuyên"} <= names


def test_a_path_runs_the_same_way_back() -> None:
    """Two units that share a border draw the same curve, or slivers would show between them."""
    arc = ((0, 0), (3, 1), (5, 5), (9, 4))
    assert outlines._bend(arc) == "q6 2 8 6t10 2"
    assert outlines._bend(arc[::-1]) == "q-8 2-10-2t-8-6"


def test_a_straight_border_is_a_line() -> None:
    assert outlines._bend(((1, 1), (4, -2))) == "l6-6"


def test_a_name_is_written_inside_its_unit_and_touches_no_other() -> None:
    for ward in queries.wards(HOME):
        map_ = queries.commune_map(ward.code)
        rooms = [
            outlines.lettering(name.name, (name.x // 2, name.y // 2), map_.letters)
            for name in map_.neighbours
        ]
        assert all(map_.box.holds(room) for room in rooms)
        assert not any(a.overlaps(b) for a, b in combinations(rooms, 2))


def test_a_name_without_room_is_left_out(drawn: Outline) -> None:
    box = outlines.close_up(drawn, "05503")
    assert outlines.spots(drawn, {"05488": "Đại Phúc"}, 40, box, [])
    assert outlines.spots(drawn, {"05488": "Đại Phúc"}, 40, box, [box]) == {}


def test_a_name_stands_on_the_left_where_another_mark_is_on_the_right() -> None:
    turned = {mark.name: mark.leftward for mark in queries.province_map(TEA).marks}
    assert turned == {"La Bằng": False, "Khe Cốc": True, "Trại Cài": False, "Tân Cương": False}


@pytest.mark.parametrize("code", ["01", "00004", "99999"])
def test_a_place_outside_thai_nguyen_has_no_map(client: Client, code: str) -> None:
    with pytest.raises(UnknownPlace):
        queries.commune_map(code)
    with pytest.raises(UnknownPlace):
        queries.province_map([(code, "Ở đâu")])
    assert client.get(f"/ban-do/{code}.svg").status_code == 404
    assert client.get(f"/ban-do/{code}/tinh.svg").status_code == 404


@pytest.mark.parametrize("code", [ward.code for ward in queries.wards(HOME)])
def test_the_two_pictures_of_a_commune_weigh_at_most_4_kb_together(code: str) -> None:
    pictures = pages._commune(code), pages._commune_in_province(code)
    assert all(ET.fromstring(picture.body).tag == f"{SVG}svg" for picture in pictures)  # noqa: S314
    assert sum(len(picture.brotli) for picture in pictures) <= 4096


def test_the_map_of_a_region_weighs_at_most_12_kb() -> None:
    source = '{% import "shared/map.html" as map %}{{ map.province(drawing, "Bốn vùng chè") }}'
    text = env.from_string(source).render(drawing=queries.province_map(TEA))
    assert len(text.encode()) <= 12_000
    assert len(brotli.compress(text.encode())) <= 4_000
    assert text.count('class="map-area"') == 4
    assert "Khe Cốc" in text


def test_a_picture_may_be_kept_for_ever_and_comes_compressed(client: Client) -> None:
    answer = client.get("/ban-do/05503.svg", headers={"accept-encoding": "br"})
    assert answer.headers["content-type"].startswith("image/svg+xml")
    assert answer.headers["content-encoding"] == "br"
    assert "immutable" in answer.headers["cache-control"]
    assert "Quyết Thắng" in answer.text


def test_the_version_names_the_drawing() -> None:
    assert len(queries.map_version()) == 8
