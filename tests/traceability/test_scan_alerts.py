"""Unusual scans are told once, to whom they concern, and closed with a reason."""

from datetime import timedelta

import pytest
from sqlmodel import Session, select

from app.core import days, events
from app.core.db import utc_now
from app.core.templates import clock
from app.identity.models import AuditEntry
from app.traceability.models import AlertState, Lot, LotStatus, Scan, ScanAlert, ScanCode
from app.traceability.rules.patterns import AlertKind
from app.traceability.service.scan_alerts import (
    AlreadyClosed,
    ClosingIn,
    ScanAlertRaised,
    close_alert,
    note_seen,
    raise_alerts,
)
from app.traceability.service.scans import write_scans
from tests.conftest import Client
from tests.factories import make_alert, make_lot, make_operator
from tests.traceability.test_scan_keeping import opened

UNIT = "U/K7Q4M9MXDT"
REASON = ClosingIn(reason="Đã gọi nhà bán, tem còn đủ trong kho.")


@pytest.fixture
def news(monkeypatch: pytest.MonkeyPatch) -> list[ScanAlertRaised]:
    heard: list[ScanAlertRaised] = []
    monkeypatch.setitem(events._handlers, ScanAlertRaised, [lambda _, each: heard.append(each)])
    return heard


def alerts(session: Session) -> list[tuple[str, str]]:
    return sorted((row.code, row.kind.value) for row in session.exec(select(ScanAlert)))


def test_an_honest_lot_raises_nothing_and_is_looked_at_once(session: Session) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code, n) for n in range(3)])
    assert (raise_alerts(session), raise_alerts(session)) == (1, 0)
    assert alerts(session) == []


def test_more_devices_than_packs_explain_are_told_once(
    session: Session, news: list[ScanAlertRaised]
) -> None:
    lot = make_lot(session, packs=1, net_grams=100)
    for n in range(21):
        write_scans(session, [opened(lot.code, n)])
    raise_alerts(session)
    write_scans(session, [opened(lot.code, 30)])
    raise_alerts(session)
    found = session.exec(select(ScanAlert)).one()
    assert (found.kind, found.seller_id) == (AlertKind.MANY_DEVICES, lot.seller_id)
    assert found.facts == {"devices": 21, "packs": 1}
    assert [(each.alert_id, each.code, each.kind) for each in news] == [
        (found.id, lot.code, "many_devices")
    ]


def test_scans_before_packing_are_found_though_the_lot_was_a_draft_then(session: Session) -> None:
    lot = make_lot(session, status=LotStatus.DRAFT, packed_on=days.today())
    write_scans(session, [opened(lot.code, ago=24 * 3600)])
    lot.status = LotStatus.PUBLISHED
    session.flush()
    write_scans(session, [opened(lot.code)])
    raise_alerts(session)
    assert alerts(session) == [(lot.code, "before_packing")]


def test_scans_after_the_recall_and_after_the_last_good_day_are_told(session: Session) -> None:
    recalled = make_lot(session, status=LotStatus.RECALLED, recalled_at=utc_now() - timedelta(1))
    over = make_lot(session, expires_on=days.today() - timedelta(1))
    write_scans(session, [opened(recalled.code), opened(over.code)])
    raise_alerts(session)
    assert alerts(session) == sorted([(recalled.code, "after_recall"), (over.code, "after_expiry")])


def test_a_packet_at_two_far_places_by_three_devices_is_told(session: Session) -> None:
    lot = make_lot(session)
    scans = [opened(UNIT, n, ago=600 - n, lot=lot.code) for n in (1, 2, 3)]
    write_scans(session, scans)
    raise_alerts(session)
    assert alerts(session) == []
    places = [opened(UNIT, n, lot=lot.code, province=code) for n, code in ((1, "19"), (3, "79"))]
    write_scans(session, places)
    assert raise_alerts(session) == 1, "a province told later is looked at again"
    assert alerts(session) == [(UNIT, "spread"), (UNIT, "too_fast")]


def test_a_closed_alert_stays_quiet_for_a_week(session: Session) -> None:
    lot = make_lot(session, devices=62 * 20 + 1)
    alert = make_alert(session, lot, day=days.today() - timedelta(1))
    assert close_alert(session, alert, REASON, make_operator(session).id)
    write_scans(session, [opened(lot.code)])
    raise_alerts(session)
    assert len(session.exec(select(ScanAlert)).all()) == 1
    alert.closed_at = utc_now() - timedelta(8)
    session.flush()
    write_scans(session, [opened(lot.code)])
    raise_alerts(session)
    assert len(session.exec(select(ScanAlert)).all()) == 2


def test_seen_then_closed_leaves_who_when_and_why(session: Session) -> None:
    operator, alert = make_operator(session), make_alert(session, make_lot(session))
    assert note_seen(session, alert, operator.id)
    assert not note_seen(session, alert, operator.id)
    assert close_alert(session, alert, REASON, operator.id)
    assert not close_alert(session, alert, REASON, operator.id), "the same words again"
    with pytest.raises(AlreadyClosed):
        close_alert(session, alert, ClosingIn(reason="Một lời khác hẳn."), operator.id)
    assert (alert.state, alert.closed_by, alert.reason) == (
        AlertState.CLOSED, operator.id, REASON.reason
    )  # fmt: skip
    recorded = session.exec(select(AuditEntry.action).where(AuditEntry.subject_id == alert.id))
    assert sorted(recorded) == ["scan_alert.close", "scan_alert.see"]


def test_an_open_alert_asks_for_caution_until_it_is_closed(
    session: Session, client: Client, lot: Lot
) -> None:
    facts = {"packed_on": lot.packed_on.isoformat()}
    alert = make_alert(session, lot, kind=AlertKind.BEFORE_PACKING, facts=facts)
    page = client.get(f"/Q/{lot.code}").text
    assert 'data-verdict="caution"' in page
    assert "Coi chừng, mã bị quét trước ngày đóng gói" in page
    assert "hàng giả" not in page
    write_scans(session, [opened(lot.code)])
    assert session.exec(select(Scan.verdict)).one() == "caution"
    close_alert(session, alert, REASON, make_operator(session).id)
    assert 'data-verdict="valid"' in client.get(f"/Q/{lot.code}").text


def test_the_first_check_stands_on_the_page(session: Session, client: Client, lot: Lot) -> None:
    assert "kiểm tra lần đầu" not in client.get(f"/Q/{lot.code}").text
    write_scans(session, [opened(lot.code, ago=3600), opened(lot.code, 2)])
    first = clock(session.exec(select(ScanCode.first_at)).one())
    page = client.get(f"/Q/{lot.code}").text
    assert f"Mã này được kiểm tra lần đầu lúc {first}; đã quét 2 lần." in page
