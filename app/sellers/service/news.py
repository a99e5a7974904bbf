"""What the rest of the shop hears about a seller."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.core import events
from app.sellers.models import Seller


@dataclass(frozen=True)
class SellerChanged:
    """What lists show of a seller is different now: name, address, place or status."""

    seller_id: UUID


def announce(session: Session, seller: Seller) -> None:
    session.flush()  # listeners read it
    events.publish(session, SellerChanged(seller.id))
