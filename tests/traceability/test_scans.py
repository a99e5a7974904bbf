"""Scans: one row each, counted by devices of the day, never in a page's way."""

import time
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core import days
from app.core.ids import new_code
from app.core.write_behind import WriteBehind
from app.traceability.models import Lot, LotStatus, Scan
from app.traceability.rules import Verdict, scans
from app.traceability.service.opened import Opened
from app.traceability.service.scans import write_scans
from tests.conftest import Client
from tests.factories import make_lot
from tests.processes import Shop
from tests.traceability.conftest import make_told_lot

PHONE = "Mozilla/5.0 (Linux; Android 14) Zalo/24"
Serve = Callable[..., list[Shop]]


def opened(code: str, address: str = "203.0.113.7", agent: str = PHONE) -> Opened:
    return Opened(time.time(), code, address, agent, "vi")


def waiting(client: Client) -> WriteBehind[Opened]:
    app = client.app
    assert isinstance(app, FastAPI)
    rows: WriteBehind[Opened] = app.state.scans
    return rows


def test_every_opening_is_a_row_and_a_count(session: Session) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code) for _ in range(3)])
    write_scans(session, [opened(lot.code, "203.0.113.8"), opened(lot.code)])
    session.refresh(lot)
    assert (lot.scans, lot.devices) == (5, 2)
    rows = session.exec(select(Scan)).all()
    assert {row.verdict for row in rows} == {Verdict.VALID}
    assert len({row.device for row in rows}) == 2


@pytest.mark.parametrize("at", [1_795_000_000.0, 1_795_000_000.000001, 1_795_000_000.9999998])
def test_a_scan_keeps_its_moment_to_the_microsecond(session: Session, at: float) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code)._replace(at=at)])
    kept = session.exec(select(Scan.at)).one()
    assert abs(kept.timestamp() - at) < 1e-6


def test_a_device_is_another_one_after_midnight_in_vietnam(session: Session) -> None:
    lot = make_lot(session)
    midnight = days.next_midnight().timestamp()
    for at in (midnight - 3600, midnight - 1, midnight, midnight + 3600):
        write_scans(session, [opened(lot.code)._replace(at=at)])
    devices = session.exec(select(Scan.device).order_by(col(Scan.at))).all()
    assert devices[0] == devices[1] != devices[2] == devices[3]


def test_no_address_and_no_browser_is_kept(session: Session) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code)])
    row = session.connection().execute(text("SELECT scan::text FROM scan")).scalar_one()
    assert "203.0.113.7" not in row
    assert "Zalo" not in row


def test_a_device_is_told_apart_by_the_salt_of_its_day() -> None:
    one = scans.device(b"salt", "203.0.113.7", PHONE)
    assert one == scans.device(b"salt", "203.0.113.7", PHONE)
    others = {
        scans.device(b"other", "203.0.113.7", PHONE),
        scans.device(b"salt", "203.0.113.8", PHONE),
        scans.device(b"salt", "203.0.113.7", "x"),
    }
    assert len(others | {one}) == 4


def test_a_code_that_names_nothing_is_recorded_as_unknown(session: Session) -> None:
    draft = make_lot(session, status=LotStatus.DRAFT)
    write_scans(session, [opened(new_code(10)), opened(draft.code)])
    rows = session.exec(select(Scan)).all()
    assert {(row.verdict, row.lot_id) for row in rows} == {(Verdict.UNKNOWN, None)}
    assert draft.scans == 0


def test_programs_that_look_at_links_are_no_scans(session: Session) -> None:
    lot = make_lot(session)
    agents = ("", "facebookexternalhit/1.1", "Googlebot/2.1", "curl/8")
    write_scans(session, [opened(lot.code, agent=agent) for agent in agents])
    assert session.exec(select(Scan)).all() == []


def test_the_device_too_many_drops_the_page_everywhere(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    touched: list[str] = []
    monkeypatch.setattr("app.core.page_cache.touch", lambda _, *tags: touched.extend(tags))
    lot = make_lot(session, packs=1, net_grams=100, devices=19)
    write_scans(session, [opened(lot.code, "203.0.113.1")])
    assert touched == []
    write_scans(session, [opened(lot.code, "203.0.113.2")])
    assert touched == [f"lot:{lot.code}"]


def test_a_page_notes_its_scan_and_looking_ahead_does_not(
    client: Client, session: Session, lot: Lot
) -> None:
    path = f"/Q/{lot.code}"
    client.headers["user-agent"] = PHONE
    client.get(path)
    client.get(f"/en{path}")
    client.head(path)
    client.get(path, headers={"sec-purpose": "prefetch"})
    client.get(f"{path}.json")
    client.get(f"{path}/qr.png")
    client.get(f"/Q/{new_code(10)}")
    client.get("/Q/0000000001")
    waiting(client).flush()
    rows = session.exec(select(Scan.verdict, Scan.language).order_by(col(Scan.id))).all()
    assert list(rows) == [("valid", "vi"), ("valid", "en"), ("unknown", "vi")]


def test_more_than_memory_holds_is_dropped_and_counted(
    client: Client, session: Session, lot: Lot
) -> None:
    rows = waiting(client)
    rows.bound = 2
    client.headers["user-agent"] = PHONE
    for _ in range(5):
        client.get(f"/Q/{lot.code}")
    assert rows.dropped == 3
    rows.flush()
    assert len(session.exec(select(Scan)).all()) == 2


@pytest.fixture
def told(live_session: Session) -> Lot:
    lot = make_told_lot(live_session)
    live_session.commit()
    return lot


def count(session: Session, statement: str) -> Any:
    session.rollback()
    return session.connection().execute(text(statement)).scalar_one()


@pytest.mark.live
def test_n_requests_are_n_rows_from_memory_or_not_and_none_is_lost_at_the_end(
    told: Lot, live_session: Session, serve: Serve
) -> None:
    shops = serve(2)
    with httpx.Client(headers={"user-agent": PHONE}) as browser:
        for number in range(120):
            shop = shops[number % 2]
            assert browser.get(f"{shop.url}/Q/{told.code}").status_code == 200
    for shop in shops:
        shop.stop()
    assert count(live_session, "SELECT count(*) FROM scan") == 120
    assert count(live_session, "SELECT scans FROM lot") == 120
    assert count(live_session, "SELECT devices FROM lot") == 1
