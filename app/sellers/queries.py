"""Reads of sellers and their members."""

from uuid import UUID

from sqlmodel import Session, col, func, select

from app.sellers.models import Seller, SellerMember, SellerSlug, SellerStatus


def membership(session: Session, user_id: UUID) -> tuple[Seller, SellerMember] | None:
    """The seller whom this user works for; of several, the one that joined us first."""
    statement = (
        select(Seller, SellerMember)
        .join(SellerMember, col(SellerMember.seller_id) == Seller.id)
        .where(SellerMember.user_id == user_id, Seller.status != SellerStatus.CLOSED)
        .order_by(col(Seller.id))
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


def seller_by_slug(session: Session, slug: str) -> Seller | None:
    return session.exec(select(Seller).where(Seller.slug == slug)).first()


def seller_by_old_slug(session: Session, slug: str) -> Seller | None:
    """Whom an address belonged to before a rename."""
    statement = select(Seller).join(SellerSlug, col(SellerSlug.seller_id) == Seller.id)
    return session.exec(statement.where(SellerSlug.slug == slug)).first()


def seller_by_key(session: Session, tax_code: str | None, phone: str) -> Seller | None:
    """By tax code where there is one, else by phone (E.164): how an import names a seller."""
    if tax_code:
        found = session.exec(select(Seller).where(Seller.tax_code == tax_code)).first()
        if found is not None:
            return found
    return session.exec(select(Seller).where(Seller.phone == phone)).first()


def status_counts(session: Session) -> dict[str, int]:
    rows = session.exec(select(Seller.status, func.count()).group_by(col(Seller.status))).all()
    return {str(status): count for status, count in rows}
