"""Products that are hidden while a paper that they need has run out."""

import sqlalchemy as sa
from alembic import op

revision = "c1d9a4e27f60"
down_revision = "6e90978e4b6f"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "product",
        sa.Column("papers_lapsed", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.alter_column("product", "papers_lapsed", server_default=None)


def downgrade() -> None:
    op.drop_column("product", "papers_lapsed")
