"""What waits for an operator, and what a decision about a seller rests on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Subquery, literal, or_, union_all
from sqlalchemy import select as columns
from sqlmodel import Session, col, func, select

from app.sellers import rules
from app.sellers.models import (
    ChangeStatus,
    Seller,
    SellerChange,
    SellerIdentity,
    SellerKind,
    SellerMember,
    SellerStatus,
)
from app.sellers.rules import Gap, Known, Registration

S = Seller.__table__.c  # type: ignore[attr-defined]  # SQLModel's table, for Core
C = SellerChange.__table__.c  # type: ignore[attr-defined]
QUEUE = 100


@dataclass(frozen=True)
class Waiting:
    """One line of the queue; `changed` says that the seller is on sale meanwhile."""

    slug: str
    name: str
    kind: SellerKind
    ward_code: str
    submitted_at: datetime
    changed: bool


def waiting(session: Session, limit: int = QUEUE) -> Sequence[Waiting]:
    """Applications first, then changes of approved sellers; of each the longest waiting first."""
    shown = (S.slug, S.name, S.kind, S.ward_code)
    sent = columns(*shown, S.submitted_at, literal(value=False).label("changed")).where(
        S.status == SellerStatus.SUBMITTED
    )
    asked = (
        columns(*shown, C.submitted_at, literal(value=True))
        .join_from(Seller, SellerChange, C.seller_id == S.id)
        .where(C.status == ChangeStatus.PENDING)
    )
    both = union_all(sent, asked).order_by("changed", "submitted_at").limit(limit)
    return [Waiting(*row) for row in session.connection().execute(both)]


def waiting_tally(session: Session) -> tuple[int, datetime | None]:
    """How many wait for an operator, and since when the first of them does."""
    queue = waiting_since()
    counted = columns(func.count(), func.min(queue.c.submitted_at)).select_from(queue)
    count, oldest = session.connection().execute(counted).one()
    return count, oldest


def waiting_since() -> Subquery:
    """`submitted_at` of everything that waits, for a statement that counts it among others."""
    sent = columns(S.submitted_at).where(S.status == SellerStatus.SUBMITTED)
    asked = columns(C.submitted_at).where(C.status == ChangeStatus.PENDING)
    return union_all(sent, asked).subquery("waiting_sellers")


def edition(row: Seller | SellerChange) -> str:
    """Of what an operator reads: another one is sent later, since nobody writes while it waits."""
    return row.submitted_at.isoformat() if row.submitted_at else ""


def pending_change(session: Session, seller_id: UUID) -> SellerChange | None:
    statement = select(SellerChange).where(
        SellerChange.seller_id == seller_id, SellerChange.status == ChangeStatus.PENDING
    )
    return session.exec(statement).first()


def last_change(session: Session, seller_id: UUID) -> SellerChange | None:
    """The one that waits, else the one decided last."""
    statement = select(SellerChange).where(SellerChange.seller_id == seller_id)
    return session.exec(statement.order_by(col(SellerChange.submitted_at).desc()).limit(1)).first()


def registration(session: Session, seller: Seller) -> Registration:
    """The facts as their owner last wrote them: those asked for, else those that hold."""
    pending = pending_change(session, seller.id)
    return Registration.model_validate(pending.facts if pending else seller)


def identity(session: Session, seller_id: UUID) -> SellerIdentity | None:
    return session.get(SellerIdentity, seller_id)


def registration_gaps(session: Session, seller: Seller) -> Sequence[Gap]:
    """What is missing before the application can be sent."""
    known = Known(
        has_person=identity(session, seller.id) is not None,
        phone_verified=seller.phone_verified_at is not None,
    )
    return rules.gaps(Registration.model_validate(seller), known)


def is_applying(session: Session, seller: Seller) -> bool:
    """Whether somebody writes an application for it, or waits for an answer to it."""
    if seller.status not in rules.APPLYING:
        return False
    statement = select(SellerMember.user_id).where(SellerMember.seller_id == seller.id)
    return session.exec(statement.limit(1)).first() is not None


@dataclass(frozen=True)
class Twin:
    """Another seller that may be the same one: `alike` names the fields that agree."""

    slug: str
    name: str
    status: SellerStatus
    alike: Sequence[str]


def twins(session: Session, seller: Seller, limit: int = 10) -> Sequence[Twin]:
    """Sellers of any status with the same tax code, person, phone or registered name."""
    own, kept = seller.id, identity(session, seller.id)
    known: list[tuple[str, Any, str | None]] = [
        ("tax_code", S.tax_code, seller.tax_code),
        ("personal_number", SellerIdentity.mark, kept.mark if kept else None),
        ("phone", S.phone, seller.phone),
        ("legal_name", func.lower(S.legal_name), seller.legal_name.lower()),
    ]
    same = {name: column == value for name, column, value in known if value}
    alike = [func.coalesce(condition, False).label(name) for name, condition in same.items()]
    statement = (
        columns(S.slug, S.name, S.status, *alike)
        .outerjoin_from(Seller, SellerIdentity, SellerIdentity.seller_id == S.id)
        .where(S.id != own, or_(*same.values()))
        .order_by(S.slug)
        .limit(limit)
    )
    rows = session.connection().execute(statement).mappings()
    return [
        Twin(row["slug"], row["name"], row["status"], [name for name in same if row[name]])
        for row in rows
    ]
