"""The seller reads what was done in its name: who, when, what."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from app.identity.models import AuditEntry, User
from app.sellers.models import Seller
from app.web.queries.acts import PAGE
from tests.conftest import Client, Queries
from tests.factories import (
    make_basket,
    make_consent,
    make_member,
    make_officer,
    make_product,
    make_seller,
    make_variant,
    save,
)
from tests.orders.test_checkout import order
from tests.orders.test_desk_pages import take
from tests.sessions import form_token, signed_in

LOG = "/ban-hang/ho-tro/nhat-ky"


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session, slug="ho-ba-nhai", name="Hộ bà Nhài")


@pytest.fixture
def officer(session: Session) -> User:
    return make_officer(session, name="Hoàng Văn Cán")


@pytest.fixture
def owner(visit: Callable[[], Client], seller: Seller, session: Session) -> Client:
    return signed_in(visit(), make_member(session, seller))


@pytest.fixture
def helper(visit: Callable[[], Client], seller: Seller, officer: User, session: Session) -> Client:
    """The officer's browser, at the seller's desk."""
    make_consent(session, seller, officer, scopes=["orders", "products"])
    desk = signed_in(visit(), officer)
    desk.post(f"/can-bo/don-vi/{seller.slug}/bat-dau", data=form_token(desk))
    return desk


def test_the_seller_reads_who_did_what_to_which_product_and_order(
    owner: Client, helper: Client, seller: Seller, session: Session
) -> None:
    product = make_product(session, seller, name="Chè móc câu <b>")
    code = order(session, make_basket(session, (make_variant(session, product), 1))) + "01"
    assert take(helper, code, "xac-nhan").status_code == 303
    path = f"/ban-hang/san-pham/{product.slug}/gui-duyet"
    helper.post(path, data=form_token(helper))
    helper.post(f"/ban-hang/san-pham/{product.slug}/tam-dung", data=form_token(helper))
    page = owner.get(LOG).text
    assert page.count("Hoàng Văn Cán") >= 3
    assert f"Chuyển bước đơn hàng</b>: {code}" in page
    assert "Bắt đầu làm giúp" in page
    assert "Sản phẩm" in page


def test_nobody_elses_acts_are_there(
    visit: Callable[[], Client], owner: Client, helper: Client, session: Session
) -> None:
    rival = signed_in(visit(), make_member(session))
    assert "Hoàng Văn Cán" not in rival.get(LOG).text
    assert "Chưa ai làm giúp việc gì" in rival.get(LOG).text
    assert "Hoàng Văn Cán" in owner.get(LOG).text
    assert helper.get(LOG).status_code == 403
    assert visit().get(LOG).headers["location"].startswith("/dang-nhap")


def test_the_log_goes_back_page_by_page_in_as_many_statements(
    owner: Client, seller: Seller, officer: User, session: Session, queries: Queries
) -> None:
    product = make_product(session, seller)
    for _ in range(PAGE + 5):
        save(
            session,
            AuditEntry(
                actor_id=officer.id,
                action="product.submit",
                subject_type="product",
                subject_id=product.id,
                assisted_for=seller.id,
            ),
        )
    queries.clear()
    page = owner.get(LOG).text
    assert len(queries) <= 5
    assert page.count("Gửi sản phẩm đi duyệt") == PAGE
    older = page.split('rel="next" href="')[1].split('"')[0]
    assert owner.get(older).text.count("Gửi sản phẩm đi duyệt") == 5
    assert owner.get(LOG, params={"truoc": "x"}).status_code == 422
