"""What a paper that ran out takes out of the shop comes back with a new one, and only so."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.catalog import tasks
from app.catalog.models import Category, Product, ProductStatus
from app.catalog.queries import desk
from app.catalog.queries import papers as queries
from app.catalog.service import approval, listing, papers, products
from app.core.days import today
from app.identity import queries as identity
from app.identity.service import audit
from app.orders.queries.basket import offer
from app.sellers.models import Seller, SellerDocument
from app.sellers.queries.documents import VIEWED
from app.sellers.rules import DocumentKind, DocumentStatus
from app.sellers.service import documents
from tests.catalog.test_approval_pages import make_whole
from tests.conftest import Client
from tests.factories import make_document, make_operator, make_paper

YESTERDAY = timedelta(days=-1)


@pytest.fixture
def product(session: Session) -> Product:
    """A tea on sale, whose maker's certificate was accepted and holds."""
    product = make_tea(session)
    seller = session.get_one(Seller, product.seller_id)
    make_document(session, seller, status=DocumentStatus.ACCEPTED)
    assert product.listed
    return product


def make_tea(session: Session) -> Product:
    category = session.exec(select(Category).where(Category.slug == "che-hang-ngay")).one()
    product = make_whole(session, category_id=category.id, tea_type="tom_non")
    return listing.relist(session, product.id)


def run_out(session: Session, product: Product) -> SellerDocument:
    (paper,) = queries.papers_of(session, product)
    paper.issued_on, paper.expires_on = today() - timedelta(days=900), today() + YESTERDAY
    session.flush()
    return paper


def test_the_night_takes_out_what_ran_out_and_nothing_else(
    session: Session, client: Client, product: Product
) -> None:
    other = make_tea(session)  # nobody has handed a paper in for it
    tasks.settle_papers()
    assert (product.listed, other.listed) == (True, True)
    run_out(session, product)
    for _ in range(2):
        tasks.settle_papers()
        session.expire_all()
    assert (product.listed, product.status) == (False, ProductStatus.APPROVED)
    assert other.listed
    assert "Món này tạm ngừng bán" in client.get(f"/san-pham/{product.slug}").text
    assert product.variant_id is not None
    offered = offer(session.connection(), product.variant_id, "")
    assert offered is not None
    assert not offered.on_sale
    actions = [entry.action for entry in identity.audit_trail(session, product.id)]
    assert actions == ["product.lapse_papers"]


def test_a_paper_holds_on_its_last_day(session: Session, product: Product) -> None:
    run_out(session, product).expires_on = today()
    assert not queries.lapsed(session, product)


@pytest.mark.usefixtures("app")  # which connects who listens
def test_a_new_paper_brings_it_back_once_it_is_accepted(session: Session, product: Product) -> None:
    old = run_out(session, product)
    papers.settle(session, product.id)
    seller = session.get_one(Seller, product.seller_id)
    new = make_document(session, seller, replaces_id=old.id)
    tasks.settle_papers()
    session.expire_all()
    assert not product.listed
    operator = make_operator(session)
    audit(session, operator.id, VIEWED, new)
    documents.accept(session, operator.id, new)
    assert product.listed


def test_the_sellers_own_switch_brings_nothing_back(session: Session, product: Product) -> None:
    run_out(session, product)
    papers.settle(session, product.id)
    products.set_paused(session, product.id, paused=True)
    products.set_paused(session, product.id, paused=False)
    assert not product.listed


def test_nobody_approves_what_needs_a_paper_that_nobody_accepted(
    session: Session, product: Product
) -> None:
    operator = make_operator(session)
    product.status = ProductStatus.PENDING
    (certificate,) = queries.papers_of(session, product)
    make_paper(session, product, DocumentKind.SELF_DECLARATION)
    certificate.status = DocumentStatus.WAITING
    edition = desk.edition(product, None)
    with pytest.raises(approval.Incomplete, match="Chưa xem và nhận: Giấy chứng nhận"):
        approval.approve(session, operator.id, product.id, edition=edition)
    certificate.status = DocumentStatus.ACCEPTED
    approval.approve(session, operator.id, product.id, edition=edition)
    assert product.listed
