"""The audit log is searched by whom, what, to which row and for whom, the latest first."""

import sqlalchemy as sa
from alembic import op

revision = "7be02c4f19d6"
down_revision = "29d98dc028a3"
branch_labels = None
depends_on = None

SEARCHED = ("actor_id", "subject_id", "assisted_for")


def upgrade() -> None:
    for column in SEARCHED:
        op.drop_index(f"ix_audit_entry_{column}", table_name="audit_entry")
    op.create_index("ix_audit_entry_at", "audit_entry", ["at", "id"])
    for column in ("actor_id", "action", "subject_id"):
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column, "at", "id"])
    op.create_index(
        "ix_audit_entry_assisted_for",
        "audit_entry",
        ["assisted_for", "at", "id"],
        postgresql_where=sa.text("assisted_for IS NOT NULL"),
    )


def downgrade() -> None:
    for column in ("at", "action", *SEARCHED):
        op.drop_index(f"ix_audit_entry_{column}", table_name="audit_entry")
    for column in SEARCHED:
        op.create_index(f"ix_audit_entry_{column}", "audit_entry", [column])
