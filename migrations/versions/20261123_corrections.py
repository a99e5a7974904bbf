"""A correction may tell the same stage and moment as what it corrects."""

from alembic import op

revision = "b2d9e41c7f03"
down_revision = "7f0b6e5c1d42"
branch_labels = None
depends_on = None

TABLE = "tracking_event"
OLD = "tracking_event_lot_id_stage_event_time_key"
NEW = "tracking_event_lot_id_stage_event_time_corrects_id_key"


def upgrade() -> None:
    op.drop_constraint(OLD, TABLE, type_="unique")
    op.create_unique_constraint(
        NEW,
        TABLE,
        ["lot_id", "stage", "event_time", "corrects_id"],
        postgresql_nulls_not_distinct=True,
    )


def downgrade() -> None:
    op.drop_constraint(NEW, TABLE, type_="unique")
    op.create_unique_constraint(OLD, TABLE, ["lot_id", "stage", "event_time"])
