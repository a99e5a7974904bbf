"""A seller on holiday: new orders wait, old ones stay, and it ends by itself."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.catalog.models import Variant
from app.core.days import today
from app.orders.models import CartLine, OrderGroup, SellerOrder
from app.orders.queries.orders import parts
from app.orders.rules.states import Actor, OrderState
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.sellers.models import Seller
from app.sellers.service.shop import AwayIn, come_back, go_away
from tests.conftest import Client
from tests.factories import make_product, make_seller, make_user, make_variant
from tests.orders.forms import hidden
from tests.orders.test_basket_pages import add
from tests.orders.test_checkout_pages import order, send

BACK = f"{today() + timedelta(4):%d/%m/%Y}"


@pytest.fixture
def tea(session: Session) -> Variant:
    seller = make_seller(session, name="HTX chè Đồi Sương")
    return make_variant(session, make_product(session, seller, name="Chè đinh Tân Cương"))


def leave(session: Session, variant: Variant, first: int = 0, last: int = 3) -> None:
    seller = session.get_one(Seller, variant.seller_id)
    days = {"away_from": today() + timedelta(first), "away_until": today() + timedelta(last)}
    go_away(session, make_user(session).id, seller, AwayIn(**days))


def lines(session: Session) -> int:
    return len(session.exec(select(CartLine)).all())


def test_nothing_goes_into_the_basket_and_the_buyer_hears_when_it_will(
    client: Client, tea: Variant, session: Session
) -> None:
    leave(session, tea)
    for path in ("them", "mua-ngay"):
        answer = add(client, tea, path=path)
        assert answer.status_code == 409
        assert f"ngày {BACK} bán lại" in answer.text
    assert lines(session) == 0


def test_what_lay_in_the_basket_stays_but_is_not_ordered(
    client: Client, tea: Variant, session: Session
) -> None:
    other = make_variant(session, make_product(session, name="Miến dong"))
    add(client, tea)
    add(client, other)
    leave(session, tea)
    page = client.get("/gio-hang").text
    assert f"Nhà bán đang nghỉ, ngày {BACK} bán lại." in page
    assert "Điền địa chỉ nhận hàng" not in page
    assert client.get("/thanh-toan").headers["location"] == "/gio-hang"
    assert client.post("/gio-hang/chinh", data=hidden(page)).status_code == 303
    assert lines(session) == 1
    assert "Miến dong" in client.get("/thanh-toan").text


def test_a_checkout_that_was_open_when_the_holiday_began_orders_nothing(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    form = client.get("/thanh-toan").text
    leave(session, tea)
    answer = send(client, form)
    assert answer.status_code == 409
    assert f"nhà bán đang nghỉ, ngày {BACK} bán lại" in answer.text
    assert session.exec(select(OrderGroup)).all() == []
    session.refresh(tea)
    assert tea.allocated == 0


def test_orders_from_before_are_still_confirmed(
    client: Client, tea: Variant, session: Session
) -> None:
    assert order(client, tea).status_code == 303
    leave(session, tea)
    part = session.exec(select(SellerOrder)).one()
    seller = session.get_one(Seller, tea.seller_id)
    case = Case(session.exec(select(OrderGroup)).one(), parts(session, [(part, seller)])[0])
    fulfilment.confirm(session, case, Step(Actor.SELLER))
    session.refresh(part)
    assert part.state is OrderState.CONFIRMED


@pytest.mark.parametrize(("first", "last"), [(1, 5), (-9, -1)], ids=["not yet", "over"])
def test_a_holiday_holds_on_its_own_days_only(
    client: Client, tea: Variant, session: Session, first: int, last: int
) -> None:
    seller = session.get_one(Seller, tea.seller_id)
    seller.away_from, seller.away_until = today() + timedelta(first), today() + timedelta(last)
    assert "bán lại" not in client.get(f"/nha-ban/{seller.slug}").text
    assert order(client, tea).status_code == 303


def test_selling_again_at_once(client: Client, tea: Variant, session: Session) -> None:
    leave(session, tea)
    come_back(session, make_user(session).id, session.get_one(Seller, tea.seller_id))
    assert order(client, tea).status_code == 303


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_products_page_says_when_and_offers_no_button(
    client: Client, tea: Variant, session: Session, language: str
) -> None:
    product = make_product(session, session.get_one(Seller, tea.seller_id), slug="mot-mon")
    make_variant(session, product)
    assert "buy-form" in client.get(f"{language}/san-pham/mot-mon").text
    leave(session, tea)
    page = client.get(f"{language}/san-pham/mot-mon").text
    assert BACK in page
    assert "buy-form" not in page
    assert "schema.org/OutOfStock" in page
