"""The units of July 2025 as the law counts them, and the way back to the names before."""

from collections import Counter
from unicodedata import normalize

import pytest

from app.core.text import nfc
from app.places import queries
from app.places.queries import UnknownPlace, units
from app.places.rules import HOME, Kind, Ward

WRONG_TYPE_IN_THE_SOURCE = {
    "10543": Kind.WARD,
    "11848": Kind.COMMUNE,
    "31213": Kind.WARD,
    "31299": Kind.COMMUNE,
}


def every_ward() -> list[Ward]:
    return [ward for province in queries.provinces() for ward in province.wards]


def test_the_country_has_34_provinces_and_3321_units() -> None:
    kinds = Counter(ward.kind for ward in every_ward())
    assert len(queries.provinces()) == 34
    assert kinds == {Kind.COMMUNE: 2621, Kind.WARD: 687, Kind.SPECIAL_ZONE: 13}
    assert sum(p.name.startswith("Thành phố") for p in queries.provinces()) == 6


def test_thai_nguyen_has_77_communes_and_15_wards() -> None:
    kinds = Counter(ward.kind for ward in queries.wards(HOME))
    assert queries.province(HOME).name == "Tỉnh Thái Nguyên"
    assert queries.province(HOME).merged == ("Bắc Kạn",)
    assert kinds == {Kind.COMMUNE: 77, Kind.WARD: 15}


def test_codes_are_padded_and_unique_and_names_are_composed() -> None:
    codes = [ward.code for ward in every_ward()]
    assert all(len(code) == 5 and code.isdecimal() for code in codes)
    assert len(set(codes)) == len(codes)
    assert all(ward.name == " ".join(nfc(ward.name).split()) for ward in every_ward())


@pytest.mark.parametrize(("code", "kind"), WRONG_TYPE_IN_THE_SOURCE.items())
def test_the_four_wrong_types_of_the_source_are_right_here(code: str, kind: Kind) -> None:
    assert queries.ward(code).kind == kind


def test_lists_follow_the_vietnamese_alphabet() -> None:
    names = [province.short_name for province in queries.provinces()]
    assert names[:6] == ["An Giang", "Bắc Ninh", "Cà Mau", "Cao Bằng", "Cần Thơ", "Đà Nẵng"]
    assert [ward.short_name for ward in queries.wards(HOME)][:3] == [
        "An Khánh",
        "Ba Bể",
        "Bá Xuyên",
    ]


@pytest.mark.parametrize("code", ["", "1", "00", "99", "19 ", "019"])
def test_an_unknown_province_is_not_found(code: str) -> None:
    assert not queries.is_province(code)
    with pytest.raises(UnknownPlace):
        queries.wards(code)


@pytest.mark.parametrize("code", ["", "5503", "99999", "05794"])
def test_an_unknown_ward_is_not_found(code: str) -> None:
    """05794 was the draft code of Phú Lạc, which is 05788."""
    assert not queries.is_ward_of(code, HOME)
    with pytest.raises(UnknownPlace):
        queries.ward(code)


def test_a_ward_belongs_to_its_province_alone() -> None:
    assert queries.is_ward_of("05503", HOME)
    assert not queries.is_ward_of("05503", "01")


def test_every_ward_of_thai_nguyen_has_an_address_of_its_own() -> None:
    wards = queries.wards(HOME)
    slugs = {queries.ward_slug(ward.code) for ward in wards}
    assert len(slugs) == len(wards)
    assert all(queries.ward_by_slug(queries.ward_slug(ward.code)) == ward for ward in wards)
    assert queries.ward_by_slug("tan-cuong").code == "05503"


def test_two_names_that_fold_alike_carry_their_codes() -> None:
    assert queries.ward_by_slug("van-lang-02143").name == "Xã Văn Lang"
    assert queries.ward_by_slug("van-lang-05665").name == "Xã Văn Lăng"
    with pytest.raises(UnknownPlace):
        queries.ward_by_slug("van-lang")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Thị trấn Chợ Rã, Ba Bể, Bắc Kạn", "01912"),
        ("TT. Chợ Rã, H. Ba Bể", "01912"),
        ("Xã Phúc Xuân", "05488"),
        ("phuc triu, thai nguyen", "05488"),
        ("Xã Thịnh Đức, Thành phố Thái Nguyên", "05503"),
        ("Xã Bình Sơn, Sông Công", "05503"),
        ("Côn Đảo", "26732"),
    ],
)
def test_an_old_name_leads_to_what_it_became(text: str, code: str) -> None:
    assert queries.legacy(text)[0].ward_codes[0] == code


def test_a_divided_unit_names_its_usual_successor_first() -> None:
    old = queries.legacy("Phường Gia Sàng, Thái Nguyên")[0]
    assert [queries.ward(code).short_name for code in old.ward_codes] == [
        "Phan Đình Phùng",
        "Gia Sàng",
    ]


@pytest.mark.parametrize("text", ["", " , ", "Xã Không Có", "Chợ Rã, Hà Nội"])
def test_an_old_name_that_never_was_finds_nothing(text: str) -> None:
    assert queries.legacy(text) == ()


def test_every_old_unit_became_something_that_exists() -> None:
    old = units._legacy_units()
    assert len(old) == 10_040
    assert all(queries.ward(code) for unit in old for code in unit.ward_codes)


def test_every_ward_of_thai_nguyen_knows_its_former_names() -> None:
    old = [unit for unit in units._legacy_units() if unit.province in OLD_HOME]
    named = [name for ward in queries.wards(HOME) for name in queries.former_names(ward.code)]
    assert all(queries.former_names(ward.code) for ward in queries.wards(HOME))
    assert {unit.name for unit in old} == set(named)
    assert queries.former_names("05503") == ("Xã Thịnh Đức", "Xã Tân Cương", "Xã Bình Sơn")


OLD_HOME = ("Tỉnh Thái Nguyên", "Tỉnh Bắc Kạn")


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("Tân Cương", "05503"),
        ("tan cuong", "05503"),
        ("xã tân cương", "05503"),
        (normalize("NFD", "Tân Cương"), "05503"),
        ("trai ca", "05662"),
        ("xã phúc xuân", "05488"),
        ("hoa an, cao bang", "01654"),
        ("dong hy", "05692"),
    ],
)
def test_a_search_finds_present_and_former_names(text: str, first: str) -> None:
    assert queries.search_wards(text)[0].code == first


def test_a_search_stays_inside_a_province_and_a_limit() -> None:
    found = queries.search_wards("tân", province_code="01", limit=3)
    assert len(found) <= 3
    assert {ward.province_code for ward in found} == {"01"}
    assert queries.search_wards("  ") == ()


def test_an_address_is_printed_with_two_levels() -> None:
    assert (
        queries.address_line("Xóm Hồng Thái 2", "05503")
        == "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên"
    )
