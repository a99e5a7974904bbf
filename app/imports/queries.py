"""What is there before an import, and the files that were handed in."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import Row as Record
from sqlmodel import Session, col, select

from app.catalog.models import Category, Product, Variant
from app.core.days import today
from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.text import fold
from app.identity.models import User
from app.imports.models import ImportRun
from app.imports.rules.known import Known
from app.ocop.models import Certificate
from app.places import queries as places
from app.places.rules import HOME
from app.sellers.models import Seller
from app.traceability.models import GrowingArea, Lot, StandardCertificate
from app.traceability.queries.options import FRESH_TO_DRY
from app.traceability.rules.balance import RatioBounds


def known(session: Session) -> Known:
    """Everything that rows of a workbook may refer to, in a handful of statements."""
    read = session.connection().execute
    people = read(PEOPLE).all()
    keys = {each.id: each.tax_code or each.phone for each in people}
    variants = read(VARIANTS).all()
    main = _main_skus(variants)
    lots = session.exec(select(Lot.seller_id, Lot.lot_number)).all()
    areas = session.exec(select(GrowingArea.seller_id, GrowingArea.name)).all()
    return Known(
        today=today(),
        now=utc_now(),
        owners={key: keys[one.id] for one in people for key in (one.tax_code, one.phone) if key},
        skus={(keys[one.seller_id], one.sku): main[one.product_id] for one in variants},
        gtins={one.gtin: (keys[one.seller_id], one.sku) for one in variants if one.gtin},
        lots=frozenset((keys[seller], number) for seller, number in lots),
        areas=frozenset((keys[seller], name) for seller, name in areas),
        categories=frozenset(categories(session)),
        wards=frozenset(wards()),
        bounds={name: RatioBounds(*four) for name, four in FRESH_TO_DRY.get(session).items()},
    )


VARIANTS = sqlalchemy.select(
    col(Variant.product_id), col(Variant.seller_id), col(Variant.sku), col(Variant.gtin)
).order_by(col(Variant.position), col(Variant.id))
PEOPLE = sqlalchemy.select(col(Seller.id), col(Seller.tax_code), col(Seller.phone))


def _main_skus(variants: Sequence[Any]) -> dict[UUID, str]:
    """The SKU of each product's first variant."""
    main: dict[UUID, str] = {}
    for one in variants:
        main.setdefault(one.product_id, one.sku)
    return main


def categories(session: Session) -> dict[str, UUID]:
    """Leaves by their folded name and by their slug; a group with leaves holds no products."""
    rows = session.exec(select(Category)).all()
    groups = {row.parent_id for row in rows}
    leaves = [row for row in rows if row.id not in groups]
    return {said: row.id for row in leaves for said in (fold(row.name), fold(row.slug))}


def wards() -> dict[str, str]:
    """Codes of the province's communes and wards by their folded names, with and without type."""
    found = {fold(ward.short_name): ward.code for ward in places.wards(HOME)}
    return found | {fold(ward.name): ward.code for ward in places.wards(HOME)}


def variant(session: Session, seller_id: UUID, sku: str) -> Variant | None:
    statement = select(Variant).where(Variant.seller_id == seller_id, Variant.sku == sku)
    return session.exec(statement).first()


def product_of(session: Session, seller_id: UUID, sku: str) -> Product | None:
    statement = select(Product).join(Variant, col(Variant.product_id) == Product.id)
    return session.exec(statement.where(Variant.seller_id == seller_id, Variant.sku == sku)).first()


def area(session: Session, seller_id: UUID, name: str) -> GrowingArea | None:
    statement = select(GrowingArea).where(
        GrowingArea.seller_id == seller_id, GrowingArea.name == name
    )
    return session.exec(statement).first()


def lot(session: Session, seller_id: UUID, lot_number: str) -> Lot | None:
    statement = select(Lot).where(Lot.seller_id == seller_id, Lot.lot_number == lot_number)
    return session.exec(statement).first()


def standard(
    session: Session, seller_id: UUID, scheme: str, number: str
) -> StandardCertificate | None:
    statement = select(StandardCertificate).where(
        StandardCertificate.seller_id == seller_id,
        StandardCertificate.scheme == scheme,
        StandardCertificate.number == number,
    )
    return session.exec(statement).first()


def certificate(session: Session, product_id: UUID, decision_no: str) -> Certificate | None:
    statement = select(Certificate).where(
        Certificate.product_id == product_id, Certificate.decision_no == decision_no
    )
    return session.exec(statement).first()


def run(session: Session, run_id: UUID) -> ImportRun:
    """Raises NotFound."""
    found = session.get(ImportRun, run_id)
    if found is None:
        raise NotFound
    return found


def latest_runs(session: Session, limit: int = 20) -> Sequence[Record[Any]]:
    """Without their content: id, file_name, status, rows, created_at and who handed it in."""
    statement = RUNS.order_by(col(ImportRun.created_at).desc()).limit(limit)
    return list(session.connection().execute(statement))


RUNS: Any = sqlalchemy.select(
    col(ImportRun.id),
    col(ImportRun.file_name),
    col(ImportRun.status),
    col(ImportRun.rows),
    col(ImportRun.created_at),
    col(User.name).label("by"),
).join(User, col(User.id) == ImportRun.created_by)
