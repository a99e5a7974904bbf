"""the trades of the market."""

from uuid import NAMESPACE_URL, uuid5

import sqlalchemy as sa
from alembic import op

revision = "7d21c9f04b6a"
down_revision = "6e0d5b2c4f18"
branch_labels = None
depends_on = None

TRADES = (  # slug, name, English name, picture, parent
    ("che", "Chè Thái Nguyên", "Thái Nguyên tea", "goods/dinh.svg", ""),
    ("che-cao-cap", "Chè búp cao cấp", "Fine bud tea", "goods/dinh.svg", "che"),
    ("che-hang-ngay", "Chè uống hằng ngày", "Everyday tea", "goods/moccau.svg", "che"),
    ("shan-tuyet", "Chè shan tuyết", "Shan snow tea", "goods/shan.svg", "che"),
    ("tra-uop-huong", "Trà ướp hương", "Scented tea", "goods/sen.svg", "che"),
    ("hong-tra-o-long", "Hồng trà, ô long", "Black tea, oolong", "goods/hong-tra.svg", "che"),
    ("tra-tien-loi", "Trà tiện lợi", "Bags and powder", "goods/tui-loc.svg", "che"),
    ("mien-gao-do-kho", "Miến, gạo, đồ khô", "Noodles, rice, dry goods", "goods/mien.svg", ""),
    ("mien-dong", "Miến dong", "Canna noodles", "goods/mien.svg", "mien-gao-do-kho"),
    ("gao", "Gạo, nếp", "Rice", "goods/gao.svg", "mien-gao-do-kho"),
    ("do-kho", "Đồ khô", "Dry goods", "goods/mien.svg", "mien-gao-do-kho"),
    ("banh", "Bánh", "Cakes", "goods/gao.svg", "mien-gao-do-kho"),
    ("mat-ong-duoc-lieu", "Mật ong, dược liệu", "Honey, herbs", "goods/mat.svg", ""),
    ("mat-ong", "Mật ong", "Honey", "goods/mat.svg", "mat-ong-duoc-lieu"),
    ("duoc-lieu", "Dược liệu", "Herbs", "goods/tui-loc.svg", "mat-ong-duoc-lieu"),
    ("tinh-dau", "Tinh dầu", "Essential oils", "goods/tinh-dau.svg", "mat-ong-duoc-lieu"),
    ("trai-cay", "Trái cây theo mùa", "Fruit in season", "goods/na.svg", ""),
    ("qua-tuoi", "Quả tươi", "Fresh fruit", "goods/na.svg", "trai-cay"),
    ("qua-che-bien", "Quả sấy, quả ngâm", "Dried, preserved", "goods/quyt.svg", "trai-cay"),
    (
        "thit-trung-nuoc-cham",
        "Thịt, trứng, nước chấm",
        "Meat, eggs, sauces",
        "goods/lap-suon.svg",
        "",
    ),
    ("thit-trung", "Thịt, trứng", "Meat, eggs", "goods/lap-suon.svg", "thit-trung-nuoc-cham"),
    ("nuoc-cham", "Nước chấm", "Sauces", "goods/lap-suon.svg", "thit-trung-nuoc-cham"),
    ("do-thu-cong", "Đồ thủ công", "Crafts", "goods/may-tre.svg", ""),
    ("det-nhuom", "Dệt, nhuộm, thêu", "Textiles", "goods/may-tre.svg", "do-thu-cong"),
    ("may-tre-dan", "Mây tre, gỗ", "Bamboo, wood", "goods/may-tre.svg", "do-thu-cong"),
    ("qua-bieu", "Quà biếu", "Gifts", "goods/qua.svg", ""),
    ("hop-qua", "Hộp quà", "Gift boxes", "goods/qua.svg", "qua-bieu"),
)
CATEGORY = sa.table(
    "category",
    *(sa.column(name) for name in ("slug", "name", "name_en", "position", "picture")),
    sa.column("id", sa.Uuid),
    sa.column("parent_id", sa.Uuid),
)


def upgrade() -> None:
    op.bulk_insert(
        CATEGORY,
        [
            {
                "id": row_id(slug),
                "slug": slug,
                "name": name,
                "name_en": name_en,
                "parent_id": row_id(parent) if parent else None,
                "position": position,
                "picture": picture,
            }
            for position, (slug, name, name_en, picture, parent) in enumerate(TRADES)
        ],
    )


def downgrade() -> None:
    """Fails, and rightly, while products point at a trade."""
    for slug, *_ in reversed(TRADES):
        op.execute(CATEGORY.delete().where(CATEGORY.c.slug == slug))


def row_id(slug: str) -> object:
    return uuid5(NAMESPACE_URL, f"category:{slug}")
