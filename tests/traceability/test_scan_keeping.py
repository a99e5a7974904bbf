"""How long scans are kept: raw ones 90 days, salts one, counts for ever."""

import time
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.core import days
from app.core.ids import new_code
from app.traceability.models import Lot, Scan, ScanCode, ScanDay, ScanDevice, ScanPlace, ScanSalt
from app.traceability.service import partitions, salts
from app.traceability.service.opened import Opened
from app.traceability.service.scans import write_scans
from tests.factories import make_lot

PHONE = "Mozilla/5.0 (Linux; Android 14) Zalo/24"
AGO = days.today() - timedelta(partitions.RAW_DAYS + 1)


def opened(code: str, n: int = 1, ago: float = 0, **more: str) -> Opened:
    return Opened(time.time() - ago, code, f"203.0.113.{n}", PHONE, "vi", **more)


def ago(day_count: int) -> float:
    """Seconds from noon of that day until now."""
    noon = days.start_of_day(days.today() - timedelta(day_count)) + timedelta(hours=12)
    return time.time() - noon.timestamp()


def tables(session: Session) -> set[str]:
    rows = session.connection().execute(text("SELECT tablename FROM pg_tables"))
    return {name for name in rows.scalars() if name.startswith("scan_2")}


def test_the_days_to_come_have_their_partition(session: Session) -> None:
    for name in tables(session):
        session.connection().execute(text(f"DROP TABLE {name}"))
    assert partitions.make_ahead(session) == partitions.AHEAD + 1
    assert partitions.make_ahead(session) == 0
    assert f"scan_{days.today() + timedelta(partitions.AHEAD):%Y%m%d}" in tables(session)


def test_a_scan_of_a_day_without_a_partition_makes_it(session: Session) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code, ago=ago(40)), opened(lot.code)])
    assert f"scan_{days.today() - timedelta(40):%Y%m%d}" in tables(session)
    assert len(session.exec(select(Scan)).all()) == 2


def test_raw_scans_end_after_90_days_and_their_counts_stay(session: Session) -> None:
    lot = make_lot(session)
    for day_count in (partitions.RAW_DAYS + 1, partitions.RAW_DAYS, 1):
        write_scans(session, [opened(lot.code, n, ago(day_count)) for n in (1, 2)])
    assert partitions.drop_old(session) == [AGO]
    assert partitions.drop_old(session) == []
    assert len(session.exec(select(Scan)).all()) == 4
    kept = session.exec(select(ScanDay).order_by(col(ScanDay.day))).all()
    assert (kept[0].day, kept[0].scans, kept[0].devices) == (AGO, 2, 2)
    assert sum(row.scans for row in kept) == 6
    code = session.get_one(ScanCode, lot.code)
    assert (code.scans, days.day_in_vietnam(code.first_at)) == (6, AGO)


def test_a_salt_is_random_shared_for_its_day_and_then_gone(session: Session) -> None:
    lot, today = make_lot(session), days.today()
    tomorrow = today + timedelta(1)
    first = salts.salts_of(session, [today, tomorrow])
    assert first == salts.salts_of(session, [today, tomorrow])
    assert len(first[today]) == 32
    assert first[today] != first[tomorrow]
    yesterday = today - timedelta(1)
    session.add(ScanSalt(day=yesterday, salt=b"x" * 32))
    session.add(ScanDevice(lot_id=lot.id, device="a" * 32, day=yesterday))
    session.flush()
    assert salts.forget_salts(session) == 1
    assert salts.salts_of(session, [yesterday])[yesterday] != b"x" * 32
    assert session.get(ScanSalt, yesterday) is None, "a forgotten day gets no new salt to keep"
    assert session.exec(select(ScanDevice)).all() == []
    assert set(session.exec(select(col(ScanSalt.day))).all()) == {today, tomorrow}


def test_a_salt_is_in_no_log_that_outlives_it(session: Session) -> None:
    kind = text("SELECT relpersistence FROM pg_class WHERE relname = 'scan_salt'")
    assert session.connection().execute(kind).scalar_one() == "u"


def test_a_province_is_kept_with_the_readers_scans_of_that_code_and_day(session: Session) -> None:
    lot, other = make_lot(session), make_lot(session)
    write_scans(
        session, [opened(lot.code), opened(lot.code), opened(other.code), opened(lot.code, 2)]
    )
    told = opened(lot.code, province="19")
    write_scans(session, [told, told])
    write_scans(session, [told])
    provinces = session.exec(select(Scan.code, Scan.province).where(Scan.province != None)).all()  # noqa: E711
    assert list(provinces) == [(lot.code, "19")] * 2
    place = session.exec(select(ScanPlace)).one()
    assert (place.lot_id, place.day, place.province, place.scans) == (lot.id, days.today(), "19", 2)
    assert session.get_one(ScanCode, lot.code).scans == 3, "to say where one is is no scan"


def test_a_province_of_somebody_who_scanned_nothing_is_not_kept(session: Session) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(lot.code), opened(lot.code, 9, province="79")])
    assert set(session.exec(select(Scan.province)).all()) == {None}
    assert session.exec(select(ScanPlace)).all() == []


@pytest.mark.parametrize("unit", ["U/K7Q4M9MXDT"])
def test_a_packets_scan_counts_for_itself_and_for_its_lot(session: Session, unit: str) -> None:
    lot = make_lot(session)
    write_scans(session, [opened(unit, lot=lot.code), opened(lot.code), opened(new_code(10))])
    session.refresh(lot)
    assert (lot.scans, lot.devices) == (2, 1)
    codes = session.exec(select(ScanCode.code, ScanCode.lot_id, ScanCode.scans)).all()
    assert sorted(codes) == sorted([(unit, lot.id, 1), (lot.code, lot.id, 1)])
    assert session.get_one(Lot, lot.id).scans == 2
