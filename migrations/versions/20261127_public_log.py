"""The public log of event hashes, and the self-audits that recompute it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "e7b2d40c95a1"
down_revision = "7c4070a03176"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "log_entry",
    "log_leaf",
    "log_checkpoint",
    "log_key",
    "self_audit_run",
    "self_audit_finding",
)


def upgrade() -> None:
    _log()
    _published()
    _audits()
    _guard()


def _log() -> None:
    op.create_table(
        "log_chain",
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("length", sa.BigInteger(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("log_chain_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("seller_id", name=op.f("log_chain_pkey")),
    )
    op.create_table(
        "log_entry",
        sa.Column("serial", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("event_hash", sa.String(length=100), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["seller_id"], ["seller.id"], name=op.f("log_entry_seller_id_fkey")
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("log_entry_pkey")),
        sa.UniqueConstraint("seller_id", "position", name=op.f("log_entry_seller_id_position_key")),
        sa.UniqueConstraint(
            "event_hash", "seller_id", name=op.f("log_entry_event_hash_seller_id_key")
        ),
    )
    op.create_table(
        "log_pending",
        sa.Column("serial", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"], ["log_entry.serial"], name=op.f("log_pending_serial_fkey")
        ),
        sa.PrimaryKeyConstraint("serial", name=op.f("log_pending_pkey")),
    )
    op.create_table(
        "log_leaf",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("serial", sa.BigInteger(), nullable=False),
        sa.Column("leaf_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["serial"], ["log_entry.serial"], name=op.f("log_leaf_serial_fkey")
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("log_leaf_pkey")),
        sa.UniqueConstraint("serial", name=op.f("log_leaf_serial_key")),
    )
    op.create_table(
        "log_tile",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hashes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("level", "number", name=op.f("log_tile_pkey")),
    )


def _published() -> None:
    op.create_table(
        "log_checkpoint",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("origin", sa.String(length=200), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("log_checkpoint_pkey")),
    )
    op.create_index(op.f("ix_log_checkpoint_size"), "log_checkpoint", ["size"], unique=False)
    op.create_table(
        "log_key",
        sa.Column("verifier", sa.String(length=300), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("verifier", name=op.f("log_key_pkey")),
    )


def _audits() -> None:
    op.create_table(
        "self_audit_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("findings", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("self_audit_run_pkey")),
    )
    op.create_index(
        op.f("ix_self_audit_run_finished_at"), "self_audit_run", ["finished_at"], unique=False
    )
    op.create_table(
        "self_audit_finding",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("check_name", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("facts", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("seen_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("good_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["run_id"], ["self_audit_run.id"], name=op.f("self_audit_finding_run_id_fkey")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("self_audit_finding_pkey")),
    )
    op.create_index(
        op.f("ix_self_audit_finding_run_id"), "self_audit_finding", ["run_id"], unique=False
    )


def _guard() -> None:
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)
    # A tile is written again while it fills; what it held stays its beginning.
    op.execute("""
        CREATE FUNCTION refuse_other_beginning() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF (NEW.level, NEW.number) IS DISTINCT FROM (OLD.level, OLD.number)
                OR substring(NEW.hashes FROM 1 FOR length(OLD.hashes)) IS DISTINCT FROM OLD.hashes
            THEN
                RAISE EXCEPTION 'a tile may only grow' USING ERRCODE = 'restrict_violation';
            END IF;
            RETURN NEW;
        END $$
    """)
    op.execute("""
        CREATE TRIGGER log_tile_grows BEFORE UPDATE ON log_tile
        FOR EACH ROW EXECUTE FUNCTION refuse_other_beginning()
    """)
    op.execute("""
        CREATE TRIGGER log_tile_append_only BEFORE DELETE OR TRUNCATE ON log_tile
        FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
    """)


def downgrade() -> None:
    for table in (
        "self_audit_finding",
        "self_audit_run",
        "log_key",
        "log_checkpoint",
        "log_tile",
        "log_leaf",
        "log_pending",
        "log_entry",
        "log_chain",
    ):
        op.drop_table(table)
    op.execute("DROP FUNCTION refuse_other_beginning()")
