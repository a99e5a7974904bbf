"""One-time codes, applications of sellers, and changes of registered facts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "24eba99eee9a"
down_revision = "e81c52d07f36"
branch_labels = None
depends_on = None

REASONS = """
    UPDATE seller SET decision_reason = COALESCE((
        SELECT reason FROM audit_entry
        WHERE subject_id = seller.id AND action = 'seller.suspend' ORDER BY at DESC LIMIT 1), '')
    WHERE status = 'suspended'
"""
"""Why a seller is suspended was read from the records until now."""


def upgrade() -> None:
    op.create_table(
        "one_time_code",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(length=16), nullable=False),
        sa.Column(
            "purpose",
            sa.Enum(
                "register",
                "reset",
                "seller_phone",
                name="codepurpose",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("one_time_code_pkey")),
    )
    op.create_index(op.f("ix_one_time_code_expires_at"), "one_time_code", ["expires_at"])
    op.create_index("ix_one_time_code_phone_sent_at", "one_time_code", ["phone", "sent_at"])
    op.create_table(
        "seller_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "pending",
                "approved",
                "rejected",
                "withdrawn",
                name="changestatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("person", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_reason", sa.String(length=1000), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_change_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("seller_change_pkey")),
    )
    op.create_index(
        "ix_seller_change_pending",
        "seller_change",
        ["seller_id"],
        unique=True,
        postgresql_where=sa.text("status = 'pending'"),
    )
    op.create_index(op.f("ix_seller_change_seller_id"), "seller_change", ["seller_id"])
    op.create_index(
        "ix_seller_change_status_submitted_at",
        "seller_change",
        ["status", "submitted_at"],
    )
    op.create_table(
        "seller_identity",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("mark", sa.String(length=64), nullable=False),
        sa.Column("ending", sa.String(length=3), nullable=False),
        sa.Column("born_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_identity_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("seller_identity_pkey")),
    )
    op.create_index(op.f("ix_seller_identity_mark"), "seller_identity", ["mark"])
    op.add_column(
        "seller",
        sa.Column("licence_no", sa.String(length=60), nullable=False, server_default=""),
    )
    op.alter_column("seller", "licence_no", server_default=None)
    op.add_column("seller", sa.Column("licence_issued_on", sa.Date(), nullable=True))
    op.add_column(
        "seller",
        sa.Column("licence_issuer", sa.String(length=160), nullable=False, server_default=""),
    )
    op.alter_column("seller", "licence_issuer", server_default=None)
    op.add_column(
        "seller", sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("seller", sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column(
        "seller",
        sa.Column("decision_reason", sa.String(length=1000), nullable=False, server_default=""),
    )
    op.alter_column("seller", "decision_reason", server_default=None)
    op.execute(REASONS)
    op.drop_constraint(op.f("seller_phone_key"), "seller", type_="unique")
    op.drop_constraint(op.f("seller_tax_code_key"), "seller", type_="unique")
    op.create_index(
        "ix_seller_phone_open",
        "seller",
        ["phone"],
        unique=True,
        postgresql_where=sa.text("status <> 'closed'"),
    )
    op.create_index(
        "ix_seller_submitted",
        "seller",
        ["submitted_at"],
        postgresql_where=sa.text("status = 'submitted'"),
    )
    op.create_index(
        "ix_seller_tax_code_sent",
        "seller",
        ["tax_code"],
        unique=True,
        postgresql_where=sa.text("status NOT IN ('draft', 'closed')"),
    )
    op.add_column(
        "user_account", sa.Column("phone_verified_at", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("user_account", "phone_verified_at")
    op.drop_index("ix_seller_tax_code_sent", table_name="seller")
    op.drop_index("ix_seller_submitted", table_name="seller")
    op.drop_index("ix_seller_phone_open", table_name="seller")
    op.create_unique_constraint(op.f("seller_tax_code_key"), "seller", ["tax_code"])
    op.create_unique_constraint(op.f("seller_phone_key"), "seller", ["phone"])
    op.drop_column("seller", "decision_reason")
    op.drop_column("seller", "submitted_at")
    op.drop_column("seller", "phone_verified_at")
    op.drop_column("seller", "licence_issuer")
    op.drop_column("seller", "licence_issued_on")
    op.drop_column("seller", "licence_no")
    op.drop_table("seller_identity")
    op.drop_index("ix_seller_change_status_submitted_at", table_name="seller_change")
    op.drop_index(op.f("ix_seller_change_seller_id"), table_name="seller_change")
    op.drop_index("ix_seller_change_pending", table_name="seller_change")
    op.drop_table("seller_change")
    op.drop_index("ix_one_time_code_phone_sent_at", table_name="one_time_code")
    op.drop_index(op.f("ix_one_time_code_expires_at"), table_name="one_time_code")
    op.drop_table("one_time_code")
