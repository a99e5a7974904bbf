"""What leaf and tea are called on their way, and what is recorded of it."""

from enum import StrEnum

from app.core.i18n import mark


class MaterialKind(StrEnum):
    """What a material is: fresh leaf as it was picked, or loose tea as it came from the pan."""

    LEAF = "leaf"
    BULK = "bulk"


class EventKind(StrEnum):
    """What happened: one screen of the workshop's book each."""

    HARVEST = "harvest"
    RECEIPT = "receipt"
    PROCESS = "process"
    BLEND = "blend"
    TEST = "test"
    PACK = "pack"
    SHIP = "ship"
    FARM_LOG = "farm_log"
    DECLARE = "declare"  # loose tea of a lot whose leaf nobody weighed


NAMES = {
    EventKind.HARVEST: mark("Thu hái"),
    EventKind.RECEIPT: mark("Nhận lá ở xưởng"),
    EventKind.PROCESS: mark("Mẻ chế biến"),
    EventKind.BLEND: mark("Phối trộn"),
    EventKind.TEST: mark("Kiểm nghiệm"),
    EventKind.PACK: mark("Đóng gói"),
    EventKind.SHIP: mark("Xuất hàng"),
    EventKind.FARM_LOG: mark("Chăm sóc vườn"),
    EventKind.DECLARE: mark("Khai theo lô"),
}
PREFIXES = {
    EventKind.HARVEST: "TH",
    EventKind.PROCESS: "ME",
    EventKind.BLEND: "PT",
    EventKind.DECLARE: "KH",
}
"""What a number begins with that the book gives by itself: thu hái, mẻ, phối trộn, khai."""


class ErrorReason(StrEnum):
    """Why a record is wrong (CBV 2.0, 7.5, error reason identifiers)."""

    DID_NOT_OCCUR = "did_not_occur"
    INCORRECT_DATA = "incorrect_data"


class FarmWork(StrEnum):
    """What was done in a garden between two harvests."""

    SPRAY = "spray"
    FERTILISE = "fertilise"
    IRRIGATE = "irrigate"
    PRUNE = "prune"
    WEED = "weed"


def proportion(total: int, part: int, whole: int) -> int:
    """`part` of `whole` out of `total`, rounded down: how much leaf stands behind some tea.

    >>> proportion(93_000, 1_000, 6_200)
    15000
    """
    return total * part // whole if whole else 0
