"""The workshop's book: leaf and loose tea, what was recorded of them, and its corrections."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f9ee36fed128"
down_revision = "5b0e7c9d4a18"
branch_labels = None
depends_on = None

APPEND_ONLY = ("journey_event", "material_flow", "error_declaration", "captured_event")
NEW = (
    ("growing_area", "outline", postgresql.JSONB(), "[]"),
    ("lot", "shares", postgresql.JSONB(), "{}"),
    ("lot", "claims", postgresql.JSONB(), "[]"),
    ("lot", "held_reason", sa.String(length=300), ""),
)


def upgrade() -> None:
    op.create_table(
        "balance_review",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "harvest",
                "receipt",
                "process",
                "blend",
                "test",
                "pack",
                "ship",
                "farm_log",
                name="eventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column(
            "state",
            sa.Enum("pending", "approved", "rejected", name="asked", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("balance_review_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("balance_review_pkey")),
        sa.UniqueConstraint("code", name=op.f("balance_review_code_key")),
        sa.UniqueConstraint(
            "seller_id", "client_id", name=op.f("balance_review_seller_id_client_id_key")
        ),
    )
    op.create_index(
        "ix_balance_review_state_asked_at", "balance_review", ["state", "asked_at"], unique=False
    )
    op.create_table(
        "material",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("number", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("leaf", "bulk", name="materialkind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("grade", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("picking_standard", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("growing_area_id", sa.Uuid(), nullable=True),
        sa.Column("farmer", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("used_grams", sa.BigInteger(), nullable=False),
        sa.Column("fresh_grams", sa.BigInteger(), nullable=False),
        sa.Column("picked_from", sa.Date(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shares", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("held_reason", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.CheckConstraint(
            "used_grams <= grams OR held_reason <> ''", name=op.f("material_balance_check")
        ),
        sa.CheckConstraint("grams >= 0 AND used_grams >= 0", name=op.f("material_grams_check")),
        sa.ForeignKeyConstraint(
            ["growing_area_id"], ["growing_area.id"], name=op.f("material_growing_area_id_fkey")
        ),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name=op.f("material_seller_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("material_pkey")),
        sa.UniqueConstraint("code", name=op.f("material_code_key")),
        sa.UniqueConstraint("seller_id", "number", name=op.f("material_seller_id_number_key")),
    )
    op.create_index(
        op.f("ix_material_growing_area_id"), "material", ["growing_area_id"], unique=False
    )
    op.create_index(
        "ix_material_seller_id_kind_made_at",
        "material",
        ["seller_id", "kind", "made_at"],
        unique=False,
    )
    op.create_table(
        "journey_event",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("client_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "harvest",
                "receipt",
                "process",
                "blend",
                "test",
                "pack",
                "ship",
                "farm_log",
                name="eventkind",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("growing_area_id", sa.Uuid(), nullable=True),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("event_time", sa.DateTime(timezone=True), nullable=False),
        sa.Column("event_end", sa.DateTime(timezone=True), nullable=True),
        sa.Column("time_zone_offset", sqlmodel.sql.sqltypes.AutoString(length=6), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("device_time", sa.DateTime(timezone=True), nullable=True),
        sa.Column("recorded_by", sa.Uuid(), nullable=True),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("findings", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["journey_event.id"], name=op.f("journey_event_corrects_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["growing_area_id"],
            ["growing_area.id"],
            name=op.f("journey_event_growing_area_id_fkey"),
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("journey_event_lot_id_fkey")),
        sa.ForeignKeyConstraint(
            ["review_id"], ["balance_review.id"], name=op.f("journey_event_review_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("journey_event_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("journey_event_pkey")),
        sa.UniqueConstraint("code", name=op.f("journey_event_code_key")),
        sa.UniqueConstraint(
            "seller_id", "client_id", name=op.f("journey_event_seller_id_client_id_key")
        ),
    )
    op.create_index(
        "ix_journey_event_corrects_id",
        "journey_event",
        ["corrects_id"],
        unique=False,
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.create_index(
        "ix_journey_event_growing_area_id_event_time",
        "journey_event",
        ["growing_area_id", "event_time"],
        unique=False,
    )
    op.create_index(op.f("ix_journey_event_lot_id"), "journey_event", ["lot_id"], unique=False)
    op.create_index(
        "ix_journey_event_receipt_of",
        "journey_event",
        [sa.literal_column("(facts ->> 'material')")],
        unique=False,
        postgresql_where=sa.text("kind = 'receipt'"),
    )
    op.create_index(
        "ix_journey_event_seller_id_recorded_at",
        "journey_event",
        ["seller_id", "recorded_at"],
        unique=False,
    )
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sqlmodel.sql.sqltypes.AutoString(length=10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "did_not_occur", "incorrect_data", name="errorreason", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=True),
        sa.Column(
            "state",
            sa.Enum("pending", "approved", "rejected", name="asked", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journey_event.id"], name=op.f("correction_event_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("correction_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("correction_pkey")),
        sa.UniqueConstraint("code", name=op.f("correction_code_key")),
    )
    op.create_index(
        "ix_correction_state_asked_at", "correction", ["state", "asked_at"], unique=False
    )
    op.create_index(
        "ix_correction_waiting",
        "correction",
        ["event_id"],
        unique=True,
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.create_table(
        "error_declaration",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "did_not_occur", "incorrect_data", name="errorreason", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by", sa.Uuid(), nullable=True),
        sa.Column("approved_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journey_event.id"], name=op.f("error_declaration_event_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("error_declaration_pkey")),
        sa.UniqueConstraint("event_id", name=op.f("error_declaration_event_id_key")),
    )
    op.create_table(
        "farm_log",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("growing_area_id", sa.Uuid(), nullable=False),
        sa.Column(
            "work",
            sa.Enum(
                "spray",
                "fertilise",
                "irrigate",
                "prune",
                "weed",
                name="farmwork",
                native_enum=False,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("product", sqlmodel.sql.sqltypes.AutoString(length=120), nullable=False),
        sa.Column("dose", sqlmodel.sql.sqltypes.AutoString(length=80), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journey_event.id"], name=op.f("farm_log_event_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["growing_area_id"], ["growing_area.id"], name=op.f("farm_log_growing_area_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("farm_log_pkey")),
        sa.UniqueConstraint("event_id", name=op.f("farm_log_event_id_key")),
    )
    op.create_index(
        op.f("ix_farm_log_growing_area_id"), "farm_log", ["growing_area_id"], unique=False
    )
    op.create_table(
        "material_flow",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.Column("made", sa.Boolean(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("grams > 0", name=op.f("material_flow_grams_check")),
        sa.ForeignKeyConstraint(
            ["event_id"], ["journey_event.id"], name=op.f("material_flow_event_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("material_flow_material_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("material_flow_pkey")),
    )
    op.create_index(op.f("ix_material_flow_event_id"), "material_flow", ["event_id"], unique=False)
    op.create_index(
        "ix_material_flow_material_id_made", "material_flow", ["material_id", "made"], unique=False
    )
    op.create_table(
        "captured_event",
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("event_hash", sa.String(length=100), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("captured_event_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("subject_id", name=op.f("captured_event_pkey")),
    )
    op.create_index(op.f("ix_captured_event_event_hash"), "captured_event", ["event_hash"])
    op.create_table(
        "material_alias",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("uri", sa.String(length=500), nullable=False),
        sa.Column("material_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("material_alias_seller_id_fkey")
        ),
        sa.ForeignKeyConstraint(
            ["material_id"], ["material.id"], name=op.f("material_alias_material_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("material_alias_pkey")),
        sa.UniqueConstraint("seller_id", "uri", name=op.f("material_alias_seller_id_uri_key")),
    )
    op.create_index(op.f("ix_material_alias_material_id"), "material_alias", ["material_id"])
    for table, name, kind, empty in NEW:
        op.add_column(table, sa.Column(name, kind, nullable=False, server_default=empty))
        op.alter_column(table, name, server_default=None)
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def downgrade() -> None:
    op.drop_table("material_alias")
    op.drop_table("captured_event")
    op.drop_column("lot", "held_reason")
    op.drop_column("lot", "claims")
    op.drop_column("lot", "shares")
    op.drop_column("growing_area", "outline")
    op.drop_index("ix_material_flow_material_id_made", table_name="material_flow")
    op.drop_index(op.f("ix_material_flow_event_id"), table_name="material_flow")
    op.drop_table("material_flow")
    op.drop_index(op.f("ix_farm_log_growing_area_id"), table_name="farm_log")
    op.drop_table("farm_log")
    op.drop_table("error_declaration")
    op.drop_index(
        "ix_correction_waiting",
        table_name="correction",
        postgresql_where=sa.text("state = 'pending'"),
    )
    op.drop_index("ix_correction_state_asked_at", table_name="correction")
    op.drop_table("correction")
    op.drop_index("ix_journey_event_seller_id_recorded_at", table_name="journey_event")
    op.drop_index(
        "ix_journey_event_receipt_of",
        table_name="journey_event",
        postgresql_where=sa.text("kind = 'receipt'"),
    )
    op.drop_index(op.f("ix_journey_event_lot_id"), table_name="journey_event")
    op.drop_index("ix_journey_event_growing_area_id_event_time", table_name="journey_event")
    op.drop_index(
        "ix_journey_event_corrects_id",
        table_name="journey_event",
        postgresql_where=sa.text("corrects_id IS NOT NULL"),
    )
    op.drop_table("journey_event")
    op.drop_index("ix_material_seller_id_kind_made_at", table_name="material")
    op.drop_index(op.f("ix_material_growing_area_id"), table_name="material")
    op.drop_table("material")
    op.drop_index("ix_balance_review_state_asked_at", table_name="balance_review")
    op.drop_table("balance_review")
