"""Whoever tries the operator's desks finds something to decide, and shoppers see none of it."""

import pytest
from sqlalchemy import Engine
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, ProductRevision, RevisionStatus, Variant
from app.core.db import utc_now
from app.imports.service import load_waiting
from app.imports.service.waiting import APPLICANTS, SKU, SUMMARY
from app.sellers.models import Seller, SellerDocument, SellerStatus
from app.sellers.rules import DocumentStatus


@pytest.fixture(scope="module")
def engine(sample_engine: Engine) -> Engine:
    return sample_engine


@pytest.fixture
def waiting(session: Session) -> Session:
    load_waiting(session)
    return session


def test_applications_a_change_and_a_paper_wait(waiting: Session) -> None:
    sent = select(Seller).where(Seller.status == SellerStatus.SUBMITTED)
    applicants = waiting.exec(sent.order_by(col(Seller.submitted_at))).all()
    assert [one.phone for one in applicants] == [one.phone for one in APPLICANTS]
    assert all(one.submitted_at and one.submitted_at < utc_now() for one in applicants)
    revision = waiting.exec(select(ProductRevision)).one()
    assert (revision.status, revision.content["summary"]) == (RevisionStatus.PENDING, SUMMARY)
    assert waiting.exec(select(SellerDocument.status)).all() == [DocumentStatus.WAITING]


def test_shoppers_read_the_old_text(waiting: Session) -> None:
    shown = select(Product.summary).join(Variant).where(Variant.sku == SKU)
    assert waiting.exec(shown).one() != SUMMARY


def test_loading_it_again_adds_nothing(waiting: Session) -> None:
    tables = (Seller, ProductRevision, SellerDocument)
    before = [waiting.exec(select(func.count()).select_from(one)).one() for one in tables]
    load_waiting(waiting)
    assert [waiting.exec(select(func.count()).select_from(one)).one() for one in tables] == before
