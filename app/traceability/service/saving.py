"""How the commands of this domain save: a seller's one after another, and only what differs."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.sellers.models import Seller


def in_turn(session: Session, seller_id: UUID) -> None:
    """Other writes about this seller's lots wait until this transaction ends: double clicks too."""
    session.exec(select(Seller.id).where(Seller.id == seller_id).with_for_update(key_share=True))


def assign(row: object, fields: dict[str, Any]) -> bool:
    """Sets what differs; whether anything did."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
