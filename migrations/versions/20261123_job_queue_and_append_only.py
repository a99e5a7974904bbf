"""The job queue's own tables, and rows that nobody may edit."""

from alembic import op
from procrastinate.schema import SchemaManager

revision = "5b1f0c7a9d21"
down_revision = "a81cd438d377"
branch_labels = None
depends_on = None

APPEND_ONLY = ("audit_entry", "order_change", "tracking_event")


def upgrade() -> None:
    # The queue's schema comes with the library that reads it; upgrading the library brings a
    # migration of its own. Its text holds %, which a bound statement would read as placeholders.
    op.get_bind().exec_driver_sql(SchemaManager.get_schema().replace("%", "%%"))
    op.execute("""
        CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            RAISE EXCEPTION '% keeps what was recorded: add a correction', TG_TABLE_NAME
                USING ERRCODE = 'restrict_violation';
        END $$
    """)
    for table in APPEND_ONLY:
        op.execute(f"""
            CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()
        """)


def downgrade() -> None:
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER {table}_append_only ON {table}")
    op.execute("DROP FUNCTION refuse_change()")
    op.execute("""
        DO $$ DECLARE thing record; BEGIN
            FOR thing IN SELECT oid::regclass AS name FROM pg_class
                WHERE relkind = 'r' AND relname LIKE 'procrastinate\\_%'
                AND relnamespace = current_schema()::regnamespace
            LOOP EXECUTE 'DROP TABLE ' || thing.name || ' CASCADE'; END LOOP;
            FOR thing IN SELECT oid::regprocedure AS name FROM pg_proc
                WHERE proname LIKE 'procrastinate\\_%'
                AND pronamespace = current_schema()::regnamespace
            LOOP EXECUTE 'DROP FUNCTION ' || thing.name || ' CASCADE'; END LOOP;
            FOR thing IN SELECT oid::regtype AS name FROM pg_type
                WHERE typname LIKE 'procrastinate\\_%' AND typtype IN ('e', 'c')
                AND typnamespace = current_schema()::regnamespace
            LOOP EXECUTE 'DROP TYPE ' || thing.name || ' CASCADE'; END LOOP;
        END $$
    """)
