"""An authenticator app: enrolled by a code it shows, each code taken once (RFC 6238 §5.2)."""

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Invalid, NotFound
from app.core.i18n import mark
from app.core.sealing import BrokenSeal, sealed_text, unsealed_text
from app.identity import rules
from app.identity.models import TotpSecret, User, UserSession
from app.identity.service.factors.state import (
    count_proof,
    forget_proofs,
    lock,
    note_enrolled,
    note_removed,
    wrong_code,
)

_KEPT = "identity: secret of an app"
_OFFERED = "identity: secret offered to an app"


def offer_app(user: User, secret: str = "") -> str:
    """A new secret, sealed for this user's form: nothing is kept until the app shows its code."""
    return sealed_text(f"{user.id} {secret or rules.new_secret()}", purpose=_OFFERED)


def offered_secret(user: User, offer: str) -> str:
    """What `offer_app` sealed. Raises Invalid for anything else, and for somebody else's."""
    try:
        owner, _, secret = unsealed_text(offer, purpose=_OFFERED).partition(" ")
    except BrokenSeal:
        owner, secret = "", ""
    if owner != str(user.id) or not secret:
        raise Invalid(mark("Biểu mẫu đã cũ. Mời tải lại trang rồi gửi lại."))
    return secret


def enrol_app(session: Session, user: User, opened: UserSession, offer: str, typed: str) -> None:
    """In the place of an app that was there; a second submit of the same changes nothing.

    Raises WrongCode, Invalid, TooManyRequests.
    """
    secret = offered_secret(user, offer)
    lock(session, user)
    kept = session.get(TotpSecret, user.id)
    if kept is not None and app_secret(kept) == secret:
        return
    count_proof(user)
    step = rules.matching_step(secret, rules.app_code(typed), utc_now(), last_step=0)
    if step is None:
        raise wrong_code()
    forget_proofs(user)
    keep_app(session, user, secret, step)
    note_enrolled(session, user, opened, "user.enrol_app")


def keep_app(session: Session, user: User, secret: str, step: int = 0) -> None:
    """Enrols the app that has `secret`; `step` is that of the last code taken."""
    kept = session.get(TotpSecret, user.id) or TotpSecret(user_id=user.id, sealed="", last_step=0)
    kept.sealed, kept.last_step = sealed_text(secret, purpose=_KEPT), step
    kept.created_at = utc_now()
    user.has_second_factor = True
    session.add(kept)


def app_secret(kept: TotpSecret) -> str:
    """Raises BrokenSeal."""
    return unsealed_text(kept.sealed, purpose=_KEPT)


def use_app(session: Session, user: User, typed: str) -> bool:
    """Whether this is the app's present code; it is taken then, and never again."""
    code = rules.app_code(typed)
    kept = session.get(TotpSecret, user.id, with_for_update=True) if code else None
    if kept is None:
        return False
    step = rules.matching_step(app_secret(kept), code, utc_now(), kept.last_step)
    if step is not None:
        kept.last_step = step
    return step is not None


def remove_app(session: Session, user: User, opened: UserSession) -> None:
    """Raises NotFound, Conflict for the last factor of somebody who needs one."""
    lock(session, user)
    kept = session.get(TotpSecret, user.id)
    if kept is None:
        raise NotFound
    session.delete(kept)
    note_removed(session, user, opened, "user.remove_app")
