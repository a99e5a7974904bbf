"""The four old tea lands of the province, "tứ đại danh trà", by the communes of July 2025."""

from dataclasses import dataclass

from app.core.i18n import mark


@dataclass(frozen=True)
class Region:
    ward_code: str
    name: str
    taste: str


REGIONS = (
    Region(
        "05503",
        "Tân Cương",
        mark("Hương cốm non, chát dịu, ngọt hậu lâu. Đất đồi sỏi bên sông Công."),
    ),
    Region("05818", "La Bằng", mark("Nước xanh sánh, vị đậm và mát từ chân núi Tam Đảo.")),
    Region("05692", "Trại Cài", mark("Cánh săn, được nước, hợp ấm chè buổi sáng cả nhà.")),
    Region("05641", "Khe Cốc", mark("Thơm mạnh nước đầu, êm dần từ nước thứ hai.")),
)

CIRCLES = (
    "che-cao-cap",
    "che-hang-ngay",
    "mien-gao-do-kho",
    "mat-ong",
    "tra-uop-huong",
    "qua-bieu",
    "trai-cay",
)
"""Trades in the order in which people ask for them, for the home page's quick choice."""
