"""A one-time code may say yes to one thing alone."""

import sqlalchemy as sa
from alembic import op

revision = "6c1d0b7fa253"
down_revision = "c8874c312fb6"
branch_labels = None
depends_on = None


def upgrade() -> None:
    about = sa.Column("about", sa.String(64), nullable=False, server_default="")
    op.add_column("one_time_code", about)
    op.alter_column("one_time_code", "about", server_default=None)


def downgrade() -> None:
    op.drop_column("one_time_code", "about")
