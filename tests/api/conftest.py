"""A seller with something of everything, and its system that calls with a token."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.catalog.models import Product, ProductImage, ProductStatus, Variant
from app.orders.models import SellerOrder
from app.sellers.models import Seller
from app.tokens import rules
from app.tokens.rules import Scope
from app.traceability.models import GrowingArea, Lot, LotStatus
from app.traceability.rules import Stage
from tests.conftest import Client
from tests.factories import (
    make_area,
    make_basket,
    make_event,
    make_lot,
    make_product,
    make_seller,
    make_token,
    make_variant,
    save,
)
from tests.orders.test_checkout import order

V1 = "/api/v1"
PHOTO = "a" * 64
COMPLETE = {
    "cover": PHOTO,
    "summary": "Búp đinh hái tay.",
    "description": "Búp đinh hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm non.",
    "label": {
        "ingredients": "100% búp chè LDP1",
        "storage": "Nơi khô, tránh nắng",
        "shelf_life_days": 730,
        "standard": "TCVN 12829",
    },
}
"""Nothing is missing of it, so that it may be submitted whenever it is a draft."""


@pytest.fixture(autouse=True)
def _calls_are_not_counted_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """The limits have tests of their own."""
    monkeypatch.setattr(rules, "PER_TOKEN", 10**6)
    monkeypatch.setattr(rules, "PER_ADDRESS", 10**6)


@dataclass
class Api:
    """Calls with a token, as a seller's system does: no cookie, no browser's headers."""

    client: Client
    token: str = ""

    def call(self, method: str, path: str, **kwargs: Any) -> Response:
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers |= kwargs.pop("headers", {})
        return self.client.request(method, V1 + path, headers=headers, **kwargs)

    def get(self, path: str, **kwargs: Any) -> Response:
        return self.call("GET", path, **kwargs)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Response:
        return self.call("POST", path, json=body, **kwargs)

    def change(self, method: str, path: str, body: Any = None, **kwargs: Any) -> Response:
        """With `If-Match: *` unless the headers say otherwise."""
        headers = {"if-match": "*"} | kwargs.pop("headers", {})
        return self.call(method, path, json=body, headers=headers, **kwargs)


@dataclass(frozen=True)
class World:
    """Rows of one seller."""

    seller: Seller
    product: Product
    draft: Product
    variant: Variant
    area: GrowingArea
    lot: Lot
    draft_lot: Lot
    order: str

    @property
    def path(self) -> str:
        return f"/seller/products/{self.product.slug}"

    @property
    def names(self) -> dict[str, str]:
        """What stands for `{slug}` and the like."""
        return {"slug": self.product.slug, "sku": self.variant.sku, "content_hash": PHOTO}


@pytest.fixture
def world(session: Session) -> World:
    return build_world(session, make_seller(session))


def build_world(session: Session, seller: Seller) -> World:
    product = make_product(session, seller, **COMPLETE)
    draft = make_product(session, seller, status=ProductStatus.DRAFT, published_at=None)
    variant = make_variant(session, product)
    save(
        session,
        ProductImage(product_id=product.id, content_hash=PHOTO, width=900, height=900, ready=True),
    )
    area = make_area(session, seller)
    lot = make_lot(session, variant, growing_area_id=area.id, standards="TCVN 12829")
    draft_lot = make_lot(
        session, variant, status=LotStatus.DRAFT, published_at=None, growing_area_id=area.id
    )
    for each in (lot, draft_lot):
        make_event(session, each, Stage.HARVEST)
        make_event(session, each, Stage.PACK)
    order(session, make_basket(session, (variant, 2)))
    code = session.exec(select(SellerOrder.code).where(SellerOrder.seller_id == seller.id)).one()
    return World(seller, product, draft, variant, area, lot, draft_lot, code)


Open = Callable[..., Api]


@pytest.fixture
def system(visit: Callable[[], Client], session: Session) -> Open:
    """`system(seller)` calls for a seller with every right; `system(seller, Scope.X)` with one."""

    def connect(seller: Seller | None = None, *scopes: Scope) -> Api:
        client = visit()
        del client.headers["sec-fetch-site"]
        token = make_token(session, seller, *scopes)[1] if seller else ""
        return Api(client, token)

    return connect


@pytest.fixture
def api(system: Open, world: World) -> Api:
    return system(world.seller)


@pytest.fixture
def anybody(system: Open) -> Api:
    return system()
