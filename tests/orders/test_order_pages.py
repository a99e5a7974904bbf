"""The buyer's order page, and finding it."""

import re
from collections.abc import Callable

import pytest
import time_machine
from sqlmodel import Session, col, select

from app.catalog.models import Variant
from app.core.db import utc_now
from app.notifications.models import Message
from app.orders.models import OrderChange, OrderGroup, SellerOrder
from app.orders.rules.codes import new_order_code
from app.orders.rules.states import CodState, OrderState
from app.orders.service.links import Sight, order_path, sight_of
from tests.conftest import Client
from tests.factories import make_user, make_variant
from tests.orders.forms import hidden
from tests.orders.test_basket_pages import add
from tests.orders.test_checkout_pages import order
from tests.sessions import signed_in


@pytest.fixture
def tea(session: Session) -> Variant:
    return make_variant(session)


@pytest.fixture
def code(client: Client, tea: Variant, session: Session) -> str:
    order(client, tea, 3)
    return session.exec(select(OrderGroup.code)).one()


def cancel(client: Client, where: str) -> int:
    page = client.get(where).text
    form = {name: hidden(page)[name] for name in ("_token", "part", "version")}
    path, _, query = where.partition("?")
    return client.post(f"{path}/huy?{query}", data=form).status_code


def look_up(client: Client, code: str, phone: str = "0912345678") -> tuple[int, str, str]:
    token = hidden(client.get("/tra-cuu").text)["_token"]
    form = {"phone": phone, "code": code, "_token": token}
    answer = client.post("/tra-cuu", data=form)
    return answer.status_code, answer.headers.get("location", ""), answer.text


def test_an_order_is_not_found_without_its_key(client: Client, code: str) -> None:
    assert client.get(f"/don-hang/{code}").status_code == 404
    assert client.get(f"/don-hang/{code}?khoa=x").status_code == 404
    assert client.get(f"/don-hang/{new_order_code()}").status_code == 404


def test_the_key_of_one_order_opens_no_other(client: Client, code: str) -> None:
    key = order_path(new_order_code()).partition("?")[2]
    assert client.get(f"/don-hang/{code}?{key}").status_code == 404


def test_the_link_opens_the_whole_order_on_another_device(
    visit: Callable[[], Client], code: str
) -> None:
    page = visit().get(order_path(code)).text
    assert "Nguyễn Thị Mẫu" in page
    assert "0912 345 678" in page
    assert "Huỷ kiện này" in page
    assert 'name="robots" content="noindex"' in page


def test_the_key_in_the_address_is_not_told_to_other_sites(client: Client, code: str) -> None:
    assert client.get(order_path(code)).headers["referrer-policy"] == "same-origin"


def test_a_link_lasts_half_a_year(code: str) -> None:
    key = order_path(code).partition("khoa=")[2]
    assert sight_of(code, key) == Sight.WHOLE
    with time_machine.travel("2027-11-23"):
        assert sight_of(code, key) is None


def test_phone_and_code_open_a_masked_page(visit: Callable[[], Client], code: str) -> None:
    visitor = visit()
    status, where, _ = look_up(visitor, code.lower(), "+84 912 345 678")
    assert status == 303
    page = visitor.get(where).text
    assert "N••• T••• M•••" in page
    assert "•••, phường Phan Đình Phùng, tỉnh Thái Nguyên" in page
    for secret in ("Nguyễn Thị Mẫu", "0912 345 678", "Hoàng Văn Thụ", "Huỷ kiện này"):
        assert secret not in page


def test_a_masked_page_cannot_cancel(visit: Callable[[], Client], code: str) -> None:
    visitor = visit()
    _, where, _ = look_up(visitor, code)
    form = {"part": f"{code}01", "version": "1"}
    path, _, query = where.partition("?")
    assert visitor.post(f"{path}/huy?{query}", data=form).status_code == 404


def test_unknown_code_and_wrong_phone_are_answered_alike(
    visit: Callable[[], Client], code: str
) -> None:
    visitor = visit()
    wrong_phone = look_up(visitor, code, "0987654321")
    unknown = look_up(visitor, new_order_code(), "0987654321")
    assert wrong_phone[0] == unknown[0] == 404
    typed = re.compile(r'value="[^"]*"')
    assert typed.sub("", wrong_phone[2]) == typed.sub("", unknown[2])
    assert "0987654321" in wrong_phone[2]  # what was typed stays


def test_a_mistyped_code_is_told_before_any_look_up(client: Client) -> None:
    status, _, page = look_up(client, "TN7K2M4Q9AA")
    assert status == 422
    assert "Mã đơn gõ chưa đúng" in page


def test_guessing_is_stopped(visit: Callable[[], Client], code: str) -> None:
    visitor = visit()
    statuses = [look_up(visitor, new_order_code(), "0987654321")[0] for _ in range(11)]
    assert statuses == [404] * 10 + [429]


def test_a_buyer_cancels_until_the_seller_confirms(
    client: Client, code: str, tea: Variant, session: Session
) -> None:
    session.refresh(tea)
    assert tea.allocated == 3
    assert cancel(client, order_path(code)) == 303
    part = session.exec(select(SellerOrder)).one()
    assert (part.state, part.cod_state) == (OrderState.CANCELLED, CodState.VOID)
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (10, 0)
    page = client.get(order_path(code)).text
    assert "Đơn đã huỷ" in page
    letters = session.exec(select(Message).where(col(Message.event).like("order_withdrawn:%")))
    assert len(letters.all()) == 1


def test_cancelling_twice_releases_once(
    client: Client, code: str, tea: Variant, session: Session
) -> None:
    page = client.get(order_path(code)).text
    form = {name: hidden(page)[name] for name in ("_token", "part", "version")}
    path, _, query = order_path(code).partition("?")
    for _ in range(2):
        assert client.post(f"{path}/huy?{query}", data=form).status_code == 303
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (10, 0)
    assert len(session.exec(select(OrderChange)).all()) == 2


def test_a_cancellation_after_the_seller_confirmed_is_explained(
    client: Client, code: str, tea: Variant, session: Session
) -> None:
    page = client.get(order_path(code)).text
    form = {name: hidden(page)[name] for name in ("_token", "part", "version")}
    part = session.exec(select(SellerOrder)).one()
    part.state, part.version, part.changed_at = OrderState.CONFIRMED, 2, utc_now()
    path, _, query = order_path(code).partition("?")
    answer = client.post(f"{path}/huy?{query}", data=form)
    assert answer.status_code == 409
    assert "Người bán vừa nhận đơn này rồi" in answer.text
    session.refresh(tea)
    assert tea.allocated == 3


def test_the_timeline_shows_how_far_each_part_is(
    client: Client, code: str, session: Session
) -> None:
    page = client.get(order_path(code)).text
    for word in ("Đã đặt", "Người bán nhận", "Đang giao", "Đã giao"):
        assert word in page
    assert page.count('class="done"') == 1


def test_a_signed_in_buyer_needs_no_link_and_another_user_gets_nothing(
    visit: Callable[[], Client], tea: Variant, session: Session
) -> None:
    owner, stranger = visit(), visit()
    for client in (owner, stranger):
        signed_in(client, make_user(session))
    answer = order(owner, tea)
    bare = answer.headers["location"].partition("?")[0]
    assert "Nguyễn Thị Mẫu" in owner.get(bare).text
    assert stranger.get(bare).status_code == 404
    assert stranger.get(f"/don-hang/{new_order_code()}").status_code == 404
    assert "Huỷ kiện này" in owner.get(bare).text


def test_a_known_buyer_finds_name_and_phone_filled_in(
    client: Client, tea: Variant, session: Session
) -> None:
    user = make_user(session, name="Lê Thị Quen", phone="+84912000111")
    signed_in(client, user)
    add(client, tea)
    page = client.get("/thanh-toan").text
    assert 'value="Lê Thị Quen"' in page
    assert 'value="0912 000 111"' in page
