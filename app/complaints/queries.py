"""Reads of tickets: one by its code, a seller's own, and the exchange's queue."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.catalog.models import Product
from app.complaints.models import Ticket, TicketAnswer
from app.complaints.rules import State
from app.core.db import any_columns
from app.core.desks import Waiting
from app.core.errors import NotFound
from app.sellers.models import Seller
from app.traceability.models import Lot
from app.traceability.queries.origin import KNOWN, PUBLIC

PAGE = 50


def ticket_by_code(session: Session, code: str) -> Ticket:
    """Raises NotFound."""
    found = session.exec(select(Ticket).where(Ticket.code == code)).first()
    if found is None:
        raise NotFound
    return found


def own_ticket(session: Session, seller_id: UUID, code: str) -> Ticket:
    """Raises NotFound for another seller's: it does not exist here."""
    ticket = ticket_by_code(session, code)
    if ticket.seller_id != seller_id:
        raise NotFound
    return ticket


def ticket_of_form(session: Session, form_key: str) -> Ticket | None:
    return session.exec(select(Ticket).where(Ticket.form_key == form_key)).first()


def answers(session: Session, ticket_id: UUID) -> Sequence[TicketAnswer]:
    """The earliest first."""
    statement = select(TicketAnswer).where(TicketAnswer.ticket_id == ticket_id)
    return session.exec(statement.order_by(col(TicketAnswer.at), col(TicketAnswer.id))).all()


def tickets_of(session: Session, seller_id: UUID) -> Sequence[Ticket]:
    """About a seller's goods: those that wait first, then the latest."""
    statement = (
        select(Ticket)
        .where(Ticket.seller_id == seller_id)
        .order_by(col(Ticket.state) == State.CLOSED, col(Ticket.created_at).desc())
        .limit(PAGE)
    )
    return session.exec(statement).all()


def queue(session: Session, *, closed: bool = False) -> Sequence[Row[Any]]:
    """What waits for the exchange, the first to fall due first; or what is done, the latest first.

    Nothing here names who reported.
    """
    shown = any_columns(
        col(Ticket.code), col(Ticket.kind), col(Ticket.state), col(Ticket.subject),
        col(Ticket.created_at), col(Ticket.due_at), col(Ticket.outcome),
        col(Seller.name).label("seller_name"),
    )  # fmt: skip
    statement = columns(*shown).outerjoin(Seller, col(Seller.id) == Ticket.seller_id)
    if closed:
        statement = statement.where(col(Ticket.state) == State.CLOSED)
        ordered = statement.order_by(col(Ticket.closed_at).desc(), col(Ticket.id))
    else:
        statement = statement.where(col(Ticket.state) != State.CLOSED)
        ordered = statement.order_by(col(Ticket.due_at), col(Ticket.id))
    return session.connection().execute(ordered.limit(PAGE)).all()


def waiting(session: Session) -> Waiting:
    """How many are not closed, and since when the first of them waits."""
    statement = select(func.count(), func.min(Ticket.created_at)).where(
        Ticket.state != State.CLOSED
    )
    count, oldest = session.exec(statement).one()
    return Waiting(count, oldest)


def public_lot(session: Session, code: str) -> Row[Any] | None:
    """`code`, `lot_number`, `product_name`, `seller_id` and `seller_name` of a public lot."""
    shown = any_columns(
        col(Lot.code), col(Lot.lot_number), col(Lot.seller_id),
        col(Product.name).label("product_name"), col(Seller.name).label("seller_name"),
    )  # fmt: skip
    statement = (
        columns(*shown)
        .join(Product, col(Product.id) == Lot.product_id)
        .join(Seller, col(Seller.id) == Lot.seller_id)
        .where(col(Lot.code) == code, col(Lot.status).in_(PUBLIC), KNOWN)
    )
    return session.connection().execute(statement).first()


def photo_keys(session: Session) -> set[str]:
    """Of sealed photographs that a ticket names."""
    return set(session.exec(select(Ticket.photo_key).where(Ticket.photo_key != "")).all())
