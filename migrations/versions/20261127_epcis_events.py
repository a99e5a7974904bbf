"""Events after EPCIS 2.0, what they are about, and what was said of them later."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "7c4070a03176"
down_revision = "f9ee36fed128"
branch_labels = None
depends_on = None

APPEND_ONLY = ("epcis_event", "epcis_thing", "epcis_error", "epcis_publication", "epcis_capture")


def upgrade() -> None:
    op.create_table(
        "epcis_capture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("behaviour", sa.String(length=8), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column("captured", sa.Integer(), nullable=False),
        sa.Column("success", sa.Boolean(), nullable=False),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("epcis_capture_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("epcis_capture_pkey")),
    )
    op.create_index("ix_epcis_capture_seller_id_id", "epcis_capture", ["seller_id", "id"])
    op.create_table(
        "epcis_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("event_hash", sa.String(length=100), nullable=False),
        sa.Column("event_id", sa.String(length=500), nullable=False),
        sa.Column("kind", sa.String(length=24), nullable=False),
        sa.Column("event_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("action", sa.String(length=8), nullable=True),
        sa.Column("biz_step", sa.Text(collation="C"), nullable=True),
        sa.Column("disposition", sa.Text(collation="C"), nullable=True),
        sa.Column("read_point", sa.Text(collation="C"), nullable=True),
        sa.Column("biz_location", sa.Text(collation="C"), nullable=True),
        sa.Column("transformation_id", sa.Text(collation="C"), nullable=True),
        sa.Column("body", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("prefixes", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("spelled", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("epcis_event_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("epcis_event_pkey")),
        sa.UniqueConstraint(
            "seller_id", "event_hash", name=op.f("epcis_event_seller_id_event_hash_key")
        ),
        sa.UniqueConstraint(
            "seller_id", "event_id", name=op.f("epcis_event_seller_id_event_id_key")
        ),
    )
    op.create_index("ix_epcis_event_biz_location", "epcis_event", ["biz_location", "event_time"])
    op.create_index("ix_epcis_event_biz_step", "epcis_event", ["biz_step", "event_time"])
    op.create_index("ix_epcis_event_disposition", "epcis_event", ["disposition", "event_time"])
    op.create_index("ix_epcis_event_event_hash", "epcis_event", ["event_hash"])
    op.create_index("ix_epcis_event_event_id", "epcis_event", ["event_id"])
    op.create_index("ix_epcis_event_event_time", "epcis_event", ["event_time", "id"])
    op.create_index("ix_epcis_event_kind", "epcis_event", ["kind", "event_time"])
    op.create_index("ix_epcis_event_read_point", "epcis_event", ["read_point", "event_time"])
    op.create_index("ix_epcis_event_recorded_at", "epcis_event", ["recorded_at", "id"])
    op.create_index("ix_epcis_event_transformation_id", "epcis_event", ["transformation_id"])
    op.create_table(
        "epcis_query",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("asked", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("epcis_query_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("seller_id", "name", name=op.f("epcis_query_pkey")),
    )
    op.create_table(
        "epcis_error",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("corrective_ids", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["epcis_event.id"], name=op.f("epcis_error_event_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("epcis_error_pkey")),
        sa.UniqueConstraint(
            "event_id",
            "reason",
            "corrective_ids",
            name=op.f("epcis_error_event_id_reason_corrective_ids_key"),
        ),
    )
    op.create_table(
        "epcis_publication",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["epcis_event.id"], name=op.f("epcis_publication_event_id_fkey")
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("epcis_publication_pkey")),
    )
    op.create_table(
        "epcis_thing",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("epc", sa.Text(collation="C"), nullable=False),
        sa.Column("quantity", sa.Numeric(), nullable=True),
        sa.Column("uom", sa.String(length=3), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["epcis_event.id"], name=op.f("epcis_thing_event_id_fkey")
        ),
        sa.PrimaryKeyConstraint("event_id", "place", name=op.f("epcis_thing_pkey")),
    )
    op.create_index(
        "ix_epcis_thing_epc", "epcis_thing", ["epc", "event_id"], postgresql_include=["role"]
    )
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def downgrade() -> None:
    op.drop_index("ix_epcis_thing_epc", table_name="epcis_thing")
    op.drop_table("epcis_thing")
    op.drop_table("epcis_publication")
    op.drop_table("epcis_error")
    op.drop_table("epcis_query")
    op.drop_index("ix_epcis_event_transformation_id", table_name="epcis_event")
    op.drop_index("ix_epcis_event_recorded_at", table_name="epcis_event")
    op.drop_index("ix_epcis_event_read_point", table_name="epcis_event")
    op.drop_index("ix_epcis_event_kind", table_name="epcis_event")
    op.drop_index("ix_epcis_event_event_time", table_name="epcis_event")
    op.drop_index("ix_epcis_event_event_id", table_name="epcis_event")
    op.drop_index("ix_epcis_event_event_hash", table_name="epcis_event")
    op.drop_index("ix_epcis_event_disposition", table_name="epcis_event")
    op.drop_index("ix_epcis_event_biz_step", table_name="epcis_event")
    op.drop_index("ix_epcis_event_biz_location", table_name="epcis_event")
    op.drop_table("epcis_event")
    op.drop_index("ix_epcis_capture_seller_id_id", table_name="epcis_capture")
    op.drop_table("epcis_capture")
