"""Devices that scanned, pictures of growing areas, labels that replace others, corrections."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "d17a1a2f61bb"
down_revision = "5b1f0c7a9d21"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "scan_device",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("device", sqlmodel.sql.sqltypes.AutoString(length=32), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name=op.f("scan_device_lot_id_fkey")),
        sa.PrimaryKeyConstraint("lot_id", "device", name=op.f("scan_device_pkey")),
    )
    op.add_column(
        "growing_area",
        sa.Column("picture", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
    )
    op.add_column("label_run", sa.Column("given_up", sa.Integer(), nullable=False))
    op.add_column(
        "lot",
        sa.Column("balance_note", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
    )
    op.drop_index(op.f("ix_lot_gtin_lot_number"), table_name="lot")
    op.create_unique_constraint(op.f("lot_gtin_lot_number_key"), "lot", ["gtin", "lot_number"])
    op.add_column("tracking_event", sa.Column("corrects_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("tracking_event_corrects_id_fkey"),
        "tracking_event",
        "tracking_event",
        ["corrects_id"],
        ["id"],
    )


def downgrade() -> None:
    op.drop_constraint(
        op.f("tracking_event_corrects_id_fkey"), "tracking_event", type_="foreignkey"
    )
    op.drop_column("tracking_event", "corrects_id")
    op.drop_constraint(op.f("lot_gtin_lot_number_key"), "lot", type_="unique")
    op.create_index(op.f("ix_lot_gtin_lot_number"), "lot", ["gtin", "lot_number"], unique=False)
    op.drop_column("lot", "balance_note")
    op.drop_column("label_run", "given_up")
    op.drop_column("growing_area", "picture")
    op.drop_table("scan_device")
