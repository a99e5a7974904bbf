"""an index for each order of the list."""

import sqlalchemy as sa
from alembic import op

revision = "3c40a7d2f9e8"
down_revision = "d17a1a2f61bb"
branch_labels = None
depends_on = None

ORDERS = {
    "harvest": ("in_stock", "coalesce(harvested_on, '1900-01-01'::date)"),
    "sold": ("in_stock", "sold"),
    "price_down": ("in_stock", "price"),
    "price_up": ("(NOT in_stock)", "price"),
    "unit_price": ("(NOT in_stock)", "unit_price"),
}
FILTERS = ("group_slug", "category_slug", "ward_code", "seller_slug")


def upgrade() -> None:
    for name, parts in ORDERS.items():
        columns = [sa.text(part) for part in (*parts, "slug")]
        where = sa.text("listed")
        op.create_index(f"ix_product_order_{name}", "product", columns, postgresql_where=where)
    for column in FILTERS:
        where = sa.text("listed")
        op.create_index(f"ix_product_listed_{column}", "product", [column], postgresql_where=where)


def downgrade() -> None:
    for column in FILTERS:
        op.drop_index(f"ix_product_listed_{column}", "product")
    for name in ORDERS:
        op.drop_index(f"ix_product_order_{name}", "product")
