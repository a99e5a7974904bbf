"""An officer at a seller's desk: let in by consent, within it, and out at once when it ends."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.identity.models import AuditEntry, User
from app.identity.rules import Role
from app.sellers.models import Helping, Seller, SellerStatus
from tests.conftest import Client, Queries
from tests.factories import (
    make_basket,
    make_consent,
    make_member,
    make_officer,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.orders.test_checkout import order
from tests.sessions import form_token, signed_in

PRODUCTS = "/ban-hang/san-pham"


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, slug="ho-ba-nhai", name="Hộ bà Nhài")


@pytest.fixture
def officer(session: Session) -> User:
    return make_officer(session, name="Hoàng Văn Cán")


@pytest.fixture
def desk(client: Client, officer: User) -> Client:
    return signed_in(client, officer)


def post(browser: Client, path: str, **data: str) -> Response:
    return browser.post(path, data=form_token(browser) | data)


def start(browser: Client, seller: Seller) -> Response:
    return post(browser, f"/can-bo/don-vi/{seller.slug}/bat-dau")


def test_an_officer_sits_at_the_desk_of_who_consented_and_every_page_says_so(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    make_consent(session, seller, officer)
    assert start(desk, seller).headers["location"] == "/ban-hang"
    for path in ("/ban-hang", PRODUCTS, f"{PRODUCTS}/moi"):
        page = desk.get(path).text
        assert "Đang làm giúp Hộ bà Nhài" in page, path
        assert "/can-bo/thoi" in page
        assert '/ban-hang/don-hang"' not in page.split('class="desk-menu"')[1]
    assert post(desk, "/can-bo/thoi").headers["location"] == "/can-bo"
    assert desk.get(PRODUCTS).status_code == 404


def test_the_sellers_own_people_see_no_banner(
    client: Client, seller: Seller, session: Session
) -> None:
    page = signed_in(client, make_member(session, seller)).get("/ban-hang").text
    assert "Đang làm giúp" not in page


@pytest.mark.parametrize(
    "path",
    ["/ban-hang/don-hang", "/ban-hang/lo", "/ban-hang/vung-trong", "/ban-hang/ho-tro"],
)
def test_what_was_not_consented_to_stays_closed(
    desk: Client, seller: Seller, officer: User, session: Session, path: str
) -> None:
    make_consent(session, seller, officer, scopes=["products"])
    start(desk, seller)
    answer = desk.get(path)
    assert answer.status_code == 403
    assert "Phần này chỉ người của đơn vị mở" in answer.text


def test_consent_itself_opens_to_no_officer_whatever_was_ticked(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    everything = ["lots", "orders", "products", "profile"]
    consent = make_consent(session, seller, officer, scopes=everything)
    start(desk, seller)
    for path in ("/ban-hang/ho-tro", "/ban-hang/tai-khoan-nhan-tien", "/ban-hang/nhan-su"):
        assert desk.get(path).status_code in {403, 404}
    answer = post(desk, f"/ban-hang/ho-tro/{consent.code}/rut")
    assert answer.status_code == 403
    assert desk.get("/ban-hang/ho-tro").status_code == 403


@pytest.mark.parametrize(
    "end",
    [
        {"withdrawn_at": utc_now()},
        {"valid_until": utc_now() - timedelta(seconds=1)},
    ],
    ids=["withdrawn", "expired"],
)
def test_consent_that_ends_shuts_the_desk_at_the_next_click(
    desk: Client, seller: Seller, officer: User, session: Session, end: dict[str, Any]
) -> None:
    consent = make_consent(session, seller, officer)
    start(desk, seller)
    product = make_product(session, seller)
    assert desk.get(f"{PRODUCTS}/{product.slug}").status_code == 200
    for name, value in end.items():
        setattr(consent, name, value)
    for answer in (desk.get("/ban-hang"), post(desk, f"{PRODUCTS}/{product.slug}/tam-dung")):
        assert answer.status_code == 403
        assert "Đồng ý chưa có, đã hết hạn hoặc đã được rút lại" in answer.text
    session.refresh(product)
    assert not product.paused
    assert start(desk, seller).status_code == 403


def test_an_officer_who_is_suspended_or_moved_is_out_at_once(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    make_consent(session, seller, officer)
    start(desk, seller)
    officer.ward_code = "05500"
    assert desk.get("/ban-hang").status_code == 403
    officer.ward_code = "05503"
    officer.role = Role.SHOPPER
    assert desk.get("/ban-hang").status_code == 404
    officer.role = Role.COMMUNE_OFFICER
    officer.disabled_at = utc_now()
    assert desk.get("/ban-hang").headers["location"].startswith("/dang-nhap")


def test_a_closed_seller_is_helped_no_more(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    make_consent(session, seller, officer)
    start(desk, seller)
    seller.status = SellerStatus.CLOSED
    assert desk.get("/ban-hang").status_code == 403
    assert start(desk, seller).status_code == 404


def test_without_consent_there_is_no_way_in(desk: Client, seller: Seller, session: Session) -> None:
    assert start(desk, seller).status_code == 403
    assert desk.get("/ban-hang").status_code == 404
    other = make_officer(session)
    make_consent(session, seller, other)
    assert start(desk, seller).status_code == 403


def test_one_sellers_consent_opens_no_other(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    neighbour = make_seller(session)
    theirs = make_product(session, neighbour)
    make_consent(session, seller, officer)
    start(desk, seller)
    assert desk.get(f"{PRODUCTS}/{theirs.slug}").status_code == 404
    assert post(desk, f"{PRODUCTS}/{theirs.slug}/tam-dung").status_code == 404
    assert start(desk, neighbour).status_code == 403
    assert "Đang làm giúp Hộ bà Nhài" in desk.get("/ban-hang").text


def test_the_seat_belongs_to_one_browser(
    desk: Client, seller: Seller, officer: User, session: Session, visit: Callable[[], Client]
) -> None:
    make_consent(session, seller, officer)
    start(desk, seller)
    assert signed_in(visit(), officer).get("/ban-hang").status_code == 404


def test_starting_twice_takes_one_seat_and_moving_on_leaves_the_first(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    neighbour = make_seller(session, name="Hộ ông Sinh")
    make_consent(session, seller, officer)
    make_consent(session, neighbour, officer)
    start(desk, seller)
    start(desk, seller)
    assert len(session.exec(select(Helping)).all()) == 1
    start(desk, neighbour)
    assert "Đang làm giúp Hộ ông Sinh" in desk.get("/ban-hang").text
    actions = session.exec(
        select(AuditEntry.action, AuditEntry.assisted_for).order_by(col(AuditEntry.id))
    ).all()
    assert actions == [
        ("assist.start", seller.id),
        ("assist.stop", seller.id),
        ("assist.start", neighbour.id),
    ]


def test_no_form_goes_by_without_a_mark_and_pages_leave_none(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    make_consent(session, seller, officer)
    start(desk, seller)
    product = make_product(session, seller)
    before = len(marks(session))
    desk.get(f"{PRODUCTS}/{product.slug}")
    assert len(marks(session)) == before
    for step in ("tam-dung", "ban-tiep", "cat-di"):
        post(desk, f"{PRODUCTS}/{product.slug}/{step}")
    assert len(marks(session)) == before + 3
    assert {(mark.assisted_for, mark.actor_id) for mark in marks(session)} == {
        (seller.id, officer.id)
    }


def marks(session: Session) -> list[AuditEntry]:
    return list(session.exec(select(AuditEntry)).all())


def test_the_sellers_own_forms_are_not_marked(
    client: Client, seller: Seller, session: Session
) -> None:
    product = make_product(session, seller)
    owner = signed_in(client, make_member(session, seller))
    post(owner, f"{PRODUCTS}/{product.slug}/tam-dung")
    assert [mark for mark in marks(session) if mark.assisted_for] == []


def test_sellers_of_another_commune_do_not_exist(
    desk: Client, seller: Seller, session: Session
) -> None:
    seller.ward_code = "05500"
    place = f"/can-bo/don-vi/{seller.slug}"
    assert "Hộ bà Nhài" not in desk.get("/can-bo").text
    assert desk.get(place).status_code == 404
    consent = make_consent(session, seller, make_officer(session))
    assert desk.get(f"{place}/dong-y/{consent.code}/giay.jpg").status_code == 404
    for part in ("/dong-y", "/bat-dau", f"/dong-y/{consent.code}/rut"):
        assert post(desk, place + part, products="1", way="tap").status_code == 404


def test_an_operator_helps_in_every_commune(
    client: Client, seller: Seller, session: Session
) -> None:
    seller.ward_code = "05500"
    operator = make_operator(session)
    make_consent(session, seller, operator)
    assert start(signed_in(client, operator), seller).status_code == 303
    assert "Đang làm giúp Hộ bà Nhài" in client.get("/ban-hang").text


def test_only_those_who_assist_open_the_officers_desk(
    visit: Callable[[], Client], seller: Seller, session: Session
) -> None:
    people = [make_user(session), make_member(session, seller)]
    people += [
        make_user(session, role=role) for role in (Role.MODERATOR, Role.AUDITOR, Role.ADMINISTRATOR)
    ]
    for person in people:
        browser = signed_in(visit(), person)
        assert browser.get("/can-bo").status_code == 403
        assert browser.get(f"/can-bo/don-vi/{seller.slug}").status_code == 403
        assert start(browser, seller).status_code == 403
        assert post(browser, "/can-bo/thoi").status_code == 403
    assert visit().get("/can-bo").headers["location"].startswith("/dang-nhap")


def test_the_lists_queries_do_not_grow_with_sellers(
    desk: Client, officer: User, session: Session, queries: Queries
) -> None:
    counts: list[int] = []
    for more in (1, 9):
        for _ in range(more):
            make_consent(session, make_seller(session), officer)
        queries.clear()
        assert desk.get("/can-bo").text.count("lot-row") == (1 if more == 1 else 10)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_officers_find_sellers_by_name_and_by_number(
    desk: Client, seller: Seller, session: Session
) -> None:
    make_seller(session, name="Miến Việt Cường", slug="mien-viet-cuong", phone="+84918000111")
    for wanted, found in (("ba nhai", "Hộ bà Nhài"), ("0918 000", "Miến Việt Cường")):
        page = desk.get("/can-bo", params={"q": wanted}).text
        assert page.count("lot-row") == 1
        assert found in page
    assert "Không có đơn vị nào như vậy" in desk.get("/can-bo", params={"q": "%%%"}).text


def test_the_first_page_shows_an_officer_no_more_than_the_rest_of_the_desk(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    variant = make_variant(session, make_product(session, seller))
    order(session, make_basket(session, (variant, 1)))
    make_consent(session, seller, officer, scopes=["lots"])
    start(desk, seller)
    page = desk.get("/ban-hang").text
    assert "Nguyễn Thị Mẫu" not in page  # the buyer
    assert "/ban-hang/don-hang" not in page
    assert "/ban-hang/san-pham" not in page
    assert "/ban-hang/lo" in page
    owner = signed_in(desk, make_member(session, seller))
    assert "Nguyễn Thị Mẫu" in owner.get("/ban-hang").text


def test_whoever_is_refused_is_led_back(
    desk: Client, seller: Seller, officer: User, session: Session
) -> None:
    consent = make_consent(session, seller, officer, scopes=["products"])
    start(desk, seller)
    assert "Về bàn đang làm giúp" in desk.get("/ban-hang/lo").text
    consent.withdrawn_at = utc_now()
    assert "Về danh sách đơn vị" in desk.get("/ban-hang/lo").text
