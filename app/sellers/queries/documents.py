"""Reads of sellers' private papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlmodel import Session, col, func, select

from app.core.db import any_columns
from app.core.sealing import unsealed_text
from app.identity.models import AuditEntry, User
from app.sellers.models import Seller, SellerDocument
from app.sellers.rules import IDENTITY, DocumentKind, DocumentStatus

NUMBER_PURPOSE = "sellers.document_number"
VIEWED = "document.view"
MOST_DOCUMENTS = 300
"""Of one seller, history included."""
QUEUE_PAGE = 100


def documents(session: Session, seller_id: UUID, *, identity: bool) -> Sequence[SellerDocument]:
    """A seller's papers, the latest first; without those of identity unless asked for."""
    statement = select(SellerDocument).where(SellerDocument.seller_id == seller_id)
    if not identity:
        statement = statement.where(col(SellerDocument.kind).not_in(IDENTITY))
    latest = (col(SellerDocument.submitted_at).desc(), col(SellerDocument.id).desc())
    return session.exec(statement.order_by(*latest).limit(MOST_DOCUMENTS)).all()


def document_of(session: Session, seller_id: UUID, code: str) -> SellerDocument | None:
    """A seller's own paper; another's does not exist."""
    statement = select(SellerDocument).where(
        SellerDocument.seller_id == seller_id, SellerDocument.code == code
    )
    return session.exec(statement).first()


def document_by_code(session: Session, code: str) -> tuple[SellerDocument, Seller] | None:
    """Anybody's, for whoever may read papers."""
    statement = (
        select(SellerDocument, Seller)
        .join(Seller, col(Seller.id) == SellerDocument.seller_id)
        .where(SellerDocument.code == code)
    )
    found = session.exec(statement).first()
    return (found[0], found[1]) if found else None


def document_by_form(session: Session, seller_id: UUID, form_key: str) -> SellerDocument | None:
    statement = select(SellerDocument).where(
        SellerDocument.seller_id == seller_id, SellerDocument.form_key == form_key
    )
    return session.exec(statement).first()


def waiting_replacement(session: Session, document: SellerDocument) -> SellerDocument | None:
    """The paper that is to take the place of this one, while nobody has decided about it."""
    statement = select(SellerDocument).where(
        SellerDocument.replaces_id == document.id,
        SellerDocument.status == DocumentStatus.WAITING,
    )
    return session.exec(statement).first()


def waiting_documents(session: Session) -> Sequence[Row[Any]]:
    """What the operator has to look at, the longest waiting first: the queue shows no numbers."""
    columns = any_columns(
        col(SellerDocument.code),
        col(SellerDocument.kind),
        col(SellerDocument.expires_on),
        col(SellerDocument.submitted_at),
        col(SellerDocument.replaces_id),
        col(Seller.name).label("seller_name"),
        col(Seller.status).label("seller_status"),
    )
    statement = (
        select(*columns)
        .join(Seller, col(Seller.id) == SellerDocument.seller_id)
        .where(SellerDocument.status == DocumentStatus.WAITING)
        .order_by(col(SellerDocument.submitted_at), col(SellerDocument.id))
        .limit(QUEUE_PAGE)
    )
    return session.connection().execute(statement).all()


def documents_waiting(session: Session) -> tuple[int, datetime | None]:
    """How many wait for a decision, and since when the first of them."""
    statement = select(func.count(), func.min(SellerDocument.submitted_at)).where(
        SellerDocument.status == DocumentStatus.WAITING
    )
    return session.exec(statement).one()


def number_of(document: SellerDocument) -> str:
    """The paper's number, whole."""
    if document.kind is not DocumentKind.PERSONAL_ID:
        return document.number
    return unsealed_text(document.sealed_number, purpose=NUMBER_PURPOSE)


def views(session: Session, document_id: UUID) -> Sequence[Row[Any]]:
    """Who opened a paper's file, the latest first: `at`, `name`, `role`, `user_id`."""
    columns = any_columns(
        col(AuditEntry.at),
        col(User.name),
        col(User.role),
        col(User.id).label("user_id"),
    )
    statement = (
        select(*columns)
        .join(User, col(User.id) == AuditEntry.actor_id)
        .where(AuditEntry.subject_id == document_id, AuditEntry.action == VIEWED)
        .order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc())
        .limit(MOST_DOCUMENTS)
    )
    return session.connection().execute(statement).all()


def has_viewed(session: Session, document_id: UUID, user_id: UUID) -> bool:
    statement = select(AuditEntry.id).where(
        AuditEntry.subject_id == document_id,
        AuditEntry.action == VIEWED,
        AuditEntry.actor_id == user_id,
    )
    return session.exec(statement.limit(1)).first() is not None


def paper_keys(session: Session) -> set[str]:
    """The files that rows name, in the private store."""
    return set(session.exec(select(SellerDocument.file_key)).all())
