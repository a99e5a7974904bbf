"""Mass balance: nothing is packed that was not picked, nothing is labelled that was not packed.

R1 to R9 are those of the design; weights are whole grams. Ratios are grams of fresh leaf for each
100 g of dry tea.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.core.errors import Conflict
from app.core.i18n import mark
from app.traceability.rules import Stage


class Balance(StrEnum):
    """R2: how the fresh-to-dry ratio compares with what its picking standard allows."""

    OK = "ok"
    UNUSUAL = "unusual"  # the seller says why
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class RatioBounds:
    """Outside `low`–`high` is unusual, outside `floor`–`ceiling` impossible."""

    floor: int
    low: int
    high: int
    ceiling: int


def ratio(fresh_grams: int, bulk_grams: int) -> int:
    """
    >>> ratio(93_000, 6_200), ratio(5_000, 1_000)
    (1500, 500)
    """
    return fresh_grams * 100 // bulk_grams


def weigh(fresh_grams: int, bulk_grams: int, bounds: RatioBounds | None) -> Balance:
    """R2. Without `bounds` (honey, noodles) only this holds: no more comes out than went in."""
    if bounds is None:
        grew = 0 < fresh_grams < bulk_grams
        return Balance.UNUSUAL if grew else Balance.OK
    found = ratio(fresh_grams, bulk_grams)
    if not bounds.floor <= found <= bounds.ceiling:
        return Balance.IMPOSSIBLE
    return Balance.OK if bounds.low <= found <= bounds.high else Balance.UNUSUAL


def packs_from(bulk_grams: int, net_grams: int) -> int:
    """R3: how many packets of `net_grams` the bulk can fill, 0.5 % of scale tolerance included.

    >>> packs_from(6_200, 100), packs_from(1_990, 100), packs_from(1_991, 100)
    (62, 19, 20)
    """
    return bulk_grams * 1005 // (net_grams * 1000)


def label_allowance(packs: int, spoilage_percent: int) -> int:
    """R4: labels that may be active at once: one a packet, and the spoilt ones, rounded up.

    >>> label_allowance(62, 3), label_allowance(100, 3), label_allowance(10, 0)
    (64, 103, 10)
    """
    return packs - (-packs * spoilage_percent // 100)


class TooManyLabels(Conflict):
    """R4; `left` is how many may still be printed."""

    title = mark("Quá số tem được in")

    def __init__(self, left: int) -> None:
        super().__init__(mark("Số tem vượt số hộp của lô cộng phần hao hụt cho phép."))
        self.left = left


def check_labels(wanted: int, active: int, given_up: int, allowance: int) -> None:
    """R4 for a run of `wanted` labels that replaces `given_up` of the `active`.

    Raises TooManyLabels.
    """
    left = allowance - (active - given_up)
    if wanted > left:
        raise TooManyLabels(max(left, 0))


def check_dates(
    harvested_on: date, packed_on: date, expires_on: date, today: date
) -> dict[str, str]:
    """R7, by the name of the field that is wrong: harvest ≤ packing ≤ today, expiry after both."""
    faults = {}
    if harvested_on > today:
        faults["harvested_on"] = mark("Ngày hái chưa tới.")
    if packed_on > today:
        faults["packed_on"] = mark("Ngày đóng gói chưa tới.")
    elif packed_on < harvested_on:
        faults["packed_on"] = mark("Ngày đóng gói không thể trước ngày hái.")
    if expires_on <= packed_on:
        faults["expires_on"] = mark("Hạn dùng phải sau ngày đóng gói.")
    return faults


CLOCK_TOLERANCE = timedelta(minutes=5)
"""Phones may be that fast; a late report is legal and shows both times."""
BEFORE = {Stage.HARVEST, Stage.RECEIPT}
AFTER = {Stage.STORE, Stage.SHIP}
ANY_DAY = {Stage.TEST}


def step_fault(stage: Stage, day: date, harvested_on: date, packed_on: date) -> str:
    """R7 for one step: harvest ≤ making ≤ packing ≤ storing; empty when it fits.

    Leaf may come in on earlier days than the lot's own, and be tested on any day after.
    """
    if day < harvested_on and stage not in BEFORE:
        return mark("Công đoạn này không thể trước ngày hái.")
    if day > packed_on and stage not in AFTER | ANY_DAY:
        return mark("Công đoạn này không thể sau ngày đóng gói.")
    if day < packed_on and stage in AFTER:
        return mark("Lô chưa đóng gói thì chưa cất kho hay xuất kho được.")
    return ""
