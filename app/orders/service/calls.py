"""What officers do about sellers who leave orders unanswered. None of it changes an order."""

from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col

from app.core.days import today
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.identity.service import audit
from app.notifications import service as notifications
from app.notifications.models import Channel
from app.notifications.service import Notice
from app.orders.models import SellerCall
from app.orders.queries import calls as queries
from app.orders.rules.calls import CallIn, NextAction
from app.orders.service.letters import desk_url
from app.sellers.models import Seller


class NothingLate(Conflict):
    title = mark("Nhà bán không còn đơn nào quá hạn")


def log_call(session: Session, caller_id: UUID, seller: Seller, given: CallIn) -> None:
    """Writes down a call; the same form again writes nothing. Raises Invalid by field."""
    now = utc_now()
    faults = given.faults(now)
    if faults:
        raise Invalid(fields={name: gettext(said) for name, said in faults.items()})
    unanswered = [order.code for order in queries.late_orders(session, seller.id, now)]
    call = SellerCall(
        id=given.call_id,
        seller_id=seller.id,
        caller_id=caller_id,
        outcome=given.outcome,
        note=given.note,
        orders=unanswered,
        next_action=given.next_action,
        next_at=given.next_at if given.next_action is not NextAction.NONE else None,
        at=now,
    )
    row = insert(SellerCall).values(call.model_dump()).on_conflict_do_nothing()
    if session.connection().execute(row.returning(col(SellerCall.id))).first():
        said = {"seller": seller.slug, "outcome": given.outcome, "orders": unanswered}
        audit(session, caller_id, "seller.call", seller, after=said)


def remind(session: Session, actor_id: UUID, seller: Seller) -> int:
    """An SMS about each late order, once a day however often the button is pressed; how many
    orders are late. Raises NothingLate.
    """
    late = queries.late_orders(session, seller.id, utc_now())
    if not late:
        raise NothingLate
    notifications.write(session, *(_reminder(seller, order.code) for order in late))
    said = {"seller": seller.slug, "orders": [order.code for order in late]}
    audit(session, actor_id, "seller.remind", seller, after=said)
    return len(late)


def _reminder(seller: Seller, code: str) -> Notice:
    event = f"order_unanswered:{code}:{today():%Y%m%d}"
    context = {"code": code, "link": desk_url(code)}
    return Notice(event, seller.phone, Channel.SMS, "order_unanswered", context)
