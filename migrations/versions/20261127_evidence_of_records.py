"""Photographs of the workshop's records, and laboratories' papers, sealed.

Both are only ever added: a photograph belongs to what was told with it.
"""

import sqlalchemy as sa
from alembic import op

from app.core.db import UtcDateTime

revision = "7c1f0b6a9e25"
down_revision = "c41d7be9a263"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_photo",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("content_hash", sa.String(length=64), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journey_event.id"], name=op.f("event_photo_event_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("event_photo_pkey")),
        sa.UniqueConstraint(
            "event_id", "content_hash", name=op.f("event_photo_event_id_content_hash_key")
        ),
    )
    op.create_table(
        "lab_paper",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("file_key", sa.String(length=80), nullable=False),
        sa.Column("media_type", sa.String(length=40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("added_at", UtcDateTime(), nullable=False),
        sa.Column("added_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("lab_paper_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("lab_paper_pkey")),
        sa.UniqueConstraint("code", name=op.f("lab_paper_code_key")),
        sa.UniqueConstraint("seller_id", "digest", name=op.f("lab_paper_seller_id_digest_key")),
    )
    for table in ("event_photo", "lab_paper"):
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def downgrade() -> None:
    op.drop_table("lab_paper")
    op.drop_table("event_photo")
