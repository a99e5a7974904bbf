"""Sellers' own imports, their progress, and files to take away."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e81c52d07f36"
down_revision = "a7a1a6ba59c2"
branch_labels = None
depends_on = None

STATES = ("making", "done", "failed", "gone")


def upgrade() -> None:
    op.add_column("import_run", sa.Column("seller_id", sa.Uuid(), nullable=True))
    op.add_column("import_run", sa.Column("assisted_for", sa.Uuid(), nullable=True))
    op.add_column(
        "import_run",
        sa.Column("sheets", postgresql.JSONB(), nullable=False, server_default=sa.text("'[]'")),
    )
    op.alter_column("import_run", "sheets", server_default=None)
    op.create_foreign_key(
        "import_run_seller_id_fkey", "import_run", "seller", ["seller_id"], ["id"]
    )
    op.create_index("ix_import_run_seller_id", "import_run", ["seller_id"])
    op.create_table(
        "import_progress",
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.String(20), nullable=False),
        sa.Column("sheet", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("stop", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_run.id"], name="import_progress_run_id_fkey", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("run_id", name="import_progress_pkey"),
    )
    op.create_table(
        "export_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=True),
        sa.Column("file_name", sa.String(200), nullable=False),
        sa.Column("asked", postgresql.JSONB(), nullable=False),
        sa.Column(
            "status",
            sa.Enum(*STATES, name="exportstatus", native_enum=False, length=32),
            nullable=False,
        ),
        sa.Column("sheet", sa.String(40), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("parts", sa.Integer(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("created_by", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name="export_run_seller_id_fkey"),
        sa.ForeignKeyConstraint(
            ["created_by"], ["user_account.id"], name="export_run_created_by_fkey"
        ),
        sa.PrimaryKeyConstraint("id", name="export_run_pkey"),
    )
    for column in ("seller_id", "created_by", "created_at"):
        op.create_index(f"ix_export_run_{column}", "export_run", [column])


def downgrade() -> None:
    op.drop_table("export_run")
    op.drop_table("import_progress")
    op.drop_index("ix_import_run_seller_id", table_name="import_run")
    op.drop_constraint("import_run_seller_id_fkey", "import_run", type_="foreignkey")
    op.drop_column("import_run", "sheets")
    op.drop_column("import_run", "assisted_for")
    op.drop_column("import_run", "seller_id")
