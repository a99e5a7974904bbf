"""The platform's own shipping rates, and indexes for a seller's list of orders."""

import sqlalchemy as sa
from alembic import op

revision = "6e0d5b2c4f18"
down_revision = "3c40a7d2f9e8"
branch_labels = None
depends_on = None

GRAMS = (500, 1_000, 2_000, 5_000, 10_000, 20_000)
FEES = {  # đồng, by zone
    "same_ward": (12_000, 12_000, 15_000, 20_000, 30_000, 50_000),
    "in_province": (22_000, 24_000, 28_000, 40_000, 62_000, 105_000),
    "north": (28_000, 32_000, 39_000, 62_000, 100_000, 175_000),
    "national": (34_000, 40_000, 52_000, 90_000, 150_000, 270_000),
}


def upgrade() -> None:
    op.create_check_constraint("amounts", "shipping_rate", "up_to_grams > 0 AND fee >= 0")
    add_rate = sa.text(
        "INSERT INTO shipping_rate (id, zone, up_to_grams, fee, valid_from) "
        "VALUES (gen_random_uuid(), :zone, :grams, :fee, '2026-01-01')"
    )
    for zone, fees in FEES.items():
        for grams, fee in zip(GRAMS, fees, strict=True):
            op.execute(add_rate.bindparams(zone=zone, grams=grams, fee=fee))
    op.drop_index("ix_seller_order_seller_id_state", table_name="seller_order")
    op.create_index(
        "ix_seller_order_seller_id_state_id", "seller_order", ["seller_id", "state", "id"]
    )
    op.create_index("ix_seller_order_seller_id_id", "seller_order", ["seller_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_seller_order_seller_id_id", table_name="seller_order")
    op.drop_index("ix_seller_order_seller_id_state_id", table_name="seller_order")
    op.create_index("ix_seller_order_seller_id_state", "seller_order", ["seller_id", "state"])
    op.execute("DELETE FROM shipping_rate WHERE seller_id IS NULL AND valid_from = '2026-01-01'")
    op.drop_constraint("amounts", "shipping_rate", type_="check")
