"""Tokens are made by an owner, shown once, and end when they are over or taken back."""

import hashlib
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, BeforeValidator, Field
from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotFound
from app.core.i18n import gettext, mark
from app.core.ids import new_code
from app.identity.models import User
from app.identity.service import audit
from app.sellers.models import Seller
from app.tokens import queries, rules
from app.tokens.models import AccessToken
from app.tokens.rules import Scope


def offered(days: int) -> int:
    if days not in rules.LIFETIMES:
        raise ValueError(mark("Mời chọn một mục trong danh sách."))
    return days


def one_by_one(typed: Any) -> Any:
    """`products:read stock:write`, as OAuth writes them."""
    return typed.split() if isinstance(typed, str) else typed


class TokenIn(BaseModel):
    """`token_id` comes with the form, so that sending it twice makes one token."""

    token_id: UUID
    name: Annotated[str, Field(min_length=2, max_length=80)]
    scopes: Annotated[list[Scope], BeforeValidator(one_by_one), Field(min_length=1)]
    days: Annotated[int, AfterValidator(offered)]


class TokenShown(Conflict):
    """The form was sent before, and what it made was shown then."""

    title = mark("Mã này đã tạo rồi")


def create_token(
    session: Session, actor: User, seller: Seller, given: TokenIn
) -> tuple[AccessToken, str]:
    """The token's row and the token itself, which nobody can show again.

    Raises TokenShown, NotFound for the id of another seller's token, Invalid when there are enough.
    """
    _in_turn(session, seller.id)
    known = session.get(AccessToken, given.token_id)
    if known is not None and known.seller_id != seller.id:
        raise NotFound
    if known is not None:
        raise TokenShown(mark("Mã chỉ hiện một lần. Nếu chưa kịp chép, thu hồi rồi tạo mã khác."))
    if queries.in_force(session, seller.id, utc_now()) >= rules.MOST_TOKENS:
        said = gettext(mark("Đã có 20 mã còn hiệu lực. Mời thu hồi mã không dùng nữa."))
        raise Invalid(said, {"name": said})
    token = rules.new_token()
    row = AccessToken(
        id=given.token_id,
        code=new_code(8),
        seller_id=seller.id,
        user_id=actor.id,
        name=given.name,
        token_hash=hash_of(token),
        hint=token[:8],
        scopes=[scope.value for scope in Scope if scope in given.scopes],
        expires_at=utc_now() + timedelta(days=given.days),
    )
    session.add(row)
    session.flush()  # the record refers to it
    audit(session, actor.id, "token.create", row, after=_facts(row))
    return row, token


def _in_turn(session: Session, seller_id: UUID) -> None:
    """A double click waits here for the first one to be done."""
    session.exec(select(Seller.id).where(Seller.id == seller_id).with_for_update(key_share=True))


def hash_of(token: str) -> str:
    """A token is random enough that nothing slower than SHA-256 is needed."""
    return hashlib.sha256(token.encode()).hexdigest()


def revoke_token(session: Session, actor_id: UUID, token: AccessToken) -> bool:
    """From now on it opens nothing; False when that was so already."""
    if token.revoked_at is not None:
        return False
    token.revoked_at = utc_now()
    audit(session, actor_id, "token.revoke", token, before=_facts(token))
    return True


def _facts(token: AccessToken) -> dict[str, Any]:
    return {
        "code": token.code,
        "name": token.name,
        "scopes": token.scopes,
        "expires_at": token.expires_at.isoformat(),
    }


def note_use(token: AccessToken, now: datetime) -> None:
    """Written at most every five minutes: a write on every call would cost more than it tells."""
    if token.used_at is None or now - token.used_at > rules.SEEN_EVERY:
        token.used_at = now
