"""A recall is seen on every process within two seconds, cached or not."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session

from app.catalog.models import Product
from app.core.db import utc_now
from app.traceability.models import Lot, LotStatus
from app.traceability.service import RecallIn, recalls, renew_next_lot
from tests.processes import Shop
from tests.traceability.journeys.workshop import Workshop

pytestmark = pytest.mark.live
PATIENCE = 2.0
WHY = RecallIn(reason="Lá có dư lượng quá mức.")


@dataclass(frozen=True)
class Seen:
    """What one process says of a lot: its page, its record, the offer of its product."""

    page: str
    record: str
    offered: bool
    warned: bool


def seen(shop: Shop, lot: Lot, slug: str) -> Seen:
    page = httpx.get(f"{shop.url}/Q/{lot.code}").text
    offer = httpx.get(f"{shop.url}/san-pham/{slug}").text
    record = httpx.get(f"{shop.url}/Q/{lot.code}.json").json()
    verdict = page.split('data-verdict="')[1].split('"')[0]
    offered = f"/Q/{lot.code}/qr.svg" in offer
    return Seen(verdict, record["verdict"], offered, warned="Món này có lô bị thu hồi" in offer)


def blended(workshop: Workshop) -> Lot:
    """A public lot whose tea is half of the garden that will be called back."""
    halves = [workshop.dry((workshop.pick(), 50_000), grams=10_000) for _ in range(2)]
    tea = workshop.blend(*((half, 2_000) for half in halves), grams=4_000)
    lot = workshop.pack((tea, 1_000), packs=10)
    lot.status, lot.published_at = LotStatus.PUBLISHED, utc_now()
    workshop.session.flush()
    renew_next_lot(workshop.session, lot.product_id)
    return lot


def status(shop: Shop, code: str) -> str:
    """What the lot's linkset says of a recall."""
    linkset = httpx.get(f"{shop.url}/Q/{code}", headers={"accept": "application/linkset+json"})
    (level,) = linkset.json()["linkset"]
    title: str = level["https://ref.gs1.org/voc/recallStatus"][0]["title"]
    return title


def test_cached_pages_of_two_processes_turn_red(
    live_session: Session, serve: Callable[..., list[Shop]]
) -> None:
    """By the garden, through a blend: withheld at the first word, red at the second."""
    workshop = Workshop(live_session)
    lot = blended(workshop)
    slug = live_session.get_one(Product, lot.product_id).slug
    live_session.commit()
    shops = serve(2)

    def until(wanted: Seen) -> None:
        live_session.commit()
        committed = time.monotonic()
        while [seen(shop, lot, slug) for shop in shops] != [wanted, wanted]:
            assert time.monotonic() - committed < PATIENCE, [seen(s, lot, slug) for s in shops]
            time.sleep(0.05)

    for _ in range(3):
        until(Seen("valid", "valid", offered=True, warned=False))
    recall, _ = recalls.ask(live_session, workshop.area, WHY, UUID(int=1))
    until(Seen("caution", "caution", offered=False, warned=False))
    assert {status(shop, lot.code) for shop in shops} == {"Lô này không bị thu hồi"}
    recalls.confirm(live_session, recall, UUID(int=2))
    until(Seen("recalled", "recalled", offered=False, warned=True))
    assert {status(shop, lot.code) for shop in shops} == {"Lô này đã thu hồi"}
