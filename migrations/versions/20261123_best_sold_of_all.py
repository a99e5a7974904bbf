"""The commonest words of all are searched for in a smaller index first."""

import sqlalchemy as sa
from alembic import op

revision = "5d08c3f1be72"
down_revision = "7d0a3c5f1e92"
branch_labels = None
depends_on = None

NAME = "ix_product_search_sold_200"


def upgrade() -> None:
    where = sa.text("listed AND sold >= 200")
    op.create_index(NAME, "product", ["search"], postgresql_using="gin", postgresql_where=where)


def downgrade() -> None:
    op.drop_index(NAME, "product")
