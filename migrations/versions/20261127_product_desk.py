"""Drafts of products that others look at, and the least units of an order."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b4e7d20c91f6"
down_revision = "20b3048928e8"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "product_draft",
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column("typed", postgresql.JSONB(), nullable=False),
        sa.Column("begun_on", sa.String(20), nullable=False),
        sa.Column("saved_by", sa.Uuid(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("product_draft_product_id_fkey")
        ),
        sa.PrimaryKeyConstraint("product_id", name=op.f("product_draft_pkey")),
    )
    op.add_column(
        "variant", sa.Column("min_per_order", sa.Integer(), nullable=False, server_default="1")
    )
    op.alter_column("variant", "min_per_order", server_default=None)
    op.create_check_constraint(
        op.f("variant_per_order_check"), "variant", "min_per_order BETWEEN 1 AND max_per_order"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("variant_per_order_check"), "variant", type_="check")
    op.drop_column("variant", "min_per_order")
    op.drop_table("product_draft")
