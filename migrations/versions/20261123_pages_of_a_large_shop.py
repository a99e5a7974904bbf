"""Indexes that keep a page's cost where it was when the shop is a hundred times larger."""

import sqlalchemy as sa
from alembic import op

revision = "e4f7a92c6b18"
down_revision = "c2b7e91d5a40"
branch_labels = None
depends_on = None

BEST_SOLD = (1000, 100)
ORDERED = {"ward": "ward_code", "seller": "seller_slug"}
LISTED = sa.text("listed")


def upgrade() -> None:
    for sold in BEST_SOLD:
        op.create_index(
            f"ix_product_search_sold_{sold}",
            "product",
            ["search"],
            postgresql_using="gin",
            postgresql_where=sa.text(f"listed AND sold >= {sold}"),
        )
    op.create_index(
        "ix_product_of_seller",
        "product",
        ["seller_id", sa.text("in_stock DESC"), sa.text("sold DESC"), "slug"],
        postgresql_where=LISTED,
    )
    for name, column in ORDERED.items():
        harvest = sa.text("coalesce(harvested_on, '1900-01-01'::date)")
        columns = [column, "in_stock", harvest, "slug"]
        op.create_index(f"ix_product_order_{name}", "product", columns, postgresql_where=LISTED)
        op.drop_index(f"ix_product_listed_{column}", "product")
    op.create_index("ix_lot_seller_id_status", "lot", ["seller_id", "status"])
    op.create_index(
        "ix_lot_of_seller",
        "lot",
        ["seller_id", sa.text("harvested_on DESC"), "code"],
        postgresql_where=sa.text("status IN ('published', 'recalled')"),
    )
    op.create_index(
        "ix_tracking_event_corrects_id",
        "tracking_event",
        ["corrects_id"],
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )


def downgrade() -> None:
    op.drop_index("ix_tracking_event_corrects_id", "tracking_event")
    op.drop_index("ix_lot_of_seller", "lot")
    op.drop_index("ix_lot_seller_id_status", "lot")
    for name, column in ORDERED.items():
        op.create_index(f"ix_product_listed_{column}", "product", [column], postgresql_where=LISTED)
        op.drop_index(f"ix_product_order_{name}", "product")
    op.drop_index("ix_product_of_seller", "product")
    for sold in reversed(BEST_SOLD):
        op.drop_index(f"ix_product_search_sold_{sold}", "product")
