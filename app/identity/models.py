"""Accounts, their second factors, sessions and codes, what they did, how often somebody tried."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, SQLModel

from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_code, new_id
from app.identity.rules import CodePurpose, Role

ACCOUNT_CODE = 8


def new_account_code() -> str:
    return new_code(ACCOUNT_CODE)


class User(SQLModel, table=True):
    __tablename__ = "user_account"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(default_factory=new_account_code, max_length=ACCOUNT_CODE, unique=True)
    """What the desk's addresses call the account: a phone number has no place in a log."""
    phone: str = Field(max_length=16, unique=True)  # E.164
    name: str = Field(max_length=120)
    password_hash: str = Field(max_length=200)  # Argon2id
    role: Role = Field(default=Role.SHOPPER, sa_type=text_enum(Role))
    ward_code: str = Field(default="", max_length=5)  # of a commune officer alone
    has_second_factor: bool = False  # an app or a key is enrolled: see `service.factors`
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    disabled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    temporary_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set while the password is one that we read out: to be changed on signing in, before then."""
    phone_verified_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its owner last showed, by a one-time code, that the number is theirs."""


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
    second_factor_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Missing for somebody who has a second factor: they are only half signed in."""
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When they last proved themselves for a change of their factors."""
    challenge: bytes | None = None  # what the next passkey must sign; used once
    challenge_until: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TotpSecret(SQLModel, table=True):
    """Somebody's authenticator app (RFC 6238)."""

    __tablename__ = "totp_secret"

    user_id: UUID = Field(foreign_key="user_account.id", primary_key=True)
    sealed: str = Field(max_length=300)  # by core/sealing
    last_step: int = Field(sa_type=BigInteger)  # of the last code that was taken: none twice
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


class Passkey(SQLModel, table=True):
    """A key or phone that signs challenges (WebAuthn); only its public half is here."""

    id: UUID = Field(default_factory=new_id, primary_key=True)
    user_id: UUID = Field(foreign_key="user_account.id", index=True)
    credential_id: bytes = Field(unique=True)
    handle: str = Field(max_length=20, index=True)  # the beginning of its id's SHA-256, for forms
    public_key: bytes
    sign_count: int = Field(sa_type=BigInteger)
    transports: list[str] = Field(default_factory=list, sa_type=JSONB)
    name: str = Field(max_length=60)
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class RecoveryCode(SQLModel, table=True):
    """Stands in once for a lost app or key; only its keyed hash is here."""

    __tablename__ = "recovery_code"

    user_id: UUID = Field(foreign_key="user_account.id", primary_key=True)
    code_hash: str = Field(max_length=64, primary_key=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class OneTimeCode(SQLModel, table=True):
    """Six digits that were sent to a phone; only their keyed hash is here."""

    __tablename__ = "one_time_code"
    __table_args__ = (Index("ix_one_time_code_phone_sent_at", "phone", "sent_at"),)

    id: UUID = Field(default_factory=new_id, primary_key=True)
    phone: str = Field(max_length=16)  # E.164
    purpose: CodePurpose = Field(sa_type=text_enum(CodePurpose))
    about: str = Field(default="", max_length=64)  # what exactly it says yes to
    code_hash: str = Field(max_length=64)
    sent_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime, index=True)
    used_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AuditEntry(SQLModel, table=True):
    """Who did what to which row; rows are only ever added (held by a trigger)."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_at", "at", "id"),
        *(
            Index(f"ix_audit_entry_{column}", column, "at", "id")
            for column in ("actor_id", "action", "subject_id")
        ),
        Index(
            "ix_audit_entry_assisted_for",
            "assisted_for",
            "at",
            "id",
            postgresql_where=text("assisted_for IS NOT NULL"),
        ),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    actor_id: UUID | None = None
    action: str = Field(max_length=60)  # "product.approve"
    subject_type: str = Field(max_length=40)  # the table
    subject_id: UUID
    reason: str = Field(default="", max_length=1000)
    assisted_for: UUID | None = None
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
