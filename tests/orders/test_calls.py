"""The call list: who leaves orders unanswered, what they said, what comes next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.core.days import VIETNAM
from app.core.db import utc_now
from app.core.ids import new_id
from app.identity.models import AuditEntry, User
from app.identity.rules import Role
from app.notifications.models import Message
from app.orders.models import OrderChange, SellerCall, SellerOrder
from app.orders.rules.states import OrderState
from app.sellers.models import Seller
from tests.conftest import Client, Queries
from tests.factories import (
    make_basket,
    make_member,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.orders.test_checkout import order
from tests.sessions import form_token, signed_in

CALLS = "/dieu-hanh/goi-dien"


@pytest.fixture
def operator(client: Client, session: Session) -> Client:
    return signed_in(client, make_operator(session, name="Lê Minh Đức"))


@pytest.fixture
def silent(session: Session) -> Seller:
    seller = make_seller(session, slug="htx-im-lang", name="HTX Im Lặng", phone="+84987000111")
    late_order(session, seller, hours=30)
    return seller


def late_order(session: Session, seller: Seller, hours: int) -> SellerOrder:
    """An order whose deadline passed so many hours ago."""
    variant = make_variant(session, make_product(session, seller))
    code = order(session, make_basket(session, (variant, 1))) + "01"
    part = session.exec(select(SellerOrder).where(SellerOrder.code == code)).one()
    part.confirm_due_at = utc_now() - timedelta(hours=hours)
    session.flush()
    return part


def post(browser: Client, path: str, **data: str) -> Response:
    return browser.post(path, data=form_token(browser) | data)


def call(browser: Client, seller: Seller, **data: str) -> Response:
    given = {"call_id": str(new_id()), "outcome": "no_answer", "next_action": "none"}
    return post(browser, f"{CALLS}/{seller.slug}", **given | data)


def in_hours(hours: float) -> str:
    """As a browser's field holds it."""
    return (utc_now() + timedelta(hours=hours)).astimezone(VIETNAM).strftime("%Y-%m-%dT%H:%M")


def listed(browser: Client) -> list[str]:
    page = browser.get(CALLS).text
    rows = page.split('class="order-row-name"')[1:]
    return [row.split("</a>")[0].rpartition(">")[2] for row in rows]


def test_sellers_with_late_orders_are_listed_the_latest_first(
    operator: Client, silent: Seller, session: Session
) -> None:
    worse = make_seller(session, name="HTX Quên Đơn")
    late_order(session, worse, hours=60)
    late_order(session, silent, hours=2)
    late_order(session, make_seller(session, name="HTX Đúng Hạn"), hours=-3)
    answered = late_order(session, make_seller(session, name="HTX Đã Nhận"), hours=9)
    answered.state = OrderState.CONFIRMED
    assert listed(operator) == ["HTX Quên Đơn", "HTX Im Lặng"]
    page = operator.get(CALLS).text
    assert 'href="tel:+84987000111"' in page
    assert "2 đơn chưa trả lời" in page
    assert "Quá hạn 30 giờ" in page


def test_a_call_is_written_down_and_changes_no_order(
    operator: Client, silent: Seller, session: Session
) -> None:
    changes = len(session.exec(select(OrderChange)).all())
    note = "Chị Nhài hẹn chiều nay <script>alert(1)</script>"
    answer = call(operator, silent, outcome="will_confirm", note=note)
    assert answer.headers["location"] == f"{CALLS}/htx-im-lang?xong=ghi"
    written = session.exec(select(SellerCall)).one()
    part = session.exec(select(SellerOrder)).one()
    assert written.orders == [part.code]
    assert (part.state, part.version) == (OrderState.PLACED, 1)
    assert len(session.exec(select(OrderChange)).all()) == changes
    page = operator.get(f"{CALLS}/htx-im-lang").text
    assert "Nghe máy, hẹn nhận đơn" in page
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "Lê Minh Đức" in page


def test_a_seller_with_an_agreed_moment_drops_down_until_it_comes(
    operator: Client, silent: Seller, session: Session
) -> None:
    late_order(session, make_seller(session, name="HTX Mới Trễ"), hours=1)
    call(operator, silent, next_action="call_again", next_at=in_hours(4))
    assert listed(operator) == ["HTX Mới Trễ", "HTX Im Lặng"]
    assert "Hẹn: Gọi lại" in operator.get(CALLS).text
    written = session.exec(select(SellerCall)).one()
    written.next_at = utc_now() - timedelta(minutes=1)
    assert listed(operator) == ["HTX Im Lặng", "HTX Mới Trễ"]


def test_the_same_form_twice_is_one_call(
    operator: Client, silent: Seller, session: Session
) -> None:
    same = str(new_id())
    for _ in range(2):
        assert call(operator, silent, call_id=same).status_code == 303
    assert len(session.exec(select(SellerCall)).all()) == 1
    assert len(session.exec(select(AuditEntry)).all()) == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"outcome": ""}, "outcome"),
        ({"outcome": "gone"}, "outcome"),
        ({"outcome": "other", "note": ""}, "note"),
        ({"outcome": "refuses", "note": "ừ"}, "note"),
        ({"next_action": "call_again"}, "next_at"),
        ({"next_action": "visit", "next_at": "2020-01-01T08:00"}, "next_at"),
        ({"next_action": "visit", "next_at": "mai"}, "next_at"),
        ({"note": "dài" * 400}, "note"),
    ],
    ids=str,
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_written(
    operator: Client, silent: Seller, session: Session, wrong: dict[str, str], field: str
) -> None:
    answer = call(operator, silent, **{"note": "Đổ chuông mãi"} | wrong)
    assert answer.status_code == 422
    assert f'id="e-{field}"' in answer.text
    assert session.exec(select(SellerCall)).all() == []


def test_a_reminder_goes_out_once_an_order_and_day(
    operator: Client, silent: Seller, session: Session
) -> None:
    late_order(session, silent, hours=3)
    for _ in range(3):
        assert post(operator, f"{CALLS}/htx-im-lang/nhac").status_code == 303
    sent = select(Message.recipient).where(Message.template == "order_unanswered")
    assert session.exec(sent).all() == [silent.phone] * 2


def test_nothing_late_needs_no_reminder(operator: Client, session: Session) -> None:
    seller = make_seller(session, slug="htx-dung-hen")
    assert post(operator, f"{CALLS}/htx-dung-hen/nhac").status_code == 409
    assert session.exec(select(Message)).all() == []
    assert seller.name in operator.get(f"{CALLS}/htx-dung-hen").text


def test_the_empty_list_says_what_will_stand_there(operator: Client) -> None:
    assert "Không ai để đơn quá giờ" in operator.get(CALLS).text


def test_the_menu_counts_who_is_to_be_called(operator: Client, silent: Seller) -> None:
    assert '<b class="count">1</b>' in operator.get(CALLS).text
    call(operator, silent, next_action="call_again", next_at=in_hours(4))
    assert '<b class="count">' not in operator.get(CALLS).text


def test_the_lists_queries_do_not_grow_with_sellers(
    operator: Client, session: Session, queries: Queries
) -> None:
    counts: list[int] = []
    for more in (1, 5):
        for _ in range(more):
            late_order(session, make_seller(session), hours=5)
        queries.clear()
        operator.get(CALLS)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_only_those_who_call_sellers_open_it(
    visit: Callable[[], Client], silent: Seller, session: Session
) -> None:
    people: list[User] = [make_member(session, silent), make_user(session)]
    people += [
        make_user(session, role=role)
        for role in (Role.COMMUNE_OFFICER, Role.MODERATOR, Role.AUDITOR)
    ]
    for person in people:
        browser = signed_in(visit(), person)
        assert browser.get(CALLS).status_code == 403
        assert browser.get(f"{CALLS}/htx-im-lang").status_code == 403
        assert call(browser, silent).status_code == 403
        assert post(browser, f"{CALLS}/htx-im-lang/nhac").status_code == 403
    assert visit().get(CALLS).headers["location"].startswith("/dang-nhap")
    assert session.exec(select(SellerCall)).all() == []


def test_a_seller_who_is_not_there_is_not_found(operator: Client) -> None:
    assert operator.get(f"{CALLS}/khong-co").status_code == 404
    assert post(operator, f"{CALLS}/khong-co/nhac").status_code == 404
