"""Recovery codes: written down when a factor is enrolled, each good for one sign-in."""

import hashlib
import hmac

from sqlmodel import Session, col, delete, update

from app.core.config import settings
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.identity import rules
from app.identity.models import RecoveryCode, User
from app.identity.service.factors.state import lock
from app.identity.service.records import audit


def issue_recovery_codes(session: Session, user: User) -> list[str]:
    """Ten new codes, to be read now or never; older ones are void. Raises Conflict for somebody
    who has no factor to lose.
    """
    lock(session, user)
    if not user.has_second_factor:
        raise Conflict(mark("Mời bật xác thực hai lớp trước."))
    session.exec(delete(RecoveryCode).where(col(RecoveryCode.user_id) == user.id))
    codes = [rules.new_recovery_code() for _ in range(rules.RECOVERY_CODES)]
    hashes = [_hash(user, rules.recovery_code(code)) for code in codes]
    session.add_all(RecoveryCode(user_id=user.id, code_hash=one) for one in hashes)
    audit(session, user.id, "user.issue_recovery_codes", user)
    return codes


def use_recovery_code(session: Session, user: User, typed: str) -> bool:
    """Whether this is one of their codes; it is used up then."""
    code = rules.recovery_code(typed)
    if not code:
        return False
    which = (
        col(RecoveryCode.user_id) == user.id,
        col(RecoveryCode.code_hash) == _hash(user, code),
        col(RecoveryCode.used_at).is_(None),
    )
    used = session.exec(update(RecoveryCode).where(*which).values(used_at=utc_now())).rowcount == 1
    if used:
        audit(session, user.id, "user.use_recovery_code", user)
    return used


def _hash(user: User, code: str) -> str:
    """Keyed, so that a copied table alone cannot be searched for codes of 45 bits."""
    said = f"recovery code:{user.id}:{code}".encode()
    return hmac.new(settings.secret(), said, hashlib.sha256).hexdigest()
