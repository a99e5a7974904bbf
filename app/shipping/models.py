"""What sending a parcel costs, as rows that an operator or a seller may change."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import text_enum
from app.core.ids import new_id


class Zone(StrEnum):
    """From the seller's door to the buyer's."""

    SAME_WARD = "same_ward"
    IN_PROVINCE = "in_province"
    NORTH = "north"
    NATIONAL = "national"


class ShippingRate(SQLModel, table=True):
    """The fee for a parcel up to a gross weight; `seller_id` empty is the platform's own table."""

    __tablename__ = "shipping_rate"
    __table_args__ = (
        UniqueConstraint(
            "seller_id", "zone", "up_to_grams", "valid_from", postgresql_nulls_not_distinct=True
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID | None = Field(default=None, foreign_key="seller.id")
    zone: Zone = Field(sa_type=text_enum(Zone))
    up_to_grams: int
    fee: int
    valid_from: date
