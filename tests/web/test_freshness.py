"""A change shows on the kept pages of every web process within two seconds of its commit."""

import time
from collections.abc import Callable
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session

from app.catalog.models import Variant
from app.catalog.service.listing import relist
from app.catalog.service.products import set_paused
from app.catalog.service.variants import VariantIn, update_variant
from app.traceability.models import Lot
from app.traceability.rules import Stage
from app.traceability.service.publication import RecallIn, recall_lot, renew_next_lot
from tests.factories import make_event, make_lot, make_product, make_variant
from tests.processes import Shop

pytestmark = pytest.mark.live
WITHIN = 2.0
NAME = "Chè đinh thử"


@pytest.fixture
def lot(live_session: Session) -> Lot:
    product = make_product(live_session, name=NAME)
    lot = make_lot(live_session, make_variant(live_session, product, price=350_000))
    make_event(live_session, lot, Stage.HARVEST)
    live_session.flush()
    relist(live_session, product.id)
    renew_next_lot(live_session, product.id)
    live_session.commit()
    return lot


@pytest.fixture
def shops(lot: Lot, serve: Callable[..., list[Shop]]) -> list[Shop]:
    return serve(2)


def everywhere(shops: list[Shop], path: str, shows: Callable[[httpx.Response], bool]) -> bool:
    """Whether each process shows it within two seconds, in Vietnamese and in English."""
    deadline = time.monotonic() + WITHIN
    waiting = {f"{shop.url}{lang}{path}" for shop in shops for lang in ("", "/en")}
    while waiting and time.monotonic() < deadline:
        waiting = {url for url in waiting if not shows(httpx.get(url))}
        time.sleep(0.02)
    return not waiting


def are_kept(session: Session, shops: list[Shop], paths: tuple[str, ...]) -> bool:
    """A change that nobody is told of is not seen: what is answered comes from memory."""
    _rename_quietly(session, "Đổi lặng lẽ")
    urls = [f"{shop.url}{path}" for shop in shops for path in paths]
    unseen = not any("Đổi lặng lẽ" in httpx.get(url).text for url in urls)
    _rename_quietly(session, NAME)
    return unseen


def _rename_quietly(session: Session, name: str) -> None:
    session.connection().exec_driver_sql("UPDATE product SET name = %s", (name,))
    session.commit()


def has(text: str) -> Callable[[httpx.Response], bool]:
    return lambda page: text in page.text


def lacks(text: str) -> Callable[[httpx.Response], bool]:
    return lambda page: text not in page.text


def test_a_price_an_unpublication_and_a_recall_show_in_both_processes(
    shops: list[Shop], live_session: Session, lot: Lot
) -> None:
    variant = live_session.get_one(Variant, lot.variant_id)
    slug = live_session.connection().exec_driver_sql("SELECT slug FROM product").scalar_one()
    product, listing, origin = f"/san-pham/{slug}", "/tim?q=che+dinh+thu", f"/Q/{lot.code}"
    for path in (product, listing):
        assert everywhere(shops, path, has("350.000₫"))
    assert everywhere(shops, origin, lacks("Dư lượng"))
    assert are_kept(live_session, shops, (product, listing, origin))

    raise_price(live_session, variant)
    for path in (product, listing):
        assert everywhere(shops, path, has("355.000₫"))
        assert everywhere(shops, path, lacks("350.000₫"))

    recall_lot(live_session, lot, RecallIn(reason="Dư lượng vượt mức"))
    live_session.commit()
    assert everywhere(shops, origin, has("Dư lượng vượt mức"))
    assert everywhere(shops, product, lacks(f"/Q/{lot.code}/qr.svg"))

    pause(live_session, lot.product_id)
    assert everywhere(shops, listing, lacks("355.000₫"))


def raise_price(session: Session, variant: Variant) -> None:
    given = VariantIn.model_validate(variant).model_copy(update={"price": 355_000})
    update_variant(session, variant.product_id, variant.sku, given)
    session.commit()


def pause(session: Session, product_id: UUID) -> None:
    set_paused(session, product_id, paused=True)
    session.commit()
