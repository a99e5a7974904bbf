"""Recalls that two people decide, what they reached, and whom the shop told of it."""

import sqlalchemy as sa
from alembic import op

revision = "c41d7be9a263"
down_revision = "6b755f92898e"
branch_labels = None
depends_on = None

APPEND_ONLY = ("recall_item", "recall_notice")
SUBJECTS = ("lot", "material", "growing_area")
HOLDING = sa.text("state IN ('asked', 'confirmed')")
SCOPE = sa.Enum("lot", "material", "area", name="recallscope", native_enum=False, length=32)
STATE = sa.Enum(
    "asked", "confirmed", "withdrawn", "refused", name="recallstate", native_enum=False, length=32
)


def upgrade() -> None:
    _recall()
    _recall_item()
    _recall_notice()
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def _recall() -> None:
    op.create_table(
        "recall",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(10), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("scope", SCOPE, nullable=False),
        *(sa.Column(f"{subject}_id", sa.Uuid(), nullable=True) for subject in SUBJECTS),
        sa.Column("picked_from", sa.Date(), nullable=True),
        sa.Column("picked_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(500), nullable=False),
        sa.Column("reason_en", sa.String(500), nullable=False),
        sa.Column("state", STATE, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Uuid(), nullable=True),
        sa.Column("answer", sa.String(500), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(lot_id, material_id, growing_area_id) = 1",
            name=op.f("recall_subject_check"),
        ),
        sa.CheckConstraint("picked_from <= picked_until", name=op.f("recall_days_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("recall_pkey")),
        sa.UniqueConstraint("code", name=op.f("recall_code_key")),
        *(_reference("recall", table) for table in ("seller", *SUBJECTS)),
    )
    op.create_index("ix_recall_state_asked_at", "recall", ["state", "asked_at"])
    op.create_index("ix_recall_seller_id_asked_at", "recall", ["seller_id", "asked_at"])
    for subject in SUBJECTS:
        column = f"{subject}_id"
        op.create_index(f"ix_recall_{column}", "recall", [column], postgresql_where=HOLDING)


def _recall_item() -> None:
    op.create_table(
        "recall_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recall_id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("material_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(lot_id, material_id) = 1", name=op.f("recall_item_subject_check")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("recall_item_pkey")),
        sa.UniqueConstraint(
            "recall_id",
            "lot_id",
            "material_id",
            name=op.f("recall_item_recall_id_lot_id_material_id_key"),
            postgresql_nulls_not_distinct=True,
        ),
        *(_reference("recall_item", table) for table in ("recall", "lot", "material")),
    )
    op.create_index(op.f("ix_recall_item_lot_id"), "recall_item", ["lot_id"])
    op.create_index(op.f("ix_recall_item_material_id"), "recall_item", ["material_id"])


def _recall_notice() -> None:
    op.create_table(
        "recall_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("seller_order_id", sa.Uuid(), nullable=False),
        sa.Column("certain", sa.Boolean(), nullable=False),
        sa.Column("packs", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(120), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("packs > 0", name=op.f("recall_notice_packs_check")),
        sa.PrimaryKeyConstraint("id", name=op.f("recall_notice_pkey")),
        sa.UniqueConstraint(
            "lot_id", "seller_order_id", name=op.f("recall_notice_lot_id_seller_order_id_key")
        ),
        *(_reference("recall_notice", table) for table in ("lot", "seller_order")),
    )
    op.create_index(op.f("ix_recall_notice_seller_order_id"), "recall_notice", ["seller_order_id"])


def _reference(table: str, other: str) -> sa.ForeignKeyConstraint:
    column = f"{other}_id"
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"{table}_{column}_fkey"))


def downgrade() -> None:
    for table in ("recall_notice", "recall_item", "recall"):
        op.drop_table(table)
