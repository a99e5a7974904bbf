"""The facts of a record as a table of words, alone or beside what holds instead."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from app.core.i18n import gettext, language, mark
from app.core.templates import grams, iso_day
from app.traceability.pages.book.reading import KILOGRAMS
from app.traceability.pages.book.shown import PICKING, WORKS
from app.traceability.queries.choices import Names
from app.traceability.rules import Stage
from app.traceability.rules.materials import FarmWork
from app.traceability.rules.stages import TITLES

LABELS = {
    "day": mark("Ngày"),
    "clock": mark("Giờ"),
    "growing_area_id": mark("Vùng trồng"),
    "farmer": mark("Hộ hái"),
    "picking_standard": mark("Tiêu chuẩn hái"),
    "grams": mark("Cân nặng"),
    "number": mark("Số"),
    "material": mark("Lô lá"),
    "came_grams": mark("Cân ở xưởng"),
    "rejected_grams": mark("Loại ra"),
    "inputs": mark("Đưa vào"),
    "outputs": mark("Ra lò"),
    "waste_grams": mark("Hao, bỏ"),
    "made_grams": mark("Trộn được"),
    "grade": mark("Loại chè"),
    "steps": mark("Công đoạn"),
    "operator": mark("Ai làm"),
    "variant_id": mark("Sản phẩm"),
    "lot_number": mark("Số lô"),
    "packs": mark("Số gói"),
    "expires_on": mark("Dùng đến"),
    "standards": mark("Tiêu chuẩn áp dụng"),
    "claims": mark("Nhãn nói"),
    "lot": mark("Lô"),
    "laboratory": mark("Phòng kiểm nghiệm"),
    "result": mark("Kết quả"),
    "passed": mark("Đạt hay không"),
    "to": mark("Giao cho"),
    "work": mark("Việc"),
    "product": mark("Thuốc, phân"),
    "dose": mark("Liều lượng"),
    "waiting_days": mark("Cách ly (ngày)"),
    "note": mark("Ghi chú"),
}
ABOUT_FILES = ("paper",)
"""Facts that are shown as something to open, not as words."""


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def told(facts: dict[str, Any], names: Names) -> list[tuple[str, str]]:
    """(label, words) of what was typed, in the order of the screen; empty fields are left out."""
    words = {name: _words(name, value, names) for name, value in facts.items()}
    return [(gettext(label), words[name]) for name, label in LABELS.items() if words.get(name)]


def beside(before: dict[str, Any], after: dict[str, Any] | None, names: Names) -> list[Change]:
    """Field by field; without an `after` the record simply did not happen."""
    old, new = dict(told(before, names)), dict(told(after or {}, names))
    labels = [gettext(label) for label in LABELS.values()]
    return [Change(x, old.get(x, ""), new.get(x, "")) for x in labels if x in old or x in new]


def _words(name: str, value: Any, names: Names) -> str:
    if value in (None, "", []) or name in ABOUT_FILES:
        return ""
    if name in KILOGRAMS:
        return grams(value) if value else ""
    if name in ROWS:
        return "; ".join(ROWS[name](row, names) for row in value)
    if name in NAMED:
        found: dict[str, str] = getattr(names, NAMED[name])
        return found.get(value, "")
    return PLAIN[name](value) if name in PLAIN else str(value)


def _input(row: dict[str, Any], names: Names) -> str:
    return f"{names.materials.get(row['material'], '')} {grams(row['grams'])}"


def _claim(claim: str, _: Names) -> str:
    return claim.partition(":")[2]


def _output(row: dict[str, Any], _: Names) -> str:
    return " ".join(part for part in (row["grade"], grams(row["grams"]), row["number"]) if part)


def _step(row: dict[str, Any], _: Names) -> str:
    parts = [
        f"{_stage(row['stage'])} {row['clock'][:5]}",
        gettext(mark("{n} phút")).format(n=row["minutes"]) if row.get("minutes") else "",
        f"{row['celsius']} °C" if row.get("celsius") else "",
        row.get("note", ""),
    ]
    return ", ".join(part for part in parts if part)


def _stage(stage: str) -> str:
    source, english = TITLES[Stage(stage)]
    return english if language() == "en" else source


def _passed(verdict: Any) -> str:
    return gettext(mark("đạt") if verdict else mark("không đạt"))


ROWS: dict[str, Callable[[Any, Names], str]] = {
    "inputs": _input,
    "outputs": _output,
    "steps": _step,
    "claims": _claim,
}
"""How one row of a list is said, given the names."""
NAMED = {
    "growing_area_id": "areas",
    "material": "materials",
    "lot": "lots",
    "variant_id": "variants",
}
"""Facts that are ids or codes, and where their names are."""
PLAIN: dict[str, Callable[[Any], str]] = {
    "day": iso_day,
    "expires_on": iso_day,
    "clock": lambda clock: str(clock)[:5],
    "picking_standard": lambda standard: gettext(PICKING[standard]),
    "work": lambda work: gettext(WORKS[FarmWork(work)]),
    "passed": _passed,
}
