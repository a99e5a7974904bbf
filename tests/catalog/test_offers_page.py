"""Prices and stock of everything a seller has, on one page: all of a form, or nothing of it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from app.catalog.models import Product, ProductStatus, Variant
from app.catalog.queries import desk
from app.catalog.service import listing
from app.catalog.service.products import free_slug
from app.sellers.models import Seller
from tests.catalog.product_desk import LIST
from tests.conftest import Client, Queries
from tests.factories import make_member, make_product, make_seller, make_variant
from tests.sessions import form_token, signed_in

OFFERS = f"{LIST}/gia-va-ton"


@pytest.fixture
def seller(client: Client, session: Session) -> Seller:
    seller = make_seller(session)
    signed_in(client, make_member(session, seller))
    return seller


def make_offer(session: Session, seller: Seller, sku: str, **fields: object) -> Variant:
    product = make_product(session, seller)
    variant = make_variant(session, product, sku=sku, **fields)
    listing.relist(session, product.id)
    return variant


def typed(*rows: tuple[str, str, str]) -> dict[str, str]:
    """SKU, price, stock; what was shown is the factory's 350.000₫ and ten."""
    found: dict[str, str] = {}
    for sku, price, on_hand in rows:
        shown = {"seen_price": "350000", "seen_on_hand": "10"}
        fields = {"price": price, "on_hand": on_hand} | shown
        found |= {f"{name}.{sku}": value for name, value in fields.items()}
    return found


def test_rows_that_were_changed_are_saved_together(
    client: Client, session: Session, seller: Seller
) -> None:
    one, two, same = (make_offer(session, seller, sku) for sku in ("A-1", "B.2", "C_3"))
    rows = [("A-1", "300.000", "10"), ("B.2", "350.000₫", "4"), ("C_3", "350.000", "10")]
    for _ in range(2):
        answer = client.post(OFFERS, data=typed(*rows) | form_token(client))
        session.expire_all()
        stored = [session.get_one(Variant, each.id) for each in (one, two, same)]
        shown = [(each.price, each.on_hand) for each in stored]
        assert shown == [(300_000, 10), (350_000, 4), (350_000, 10)]
        assert answer.status_code in {303, 409}
    assert session.get_one(Product, one.product_id).price == 300_000


@pytest.mark.parametrize(
    ("price", "on_hand", "said"),
    [
        ("abc", "10", (422, "price")),
        ("500", "10", (422, "price")),
        ("350.000", "-1", (422, "on_hand")),
        ("350.000", "1", (409, "on_hand")),  # three are promised
        ("199.999", "10", (409, "price")),  # more than half off
    ],
)
def test_one_wrong_row_keeps_all_from_being_written(
    client: Client,
    session: Session,
    seller: Seller,
    *,
    price: str,
    on_hand: str,
    said: tuple[int, str],
) -> None:
    status, field = said
    wrong = make_offer(session, seller, "A-1", allocated=3, list_price=400_000)
    right = make_offer(session, seller, "B-2")
    rows = typed(("A-1", price, on_hand), ("B-2", "290.000", "7"))
    answer = client.post(OFFERS, data=rows | form_token(client))
    assert answer.status_code == status
    assert f'id="e-{field}-A-1"' in answer.text
    assert 'value="290.000"' in answer.text
    assert "Chưa dòng nào được lưu" in answer.text
    for variant in (wrong, right):
        assert session.get_one(Variant, variant.id).price == 350_000


def test_a_price_that_changed_meanwhile_is_not_overwritten(
    client: Client, session: Session, seller: Seller
) -> None:
    variant = make_offer(session, seller, "A-1", price=360_000)
    answer = client.post(OFFERS, data=typed(("A-1", "300.000", "10")) | form_token(client))
    assert answer.status_code == 409
    assert "Giá hoặc tồn vừa thay đổi" in answer.text
    assert session.get_one(Variant, variant.id).price == 360_000


def test_somebody_elses_sku_does_not_exist(
    client: Client, session: Session, seller: Seller
) -> None:
    theirs = make_offer(session, make_seller(session), "A-1")
    mine = make_offer(session, seller, "B-2")
    rows = typed(("B-2", "300.000", "10"), ("A-1", "1.000", "0"))
    assert client.post(OFFERS, data=rows | form_token(client)).status_code == 404
    for variant in (theirs, mine):
        assert session.get_one(Variant, variant.id).price == 350_000
    assert "A-1" not in client.get(OFFERS).text


def test_what_is_put_away_is_not_offered_and_the_rest_is_found(
    client: Client, session: Session, seller: Seller
) -> None:
    gone = make_offer(session, seller, "CAT-1")
    session.get_one(Product, gone.product_id).status = ProductStatus.ARCHIVED
    make_offer(session, seller, "CON-1")
    assert "CAT-1" not in client.get(OFFERS).text
    assert "CON-1" in client.get(f"{OFFERS}?q=con-1").text
    assert "Không có quy cách nào như vậy" in client.get(f"{OFFERS}?q=xyz").text


def test_two_hundred_products_are_paged_searched_and_read_in_few_statements(
    client: Client, session: Session, seller: Seller, queries: Queries
) -> None:
    counts = []
    for n in range(2):
        for m in range(desk.PAGE):
            make_variant(session, make_product(session, seller, name=f"Chè {n} {m}"))
        session.flush()
        queries.clear()
        first = client.get(OFFERS).text
        counts.append(len(queries))
    assert counts == [3, 3]  # session, member, offers
    assert first.count('class="offer"') == desk.PAGE
    second = client.get(f"{OFFERS}?trang=2").text
    assert second.count('class="offer"') == desk.PAGE
    found = client.get(f"{LIST}?q=Chè 1 7").text
    assert found.count('class="good"') == 1
    assert "Chè 1 7" in found


def test_a_product_is_found_by_a_variants_sku(
    client: Client, session: Session, seller: Seller
) -> None:
    make_offer(session, seller, "TIM-THAY")
    assert client.get(f"{LIST}?q=tim-thay&trang-thai=approved").text.count('class="good"') == 1
    assert "Không có sản phẩm nào như vậy" in client.get(f"{LIST}?q=100%25").text


def test_only_those_who_work_for_a_seller_see_offers(visit: Callable[[], Client]) -> None:
    assert visit().get(OFFERS).status_code == 303


def test_a_product_named_as_a_page_gets_another_address(
    client: Client, session: Session, seller: Seller
) -> None:
    for name in ("Mới", "Giá và tồn", "Duyệt nhiều"):
        assert free_slug(session, name).endswith("-san-pham")
