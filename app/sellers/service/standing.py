"""Whether a seller may sell: approved, suspended, reopened."""

from uuid import UUID

from sqlmodel import Session

from app.core import events
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.identity.service import audit
from app.sellers.models import Seller, SellerStatus
from app.sellers.service.duties import refuse_helper
from app.sellers.service.news import SellerDecided, announce


def approve_seller(session: Session, actor_id: UUID | None, seller: Seller) -> bool:
    """From now on its approved products may be shown; False when that was so already.

    Raises Conflict for a closed one, OwnWork for whoever helped it.
    """
    if seller.status is SellerStatus.APPROVED:
        return False
    refuse_helper(session, actor_id, seller.id)
    if seller.status is SellerStatus.CLOSED:
        raise Conflict(mark("Đơn vị này đã đóng."))
    _decide(session, actor_id, seller, SellerStatus.APPROVED, "seller.approve")
    seller.approved_at = seller.approved_at or utc_now()
    return True


def suspend_seller(session: Session, actor_id: UUID | None, seller: Seller, reason: str) -> bool:
    """Its products leave the shop at once; its orders and lots stay what they are.

    False when that was so already; the first reason stands. Raises Conflict for a closed one.
    """
    if seller.status is SellerStatus.SUSPENDED:
        return False
    if seller.status is SellerStatus.CLOSED:
        raise Conflict(mark("Đơn vị này đã đóng."))
    _decide(session, actor_id, seller, SellerStatus.SUSPENDED, "seller.suspend", reason)
    return True


def _decide(  # noqa: PLR0913, PLR0917  # a decision and its record
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    status: SellerStatus,
    action: str,
    reason: str = "",
) -> None:
    before, seller.status = seller.status, status
    seller.updated_at = utc_now()
    audit(
        session,
        actor_id,
        action,
        seller,
        before={"status": before},
        after={"status": status},
        reason=reason,
    )
    announce(session, seller)
    events.publish(session, SellerDecided(seller.id, status, reason))
