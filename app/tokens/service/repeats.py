"""A write that comes twice is done once: what it was answered is kept for a day.

Kept in the transaction that does the work, so that an answer exists exactly when its work does. A
refused request changed nothing and keeps nothing: it may be sent again, mended, by the same key.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, func, select

from app.core.db import utc_now
from app.core.i18n import mark
from app.core.rest.problems import KeyReused, StillRunning
from app.tokens.models import KeptAnswer

KEPT = timedelta(hours=24)


@dataclass(frozen=True)
class Kept:
    """An answer as it was sent."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def kept_answer(session: Session, token_id: UUID, key: str, fingerprint: str) -> Kept | None:
    """What this token was answered by `key`; None for the first time, which then holds the key.

    Raises StillRunning while another request holds it, KeyReused for another request's key.
    """
    lock = func.pg_try_advisory_xact_lock(func.hashtextextended(f"api {token_id} {key}", 0))
    if not session.connection().execute(select(lock)).scalar_one():
        raise StillRunning(mark("Chờ yêu cầu trước trả lời xong rồi hỏi lại."))
    found = session.exec(
        select(KeptAnswer).where(
            KeptAnswer.token_id == token_id,
            KeptAnswer.key == key,
            col(KeptAnswer.created_at) > utc_now() - KEPT,
        )
    ).first()
    if found is None:
        return None
    if found.fingerprint != fingerprint:
        raise KeyReused(mark("Mỗi yêu cầu khác nhau cần một Idempotency-Key riêng."))
    return Kept(found.status, found.headers, found.body)


def keep_answer(
    session: Session, token_id: UUID, key: str, fingerprint: str, answered: Kept
) -> None:
    """Over whatever the same key was answered more than a day ago."""
    values = {
        "fingerprint": fingerprint,
        "status": answered.status,
        "headers": dict(answered.headers),
        "body": answered.body,
        "created_at": utc_now(),
    }
    statement = insert(KeptAnswer).values(token_id=token_id, key=key, **values)
    session.exec(statement.on_conflict_do_update(index_elements=["token_id", "key"], set_=values))
