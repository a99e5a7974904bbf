"""Who of a seller called somebody in is kept beside their membership."""

import sqlalchemy as sa
from alembic import op

revision = "6e90978e4b6f"
down_revision = "7f0c038d2bba"
branch_labels = None
depends_on = None

FROM_THE_RECORD = """
    UPDATE seller_member
    SET invited_by = audit_entry.actor_id
    FROM audit_entry JOIN user_account ON user_account.id = audit_entry.actor_id
    WHERE audit_entry.action = 'seller.save_member'
        AND audit_entry.subject_id = seller_member.seller_id
        AND audit_entry.after ->> 'user' = seller_member.user_id::text
        AND audit_entry.before ->> 'role' IS NULL
        AND audit_entry.actor_id <> seller_member.user_id
        AND user_account.role = 'shopper'
"""


def upgrade() -> None:
    op.add_column("seller_member", sa.Column("invited_by", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("seller_member_invited_by_fkey"),
        "seller_member",
        "user_account",
        ["invited_by"],
        ["id"],
    )
    op.execute(FROM_THE_RECORD)


def downgrade() -> None:
    op.drop_column("seller_member", "invited_by")
