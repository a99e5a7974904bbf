"""What a shop has beside its name: hours, pictures, an account, member households."""

from datetime import date, datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.sellers.rules import (
    PictureSlot,
)


class SellerHours(SQLModel, table=True):
    """When a shop's door is open on one day of the week; a day without a row is a day off."""

    __tablename__ = "seller_hours"
    __table_args__ = (
        CheckConstraint("weekday BETWEEN 0 AND 6", name="weekday"),
        CheckConstraint("opens < closes", name="opens_before_it_closes"),
    )

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    weekday: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})  # Monday is 0
    opens: time
    closes: time


class SellerPicture(SQLModel, table=True):
    """The last upload for a place on the shop's page; `Seller` shows it once its sizes are made."""

    __tablename__ = "seller_picture"

    seller_id: UUID = Field(foreign_key="seller.id", primary_key=True)
    slot: PictureSlot = Field(primary_key=True, sa_type=text_enum(PictureSlot))
    content_hash: str = Field(max_length=64, index=True)
    ready: bool = False
    added_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class BankAccount(SQLModel, table=True):
    """Where a seller is paid: the latest row counts, earlier ones are history."""

    __tablename__ = "seller_bank_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    bank_bin: str = Field(max_length=6)
    sealed_number: str = Field(max_length=400)
    tail: str = Field(max_length=4)  # the last characters, all that pages show
    holder: str = Field(max_length=120)  # capitals without accents, as banks print it
    effective_from: datetime = Field(sa_type=UtcDateTime)  # not paid into before
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    created_by: UUID


class MemberHousehold(SQLModel, table=True):
    """A household that belongs to a cooperative; one that left keeps its row and its code."""

    __tablename__ = "member_household"
    __table_args__ = (
        UniqueConstraint("seller_id", "code"),
        CheckConstraint("left_on >= joined_on", name="leaves_after_it_joined"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    code: str = Field(max_length=20)
    name: str = Field(max_length=120)
    phone: str = Field(default="", max_length=16)  # E.164; empty: not told
    ward_code: str = Field(max_length=5)
    plot: str = Field(default="", max_length=300)
    joined_on: date | None = None
    left_on: date | None = None
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
