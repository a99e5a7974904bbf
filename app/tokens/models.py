"""Access tokens of sellers, and the answers that repeated requests get again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, LargeBinary
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id


class AccessToken(SQLModel, table=True):
    """A key to the API for one seller's systems; only the SHA-256 of it is here.

    It acts for the member who made it, and no longer than they work for that seller.
    """

    __tablename__ = "access_token"
    __table_args__ = (Index("ix_access_token_seller_id_id", "seller_id", "id"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=8, unique=True)  # names it in addresses and in the log
    seller_id: UUID = Field(foreign_key="seller.id")
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    name: str = Field(max_length=80)  # "Phần mềm kho"
    token_hash: str = Field(max_length=64, unique=True)
    hint: str = Field(max_length=8)  # how it begins, to be recognised by
    scopes: list[str] = Field(sa_type=JSONB)  # `rules.Scope`
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class KeptAnswer(SQLModel, table=True):
    """What a write with an idempotency key was answered: the same again for 24 hours."""

    __tablename__ = "kept_answer"

    token_id: UUID = Field(foreign_key="access_token.id", primary_key=True)
    key: str = Field(max_length=80, primary_key=True)
    fingerprint: str = Field(max_length=64)  # SHA-256 of method, address and body
    status: int
    headers: dict[str, Any] = Field(sa_type=JSONB)
    body: bytes = Field(sa_type=LargeBinary)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime, index=True)
