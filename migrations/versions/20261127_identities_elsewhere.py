"""An account may be entered by an identity elsewhere, such as ThaiNguyen ID or VNeID."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "bd1266d0e45d"
down_revision = "9420ce59e36e"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_identity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("provider", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("subject", sqlmodel.sql.sqltypes.AutoString(length=255), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("external_identity_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("external_identity_pkey")),
        sa.UniqueConstraint(
            "provider", "subject", name=op.f("external_identity_provider_subject_key")
        ),
        sa.UniqueConstraint(
            "user_id", "provider", name=op.f("external_identity_user_id_provider_key")
        ),
    )


def downgrade() -> None:
    op.drop_table("external_identity")
