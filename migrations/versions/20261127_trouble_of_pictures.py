"""A picture whose sizes could not be made says why."""

import sqlalchemy as sa
from alembic import op

revision = "c8874c312fb6"
down_revision = "bd1266d0e45d"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "product_image",
        sa.Column(
            "trouble",
            sa.Enum("passing", "lasting", name="imagetrouble", native_enum=False, length=32),
            nullable=True,
        ),
    )


def downgrade() -> None:
    op.drop_column("product_image", "trouble")
