"""What sending a parcel costs, as rows that an operator or a seller may change."""

from datetime import date
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import text_enum
from app.core.ids import new_id
from app.core.options import Option
from app.shipping.rules import Zone

FREE_FROM = Option("shipping.free_from", 0)
"""Goods of one seller worth this many đồng travel free, at the seller's cost; 0 is never."""


class ShippingRate(SQLModel, table=True):
    """The fee for a parcel up to a gross weight; `seller_id` empty is the platform's own table."""

    __tablename__ = "shipping_rate"
    __table_args__ = (
        UniqueConstraint(
            "seller_id", "zone", "up_to_grams", "valid_from", postgresql_nulls_not_distinct=True
        ),
        CheckConstraint("up_to_grams > 0 AND fee >= 0", name="amounts"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID | None = Field(default=None, foreign_key="seller.id")
    zone: Zone = Field(sa_type=text_enum(Zone))
    up_to_grams: int
    fee: int  # đồng
    valid_from: date
