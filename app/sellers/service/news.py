"""What the rest of the shop hears about a seller."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session

from app.core import events
from app.sellers.models import Seller, SellerStatus


@dataclass(frozen=True)
class SellerChanged:
    """What lists show of a seller is different now: name, address, place or status."""

    seller_id: UUID


@dataclass(frozen=True)
class SellerDecided:
    """Somebody decided whether it may sell: `status` is what holds from now on."""

    seller_id: UUID
    status: SellerStatus
    reason: str


@dataclass(frozen=True)
class PaperAccepted:
    """A paper of the seller holds from now on."""

    seller_id: UUID


def announce(session: Session, seller: Seller) -> None:
    session.flush()  # listeners read it
    events.publish(session, SellerChanged(seller.id))
