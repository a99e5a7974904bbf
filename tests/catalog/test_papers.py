"""Food-safety papers: asked for by category, handed in by sellers, expired by themselves."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import Session, select

from app.catalog.models import REQUIRED_PAPERS, Category, Product
from app.catalog.queries import papers, writing
from app.catalog.rules import papers as rules
from app.catalog.rules.categories import trades
from app.catalog.service import listing
from app.core.days import today
from app.core.db import utc_now
from app.sellers.rules import DocumentKind, DocumentStatus
from tests.catalog.product_desk import Desk
from tests.catalog.test_approval_pages import Operator, make_revision, make_whole
from tests.conftest import Client
from tests.factories import make_paper, make_product


@dataclass(frozen=True)
class Paper:
    kind: str
    expires_on: date


DECLARATION, CERTIFICATE = DocumentKind.SELF_DECLARATION, DocumentKind.FOOD_SAFETY


@pytest.fixture
def tea(draft: Desk, session: Session) -> Desk:
    chosen = session.exec(select(Category).where(Category.slug == "che-hang-ngay")).one()
    session.get_one(Product, draft.product.id).category_id = chosen.id
    session.flush()
    listing.relist(session, draft.product.id)
    return draft


def missing(session: Session, product_id: Any) -> list[str]:
    gaps = writing.product_gaps(session, session.get_one(Product, product_id))
    return [gap.field for gap in gaps if gap.part == "papers"]


def test_tea_is_sent_with_both_papers(tea: Desk, session: Session) -> None:
    product = session.get_one(Product, tea.product.id)
    assert missing(session, product.id) == [DECLARATION, CERTIFICATE]
    page = tea.get().text
    assert "Số bản tự công bố sản phẩm" in page
    assert f"/ban-hang/giay-to/moi?loai=self_declaration&amp;hang={product.slug}" in page
    make_paper(session, product, DECLARATION, status=DocumentStatus.WAITING)
    make_paper(session, product, CERTIFICATE, product_id=None)
    assert missing(session, product.id) == []
    page = tea.get().text
    for said in ("12/2026/ATTP", "Chờ xem giấy", "Còn hiệu lực"):
        assert said in page


def test_the_link_opens_the_form_of_that_paper_and_product(tea: Desk, session: Session) -> None:
    slug = session.get_one(Product, tea.product.id).slug
    page = tea.client.get(f"/ban-hang/giay-to/moi?loai=self_declaration&hang={slug}").text
    assert '<option value="self_declaration" selected>' in page
    assert f'<option value="{slug}" selected>' in page


@pytest.mark.parametrize(
    "fields",
    [
        {"status": DocumentStatus.REFUSED},
        {"status": DocumentStatus.REPLACED},
        {"product_id": None},  # a declaration is of one product
    ],
)
def test_what_is_worth_nothing_does_not_count(
    tea: Desk, session: Session, fields: dict[str, Any]
) -> None:
    product = session.get_one(Product, tea.product.id)
    make_paper(session, product, DECLARATION, **fields)
    assert DECLARATION in missing(session, product.id)


def test_another_sellers_paper_does_not_count(tea: Desk, session: Session) -> None:
    make_paper(session, make_product(session), CERTIFICATE, product_id=None)
    assert CERTIFICATE in missing(session, tea.product.id)


def test_an_expired_paper_is_shown_and_holds_up_approval(tea: Desk, session: Session) -> None:
    product = session.get_one(Product, tea.product.id)
    yesterday = today() - timedelta(days=1)
    make_paper(session, product, DECLARATION, expires_on=None)
    make_paper(session, product, CERTIFICATE, expires_on=yesterday)
    assert missing(session, product.id) == [CERTIFICATE]
    assert "Giấy an toàn thực phẩm đã hết hạn" in tea.get().text
    make_paper(session, product, CERTIFICATE, submitted_at=utc_now() - timedelta(days=900))
    assert missing(session, product.id) == []


def test_a_change_waits_for_papers_that_ran_out_but_not_for_those_never_asked(
    session: Session,
) -> None:
    product = make_whole(session)
    revision = make_revision(session, product, summary="Câu khác")
    assert writing.revision_gaps(session, product, revision) == []
    make_paper(session, product, CERTIFICATE, expires_on=today() - timedelta(days=1))
    (gap,) = writing.revision_gaps(session, product, revision)
    assert str(gap) == "Giấy an toàn thực phẩm đã hết hạn"


def test_the_operator_sees_the_papers(client: Client, session: Session) -> None:
    product = make_whole(session)
    make_paper(session, product, CERTIFICATE, expires_on=today() - timedelta(days=1))
    page = Operator(client, session).client.get(f"/dieu-hanh/san-pham/{product.slug}").text
    assert "12/2026/ATTP" in page
    assert "Đã hết hạn" in page


def test_what_a_category_needs_is_an_option_of_the_operator(session: Session) -> None:
    product = make_product(session, category_slug="che-hang-ngay", group_slug="che")
    assert tuple(papers.papers_needed(session, product)) == rules.BOTH
    REQUIRED_PAPERS.set(session, {"che": ["food_safety"]}, by=None)
    session.flush()
    assert papers.papers_needed(session, product) == ["food_safety"]


def test_every_category_named_by_the_rules_is_a_trade_of_the_market() -> None:
    assert set(rules.NEEDED) <= {trade.slug for trade, _ in trades()}


@given(st.dates(), st.dates())
def test_a_paper_holds_to_the_end_of_its_last_day(expires_on: date, day: date) -> None:
    paper = Paper(CERTIFICATE, expires_on)
    assert rules.expired(paper, day) == (day > expires_on)
    assert not (rules.expired(paper, day) and rules.ends_soon(paper, day))
