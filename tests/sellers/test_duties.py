"""Whoever did a seller's work does not judge it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlmodel import Session

from app.catalog.models import Product, ProductStatus
from app.catalog.queries.desk import edition
from app.catalog.service import approval
from app.core.db import utc_now
from app.core.ids import new_id
from app.identity.models import AuditEntry, User
from app.sellers import queries, service
from app.sellers.models import Seller, SellerStatus
from app.sellers.rules import DocumentStatus
from app.sellers.service import documents
from app.sellers.service.duties import OwnWork, refuse_helper
from tests.conftest import Client
from tests.factories import (
    make_document,
    make_member,
    make_operator,
    make_product,
    make_seller,
    save,
)
from tests.sessions import form_token, signed_in


@pytest.fixture
def seller(session: Session) -> Seller:
    return make_seller(session)


@pytest.fixture
def operator(session: Session) -> User:
    return make_operator(session)


def helped(
    session: Session, seller: Seller, operator: User, *, days: int, subject: Product | None = None
) -> None:
    """So many days ago the operator did something in the seller's name."""
    entry = AuditEntry(
        actor_id=operator.id,
        action="product.edit",
        subject_type="product",
        subject_id=subject.id if subject else new_id(),
        assisted_for=seller.id,
        at=utc_now() - timedelta(days=days, minutes=1),
    )
    save(session, entry)


def pending(session: Session, seller: Seller) -> Product:
    return make_product(session, seller, status=ProductStatus.PENDING, listed=False)


DECISIONS: dict[str, Callable[..., Any]] = {
    "approve": approval.approve,
    "reject": partial(approval.reject, reason="Thiếu ảnh mặt sau"),
    "approve_revision": approval.approve_revision,
    "reject_revision": partial(approval.reject_revision, reason="Thiếu ảnh mặt sau"),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_helper_decides_on_no_goods_of_that_seller_for_thirty_days(
    session: Session, seller: Seller, operator: User, decision: str
) -> None:
    product = pending(session, seller)
    helped(session, seller, operator, days=29)
    with pytest.raises(OwnWork):
        DECISIONS[decision](session, operator.id, product.id, edition="")
    assert product.status is ProductStatus.PENDING


def test_after_thirty_days_only_what_they_worked_on_stays_out_of_reach(
    session: Session, seller: Seller, operator: User
) -> None:
    touched, other = pending(session, seller), pending(session, seller)
    helped(session, seller, operator, days=30, subject=touched)
    with pytest.raises(OwnWork):
        approval.reject(session, operator.id, touched.id, edition="", reason="Không")
    now = edition(other, None)
    approval.reject(session, operator.id, other.id, edition=now, reason="Thiếu ảnh mặt sau")
    assert other.status is ProductStatus.REJECTED


def test_a_helper_does_not_approve_the_seller_either(
    session: Session, seller: Seller, operator: User
) -> None:
    seller.status = SellerStatus.SUBMITTED
    helped(session, seller, operator, days=1)
    with pytest.raises(OwnWork):
        service.approve_seller(session, operator.id, seller)
    assert service.approve_seller(session, make_operator(session).id, seller)


@pytest.mark.parametrize("decision", ["approve_seller", "ask_changes", "close_seller"])
def test_a_helper_decides_nothing_about_the_application_and_another_person_does(
    session: Session, seller: Seller, operator: User, decision: str
) -> None:
    seller.status = SellerStatus.SUBMITTED
    helped(session, seller, operator, days=29)
    reason = {} if decision == "approve_seller" else {"reason": "Thiếu ảnh giấy đăng ký."}
    with pytest.raises(OwnWork):
        getattr(service, decision)(session, operator.id, seller, **reason)
    assert seller.status is SellerStatus.SUBMITTED
    assert getattr(service, decision)(session, make_operator(session).id, seller, **reason)


def test_a_helper_stops_a_shop_that_sells(session: Session, seller: Seller, operator: User) -> None:
    helped(session, seller, operator, days=1)
    assert service.suspend_seller(session, operator.id, seller, "Bán hàng giả.")
    assert service.close_seller(session, operator.id, seller, "Bán hàng giả.")


@pytest.mark.parametrize("part", ["approve_change", "reject_change"])
def test_a_helper_decides_no_change_of_facts_and_another_person_does(
    session: Session, seller: Seller, operator: User, part: str
) -> None:
    after = queries.registration(session, seller).model_copy(update={"street": "Xóm Soi Vàng"})
    service.ask_change(session, make_member(session, seller).id, seller, after, None)
    change = queries.pending_change(session, seller.id)
    assert change is not None
    said = {"edition": queries.edition(change)}
    said |= {"reason": "Chưa khớp với giấy."} if part == "reject_change" else {}
    helped(session, seller, operator, days=29)
    with pytest.raises(OwnWork):
        getattr(service, part)(session, operator.id, seller, **said)
    assert queries.pending_change(session, seller.id) is not None
    getattr(service, part)(session, make_operator(session).id, seller, **said)
    assert queries.pending_change(session, seller.id) is None


@pytest.mark.parametrize("step", ["duyet", "bo-sung", "dong"])
def test_the_sellers_page_says_why_and_what_was_typed_stays(
    client: Client, session: Session, seller: Seller, operator: User, step: str
) -> None:
    seller.status = SellerStatus.SUBMITTED
    helped(session, seller, operator, days=1)
    browser = signed_in(client, operator)
    typed = {"reason": "Thiếu ảnh mặt sau", "edition": queries.edition(seller)}
    path = f"/dieu-hanh/don-vi/{seller.slug}/{step}"
    answer = browser.post(path, data=form_token(browser) | typed)
    assert answer.status_code == 403
    assert "người khác phải quyết định" in answer.text
    assert ("Thiếu ảnh mặt sau" in answer.text) is (step != "duyet")


def test_help_for_one_seller_binds_nobody_for_another(
    session: Session, seller: Seller, operator: User
) -> None:
    helped(session, make_seller(session), operator, days=1)
    refuse_helper(session, operator.id, seller.id)
    refuse_helper(session, None, seller.id)


def test_the_page_says_why_and_what_was_typed_stays(
    client: Client, session: Session, seller: Seller, operator: User
) -> None:
    product = pending(session, seller)
    helped(session, seller, operator, days=1)
    desk = signed_in(client, operator)
    reason = {"reason": "Thiếu ảnh mặt sau", "edition": edition(product, None)}
    for step in ("duyet", "tu-choi"):
        path = f"/dieu-hanh/san-pham/{product.slug}/{step}"
        answer = desk.post(path, data=form_token(desk) | reason)
        assert answer.status_code == 403
        assert "người khác phải quyết định" in answer.text
    assert "Thiếu ảnh mặt sau" in answer.text


def test_goods_may_be_taken_down_by_anybody_who_reviews(
    session: Session, seller: Seller, operator: User
) -> None:
    product = make_product(session, seller)
    helped(session, seller, operator, days=1)
    approval.take_down(session, operator.id, product.id, reason="Ghi sai hạn dùng")
    assert product.status is ProductStatus.REJECTED


def test_a_helper_does_not_accept_the_papers_that_came_meanwhile(
    session: Session, seller: Seller, operator: User
) -> None:
    paper = make_document(session, seller)
    helped(session, seller, operator, days=2)
    with pytest.raises(OwnWork):
        documents.accept(session, operator.id, paper)
    assert paper.status is DocumentStatus.WAITING


def test_a_helper_refuses_no_papers_and_another_person_does(
    client: Client, session: Session, seller: Seller, operator: User
) -> None:
    paper = make_document(session, seller)
    helped(session, seller, operator, days=29)
    browser = signed_in(client, operator)
    typed = form_token(browser) | {"reason": "Ảnh mờ quá, mời chụp lại."}
    answer = browser.post(f"/dieu-hanh/giay-to/{paper.code}/tu-choi", data=typed)
    assert answer.status_code == 403
    assert "người khác phải quyết định" in answer.text
    assert "Ảnh mờ quá" in answer.text
    assert paper.status is DocumentStatus.WAITING
    assert documents.refuse(session, make_operator(session).id, paper, "Ảnh mờ quá.")
