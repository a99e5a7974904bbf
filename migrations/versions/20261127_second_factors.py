"""Second factors of accounts, and what the desk's addresses call an account."""

import sqlalchemy as sa
import sqlmodel
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "29d98dc028a3"
down_revision = "3d9298b5ce53"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("handle", sqlmodel.sql.sqltypes.AutoString(length=20), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("transports", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("name", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("passkey_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("passkey_pkey")),
        sa.UniqueConstraint("credential_id", name=op.f("passkey_credential_id_key")),
    )
    op.create_index(op.f("ix_passkey_handle"), "passkey", ["handle"])
    op.create_index(op.f("ix_passkey_user_id"), "passkey", ["user_id"])
    op.create_table(
        "recovery_code",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("recovery_code_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("user_id", "code_hash", name=op.f("recovery_code_pkey")),
    )
    op.create_table(
        "totp_secret",
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["user_id"], ["user_account.id"], name=op.f("totp_secret_user_id_fkey")
        ),
        sa.PrimaryKeyConstraint("user_id", name=op.f("totp_secret_pkey")),
    )
    words, none = sqlmodel.sql.sqltypes.AutoString, {"nullable": False, "server_default": ""}
    op.add_column("user_account", sa.Column("code", words(length=8), **none))
    op.add_column("user_account", sa.Column("ward_code", words(length=5), **none))
    op.add_column(
        "user_account",
        sa.Column("has_second_factor", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    # Eight random letters of Crockford's alphabet for every account that is there.
    op.execute("""
        UPDATE user_account SET code = (
            SELECT string_agg(
                substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 1 + floor(random() * 32)::int, 1), ''
            )
            FROM generate_series(1, 8) WHERE user_account.id IS NOT NULL
        )
    """)
    for column in ("code", "ward_code", "has_second_factor"):
        op.alter_column("user_account", column, server_default=None)
    op.create_unique_constraint(op.f("user_account_code_key"), "user_account", ["code"])
    op.add_column(
        "user_session", sa.Column("second_factor_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column(
        "user_session", sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True)
    )
    op.add_column("user_session", sa.Column("challenge", sa.LargeBinary(), nullable=True))
    op.add_column(
        "user_session", sa.Column("challenge_until", sa.DateTime(timezone=True), nullable=True)
    )


def downgrade() -> None:
    op.drop_column("user_session", "challenge_until")
    op.drop_column("user_session", "challenge")
    op.drop_column("user_session", "confirmed_at")
    op.drop_column("user_session", "second_factor_at")
    op.drop_constraint(op.f("user_account_code_key"), "user_account", type_="unique")
    op.drop_column("user_account", "has_second_factor")
    op.drop_column("user_account", "ward_code")
    op.drop_column("user_account", "code")
    op.drop_table("totp_secret")
    op.drop_table("recovery_code")
    op.drop_index(op.f("ix_passkey_user_id"), table_name="passkey")
    op.drop_index(op.f("ix_passkey_handle"), table_name="passkey")
    op.drop_table("passkey")
