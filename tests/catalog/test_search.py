"""Search finds what a Vietnamese shopper means, and the right product stands first."""

import unicodedata
from datetime import date
from typing import Any

import pytest
from sqlalchemy import select
from sqlmodel import Session

from app.catalog.models import Product
from app.catalog.queries import matching
from app.catalog.queries.conditions import P
from app.catalog.queries.listing import listing
from app.catalog.rules.listing import Sort, Wanted
from app.catalog.rules.search import is_namesake, parse_query, search_vector, spell
from tests.factories import make_category, make_product, make_seller

TODAY = date(2026, 11, 23)
SHELF = (
    ("Chè đinh Tân Cương", "Chè", "HTX Đồi Sương", "Tân Cương"),
    ("Chè móc câu Tân Cương", "Chè", "HTX Đồi Sương", "Tân Cương"),
    ("Trà ướp sen Hồ Núi Cốc", "Trà ướp hương", "Nhà chè Bảo Lâm", "Đại Phúc"),
    ("Gạo Bao Thai Định Hoá", "Gạo", "HTX Chợ Chu", "Định Hóa"),
    ("Gạo tám Nam Định", "Gạo", "Hộ Nam Định", "Tân Cương"),
    ("Măng ớt chế biến sẵn", "Đồ khô", "HTX chế biến Phú Lương", "Phú Lương"),
    ("Bánh chưng Bờ Đậu", "Bánh", "HTX Cổ Lũng", "Phú Lương"),
    ("Khay trà gỗ, tặng kèm hộp chè đinh", "Quà", "Xưởng gỗ", "Phổ Yên"),
    ("Mật ong hoa nhãn Võ Nhai", "Mật ong", "HTX Thần Sa", "Thần Sa"),
    ("Mắt khóm dứa sấy", "Trái cây", "Hộ Hà", "La Bằng"),
    ("Dược liệu hòa tan", "Dược liệu", "HTX Hoà Bình", "Võ Nhai"),
)


@pytest.fixture
def shelf(session: Session) -> list[Product]:
    category, seller = make_category(session), make_seller(session)
    return [
        make_product(
            session,
            seller,
            category_id=category.id,
            name=name,
            in_stock=True,
            sold=len(SHELF) - place_on_shelf,
            search=search_vector(name, kinds=[kind], around=[maker, place]),
        )
        for place_on_shelf, (name, kind, maker, place) in enumerate(SHELF)
    ]


def found(session: Session, text: str, **wanted: Any) -> list[str]:
    view = Wanted(text=text, sort=Sort.RELEVANT, **wanted)
    return [card.name for card in listing(session.connection(), view, TODAY).cards]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("che tan cuong", "Chè đinh Tân Cương"),
        ("CHÈ TÂN CƯƠNG", "Chè đinh Tân Cương"),
        ("dinh", "Chè đinh Tân Cương"),
        ("đinh", "Chè đinh Tân Cương"),
        ("chè đinh", "Chè đinh Tân Cương"),
        ("che di", "Chè đinh Tân Cương"),
        ("moc cau", "Chè móc câu Tân Cương"),
        ("trà móc câu", "Chè móc câu Tân Cương"),
        ("chè sen", "Trà ướp sen Hồ Núi Cốc"),
        ("định hoá", "Gạo Bao Thai Định Hoá"),
        ("định hóa", "Gạo Bao Thai Định Hoá"),
        ("dinh hoa", "Gạo Bao Thai Định Hoá"),
        ("gạo", "Gạo Bao Thai Định Hoá"),
        ("nam dinh", "Gạo tám Nam Định"),
        ("che bien", "Măng ớt chế biến sẵn"),
        ("chế biến", "Măng ớt chế biến sẵn"),
        ("mat ong", "Mật ong hoa nhãn Võ Nhai"),
        ("mat", "Mật ong hoa nhãn Võ Nhai"),
        ("than sa", "Mật ong hoa nhãn Võ Nhai"),
        ("hoà tan", "Dược liệu hòa tan"),
        ("hoa tan", "Dược liệu hòa tan"),
        ("doi suong dinh", "Chè đinh Tân Cương"),
    ],
)
def test_the_meant_product_stands_first(
    session: Session, shelf: list[Product], typed: str, first: str
) -> None:
    for text in (typed, unicodedata.normalize("NFD", typed)):
        assert found(session, text)[0] == first


def test_what_only_looks_like_the_word_comes_last(session: Session, shelf: list[Product]) -> None:
    names = found(session, "che")
    assert names[-1] == "Măng ớt chế biến sẵn"
    assert names.index("Trà ướp sen Hồ Núi Cốc") < names.index("Măng ớt chế biến sẵn")
    dinh = found(session, "dinh")
    assert dinh[0] == "Chè đinh Tân Cương"
    assert dinh.index("Khay trà gỗ, tặng kèm hộp chè đinh") < dinh.index("Gạo tám Nam Định")


def test_only_the_typed_word_may_be_unfinished(session: Session, shelf: list[Product]) -> None:
    make_product(session, name="Bưởi Tràng Xá", search=search_vector("Bưởi Tràng Xá"))
    assert "Bưởi Tràng Xá" in found(session, "tra")
    assert "Bưởi Tràng Xá" not in found(session, "che")


def test_the_typed_marks_decide_among_namesakes(session: Session, shelf: list[Product]) -> None:
    assert found(session, "định")[0] in {"Gạo Bao Thai Định Hoá", "Gạo tám Nam Định"}
    assert found(session, "mắt")[0] == "Mắt khóm dứa sấy"


def test_every_word_must_be_found(session: Session, shelf: list[Product]) -> None:
    assert found(session, "chè xe đạp") == []


def test_punctuation_alone_is_no_search(session: Session, shelf: list[Product]) -> None:
    assert parse_query(" !? & | : * ' ") is None
    assert len(found(session, "!!!")) == len(SHELF)


@pytest.mark.parametrize(
    "text", ["'", "a' | 'b", "chè:*", "\\", "(((", "a" * 5000, "\x00chè", "@chè"]
)
def test_no_text_breaks_the_query(session: Session, shelf: list[Product], text: str) -> None:
    found(session, text)


def test_a_word_of_too_many_products_ranks_those_that_sell_best(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "CANDIDATES", 3)
    for sold in (5, 1500, 250, 99, 100):
        make_product(session, sold=sold, search=search_vector("Chè"))
    make_product(session, sold=5000, search=search_vector("Bánh", around=["Nhà chè"]))
    query = parse_query("chè")
    assert query is not None
    few = matching.candidates((), P.sold)
    bound = {f"q_{name}": text for name, text in vars(query).items()}
    assert {row.sold for row in session.execute(select(few), bound)} == {1500, 250, 100}


def test_a_product_that_is_not_listed_is_never_found(session: Session) -> None:
    make_product(session, name="Chè cũ", listed=False, search=search_vector("Chè cũ"))
    assert found(session, "chè cũ") == []


def test_old_and_new_tone_writing_are_one_spelling() -> None:
    assert spell("hoà") == spell("hòa") == spell(unicodedata.normalize("NFD", "hoà"))
    assert spell("thuý") == spell("thúy")


@pytest.mark.parametrize("word", ["chế", "trả", "định", "mặt"])
def test_namesakes_are_words_of_the_market_with_other_marks(word: str) -> None:
    assert is_namesake(word)
