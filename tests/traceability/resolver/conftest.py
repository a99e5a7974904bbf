"""A lot with a GTIN, and how the resolver's answers are read."""

import re
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session

from app.core.config import settings
from app.sellers.models import Seller
from app.traceability.models import Lot
from tests.factories import make_product, make_variant
from tests.traceability.conftest import make_told_lot
from tests.traceability.resolver.schemas import valid_linkset

TEA = "08931234567897"
ITEM = f"/01/{TEA}"
LOT = f"{ITEM}/10/TC-2610-07"
LINKSET = "application/linkset+json"
VOC = "https://ref.gs1.org/voc/"
ROOT = settings.code_url


@pytest.fixture
def lot(session: Session) -> Lot:
    """Of a product on sale, with all its papers."""
    lot = make_told_lot(session, gtin=TEA)
    variant = make_variant(session, make_product(session, session.get_one(Seller, lot.seller_id)))
    variant.gtin = TEA
    session.flush()
    return lot


def links(answer: Response) -> list[tuple[str, str]]:
    """Targets and relations of its `Link` header."""
    return re.findall(r'<([^>]+)>; rel="([^"]+)"', answer.headers["link"])


def by_anchor(answer: Response) -> dict[str, dict[str, Any]]:
    assert answer.status_code == 200
    return {level["anchor"]: level for level in valid_linkset(answer.json())}
