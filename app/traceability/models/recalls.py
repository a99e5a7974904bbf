"""What somebody asked to call back, what a second person said, and what it reached."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.traceability.rules.recalls import RecallScope, RecallState


class Recall(SQLModel, table=True):
    """Exactly one of `lot_id`, `material_id` and `growing_area_id` says what is called back.

    Of a growing area, the leaf that was picked from `picked_from` until `picked_until`, both days
    included; None leaves that end open.
    """

    __table_args__ = (
        CheckConstraint("num_nonnulls(lot_id, material_id, growing_area_id) = 1", name="subject"),
        CheckConstraint("picked_from <= picked_until", name="days"),
        Index("ix_recall_state_asked_at", "state", "asked_at"),
        Index("ix_recall_seller_id_asked_at", "seller_id", "asked_at"),
        Index(
            "ix_recall_lot_id", "lot_id", postgresql_where=text("state IN ('asked', 'confirmed')")
        ),
        Index(
            "ix_recall_material_id",
            "material_id",
            postgresql_where=text("state IN ('asked', 'confirmed')"),
        ),
        Index(
            "ix_recall_growing_area_id",
            "growing_area_id",
            postgresql_where=text("state IN ('asked', 'confirmed')"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    scope: RecallScope = Field(sa_type=text_enum(RecallScope))
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id")
    material_id: UUID | None = Field(default=None, foreign_key="material.id")
    growing_area_id: UUID | None = Field(default=None, foreign_key="growing_area.id")
    picked_from: date | None = None
    picked_until: date | None = None
    reason: str = Field(max_length=500)
    reason_en: str = Field(default="", max_length=500)
    state: RecallState = Field(default=RecallState.ASKED, sa_type=text_enum(RecallState))
    asked_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    asked_by: UUID | None = None
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by: UUID | None = None
    answer: str = Field(default="", max_length=500)


class RecallItem(SQLModel, table=True):
    """What a confirmed recall reached, as it was found then; rows are only ever added."""

    __tablename__ = "recall_item"
    __table_args__ = (
        CheckConstraint("num_nonnulls(lot_id, material_id) = 1", name="subject"),
        UniqueConstraint("recall_id", "lot_id", "material_id", postgresql_nulls_not_distinct=True),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    recall_id: UUID = Field(foreign_key="recall.id")
    lot_id: UUID | None = Field(default=None, foreign_key="lot.id", index=True)
    material_id: UUID | None = Field(default=None, foreign_key="material.id", index=True)
