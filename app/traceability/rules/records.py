"""What a lot's record must hold before it is public, and its fingerprint."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

from app.core.errors import Conflict
from app.core.i18n import mark
from app.traceability.rules import Stage

REQUIRED = {
    "name": mark("tên sản phẩm"),
    "picture": mark("ảnh sản phẩm"),
    "producer": mark("tên người làm"),
    "address": mark("địa chỉ người làm"),
    "origin": mark("nơi trồng hoặc nơi làm"),
    "lot_number": mark("số lô"),
    "harvested_on": mark("ngày hái"),
    "packed_on": mark("ngày đóng gói"),
    "expires_on": mark("hạn dùng"),
    "standards": mark("tiêu chuẩn áp dụng"),
    "standing": mark("hồ sơ đơn vị được sàn duyệt"),
}
"""The union of Circular 02/2024/TT-BKHCN and Decree 37/2026/NĐ-CP, stages apart; and last, that
an operator answers for the seller.
"""
ORIGINS = {Stage.HARVEST, Stage.RECEIPT, Stage.PROCESS}


class IncompleteRecord(Conflict):
    """`missing` names, in Vietnamese source texts, what the law wants to see and is not there."""

    title = mark("Hồ sơ lô còn thiếu")

    def __init__(self, missing: Sequence[str]) -> None:
        super().__init__(mark("Hồ sơ lô còn thiếu mục bắt buộc."))
        self.missing = list(missing)


def missing(facts: Mapping[str, Any], stages: Sequence[Stage]) -> list[str]:
    """What keeps a lot from being published, in the order of the law's list."""
    lacking = [said for name, said in REQUIRED.items() if not facts.get(name)]
    if not ORIGINS & set(stages):
        lacking.append(mark("công đoạn đầu: thu hái, nhận nguyên liệu hoặc chế biến"))
    if Stage.PACK not in stages:
        lacking.append(mark("công đoạn đóng gói"))
    return lacking


def fingerprint(record: Mapping[str, Any]) -> str:
    """SHA-256, in hex, of `record` as canonical JSON: sorted keys, no spaces, UTF-8 (RFC 8785).

    Anybody can compute it again from the published record: texts, whole numbers and lists only.
    """
    text = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def in_fours(digits: str, groups: int = 4) -> str:
    """
    >>> in_fours("9f2c7ab10d4341ae77")
    '9f2c 7ab1 0d43 41ae'
    """
    return " ".join(digits[i : i + 4] for i in range(0, groups * 4, 4))


LOT_FACTS = (
    "code", "lot_number", "gtin", "harvested_on", "packed_on", "expires_on", "picking_standard",
    "fresh_grams", "bulk_grams", "packs", "net_grams", "balance_note", "maker", "standards",
)  # fmt: skip
STEP_DETAILS = ("celsius", "minutes")
"""Of the steps that were measured; the others say nothing of them."""
STEP_FACTS = (
    "stage", "biz_step", "event_time", "event_end", "time_zone_offset", "recorded_at", "title",
    "note", "place", "location_code", "trace_code", "responsible", "grams_in", "grams_out",
)  # fmt: skip


def record(lot: Any, journey: Sequence[Any]) -> dict[str, Any]:
    """What was recorded of a lot, as JSON values: what the fingerprint is computed over.

    A correction names the step it corrects by its place in `stages`, since row ids stay inside.
    """
    places = {step.id: place for place, step in enumerate(journey)}
    stages = [
        {name: _plain(getattr(step, name)) for name in STEP_FACTS}
        | {name: step.details[name] for name in STEP_DETAILS if name in step.details}
        | {"corrects": places.get(step.corrects_id)}
        for step in journey
    ]
    return {"lot": {name: _plain(getattr(lot, name)) for name in LOT_FACTS}, "stages": stages}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return value.isoformat() if isinstance(value, date) else value
