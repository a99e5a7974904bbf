"""What rules of words find on sale."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7f0c038d2bba"
down_revision = "f3a81c6e0d57"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "claim_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("product", "seller", name="foundin", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("places", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["claim_rule.id"], name=op.f("claim_finding_rule_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("claim_finding_pkey")),
        sa.UniqueConstraint(
            "rule_id", "kind", "subject_id", name=op.f("claim_finding_rule_id_kind_subject_id_key")
        ),
    )
    op.create_index(
        op.f("ix_claim_finding_subject_id"), "claim_finding", ["subject_id"], unique=False
    )


def downgrade() -> None:
    op.drop_index(op.f("ix_claim_finding_subject_id"), table_name="claim_finding")
    op.drop_table("claim_finding")
