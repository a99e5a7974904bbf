"""A record as the book's pages tell it: one line, its state, what was found of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.core.i18n import gettext, mark
from app.core.templates import grams
from app.traceability.queries.materials import flows_of
from app.traceability.rules.materials import NAMES, ErrorReason, EventKind, FarmWork
from app.traceability.rules.screens import BY_KIND

LATE = timedelta(hours=48)
"""Beyond this both times are shown: when it happened and when it was written."""
WORKS = {
    FarmWork.SPRAY: mark("Phun thuốc"),
    FarmWork.FERTILISE: mark("Bón phân"),
    FarmWork.IRRIGATE: mark("Tưới nước"),
    FarmWork.PRUNE: mark("Đốn, tỉa"),
    FarmWork.WEED: mark("Làm cỏ"),
}
PICKING = {
    "dinh": mark("đinh"),
    "tom_non": mark("tôm nõn"),
    "moc_cau": mark("móc câu"),
    "bup": mark("búp"),
}
REASONS = {
    ErrorReason.DID_NOT_OCCUR: mark("Không xảy ra"),
    ErrorReason.INCORRECT_DATA: mark("Ghi sai"),
}


@dataclass(frozen=True)
class Entry:
    """`error` is empty while the record holds; `waits` is the code of a waiting correction."""

    code: str
    kind: EventKind
    title: str
    icon: str
    words: list[str]
    at: datetime
    recorded_at: datetime
    error: str = ""
    waits: str = ""
    corrects: bool = False
    warnings: list[str] = field(default_factory=list)

    @property
    def late(self) -> bool:
        return self.recorded_at - self.at > LATE


def entries(session: Session, rows: Sequence[Row[Any]]) -> list[Entry]:
    """As many as `rows` (queries.book), in their order, with what each took and made."""
    flows: dict[Any, list[Row[Any]]] = {}
    for flow in flows_of(session, [row.id for row in rows]):
        flows.setdefault(flow.event_id, []).append(flow)
    return [_entry(row, flows.get(row.id, [])) for row in rows]


def _entry(row: Row[Any], flows: list[Row[Any]]) -> Entry:
    kind = EventKind(row.kind)
    screen = BY_KIND.get(kind)
    return Entry(
        row.code,
        kind,
        gettext(NAMES[kind]),
        screen.icon if screen else "clipboard-list",
        [text for text in LINES[kind](row, flows) if text],
        row.event_time,
        row.recorded_at,
        gettext(REASONS[ErrorReason(row.error)]) if row.error else "",
        row.waits or "",
        row.corrects_id is not None,
        said_of(row.findings),
    )


def said_of(findings: Iterable[dict[str, Any]]) -> list[str]:
    """What was found of a record, in words."""
    told = [(found["said"], found["gaps"]) for found in findings]
    return [gettext(said).format(**gaps) for said, gaps in told]


def _harvest(row: Row[Any], flows: list[Row[Any]]) -> list[str]:
    standard = row.facts["picking_standard"]
    return [*_made(flows), gettext(PICKING[standard]), row.area or "", row.facts.get("farmer", "")]


def _receipt(row: Row[Any], _: list[Row[Any]]) -> list[str]:
    came = gettext(mark("nhận {kg}")).format(kg=grams(row.facts["came_grams"]))
    lost = row.facts.get("rejected_grams") or 0
    return [row.leaf or "", came, gettext(mark("loại {kg}")).format(kg=grams(lost)) if lost else ""]


def _batch(_: Row[Any], flows: list[Row[Any]]) -> list[str]:
    return [*_taken(flows), *_made(flows)]


def _packing(row: Row[Any], flows: list[Row[Any]]) -> list[str]:
    return [_lot(row), _packs(row), *_taken(flows)]


def _report(row: Row[Any], _: list[Row[Any]]) -> list[str]:
    passed = mark("đạt") if row.facts.get("passed") else mark("không đạt")
    return [_lot(row), row.facts["laboratory"], gettext(passed)]


def _shipping(row: Row[Any], _: list[Row[Any]]) -> list[str]:
    return [_lot(row), _packs(row), row.facts["to"]]


def _work(row: Row[Any], _: list[Row[Any]]) -> list[str]:
    work = FarmWork(row.facts["work"])
    return [gettext(WORKS[work]), row.facts.get("product", ""), row.area or ""]


LINES = {
    EventKind.HARVEST: _harvest,
    EventKind.RECEIPT: _receipt,
    EventKind.PROCESS: _batch,
    EventKind.BLEND: _batch,
    EventKind.DECLARE: _batch,
    EventKind.PACK: _packing,
    EventKind.TEST: _report,
    EventKind.SHIP: _shipping,
    EventKind.FARM_LOG: _work,
}
"""What a line tells of each kind of record, given its row and its flows."""


def _packs(row: Row[Any]) -> str:
    return gettext(mark("{n} gói")).format(n=row.facts["packs"])


def _lot(row: Row[Any]) -> str:
    return gettext(mark("lô {number}")).format(number=row.lot_number or "")


def _made(flows: list[Row[Any]]) -> list[str]:
    return [f"{flow.number} {grams(flow.grams)}" for flow in flows if flow.made]


def _taken(flows: list[Row[Any]]) -> list[str]:
    taken = [flow for flow in flows if not flow.made]
    if not taken:
        return []
    weight = grams(sum(flow.grams for flow in taken))
    if len(taken) == 1:
        said = mark("từ {weight} {name}")
        return [gettext(said).format(weight=weight, name=taken[0].number)]
    return [gettext(mark("từ {weight} của {n} mục")).format(weight=weight, n=len(taken))]
