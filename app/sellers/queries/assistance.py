"""Reads of consents, and of officers who act for a seller."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, func, or_, select

from app.core.text import slugify
from app.identity.models import User
from app.identity.rules import Role
from app.sellers.models import Consent, Helping, Seller, SellerStatus

PAGE = 50


@dataclass(frozen=True, slots=True)
class Help:
    """An officer who has taken a seat at a seller's desk; `consent` is what was given, or None."""

    helping: Helping
    seller: Seller
    consent: Consent | None


def open_help(session: Session, session_hash: str, officer: User) -> Help | None:
    """Whom the officer acts for in this browser, with the consent that was not withdrawn."""
    statement = (
        select(Helping, Seller, Consent)
        .join(Seller, col(Seller.id) == Helping.seller_id)
        .join(Consent, _in_force(officer.id), isouter=True)
        .where(Helping.session_hash == session_hash, col(Helping.ended_at).is_(None))
        .where(Helping.officer_id == officer.id)
    )
    found = session.exec(statement).first()
    return Help(*found) if found else None


def _in_force(officer_id: UUID) -> ColumnElement[bool]:
    return and_(
        col(Consent.seller_id) == Seller.id,
        col(Consent.officer_id) == officer_id,
        col(Consent.given_at).is_not(None),
        col(Consent.withdrawn_at).is_(None),
    )


def within_reach(officer: User) -> tuple[ColumnElement[bool], ...]:
    """The sellers whom this officer may ask: of a commune its own, of the province all."""
    still_there = col(Seller.status) != SellerStatus.CLOSED
    if officer.role is Role.COMMUNE_OFFICER:
        return (still_there, col(Seller.ward_code) == officer.ward_code)
    return (still_there,)


def reachable_seller(session: Session, officer: User, slug: str) -> Seller | None:
    statement = select(Seller).where(Seller.slug == slug, *within_reach(officer))
    return session.exec(statement).first()


def reachable_sellers(
    session: Session, officer: User, wanted: str = ""
) -> Sequence[tuple[Seller, Consent | None]]:
    """With the consent that each gave this officer; those who gave it first, then by name."""
    statement = (
        select(Seller, Consent)
        .join(Consent, _in_force(officer.id), isouter=True)
        .where(*within_reach(officer))
        .order_by(col(Consent.given_at).is_(None), col(Seller.slug))
        .limit(PAGE)
    )
    if wanted.strip():
        statement = statement.where(_named(wanted))
    return [(seller, consent) for seller, consent in session.exec(statement).all()]


def _named(wanted: str) -> ColumnElement[bool]:
    """Part of a name as it is typed, or of a phone number."""
    digits = "".join(letter for letter in wanted if letter.isdigit()).removeprefix("0")
    slug = slugify(wanted)
    by_name = col(Seller.slug).contains(slug, autoescape=True) if slug else col(Seller.id).is_(None)
    return or_(by_name, col(Seller.phone).contains(digits)) if len(digits) > 3 else by_name


def consents(
    session: Session, seller_id: UUID, officer_id: UUID | None = None
) -> Sequence[tuple[Consent, User]]:
    """What a seller was asked and answered, with the officer each names; the latest first."""
    statement = (
        select(Consent, User)
        .join(User, col(User.id) == Consent.officer_id)
        .where(Consent.seller_id == seller_id)
        .order_by(col(Consent.asked_at).desc(), col(Consent.id).desc())
        .limit(PAGE)
    )
    if officer_id is not None:
        statement = statement.where(Consent.officer_id == officer_id)
    return [(consent, user) for consent, user in session.exec(statement).all()]


def consent_by_code(session: Session, seller_id: UUID, code: str) -> Consent | None:
    """Locked, since whoever asks is about to answer or withdraw it."""
    statement = select(Consent).where(Consent.seller_id == seller_id, Consent.code == code)
    return session.exec(statement.with_for_update()).first()


def questions(session: Session, seller_id: UUID, since: datetime) -> int:
    """How many officers wait for the seller's answer."""
    statement = select(func.count()).where(
        Consent.seller_id == seller_id,
        col(Consent.given_at).is_(None),
        col(Consent.withdrawn_at).is_(None),
        col(Consent.asked_at) > since,
    )
    return session.exec(statement).one()


def officers_of(session: Session, ward_code: str) -> Sequence[User]:
    """The officers of a commune whom its sellers may turn to."""
    statement = select(User).where(
        User.role == Role.COMMUNE_OFFICER,
        User.ward_code == ward_code,
        col(User.disabled_at).is_(None),
    )
    return session.exec(statement.order_by(User.name)).all()
