"""What a seller is told about its shop, queued in the transaction of what it tells."""

from typing import Any
from zoneinfo import ZoneInfo

from sqlmodel import Session

from app.core.config import absolute
from app.identity.models import User
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.sellers import queries
from app.sellers.models import BankAccount, MemberRole, Seller, SellerDocument

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def reached_at(seller: Seller) -> tuple[Channel, str]:
    """By letter where there is an address, else by SMS."""
    return (Channel.EMAIL, seller.email) if seller.email else (Channel.SMS, seller.phone)


def bank_account_changed(
    session: Session, actor: User, seller: Seller, account: BankAccount
) -> None:
    """To every owner's phone and to the shop's own phone and address: a thief is not alone."""
    since = account.effective_from.astimezone(VIETNAM)
    context = {
        "seller": seller.name,
        "bank": queries.banks()[account.bank_bin].name,
        "tail": account.tail,
        "by": actor.name,
        "since": f"{since:%H:%M %d/%m/%Y}",
        "link": absolute("/ban-hang/tai-khoan-nhan-tien"),
    }
    members = queries.members(session, seller.id)
    phones = {seller.phone} | {one.phone for one in members if one.role is MemberRole.OWNER}
    to: list[tuple[Channel, str]] = [(Channel.SMS, phone) for phone in sorted(phones)]
    if seller.email:
        to.append((Channel.EMAIL, seller.email))
    _write(session, f"bank_account_changed:{account.id}", to, context)


def document_decided(session: Session, seller: Seller, document: SellerDocument) -> None:
    context = {
        "seller": seller.name,
        "kind": document.kind,
        "accepted": document.reason == "",
        "reason": document.reason,
        "link": absolute(f"/ban-hang/giay-to/{document.code}"),
    }
    _write(session, f"document_decided:{document.code}", [reached_at(seller)], context)


def member_added(session: Session, seller: Seller, user: User) -> None:
    """To the person themselves: nobody works for a shop without knowing."""
    context = {"seller": seller.name, "phone": seller.phone, "link": absolute("/tai-khoan")}
    _write(session, f"member_added:{seller.id}:{user.id}", [(Channel.SMS, user.phone)], context)


def _write(
    session: Session, event: str, to: list[tuple[Channel, str]], context: dict[str, Any]
) -> None:
    """`event` begins with the name of its template."""
    template = event.partition(":")[0]
    notices = [Notice(event, recipient, channel, template, context) for channel, recipient in to]
    notifications.write(session, *notices)
