"""The first page of each desk."""

import re
from collections.abc import Callable
from datetime import timedelta

from sqlmodel import Session

from app.catalog.models import Product, ProductStatus
from app.catalog.service import listing
from app.core.days import today
from app.core.db import utc_now
from app.identity.rules import Role
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerStatus
from tests.conftest import Client
from tests.factories import (
    make_member,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
    save,
)
from tests.sessions import signed_in


def test_a_seller_sees_what_to_do_today(client: Client, session: Session) -> None:
    seller = make_seller(session)
    product = make_product(session, seller, name="Chè sắp hết")
    make_variant(session, product, on_hand=2)
    listing.relist(session, product.id)
    make_product(session, seller, status=ProductStatus.REJECTED, listed=False)
    page = signed_in(client, make_member(session, seller)).get("/ban-hang").text
    assert "Không có đơn nào đang chờ" in page
    assert "Chè sắp hết" in page
    assert "còn 2" in page


def test_a_seller_who_waits_or_is_suspended_is_told(client: Client, session: Session) -> None:
    seller = make_seller(session, status=SellerStatus.SUBMITTED)
    signed_in(client, make_member(session, seller))
    assert "Hồ sơ đang chờ sàn duyệt" in client.get("/ban-hang").text
    session.get_one(Seller, seller.id).status = SellerStatus.SUSPENDED
    assert "Gian hàng đang tạm ngừng" in client.get("/ban-hang").text


def test_the_operator_sees_how_long_somebody_waits(client: Client, session: Session) -> None:
    signed_in(client, make_operator(session))
    assert "Không còn gì chờ duyệt" in client.get("/dieu-hanh").text
    make_product(session, status=ProductStatus.PENDING, submitted_at=utc_now())
    assert "1 phút trước" in client.get("/dieu-hanh").text


def test_a_desk_is_for_those_who_work_there(visit: Callable[[], Client], session: Session) -> None:
    shopper = signed_in(visit(), make_user(session))
    assert shopper.get("/ban-hang").status_code == 404
    assert shopper.get("/dieu-hanh").status_code == 403
    assert visit().get("/ban-hang").headers["location"] == "/dang-nhap?tiep=/ban-hang"


def tile(page: str, label: str) -> str:
    """The number of a queue and what is said of its age."""
    found = next(part for part in page.split('<li class="stat">') if label in part)
    return " ".join(re.sub(r"<[^>]+>", " ", found.split("</li>")[0]).split())


def test_the_operator_sees_every_queue_with_its_count_and_age(
    client: Client, session: Session
) -> None:
    days_ago = utc_now() - timedelta(days=3)
    make_seller(session, status=SellerStatus.SUBMITTED, submitted_at=days_ago)
    product = make_product(session)
    for days, number in ((20, "QĐ-1"), (200, "QĐ-2")):
        certify(session, make_product(session), number, days)
    certify(session, product, "QĐ-3", 10)
    certify(session, product, "QĐ-4", 900)
    page = signed_in(client, make_operator(session)).get("/dieu-hanh").text
    assert tile(page, "đơn vị chờ duyệt") == "1 đơn vị chờ duyệt lâu nhất 3 ngày trước"
    assert tile(page, "trong 30 ngày").startswith("1 chứng nhận, giấy tờ")
    assert tile(page, "để đơn quá giờ") == "0 nhà bán để đơn quá giờ"
    assert "<small>3 ngày trước</small>" in page.split('class="desk-menu"')[1]


def certify(session: Session, product: Product, number: str, days: int) -> None:
    """A certificate that ends in so many days."""
    certificate = Certificate(
        product_id=product.id,
        decision_no=number,
        issuer="UBND tỉnh",
        stars=4,
        issued_on=today() - timedelta(days=1000 - days),
        expires_on=today() + timedelta(days=days),
    )
    save(session, certificate)


def test_who_may_not_call_sees_no_calls(client: Client, session: Session) -> None:
    page = signed_in(client, make_user(session, role=Role.MODERATOR)).get("/dieu-hanh").text
    assert "sản phẩm mới chờ duyệt" in page
    assert "để đơn quá giờ" not in page
