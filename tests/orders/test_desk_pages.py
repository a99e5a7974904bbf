"""A seller's orders at its desk."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.catalog.models import Product, Variant
from app.core.db import utc_now
from app.notifications.models import Message
from app.orders.models import OrderChange, SellerOrder
from app.orders.queries.desk import PAGE
from app.orders.rules.states import CashHolder, CodState, OrderState
from app.sellers.models import Seller
from tests.conftest import Client, Queries
from tests.factories import make_basket, make_member, make_product, make_seller, make_variant
from tests.orders.forms import hidden
from tests.orders.test_checkout import order
from tests.sessions import signed_in

DESK = "/ban-hang/don-hang"
SignIn = Callable[..., Client]


@pytest.fixture
def sign_in(visit: Callable[[], Client], session: Session) -> SignIn:
    def as_member(seller: Seller) -> Client:
        return signed_in(visit(), make_member(session, seller))

    return as_member


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, name="HTX chè Đồi Sương")


@pytest.fixture
def tea(session: Session, seller: Seller) -> Variant:
    return make_variant(session, make_product(session, seller, name="Chè đinh"))


@pytest.fixture
def code(session: Session, tea: Variant) -> str:
    """Of the seller's part of an order of two boxes."""
    return order(session, make_basket(session, (tea, 2)), email="lan@thu.vn") + "01"


def take(client: Client, code: str, step: str, **fields: Any) -> Response:
    page = client.get(f"{DESK}/{code}").text
    form = {name: hidden(page).get(name, "") for name in ("_token", "version")}
    return client.post(f"{DESK}/{code}/{step}", data=form | fields)


def state(session: Session) -> OrderState:
    return OrderState(session.exec(select(SellerOrder.state)).one())


def test_a_stranger_is_sent_to_sign_in(client: Client, code: str) -> None:
    assert client.get(DESK).headers["location"].startswith("/dang-nhap")
    assert client.get(f"{DESK}/{code}").headers["location"].startswith("/dang-nhap")


def test_an_order_goes_its_way_from_confirmation_to_money(
    sign_in: SignIn, seller: Seller, code: str, tea: Variant, session: Session
) -> None:
    client = sign_in(seller)
    assert "Nguyễn Thị Mẫu" in client.get(DESK).text
    assert take(client, code, "xac-nhan").status_code == 303
    assert take(client, code, "dong-goi").status_code == 303
    sent = {"carrier": "Bưu điện", "tracking_number": "VN123"}
    assert take(client, code, "gui-hang", **sent).status_code == 303
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (8, 0)
    assert "VN123" in client.get(f"{DESK}/{code}").text
    assert take(client, code, "giao-xong").status_code == 303
    part = session.exec(select(SellerOrder)).one()
    assert (part.state, part.cod_state) == (OrderState.DELIVERED, CodState.COLLECTED)
    assert (part.carrier, part.cash_holder) == ("Bưu điện", CashHolder.CARRIER)
    moves = session.exec(select(OrderChange.to_state).order_by(col(OrderChange.at))).all()
    assert moves == ["placed", "confirmed", "packed", "shipped", "delivered"]
    actors = session.exec(select(OrderChange.actor).order_by(col(OrderChange.at))).all()
    assert actors == ["buyer", *["seller"] * 4]


def test_the_buyer_hears_of_confirmation_and_shipment_once_each(
    sign_in: SignIn, seller: Seller, code: str, session: Session
) -> None:
    client = sign_in(seller)
    for step in ("xac-nhan", "xac-nhan", "dong-goi", "gui-hang", "gui-hang", "giao-xong"):
        take(client, code, step)
    events = session.exec(select(Message.event).where(Message.recipient == "lan@thu.vn")).all()
    assert sorted(events) == sorted(
        [f"order_placed:{code[:11]}", f"order_confirmed:{code}", f"order_shipped:{code}"]
    )


def test_a_confirmed_order_may_be_sent_at_once(
    sign_in: SignIn, seller: Seller, code: str, session: Session
) -> None:
    client = sign_in(seller)
    take(client, code, "xac-nhan")
    assert take(client, code, "gui-hang").status_code == 303
    assert state(session) == OrderState.SHIPPED
    assert session.exec(select(SellerOrder.cash_holder)).one() == CashHolder.SELLER


def test_a_double_click_takes_a_step_once(
    sign_in: SignIn, seller: Seller, code: str, tea: Variant, session: Session
) -> None:
    client = sign_in(seller)
    take(client, code, "xac-nhan")
    page = client.get(f"{DESK}/{code}").text
    form = {name: hidden(page)[name] for name in ("_token", "version")}
    for _ in range(2):
        assert client.post(f"{DESK}/{code}/gui-hang", data=form).status_code == 303
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (8, 0)
    assert len(session.exec(select(OrderChange)).all()) == 4


@pytest.mark.parametrize("step", ["dong-goi", "gui-hang", "giao-xong", "da-nhan-lai", "hoan-ve"])
def test_a_step_out_of_turn_is_refused(
    sign_in: SignIn, seller: Seller, code: str, session: Session, step: str
) -> None:
    answer = take(sign_in(seller), code, step, reason="vì sao")
    assert answer.status_code == 409
    assert "Đơn không còn ở bước đó" in answer.text
    assert state(session) == OrderState.PLACED


def test_a_page_from_before_another_change_is_refused(
    sign_in: SignIn, seller: Seller, code: str, session: Session
) -> None:
    client = sign_in(seller)
    old = {n: hidden(client.get(f"{DESK}/{code}").text)[n] for n in ("_token", "version")}
    take(client, code, "xac-nhan")
    answer = client.post(f"{DESK}/{code}/huy", data=old | {"reason": "Hết hàng"})
    assert answer.status_code == 409
    assert state(session) == OrderState.CONFIRMED


def test_cancelling_needs_a_reason_and_gives_the_stock_back(
    sign_in: SignIn, seller: Seller, code: str, tea: Variant, session: Session
) -> None:
    client = sign_in(seller)
    refused = take(client, code, "huy")
    assert refused.status_code == 422
    assert "Ghi lý do để người mua biết" in refused.text
    assert take(client, code, "huy", reason="Mưa, chưa hái được").status_code == 303
    assert state(session) == OrderState.CANCELLED
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (10, 0)
    letter = session.exec(select(Message).where(Message.event == f"order_cancelled:{code}")).one()
    assert letter.context["reason"] == "Mưa, chưa hái được"


@pytest.mark.parametrize("home", [("1", 10), ("", 8)])
def test_a_refused_parcel_comes_home(
    sign_in: SignIn, tea: Variant, session: Session, code: str, home: tuple[str, int]
) -> None:
    sellable, on_hand = home
    seller = session.get_one(Seller, tea.seller_id)
    client = sign_in(seller)
    for step, fields in (
        ("xac-nhan", {}),
        ("gui-hang", {}),
        ("giao-chua-duoc", {"reason": "Khách không nghe máy"}),
        ("giao-lai", {}),
        ("giao-chua-duoc", {"reason": "Khách không nhận"}),
        ("hoan-ve", {}),
        ("da-nhan-lai", {"sellable": sellable}),
    ):
        assert take(client, code, step, **fields).status_code == 303, step
    part = session.exec(select(SellerOrder)).one()
    assert (part.state, part.cod_state) == (OrderState.RETURNED, CodState.VOID)
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (on_hand, 0)


def test_every_door_is_closed_to_another_seller(
    sign_in: SignIn, code: str, session: Session
) -> None:
    stranger = sign_in(make_seller(session))
    assert stranger.get(f"{DESK}/{code}").status_code == 404
    assert "Nguyễn Thị Mẫu" not in stranger.get(DESK).text
    token = hidden(stranger.get("/tai-khoan/mat-khau").text)["_token"]
    for step in (
        "xac-nhan",
        "dong-goi",
        "gui-hang",
        "giao-xong",
        "giao-chua-duoc",
        "giao-lai",
        "hoan-ve",
        "da-nhan-lai",
        "huy",
    ):
        form = {"_token": token, "version": "1", "reason": "vì sao"}
        assert stranger.post(f"{DESK}/{code}/{step}", data=form).status_code == 404
    assert state(session) == OrderState.PLACED


def test_a_seller_sees_its_own_part_alone(
    sign_in: SignIn, seller: Seller, tea: Variant, session: Session
) -> None:
    other = make_variant(session, make_product(session, name="Miến dong Na Rì"))
    group = order(session, make_basket(session, (tea, 1), (other, 1)))
    parts = {p.seller_id: p.code for p in session.exec(select(SellerOrder))}
    page = sign_in(seller).get(f"{DESK}/{parts[seller.id]}").text
    assert "Chè đinh" in page
    assert "Miến dong" not in page
    assert parts[seller.id].startswith(group)


def test_late_orders_say_how_late(
    sign_in: SignIn, seller: Seller, code: str, session: Session
) -> None:
    part = session.exec(select(SellerOrder).where(SellerOrder.code == code)).one()
    part.confirm_due_at = utc_now() - timedelta(hours=3, minutes=5)
    client = sign_in(seller)
    assert "Quá hạn 3 giờ" in client.get(DESK).text
    part.confirm_due_at = utc_now() + timedelta(hours=5, minutes=5)
    assert "Còn 5 giờ" in client.get(DESK).text


def test_drawers_count_and_an_unknown_one_is_not_found(
    sign_in: SignIn, seller: Seller, code: str
) -> None:
    client = sign_in(seller)
    take(client, code, "xac-nhan")
    page = client.get(DESK, params={"muc": "dang-lam"}).text
    assert code in page
    assert "Chờ nhận <b>0</b>" in page
    assert "Đang chuẩn bị <b>1</b>" in page
    assert client.get(DESK, params={"muc": "khac"}).status_code == 404


def test_a_long_list_goes_on_where_it_stopped(
    sign_in: SignIn, seller: Seller, tea: Variant, session: Session
) -> None:
    tea.on_hand = 100
    session.flush()
    codes = [order(session, make_basket(session, (tea, 1))) + "01" for _ in range(PAGE + 2)]
    client = sign_in(seller)
    first = client.get(DESK).text
    assert codes[0] in first
    assert codes[-1] not in first
    rest = client.get(DESK, params={"sau": codes[PAGE - 1]}).text
    assert [code for code in codes if code in rest] == codes[PAGE:]


def test_the_list_costs_the_same_statements_however_long(
    sign_in: SignIn, seller: Seller, tea: Variant, session: Session, queries: Queries
) -> None:
    client = sign_in(seller)
    counted = []
    for _ in range(2):
        for _ in range(5):
            order(session, make_basket(session, (tea, 1)))
        queries.clear()
        client.get(DESK)
        counted.append(len(queries))
    assert counted == [5, 5]  # who is asking (2), counts, orders, lines


@pytest.mark.parametrize(("step", "form"), [("bay-len", {}), ("xac-nhan", {"version": "x"})])
def test_a_step_that_does_not_exist_is_not_found(
    sign_in: SignIn, seller: Seller, code: str, step: str, form: dict[str, str]
) -> None:
    assert take(sign_in(seller), code, step, **form).status_code == 404


def test_a_delivery_counts_once(
    sign_in: SignIn, seller: Seller, code: str, tea: Variant, session: Session
) -> None:
    client = sign_in(seller)
    for step in ("xac-nhan", "gui-hang"):
        take(client, code, step)
    page = client.get(f"{DESK}/{code}").text
    form = {name: hidden(page)[name] for name in ("_token", "version")}
    for _ in range(2):
        assert client.post(f"{DESK}/{code}/giao-xong", data=form).status_code == 303
    assert session.get_one(Product, tea.product_id).sold == 2
    assert "Đã giao" in client.get(f"{DESK}/{code}").text
