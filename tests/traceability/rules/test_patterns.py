"""Unusual scans, at their thresholds (traceability.md, section 5)."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.places.queries import provinces
from app.traceability.rules.patterns import AlertKind, LotScans, Seen, of_lot, of_unit
from app.traceability.rules.provinces import SEATS, kilometres

NOON = datetime(2026, 11, 20, 5, tzinfo=UTC)
LOT = LotScans(62, 0, date(2026, 10, 1), date(2028, 10, 1), NOON)


def seen(hours: float, device: str, province: str = "") -> Seen:
    return Seen(NOON + timedelta(hours=hours), device, province)


def kinds(*scans: Seen) -> set[AlertKind]:
    return {found.kind for found in of_unit(scans)}


def test_an_honest_packet_is_scanned_by_a_household() -> None:
    assert kinds(seen(0, "a", "19"), seen(1, "b", "19"), seen(2, "c", "19")) == set()
    assert kinds(*(seen(24 * day, f"d{day}") for day in range(7))) == set()


def test_three_devices_in_two_provinces_within_a_day_are_unusual() -> None:
    near = (seen(0, "a", "19"), seen(3, "b", "01"))
    assert kinds(*near) == set(), "two devices"
    assert kinds(*near, seen(4, "c")) == {AlertKind.SPREAD}
    assert kinds(*near, seen(24, "c")) == {AlertKind.SPREAD}, "a day is 24 hours"
    assert kinds(*near, seen(24.1, "c")) == set(), "the first is over a day ago"


def test_devices_in_one_province_or_of_nobody_who_said_are_no_spread() -> None:
    assert kinds(seen(0, "a", "19"), seen(1, "b", "19"), seen(2, "c")) == set()


def test_more_than_ten_devices_in_a_week_are_unusual() -> None:
    ten = [seen(n, f"d{n}") for n in range(10)]
    assert kinds(*ten) == set()
    assert kinds(*ten, seen(7 * 24, "e")) == {AlertKind.CROWD}
    assert kinds(*ten, seen(7 * 24 + 0.1, "e")) == set()


def test_faster_than_an_aeroplane_over_more_than_300_km_is_unusual() -> None:
    far = kilometres("19", "79")
    assert far > 1000
    hours = far / 900
    assert kinds(seen(0, "a", "19"), seen(hours + 0.1, "b", "79")) == set()
    assert kinds(seen(0, "a", "19"), seen(hours - 0.1, "b", "79")) == {AlertKind.TOO_FAST}
    assert kinds(seen(0, "a", "19"), seen(0, "b", "79")) == {AlertKind.TOO_FAST}, "at once"


def test_a_province_is_too_coarse_for_a_speed_below_300_km() -> None:
    assert kilometres("19", "01") < 300
    assert kinds(seen(0, "a", "19"), seen(0.01, "b", "01")) == set()


def test_scans_without_a_province_between_do_not_hide_the_speed() -> None:
    found = of_unit([seen(1, "a"), seen(0, "a", "19"), seen(1.1, "b", "79")])
    assert [each.kind for each in found] == [AlertKind.TOO_FAST]
    assert found[0].facts == {"from": "19", "to": "79", "km": found[0].facts["km"], "minutes": 66}


def test_more_devices_than_the_packets_explain_are_unusual() -> None:
    assert of_lot(LotScans(**vars(LOT) | {"devices": 62 * 20}), 20) == []
    found = of_lot(LotScans(**vars(LOT) | {"devices": 62 * 20 + 1}), 20)
    assert [(each.kind, each.facts["devices"]) for each in found] == [("many_devices", 1241)]


@pytest.mark.parametrize(
    ("when", "kind"),
    [("early", "before_packing"), ("recalled", "after_recall"), ("late", "after_expiry")],
)
def test_a_scan_at_a_time_when_no_packet_should_be_about_is_unusual(when: str, kind: str) -> None:
    found = of_lot(LotScans(**vars(LOT) | {when: NOON}), 20)
    assert [(each.kind, each.since) for each in found] == [(kind, NOON)]


def test_every_province_has_a_seat() -> None:
    assert set(SEATS) == {province.code for province in provinces()}
