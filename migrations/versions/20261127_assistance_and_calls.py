"""Officers help sellers who consented; calls to sellers who leave orders unanswered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "2d6678b218de"
down_revision = "7be02c4f19d6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seller_call",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("caller_id", sa.Uuid(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "will_confirm",
                "no_answer",
                "wrong_number",
                "refuses",
                "other",
                name="outcome",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("orders", postgresql.JSONB(), nullable=False),
        sa.Column(
            "next_action",
            sa.Enum(
                "none",
                "call_again",
                "check",
                "visit",
                "find_number",
                name="nextaction",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(next_action = 'none') = (next_at IS NULL)", name=op.f("seller_call_next_check")
        ),
        sa.ForeignKeyConstraint(
            ["caller_id"], ["user_account.id"], name="seller_call_caller_id_fkey"
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name="seller_call_seller_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="seller_call_pkey"),
    )
    op.create_index("ix_seller_call_seller_id_id", "seller_call", ["seller_id", "id"])
    op.create_table(
        "seller_consent",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("scopes", postgresql.JSONB(), nullable=False),
        sa.Column(
            "way",
            sa.Enum("paper", "code", "tap", name="consentway", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("text_version", sa.String(20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("given_by", sa.Uuid(), nullable=True),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("paper", sa.String(80), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(given_at IS NULL) = (valid_until IS NULL)", name=op.f("seller_consent_validity_check")
        ),
        sa.CheckConstraint(
            "jsonb_array_length(scopes) > 0", name=op.f("seller_consent_scopes_check")
        ),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["user_account.id"], name="seller_consent_officer_id_fkey"
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name="seller_consent_seller_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="seller_consent_pkey"),
        sa.UniqueConstraint("code", name="seller_consent_code_key"),
    )
    op.create_index(
        "ix_seller_consent_in_force",
        "seller_consent",
        ["seller_id", "officer_id"],
        unique=True,
        postgresql_where=sa.text("given_at IS NOT NULL AND withdrawn_at IS NULL"),
    )
    op.create_index("ix_seller_consent_officer_id", "seller_consent", ["officer_id"])
    op.create_index(
        "ix_seller_consent_seller_id_asked_at",
        "seller_consent",
        ["seller_id", "asked_at"],
    )
    op.create_table(
        "seller_helping",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_hash", sa.String(64), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["officer_id"], ["user_account.id"], name="seller_helping_officer_id_fkey"
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name="seller_helping_seller_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="seller_helping_pkey"),
    )
    op.create_index("ix_seller_helping_officer_id", "seller_helping", ["officer_id"])
    op.create_index(
        "ix_seller_helping_open",
        "seller_helping",
        ["session_hash"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index("ix_seller_helping_seller_id", "seller_helping", ["seller_id"])
    op.create_index(
        "ix_seller_order_unanswered",
        "seller_order",
        ["confirm_due_at"],
        postgresql_where=sa.text("state = 'placed'"),
    )


def downgrade() -> None:
    op.drop_index(
        "ix_seller_order_unanswered",
        table_name="seller_order",
    )
    op.drop_index("ix_seller_helping_seller_id", table_name="seller_helping")
    op.drop_index(
        "ix_seller_helping_open",
        table_name="seller_helping",
    )
    op.drop_index("ix_seller_helping_officer_id", table_name="seller_helping")
    op.drop_table("seller_helping")
    op.drop_index("ix_seller_consent_seller_id_asked_at", table_name="seller_consent")
    op.drop_index("ix_seller_consent_officer_id", table_name="seller_consent")
    op.drop_index(
        "ix_seller_consent_in_force",
        table_name="seller_consent",
    )
    op.drop_table("seller_consent")
    op.drop_index("ix_seller_call_seller_id_id", table_name="seller_call")
    op.drop_table("seller_call")
