"""The number that buyers and couriers call: it becomes a seller's by a code sent to it."""

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Invalid
from app.identity.models import User
from app.identity.rules import CodePurpose
from app.identity.service import audit, check_code, issue_code
from app.sellers.models import Seller, SellerStatus
from app.sellers.service.guards import PHONE_TAKEN, take, taken, unique
from app.sellers.service.news import announce


def ask_phone_code(session: Session, seller: Seller, phone: str, *, address: str) -> bool:
    """See `issue_code`. Raises Invalid for the number of another seller, whose page shows it."""
    if _is_anothers(session, seller, phone):
        raise taken("phone", PHONE_TAKEN)
    return issue_code(session, phone, CodePurpose.SELLER_PHONE, address=address)


def _is_anothers(session: Session, seller: Seller, phone: str) -> bool:
    statement = select(Seller.id).where(
        Seller.phone == phone, Seller.id != seller.id, Seller.status != SellerStatus.CLOSED
    )
    return session.exec(statement.limit(1)).first() is not None


def verify_phone(session: Session, actor: User, seller: Seller, phone: str, code: str) -> None:
    """It is the seller's number from now on. Raises Invalid with words for `code`."""
    take(session, seller)
    check_code(session, phone, CodePurpose.SELLER_PHONE, code)
    before = seller.phone
    try:
        with unique(session):
            seller.phone, seller.phone_verified_at = phone, utc_now()
            seller.updated_at = utc_now()
    except Invalid as error:
        raise taken("code", PHONE_TAKEN) from error
    audit(
        session, actor.id, "seller.verify_phone", seller,
        before={"phone": before}, after={"phone": phone},
    )  # fmt: skip
    announce(session, seller)
