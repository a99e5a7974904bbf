"""Where leaf grows."""

from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.ids import new_id


class GrowingArea(SQLModel, table=True):
    __tablename__ = "growing_area"
    __table_args__ = (UniqueConstraint("seller_id", "name"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    name: str = Field(max_length=120)
    code: str = Field(default="", max_length=40)  # as issued, opaque
    code_issuer: str = Field(default="", max_length=160)
    ward_code: str = Field(max_length=5)
    hectares: float = 0
    households: int = 0
    cultivar: str = Field(default="", max_length=80)
    geographical_indication: str = Field(default="", max_length=80)
    latitude: float | None = None  # private; public pages show the commune
    longitude: float | None = None
    outline: list[Any] = Field(default_factory=list, sa_type=JSONB)  # walked: [longitude, latitude]
    last_treatment_days: int | None = None  # days from the last treatment to a harvest
    picture: str = Field(default="", max_length=64)  # content hash of a medium
