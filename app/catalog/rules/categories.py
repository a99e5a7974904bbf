"""The trades of the market: a fixed, two-level list, the same in every installation.

A product lies in a leaf (`che-hang-ngay`); its group (`che`) is the leaf's parent. The rows of the
`category` table are written from here by a migration, so that products can point at them.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from app.core.i18n import language


@dataclass(frozen=True)
class Trade:
    """`picture` is under static/img; a group without children is its own leaf."""

    slug: str
    name: str
    name_en: str
    picture: str
    children: tuple["Trade", ...] = ()

    @property
    def said(self) -> str:
        """Its name in the page's language."""
        return self.name if language() == "vi" else self.name_en


TREE = (
    Trade(
        "che",
        "Chè Thái Nguyên",
        "Thái Nguyên tea",
        "goods/dinh.svg",
        (
            Trade("che-cao-cap", "Chè búp cao cấp", "Fine bud tea", "goods/dinh.svg"),
            Trade("che-hang-ngay", "Chè uống hằng ngày", "Everyday tea", "goods/moccau.svg"),
            Trade("shan-tuyet", "Chè shan tuyết", "Shan snow tea", "goods/shan.svg"),
            Trade("tra-uop-huong", "Trà ướp hương", "Scented tea", "goods/sen.svg"),
            Trade(
                "hong-tra-o-long",
                "Hồng trà, ô long",
                "Black tea, oolong",
                "goods/hong-tra.svg",
            ),
            Trade("tra-tien-loi", "Trà tiện lợi", "Bags and powder", "goods/tui-loc.svg"),
        ),
    ),
    Trade(
        "mien-gao-do-kho",
        "Miến, gạo, đồ khô",
        "Noodles, rice, dry goods",
        "goods/mien.svg",
        (
            Trade("mien-dong", "Miến dong", "Canna noodles", "goods/mien.svg"),
            Trade("gao", "Gạo, nếp", "Rice", "goods/gao.svg"),
            Trade("do-kho", "Đồ khô", "Dry goods", "goods/mien.svg"),
            Trade("banh", "Bánh", "Cakes", "goods/gao.svg"),
        ),
    ),
    Trade(
        "mat-ong-duoc-lieu",
        "Mật ong, dược liệu",
        "Honey, herbs",
        "goods/mat.svg",
        (
            Trade("mat-ong", "Mật ong", "Honey", "goods/mat.svg"),
            Trade("duoc-lieu", "Dược liệu", "Herbs", "goods/tui-loc.svg"),
            Trade("tinh-dau", "Tinh dầu", "Essential oils", "goods/tinh-dau.svg"),
        ),
    ),
    Trade(
        "trai-cay",
        "Trái cây theo mùa",
        "Fruit in season",
        "goods/na.svg",
        (
            Trade("qua-tuoi", "Quả tươi", "Fresh fruit", "goods/na.svg"),
            Trade("qua-che-bien", "Quả sấy, quả ngâm", "Dried, preserved", "goods/quyt.svg"),
        ),
    ),
    Trade(
        "thit-trung-nuoc-cham",
        "Thịt, trứng, nước chấm",
        "Meat, eggs, sauces",
        "goods/lap-suon.svg",
        (
            Trade("thit-trung", "Thịt, trứng", "Meat, eggs", "goods/lap-suon.svg"),
            Trade("nuoc-cham", "Nước chấm", "Sauces", "goods/lap-suon.svg"),
        ),
    ),
    Trade(
        "do-thu-cong",
        "Đồ thủ công",
        "Crafts",
        "goods/may-tre.svg",
        (
            Trade("det-nhuom", "Dệt, nhuộm, thêu", "Textiles", "goods/may-tre.svg"),
            Trade("may-tre-dan", "Mây tre, gỗ", "Bamboo, wood", "goods/may-tre.svg"),
        ),
    ),
    Trade(
        "qua-bieu",
        "Quà biếu",
        "Gifts",
        "goods/qua.svg",
        (Trade("hop-qua", "Hộp quà", "Gift boxes", "goods/qua.svg"),),
    ),
)

TEA = "che"
"""The group whose products have a tea type."""


def trades() -> Iterator[tuple[Trade, Trade | None]]:
    """Every trade with its parent, parents first."""
    for group in TREE:
        yield group, None
        for child in group.children:
            yield child, group


_BY_SLUG = {trade.slug: (trade, parent) for trade, parent in trades()}


def trade(slug: str) -> Trade | None:
    found = _BY_SLUG.get(slug)
    return found[0] if found else None


def parent(slug: str) -> Trade | None:
    found = _BY_SLUG.get(slug)
    return found[1] if found else None
