"""The person who answers for a seller: kept sealed, compared by a mark, each look recorded."""

import hashlib
import hmac
from datetime import date
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.config import settings
from app.core.errors import NotFound
from app.core.sealing import sealed_text, unsealed_text
from app.identity.service import audit
from app.sellers import rules
from app.sellers.models import Seller, SellerIdentity

PURPOSE = "personal number"


def person(number: str, born_on: date) -> dict[str, Any]:
    """The columns of a `SellerIdentity` as JSON values; none of them tells the number."""
    said = f"person:{number}".encode()
    return {
        "number": sealed_text(number, purpose=PURPOSE),
        "mark": hmac.new(settings.secret(), said, hashlib.sha256).hexdigest(),
        "ending": number[-3:],
        "born_on": born_on.isoformat(),
    }


def same_person(one: dict[str, Any], kept: SellerIdentity | None) -> bool:
    """Sealing the same number twice gives different texts; marks are equal."""
    if kept is None:
        return False
    return (one["mark"], one["born_on"]) == (kept.mark, kept.born_on.isoformat())


def keep_person(session: Session, seller_id: UUID, given: dict[str, Any]) -> None:
    row = session.get(SellerIdentity, seller_id)
    fields = given | {"born_on": date.fromisoformat(given["born_on"])}
    if row is None:
        session.add(SellerIdentity(seller_id=seller_id, **fields))
        return
    for name, value in fields.items():
        setattr(row, name, value)


def read_person(
    session: Session, actor_id: UUID, seller: Seller, asked: dict[str, Any] | None = None
) -> str:
    """The number, for somebody who compares it with a card: recorded, whoever looks.

    `asked` is the person of a pending change. Raises NotFound when none is kept.
    """
    row = session.get(SellerIdentity, seller.id)
    sealed = asked["number"] if asked else row.number if row else ""
    if not sealed:
        raise NotFound
    number = unsealed_text(sealed, purpose=PURPOSE)
    audit(session, actor_id, "seller.read_identity", seller, after=shown(number[-3:]))
    return number


def shown(ending: str) -> dict[str, str]:
    """What a record may hold of a personal number."""
    return {"personal_number": rules.masked("0" * 9 + ending) if ending else ""}
