"""Labels with codes of their own, what was voided and signed, own stock, printers, files."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "6b755f92898e"
down_revision = "8c41f7a90d35"
branch_labels = None
depends_on = None

APPEND_ONLY = ("label_run", "label_void", "label_manifest", "unit_code")
ADDED = (
    ("kind", sa.Enum("batch", "unit", name="runkind", native_enum=False, length=32), "batch"),
    ("sheet", postgresql.JSONB(astext_type=sa.Text()), "{}"),
    ("skip", sa.Integer(), "0"),
    ("scratch", sa.Boolean(), "false"),
    ("with_gtin", sa.Boolean(), "false"),
)
"""Columns of label_run, with what they say of runs before them."""


def upgrade() -> None:
    op.create_table(
        "label_printer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("offset_x", sa.Integer(), nullable=False),
        sa.Column("offset_y", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("measured_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("label_printer_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("label_printer_pkey")),
        sa.UniqueConstraint("seller_id", "name", name=op.f("label_printer_seller_id_name_key")),
    )
    op.create_table(
        "label_stock",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.String(length=40), nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("page_width", sa.Integer(), nullable=False),
        sa.Column("page_height", sa.Integer(), nullable=False),
        sa.Column("columns", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("label_width", sa.Integer(), nullable=False),
        sa.Column("label_height", sa.Integer(), nullable=False),
        sa.Column("margin_left", sa.Integer(), nullable=False),
        sa.Column("margin_top", sa.Integer(), nullable=False),
        sa.Column("gap_across", sa.Integer(), nullable=False),
        sa.Column("gap_down", sa.Integer(), nullable=False),
        sa.Column("dpi", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("label_stock_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("label_stock_pkey")),
        sa.UniqueConstraint("seller_id", "key", name=op.f("label_stock_seller_id_key_key")),
        sa.UniqueConstraint("seller_id", "title", name=op.f("label_stock_seller_id_title_key")),
    )
    op.create_table(
        "label_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pdf", "svg", "png", "csv", name="filekind", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("printer_id", sa.Uuid(), nullable=True),
        sa.Column("pins", sa.Boolean(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "making", "done", "failed", "gone", name="filestatus", native_enum=False, length=32
            ),
            nullable=False,
        ),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["printer_id"], ["label_printer.id"], name=op.f("label_file_printer_id_fkey")
        ),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("label_file_run_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("label_file_pkey")),
    )
    op.create_index(op.f("ix_label_file_created_at"), "label_file", ["created_at"], unique=False)
    op.create_index(op.f("ix_label_file_run_id"), "label_file", ["run_id"], unique=False)
    op.create_table(
        "label_manifest",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("document", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["label_run.id"], name=op.f("label_manifest_run_id_fkey")
        ),
        sa.PrimaryKeyConstraint("run_id", name=op.f("label_manifest_pkey")),
    )
    op.create_table(
        "label_pins",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("label_pins_run_id_fkey")),
        sa.PrimaryKeyConstraint("run_id", name=op.f("label_pins_pkey")),
    )
    op.create_table(
        "label_void",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("first", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("voided_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("first >= 1 AND last >= first", name=op.f("label_void_range_check")),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("label_void_run_id_fkey")),
        sa.PrimaryKeyConstraint("id", name=op.f("label_void_pkey")),
    )
    op.create_index(op.f("ix_label_void_run_id"), "label_void", ["run_id"], unique=False)
    op.create_table(
        "unit_code",
        sa.Column("serial", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("pin", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["run_id"], ["label_run.id"], name=op.f("unit_code_run_id_fkey")),
        sa.PrimaryKeyConstraint("serial", name=op.f("unit_code_pkey")),
        sa.UniqueConstraint("run_id", "place", name=op.f("unit_code_run_id_place_key")),
    )
    op.create_table(
        "unit_check",
        sa.Column("serial", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("pin_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["serial"], ["unit_code.serial"], name=op.f("unit_check_serial_fkey")
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("unit_check_pkey")),
    )
    for name, kind, before in ADDED:
        column = sa.Column(name, kind, nullable=False, server_default=before)
        op.add_column("label_run", column)
        op.alter_column("label_run", name, server_default=None)
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    for name, _, _ in reversed(ADDED):
        op.drop_column("label_run", name)
    op.drop_table("unit_check")
    op.drop_table("unit_code")
    op.drop_index(op.f("ix_label_void_run_id"), table_name="label_void")
    op.drop_table("label_void")
    op.drop_table("label_pins")
    op.drop_table("label_manifest")
    op.drop_index(op.f("ix_label_file_run_id"), table_name="label_file")
    op.drop_index(op.f("ix_label_file_created_at"), table_name="label_file")
    op.drop_table("label_file")
    op.drop_table("label_stock")
    op.drop_table("label_printer")
