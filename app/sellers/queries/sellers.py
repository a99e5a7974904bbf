"""Reads of sellers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, case, or_
from sqlmodel import Session, col, func, select

from app.core.text import slugify
from app.sellers.models import Seller, SellerMember, SellerSlug, SellerStatus

PAGE = 50


def seller_by_slug(session: Session, slug: str) -> Seller | None:
    return session.exec(select(Seller).where(Seller.slug == slug)).first()


def seller_by_old_slug(session: Session, slug: str) -> Seller | None:
    """Whom an address belonged to before a rename."""
    statement = select(Seller).join(SellerSlug, col(SellerSlug.seller_id) == Seller.id)
    return session.exec(statement.where(SellerSlug.slug == slug)).first()


def seller_by_key(session: Session, tax_code: str | None, phone: str) -> Seller | None:
    """By tax code where there is one, else by phone (E.164): how an import names a seller."""
    if tax_code:
        found = session.exec(
            select(Seller).where(Seller.tax_code == tax_code).order_by(_STANDING).limit(1)
        ).first()
        if found is not None:
            return found
    statement = select(Seller).where(Seller.phone == phone).order_by(_STANDING).limit(1)
    return session.exec(statement).first()


_STANDING = case({SellerStatus.DRAFT: 1, SellerStatus.CLOSED: 2}, value=col(Seller.status), else_=0)
"""Of several with a number, the one that sells before a draft, and that before a closed one."""


def tax_code_taken(session: Session, tax_code: str, by_others_than: UUID) -> bool:
    """By a seller that was sent to an operator: a draft keeps nobody from a number."""
    statement = select(Seller.id).where(
        Seller.tax_code == tax_code,
        Seller.id != by_others_than,
        col(Seller.status).not_in([SellerStatus.DRAFT, SellerStatus.CLOSED]),
    )
    return session.exec(statement.limit(1)).first() is not None


def status_counts(session: Session) -> dict[str, int]:
    rows = session.exec(select(Seller.status, func.count()).group_by(col(Seller.status))).all()
    return {str(status): count for status, count in rows}


def sellers(
    session: Session, wanted: str = "", statuses: Sequence[SellerStatus] = ()
) -> Sequence[Row[tuple[Seller, int]]]:
    """For an operator: sellers with how many people may sign in for them, by name.

    `wanted` is part of a name as it is typed, a phone number or a tax code; no `statuses` are all.
    """
    people = (
        select(func.count())
        .where(SellerMember.seller_id == Seller.id)
        .correlate(Seller)
        .scalar_subquery()
    )
    statement = select(Seller, people)
    if wanted.strip():
        statement = statement.where(_named(wanted))
    if statuses:
        statement = statement.where(col(Seller.status).in_(statuses))
    return session.exec(statement.order_by(*_ORDER).limit(PAGE)).all()  # type: ignore[return-value]


_ORDER = (
    case({SellerStatus.SUBMITTED: 0, SellerStatus.SUSPENDED: 1}, value=col(Seller.status), else_=2),
    col(Seller.slug),
)


def _named(wanted: str) -> Any:
    """The slug is the folded name, so that no accent is needed."""
    digits = "".join(letter for letter in wanted if letter.isdigit()).removeprefix("0")
    by_name = col(Seller.slug).contains(slugify(wanted), autoescape=True)
    if len(digits) < 3:
        return by_name
    numbers = (col(number).contains(digits) for number in (Seller.phone, Seller.tax_code))
    return or_(by_name, *numbers)


def seller_with_phone(session: Session, phone: str) -> Seller | None:
    """Who answers at this number, unless closed for good."""
    statement = select(Seller).where(Seller.phone == phone, Seller.status != SellerStatus.CLOSED)
    return session.exec(statement).first()


def last_closed(session: Session, user_id: UUID) -> Seller | None:
    """The seller of this user that was closed last: its reason is still to be read."""
    statement = (
        select(Seller)
        .join(SellerMember, col(SellerMember.seller_id) == Seller.id)
        .where(SellerMember.user_id == user_id, Seller.status == SellerStatus.CLOSED)
    )
    return session.exec(statement.order_by(col(Seller.updated_at).desc()).limit(1)).first()
