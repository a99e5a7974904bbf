"""An entry of the audit says whom an officer acted for."""

import sqlalchemy as sa
from alembic import op

revision = "a3d91c07b5e4"
down_revision = "5d08c3f1be72"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("audit_entry", sa.Column("assisted_for", sa.Uuid(), nullable=True))
    op.create_index(op.f("ix_audit_entry_assisted_for"), "audit_entry", ["assisted_for"])


def downgrade() -> None:
    op.drop_index(op.f("ix_audit_entry_assisted_for"), table_name="audit_entry")
    op.drop_column("audit_entry", "assisted_for")
