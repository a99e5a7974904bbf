"""The screens of the workshop's book: one for each kind of record that is typed."""

from dataclasses import dataclass

from app.core.i18n import mark
from app.traceability.rules.materials import EventKind


@dataclass(frozen=True)
class Screen:
    """`slug` stands in addresses; `label` on the big button, in the words of the yard."""

    slug: str
    kind: EventKind
    label: str
    icon: str


SCREENS = (
    Screen("hai", EventKind.HARVEST, mark("Hái"), "leaf"),
    Screen("nhan-la", EventKind.RECEIPT, mark("Nhận lá"), "scale"),
    Screen("che-bien", EventKind.PROCESS, mark("Chế biến"), "flame"),
    Screen("phoi-tron", EventKind.BLEND, mark("Phối trộn"), "layout-grid"),
    Screen("dong-goi", EventKind.PACK, mark("Đóng gói"), "package"),
    Screen("kiem-nghiem", EventKind.TEST, mark("Kiểm nghiệm"), "file-check"),
    Screen("xuat-hang", EventKind.SHIP, mark("Xuất hàng"), "truck"),
    Screen("cham-vuon", EventKind.FARM_LOG, mark("Chăm sóc vườn"), "sprout"),
)
BY_SLUG = {screen.slug: screen for screen in SCREENS}
BY_KIND = {screen.kind: screen for screen in SCREENS}
OUTPUT_ROWS = 4
STEP_ROWS = 8
"""Rows that a form has without scripts; the empty ones are left out."""
