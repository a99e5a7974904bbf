"""What people report without an account, and what was answered."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "a37c51e8d206"
down_revision = "7c1f0b6a9e25"
branch_labels = None
depends_on = None

Text = sqlmodel.sql.sqltypes.AutoString


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", Text(length=10), nullable=False),
        sa.Column("form_key", Text(length=40), nullable=False),
        sa.Column(
            "kind", _words("kind", "fake", "unwell", "spoiled", "wrong", "other"), nullable=False
        ),
        sa.Column("subject_type", _words("subject", "lot", "code"), nullable=False),
        sa.Column("subject", Text(length=80), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("body", Text(length=2000), nullable=False),
        sa.Column("phone", Text(length=20), nullable=False),
        sa.Column("photo_key", Text(length=80), nullable=False),
        sa.Column("language", Text(length=8), nullable=False),
        sa.Column("state", _words("state", "open", "answered", "closed"), nullable=False),
        sa.Column("outcome", _words("outcome", "confirmed", "unfounded", "unclear"), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name=op.f("ticket_seller_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("ticket_pkey")),
        sa.UniqueConstraint("code", name=op.f("ticket_code_key")),
        sa.UniqueConstraint("form_key", name=op.f("ticket_form_key_key")),
    )
    op.create_index("ix_ticket_seller_id_created_at", "ticket", ["seller_id", "created_at"])
    op.create_index(
        "ix_ticket_waiting", "ticket", ["due_at"], postgresql_where=sa.text("state <> 'closed'")
    )
    op.create_table(
        "ticket_answer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("ticket_id", sa.Uuid(), nullable=False),
        sa.Column("side", _words("side", "seller", "exchange"), nullable=False),
        sa.Column("body", Text(length=1000), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["ticket.id"], name=op.f("ticket_answer_ticket_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("ticket_answer_pkey")),
    )
    op.create_index(op.f("ix_ticket_answer_ticket_id"), "ticket_answer", ["ticket_id"])


def downgrade() -> None:
    op.drop_table("ticket_answer")
    op.drop_table("ticket")


def _words(name: str, *words: str) -> sa.Enum:
    return sa.Enum(*words, name=name, native_enum=False, length=32)
