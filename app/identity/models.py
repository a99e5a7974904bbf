"""Accounts, their sessions, what they did, and how often somebody tried."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.identity.rules import Role


class User(SQLModel, table=True):
    __tablename__ = "user_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    phone: str = Field(max_length=16, unique=True)  # E.164
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=200)  # Argon2id
    role: Role = Field(default=Role.SHOPPER, sa_type=text_enum(Role))
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    temporary_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set while the password is one that we read out: to be changed on signing in, before then."""


class UserSession(SQLModel, table=True):
    """A signed-in browser; only the SHA-256 of its token is here."""

    __tablename__ = "user_session"

    token_hash: str = Field(max_length=64, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    seen_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    revoked_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    user_agent: str = Field(default="", max_length=300)


class AuditEntry(SQLModel, table=True):
    """Who did what to which row; rows are only ever added (held by a trigger)."""

    __tablename__ = "audit_entry"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    actor_id: UUID | None = Field(default=None, index=True)
    action: str = Field(max_length=60)  # "product.approve"
    subject_type: str = Field(max_length=40)  # the table
    subject_id: UUID = Field(index=True)
    reason: str = Field(default="", max_length=1000)
    assisted_for: UUID | None = Field(default=None, index=True)
    """The seller whom the actor, an officer, acted for with its consent."""
    before: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    after: dict[str, Any] | None = Field(default=None, sa_type=JSONB)


class RateWindow(SQLModel, table=True):
    """How often `key` was tried in the window that began at `started_at`; shared by processes."""

    __tablename__ = "rate_window"

    key: str = Field(max_length=160, primary_key=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    count: int = 0


class ExternalIdentity(SQLModel, table=True):
    """Who an account's owner is to a provider of identities, after they said so themselves."""

    __tablename__ = "external_identity"
    __table_args__ = (
        UniqueConstraint("provider", "subject"),
        UniqueConstraint("user_id", "provider"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    provider: str = Field(max_length=40)  # its name in the file of OIDC_PROFILES
    subject: str = Field(max_length=255)  # `sub`: what never changes there
    user_id: UUID = Field(foreign_key="user_account.id")
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    used_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
