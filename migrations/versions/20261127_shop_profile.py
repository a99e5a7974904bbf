"""What a seller's shop shows, its private papers, its bank accounts and member households."""

import sqlalchemy as sa
from alembic import op

revision = "a7a1a6ba59c2"
down_revision = "2d6678b218de"
branch_labels = None
depends_on = None

TEXTS = {"logo": 64, "away_note": 300}
RULES = {
    "away_has_two_days": "num_nulls(away_from, away_until) IN (0, 2)",
    "away_ends_after_it_begins": "away_until >= away_from",
}


def upgrade() -> None:
    op.create_table(
        "member_household",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(20), nullable=False),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("phone", sa.String(16), nullable=False),
        sa.Column("ward_code", sa.String(5), nullable=False),
        sa.Column("plot", sa.String(300), nullable=False),
        sa.Column("joined_on", sa.Date(), nullable=True),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "left_on >= joined_on", name=op.f("member_household_leaves_after_it_joined_check")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("member_household_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("member_household_pkey")),
        sa.UniqueConstraint("seller_id", "code", name=op.f("member_household_seller_id_code_key")),
    )
    op.create_table(
        "seller_bank_account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("bank_bin", sa.String(6), nullable=False),
        sa.Column("sealed_number", sa.String(400), nullable=False),
        sa.Column("tail", sa.String(4), nullable=False),
        sa.Column("holder", sa.String(120), nullable=False),
        sa.Column("effective_from", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_bank_account_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("seller_bank_account_pkey")),
    )
    op.create_index(op.f("ix_seller_bank_account_seller_id"), "seller_bank_account", ["seller_id"])
    op.create_table(
        "seller_hours",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("weekday", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("opens", sa.Time(), nullable=False),
        sa.Column("closes", sa.Time(), nullable=False),
        sa.CheckConstraint(
            "opens < closes", name=op.f("seller_hours_opens_before_it_closes_check")
        ),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("seller_hours_weekday_check")),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_hours_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("seller_id", "weekday", name=op.f("seller_hours_pkey")),
    )
    op.create_table(
        "seller_picture",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column(
            "slot",
            sa.Enum("portrait", "logo", name="pictureslot", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("content_hash", sa.String(64), nullable=False),
        sa.Column("ready", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_picture_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("seller_id", "slot", name=op.f("seller_picture_pkey")),
    )
    op.create_index(op.f("ix_seller_picture_content_hash"), "seller_picture", ["content_hash"])
    op.create_table(
        "seller_document",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("form_key", sa.String(40), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "business_licence",
                "personal_id",
                "food_safety",
                "self_declaration",
                "ocop_decision",
                "standard",
                "test_report",
                "other",
                name="documentkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("number", sa.String(60), nullable=False),
        sa.Column("sealed_number", sa.String(400), nullable=False),
        sa.Column("issuer", sa.String(160), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("product_id", sa.Uuid(), nullable=True),
        sa.Column("file_key", sa.String(80), nullable=False),
        sa.Column("file_name", sa.String(160), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "waiting",
                "accepted",
                "refused",
                "replaced",
                name="documentstatus",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(1000), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "expires_on >= issued_on", name=op.f("seller_document_ends_after_it_began_check")
        ),
        sa.ForeignKeyConstraint(
            ["product_id"], ["product.id"], name=op.f("seller_document_product_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["seller_document.id"], name=op.f("seller_document_replaces_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("seller_document_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("seller_document_pkey")),
        sa.UniqueConstraint("code", name=op.f("seller_document_code_key")),
        sa.UniqueConstraint(
            "seller_id", "form_key", name=op.f("seller_document_seller_id_form_key_key")
        ),
    )
    op.create_index(
        "ix_seller_document_expiring",
        "seller_document",
        ["expires_on"],
        postgresql_where=sa.text("status = 'accepted' AND expires_on IS NOT NULL"),
    )
    op.create_index(op.f("ix_seller_document_product_id"), "seller_document", ["product_id"])
    op.create_index(
        "ix_seller_document_replacement",
        "seller_document",
        ["replaces_id"],
        unique=True,
        postgresql_where=sa.text("status = 'waiting'"),
    )
    op.create_index(op.f("ix_seller_document_seller_id"), "seller_document", ["seller_id"])
    op.create_index(
        "ix_seller_document_waiting",
        "seller_document",
        ["submitted_at"],
        postgresql_where=sa.text("status = 'waiting'"),
    )
    for name, length in TEXTS.items():
        empty = sa.Column(name, sa.String(length), nullable=False, server_default="")
        op.add_column("seller", empty)
        op.alter_column("seller", name, server_default=None)
    for name in ("away_from", "away_until"):
        op.add_column("seller", sa.Column(name, sa.Date(), nullable=True))
    for name, rule in RULES.items():
        op.create_check_constraint(name, "seller", rule)


def downgrade() -> None:
    for name in RULES:
        op.drop_constraint(op.f(f"seller_{name}_check"), "seller", type_="check")
    for name in ("away_until", "away_from", *TEXTS):
        op.drop_column("seller", name)
    for table in (
        "seller_document",
        "seller_picture",
        "seller_hours",
        "seller_bank_account",
        "member_household",
    ):
        op.drop_table(table)
