"""A recall is red on every process within two seconds, cached or not."""

import time
from collections.abc import Callable

import httpx
import pytest
from sqlmodel import Session

from app.traceability.service import RecallIn, recall_lot
from tests.processes import Shop
from tests.traceability.conftest import make_told_lot

pytestmark = pytest.mark.live
PATIENCE = 2.0


def verdict(shop: Shop, code: str) -> str:
    page = httpx.get(f"{shop.url}/Q/{code}").text
    return page.split('data-verdict="')[1].split('"')[0]


def status(shop: Shop, code: str) -> str:
    """What the lot's linkset says of a recall."""
    linkset = httpx.get(f"{shop.url}/Q/{code}", headers={"accept": "application/linkset+json"})
    (level,) = linkset.json()["linkset"]
    title: str = level["https://ref.gs1.org/voc/recallStatus"][0]["title"]
    return title


def test_cached_pages_of_two_processes_turn_red(
    live_session: Session, serve: Callable[..., list[Shop]]
) -> None:
    lot = make_told_lot(live_session)
    live_session.commit()
    shops = serve(2)
    for _ in range(3):
        assert [verdict(shop, lot.code) for shop in shops] == ["valid", "valid"]
        assert {status(shop, lot.code) for shop in shops} == {"Lô này không bị thu hồi"}
    recall_lot(live_session, lot, RecallIn(reason="Hộp hở nắp, chè hút ẩm."))
    live_session.commit()
    committed = time.monotonic()
    while [verdict(shop, lot.code) for shop in shops] != ["recalled", "recalled"]:
        assert time.monotonic() - committed < PATIENCE
        time.sleep(0.05)
    assert {status(shop, lot.code) for shop in shops} == {"Lô này đã thu hồi"}
