"""The second step of signing in, by what somebody typed."""

from sqlmodel import Session

from app.identity.models import User
from app.identity.service.factors.app import use_app
from app.identity.service.factors.recovery import use_recovery_code
from app.identity.service.factors.state import count_proof, forget_proofs, wrong_code


def prove(session: Session, user: User, typed: str) -> None:
    """By the app's code or a recovery code. Raises WrongCode, TooManyRequests."""
    count_proof(user)
    if not (use_app(session, user, typed) or use_recovery_code(session, user, typed)):
        raise wrong_code()
    forget_proofs(user)
