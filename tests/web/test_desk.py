"""The first page of each desk."""

from collections.abc import Callable

from sqlmodel import Session

from app.catalog.models import ProductStatus
from app.catalog.service import listing
from app.core.db import utc_now
from app.sellers.models import Seller, SellerStatus
from tests.conftest import Client
from tests.factories import (
    make_member,
    make_operator,
    make_product,
    make_seller,
    make_user,
    make_variant,
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
