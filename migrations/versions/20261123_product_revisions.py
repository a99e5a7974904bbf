"""pending revisions of approved products."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7f0b6e5c1d42"
down_revision = "7d21c9f04b6a"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "product_image", sa.Column("live", sa.Boolean(), nullable=False, server_default=sa.true())
    )
    op.alter_column("product_image", "live", server_default=None)
    op.create_table(
        "product_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("product_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "rejected",
                "withdrawn",
                name="revisionstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        sa.Column("images", postgresql.JSONB(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name="product_revision_product_id_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="product_revision_pkey"),
    )
    op.create_index("ix_product_revision_product_id", "product_revision", ["product_id"])
    op.create_index(
        "ix_product_revision_pending",
        "product_revision",
        ["product_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(
        "ix_product_revision_status_submitted_at", "product_revision", ["status", "submitted_at"]
    )


def downgrade() -> None:
    op.drop_table("product_revision")
    op.drop_column("product_image", "live")
