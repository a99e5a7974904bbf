"""Scans that are not like those of honest packets (traceability.md, section 5).

A pattern says that a code may have been copied. It never says which packet is the true one, so no
word here or shown calls anything a fake.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

from app.traceability.rules.provinces import kilometres

DEVICES_IN_A_DAY, PROVINCES_IN_A_DAY = 3, 2
"""Of one packet within 24 hours: so many, in so many provinces, are unusual."""
DEVICES_IN_A_WEEK = 10
"""Of one packet within 7 days: more are unusual."""
FASTEST_KMH, NEAR_KM = 900, 300
"""Faster than an aeroplane, over more than what the coarseness of a province explains."""
DAY, WEEK = timedelta(days=1), timedelta(days=7)


class AlertKind(StrEnum):
    MANY_DEVICES = "many_devices"
    BEFORE_PACKING = "before_packing"
    AFTER_RECALL = "after_recall"
    AFTER_EXPIRY = "after_expiry"
    SPREAD = "spread"  # one packet, several devices and provinces, within a day
    CROWD = "crowd"  # one packet, very many devices within a week
    TOO_FAST = "too_fast"  # one packet, faster between two provinces than anything flies


OF_UNITS = (AlertKind.SPREAD, AlertKind.CROWD, AlertKind.TOO_FAST)


@dataclass(frozen=True)
class Seen:
    """One scan by a person. A device is told apart for one day of Vietnam: on the next it is
    another one. `province` is empty for a reader who did not say.
    """

    at: datetime
    device: str
    province: str = ""


@dataclass(frozen=True)
class Found:
    """An unusual pattern: since when, and the numbers it rests on."""

    kind: AlertKind
    since: datetime
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class LotScans:
    """What is known of a lot's scans. `expires_on` is the last good day; a moment is None where
    there was no such scan: `early` the first before the day of packing, `recalled` the first after
    the recall, `late` the first after the last good day.
    """

    packs: int
    devices: int
    packed_on: date
    expires_on: date
    last_at: datetime
    early: datetime | None = None
    recalled: datetime | None = None
    late: datetime | None = None


def of_lot(lot: LotScans, devices_per_pack: int) -> list[Found]:
    """What is unusual about the scans of a lot's code and of its packets together."""
    found = []
    if lot.devices > lot.packs * devices_per_pack:
        facts = {"devices": lot.devices, "packs": lot.packs}
        found.append(Found(AlertKind.MANY_DEVICES, lot.last_at, facts))
    if lot.early is not None:
        packed = {"packed_on": lot.packed_on.isoformat()}
        found.append(Found(AlertKind.BEFORE_PACKING, lot.early, packed))
    if lot.recalled is not None:
        found.append(Found(AlertKind.AFTER_RECALL, lot.recalled))
    if lot.late is not None:
        expired = {"expires_on": lot.expires_on.isoformat()}
        found.append(Found(AlertKind.AFTER_EXPIRY, lot.late, expired))
    return found


def of_unit(scans: Iterable[Seen]) -> list[Found]:
    """What is unusual about the scans of one packet's own code."""
    seen = sorted(scans, key=lambda scan: scan.at)
    found = (_spread(seen), _crowd(seen), _too_fast(seen))
    return [each for each in found if each is not None]


def _spread(seen: Sequence[Seen]) -> Found | None:
    for part in _windows(seen, DAY):
        devices = len({scan.device for scan in part})
        provinces = {scan.province for scan in part if scan.province}
        if devices >= DEVICES_IN_A_DAY and len(provinces) >= PROVINCES_IN_A_DAY:
            facts = {"devices": devices, "provinces": sorted(provinces)}
            return Found(AlertKind.SPREAD, part[0].at, facts)
    return None


def _crowd(seen: Sequence[Seen]) -> Found | None:
    for part in _windows(seen, WEEK):
        devices = len({scan.device for scan in part})
        if devices > DEVICES_IN_A_WEEK:
            return Found(AlertKind.CROWD, part[0].at, {"devices": devices})
    return None


def _windows(seen: Sequence[Seen], length: timedelta) -> Iterable[Sequence[Seen]]:
    """The longest stretch of scans that ends with each one and is no longer than `length`."""
    first = 0
    for last, scan in enumerate(seen):
        while scan.at - seen[first].at > length:
            first += 1
        yield seen[first : last + 1]


def _too_fast(seen: Sequence[Seen]) -> Found | None:
    """Between one scan and the next whose provinces are known."""
    for one, other in pairwise(scan for scan in seen if scan.province):
        far = kilometres(one.province, other.province)
        hours = (other.at - one.at) / timedelta(hours=1)
        if far > NEAR_KM and far > FASTEST_KMH * hours:
            facts = {"from": one.province, "to": other.province, "km": round(far)}
            return Found(AlertKind.TOO_FAST, one.at, facts | {"minutes": round(hours * 60)})
    return None
