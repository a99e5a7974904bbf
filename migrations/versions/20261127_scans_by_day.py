"""Scans in a partition a day, their aggregates, places by consent, salts of a day, and alerts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "8c41f7a90d35"
down_revision = "e7b2d40c95a1"
branch_labels = None
depends_on = None

COLUMNS = "at, id, code, lot_id, verdict, device, language"
# A partition for each day that has scans, and for the days to come; midnight is Vietnam's.
PARTITIONS = """
    DO $$
    DECLARE day date;
    BEGIN
        FOR day IN
            SELECT DISTINCT CAST(timezone('Asia/Ho_Chi_Minh', at) AS date) FROM scan_whole
            UNION
            SELECT CAST(timezone('Asia/Ho_Chi_Minh', now()) AS date) + n
            FROM generate_series(-1, 7) AS n
        LOOP
            EXECUTE format(
                'CREATE TABLE %I PARTITION OF scan FOR VALUES FROM (%L) TO (%L)',
                'scan_' || to_char(day, 'YYYYMMDD'),
                to_char(day, 'YYYY-MM-DD') || ' 00:00+07',
                to_char(day + 1, 'YYYY-MM-DD') || ' 00:00+07'
            );
        END LOOP;
    END $$
"""
CODES = """
    INSERT INTO scan_code (code, lot_id, first_at, last_at, scans)
    SELECT code, min(lot_id::text)::uuid, min(at), max(at), count(*) FROM scan
    WHERE lot_id IS NOT NULL GROUP BY code
"""
DAYS = """
    INSERT INTO scan_day (lot_id, day, verdict, scans, devices)
    SELECT lot_id, CAST(timezone('Asia/Ho_Chi_Minh', at) AS date), verdict, count(*),
        count(DISTINCT device)
    FROM scan WHERE lot_id IS NOT NULL GROUP BY 1, 2, 3
"""
VERDICTS = ("valid", "caution", "recalled", "unknown")
KINDS = (
    "many_devices", "before_packing", "after_recall", "after_expiry", "spread", "crowd", "too_fast",
)  # fmt: skip


def _enum(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, length=32)


def upgrade() -> None:
    _set_aside()
    _create_scan(partitioned=True)
    op.execute(PARTITIONS)
    op.execute(f"INSERT INTO scan ({COLUMNS}) SELECT {COLUMNS} FROM scan_whole")
    op.drop_table("scan_whole")
    _create_counts()
    _create_alerts()
    op.add_column(
        "scan_device",
        sa.Column("day", sa.Date(), server_default=sa.text("CURRENT_DATE"), nullable=False),
    )
    op.execute(CODES)
    op.execute(DAYS)


def _set_aside() -> None:
    """The table as it was; its sequence goes on counting, and its names are free."""
    op.execute("ALTER SEQUENCE scan_id_seq OWNED BY NONE")
    op.execute("ALTER TABLE scan RENAME TO scan_whole")
    op.execute("ALTER TABLE scan_whole DROP CONSTRAINT scan_pkey")
    for name in ("ix_scan_at", "ix_scan_lot_id", "ix_scan_code_at", "ix_scan_lot_id_at"):
        op.execute(f"DROP INDEX IF EXISTS {name}")


def _create_scan(*, partitioned: bool) -> None:
    op.create_table(
        "scan",
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "id", sa.BigInteger(), server_default=sa.text("nextval('scan_id_seq')"), nullable=False
        ),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=True),
        sa.Column("verdict", _enum("verdict", *VERDICTS), nullable=False),
        sa.Column("device", sa.String(length=32), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        *([sa.Column("province", sa.String(length=2), nullable=True)] if partitioned else []),
        sa.PrimaryKeyConstraint(*(("at", "id") if partitioned else ("id",)), name="scan_pkey"),
        postgresql_partition_by="RANGE (at)" if partitioned else None,
    )
    if partitioned:
        op.create_index("ix_scan_code_at", "scan", ["code", "at"])
        op.create_index("ix_scan_lot_id_at", "scan", ["lot_id", "at"])


def _create_counts() -> None:
    op.create_table(
        "scan_salt",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name="scan_salt_pkey"),
        prefixes=["UNLOGGED"],
    )
    op.create_table(
        "scan_code",
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("first_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="scan_code_lot_id_fkey"),
        sa.PrimaryKeyConstraint("code", name="scan_code_pkey"),
    )
    op.create_index("ix_scan_code_lot_id", "scan_code", ["lot_id"])
    op.create_index(
        "ix_scan_code_unseen",
        "scan_code",
        ["last_at"],
        postgresql_where=sa.text("looked_at IS NULL OR looked_at < last_at"),
    )
    op.create_table(
        "scan_day",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("verdict", _enum("verdict", *VERDICTS), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.Column("devices", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="scan_day_lot_id_fkey"),
        sa.PrimaryKeyConstraint("lot_id", "day", "verdict", name="scan_day_pkey"),
    )
    op.create_table(
        "scan_place",
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("province", sa.String(length=2), nullable=False),
        sa.Column("scans", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="scan_place_lot_id_fkey"),
        sa.PrimaryKeyConstraint("lot_id", "day", "province", name="scan_place_pkey"),
    )


def _create_alerts() -> None:
    op.create_table(
        "scan_alert",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("lot_id", sa.Uuid(), nullable=False),
        sa.Column("seller_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("alertkind", *KINDS), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", postgresql.JSONB(), nullable=False),
        sa.Column("state", _enum("alertstate", "open", "seen", "closed"), nullable=False),
        sa.Column("seen_by", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Uuid(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("scan_alert_closed_check")
        ),
        sa.ForeignKeyConstraint(["lot_id"], ["lot.id"], name="scan_alert_lot_id_fkey"),
        sa.ForeignKeyConstraint(["seller_id"], ["seller.id"], name="scan_alert_seller_id_fkey"),
        sa.PrimaryKeyConstraint("id", name="scan_alert_pkey"),
        sa.UniqueConstraint("code", "kind", "day", name="scan_alert_code_kind_day_key"),
    )
    op.create_index("ix_scan_alert_lot_id_state", "scan_alert", ["lot_id", "state"])
    op.create_index("ix_scan_alert_seller_id", "scan_alert", ["seller_id"])
    op.create_index("ix_scan_alert_state_found_at", "scan_alert", ["state", "found_at"])


def downgrade() -> None:
    op.drop_column("scan_device", "day")
    for table in ("scan_alert", "scan_place", "scan_day", "scan_code", "scan_salt"):
        op.drop_table(table)
    op.execute("ALTER TABLE scan RENAME TO scan_whole")
    op.execute("ALTER TABLE scan_whole DROP CONSTRAINT scan_pkey")
    for name in ("ix_scan_code_at", "ix_scan_lot_id_at"):
        op.execute(f"DROP INDEX {name}")
    _create_scan(partitioned=False)
    op.execute(f"INSERT INTO scan ({COLUMNS}) SELECT {COLUMNS} FROM scan_whole")
    op.drop_table("scan_whole")
    op.execute("ALTER SEQUENCE scan_id_seq OWNED BY scan.id")
    op.create_foreign_key(op.f("scan_lot_id_fkey"), "scan", "lot", ["lot_id"], ["id"])
    op.create_index(op.f("ix_scan_at"), "scan", ["at"])
    op.create_index(op.f("ix_scan_lot_id"), "scan", ["lot_id"])
