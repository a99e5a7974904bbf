"""The desk of a draft, and of a product on sale."""

from pathlib import Path

import pytest
from sqlmodel import Session

from app.catalog.models import ProductStatus
from app.catalog.service import listing
from app.core.config import settings
from tests.catalog.product_desk import Desk
from tests.conftest import Client
from tests.factories import (
    make_variant,
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture
def draft(folder: None, client: Client, session: Session) -> Desk:
    return Desk(client, session, status=ProductStatus.DRAFT, published_at=None, listed=False)


@pytest.fixture
def on_sale(folder: None, client: Client, session: Session) -> Desk:
    at_desk = Desk(client, session)
    make_variant(session, at_desk.product, sku="HOP-100")
    listing.relist(session, at_desk.product.id)
    return at_desk
