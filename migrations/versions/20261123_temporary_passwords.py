"""Passwords that an operator reads out, good for a few days."""

import sqlalchemy as sa
from alembic import op

revision = "7d0a3c5f1e92"
down_revision = "e4f7a92c6b18"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "user_account",
        sa.Column("temporary_until", sa.DateTime(timezone=True), nullable=True),
    )


def downgrade() -> None:
    op.drop_column("user_account", "temporary_until")
