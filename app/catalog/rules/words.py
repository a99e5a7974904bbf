"""Words for what the catalogue stores as values; translated where they are shown."""

from app.core.i18n import mark

TEA_TYPES = {
    "dinh": mark("Chè đinh"),
    "tom_non": mark("Chè tôm nõn"),
    "moc_cau": mark("Chè móc câu"),
    "bup": mark("Chè búp"),
    "scented": mark("Trà ướp hương"),
    "black": mark("Hồng trà"),
    "matcha": mark("Bột matcha"),
    "herbal": mark("Trà thảo mộc"),
}
"""Market terms of Thái Nguyên, finest first."""

TASTES = {
    "aroma": mark("Hương"),
    "astringent": mark("Chát"),
    "sweet": mark("Hậu ngọt"),
    "strong": mark("Đậm"),
}
STATUSES = {
    "draft": mark("Bản nháp"),
    "pending": mark("Chờ duyệt"),
    "approved": mark("Đã duyệt"),
    "rejected": mark("Cần sửa"),
    "archived": mark("Đã cất"),
}
STATUS_KINDS = {
    "draft": "",
    "pending": "warn",
    "approved": "good",
    "rejected": "bad",
    "archived": "",
}
"""How each status is coloured, by the kinds of `ui.tag`."""
