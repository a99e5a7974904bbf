"""Reads of somebody's second factors."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func
from sqlmodel import Session, col, select

from app.identity.models import Passkey, RecoveryCode, TotpSecret


@dataclass(frozen=True, slots=True)
class Factors:
    """What somebody enrolled: since when the app, which keys, how many recovery codes are left."""

    app_since: datetime | None
    passkeys: Sequence[Passkey]
    codes_left: int

    @property
    def any(self) -> bool:
        return self.app_since is not None or bool(self.passkeys)


def factors(session: Session, user_id: UUID) -> Factors:
    since = select(TotpSecret.created_at).where(TotpSecret.user_id == user_id)
    left = select(func.count()).where(
        RecoveryCode.user_id == user_id, col(RecoveryCode.used_at).is_(None)
    )
    return Factors(
        session.exec(since).first(), passkeys(session, user_id), session.exec(left).one()
    )


def passkeys(session: Session, user_id: UUID) -> Sequence[Passkey]:
    """The oldest first."""
    statement = select(Passkey).where(Passkey.user_id == user_id)
    return session.exec(statement.order_by(col(Passkey.created_at))).all()
