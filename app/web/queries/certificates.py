"""What runs out: OCOP certificates, standard certificates and private papers, in one list."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Row,
    Select,
    String,
    cast,
    exists,
    func,
    literal,
    or_,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from app.catalog.models import Product, ProductStatus
from app.core.db import any_columns
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerDocument, SellerStatus
from app.sellers.rules import Bucket, DocumentStatus
from app.traceability.models import StandardCertificate

PAGE = 100
HORIZON = timedelta(days=90)
RECENT = timedelta(days=30)
"""How long after the last day a seller is still told: later it is old news."""


def _row(source: str, about: Any, number: Any, expires_on: Any, row_id: Any) -> tuple[Any, ...]:
    """`source` says what `about` is: a product's name, a scheme, or a kind of paper."""
    return any_columns(
        literal(source).label("source"),
        cast(about, String).label("about"),
        number.label("number"),
        expires_on.label("expires_on"),
        row_id.label("id"),
        col(Seller.id).label("seller_id"),
        col(Seller.name).label("seller_name"),
        col(Seller.slug).label("seller_slug"),
        col(Seller.phone).label("seller_phone"),
        col(Seller.email).label("seller_email"),
    )


SELLING = col(Seller.status) != SellerStatus.CLOSED
LATER = aliased(Certificate)
RENEWED = aliased(StandardCertificate)


def _ocop() -> Select[Any]:
    """Of each product the certificate that lasts longest: a renewed one is no worry."""
    columns = _row(
        "ocop",
        col(Product.name),
        col(Certificate.decision_no),
        col(Certificate.expires_on),
        col(Certificate.id),
    )
    renewed = exists().where(
        col(LATER.product_id) == Certificate.product_id,
        col(LATER.revoked_on).is_(None),
        tuple_(col(LATER.expires_on), col(LATER.id))
        > tuple_(col(Certificate.expires_on), col(Certificate.id)),
    )
    return (
        select(*columns)
        .join(Product, col(Product.id) == Certificate.product_id)
        .join(Seller, col(Seller.id) == Product.seller_id)
        .where(
            col(Certificate.revoked_on).is_(None),
            col(Product.status) != ProductStatus.ARCHIVED,
            SELLING,
            ~renewed,
        )
    )


def _standards() -> Select[Any]:
    columns = _row(
        "standard",
        col(StandardCertificate.scheme),
        col(StandardCertificate.number),
        col(StandardCertificate.valid_to),
        col(StandardCertificate.id),
    )
    area = col(RENEWED.growing_area_id)
    renewed = exists().where(
        col(RENEWED.seller_id) == StandardCertificate.seller_id,
        col(RENEWED.scheme) == StandardCertificate.scheme,
        area.is_not_distinct_from(col(StandardCertificate.growing_area_id)),
        tuple_(col(RENEWED.valid_to), col(RENEWED.id))
        > tuple_(col(StandardCertificate.valid_to), col(StandardCertificate.id)),
    )
    return (
        select(*columns)
        .join(Seller, col(Seller.id) == StandardCertificate.seller_id)
        .where(SELLING, ~renewed)
    )


def _papers() -> Select[Any]:
    """Accepted ones; whoever handed in a new one has had the old one replaced."""
    columns = _row(
        "paper",
        col(SellerDocument.kind),
        col(SellerDocument.number),
        col(SellerDocument.expires_on),
        col(SellerDocument.id),
    )
    return (
        select(*columns)
        .join(Seller, col(Seller.id) == SellerDocument.seller_id)
        .where(
            SELLING,
            col(SellerDocument.status) == DocumentStatus.ACCEPTED,
            col(SellerDocument.expires_on).is_not(None),
        )
    )


ALL = union_all(_ocop(), _standards(), _papers()).subquery("everything")


def _within(bucket: Bucket, today: date) -> ColumnElement[bool]:
    day = ALL.c.expires_on
    return {
        Bucket.EXPIRED: day < today,
        Bucket.TODAY: day == today,
        Bucket.MONTH: day.between(today + timedelta(days=1), today + timedelta(days=30)),
        Bucket.QUARTER: day.between(today + timedelta(days=31), today + HORIZON),
    }[bucket]


def bucket_counts(session: Session, today: date) -> dict[Bucket, int]:
    counts = [func.count().filter(_within(one, today)).label(one.name) for one in Bucket]
    found = session.connection().execute(select(*counts).select_from(ALL)).one()
    return dict(zip(Bucket, found, strict=True))


def soon(session: Session, today: date) -> tuple[int, date | None]:
    """How many end within thirty days, and when the first of them does."""
    near = or_(_within(Bucket.TODAY, today), _within(Bucket.MONTH, today))
    statement = select(func.count(), func.min(ALL.c.expires_on)).where(near)
    count, first = session.connection().execute(statement).one()
    return count, first


def running_out(session: Session, bucket: Bucket, today: date, page: int = 1) -> Sequence[Row[Any]]:
    """One page and a row more if there is another: the soonest first, of expired the latest."""
    day = ALL.c.expires_on
    order = day.desc() if bucket is Bucket.EXPIRED else day
    statement = select(ALL).where(_within(bucket, today)).order_by(order, ALL.c.id)
    start = (page - 1) * PAGE
    return session.connection().execute(statement.offset(start).limit(PAGE + 1)).all()


def to_tell(session: Session, today: date) -> Sequence[Row[Any]]:
    """Everything that has reached a threshold and is no old news."""
    near = ALL.c.expires_on.between(today - RECENT, today + HORIZON)
    statement = select(ALL).where(near).order_by(ALL.c.seller_id, ALL.c.expires_on, ALL.c.id)
    return session.connection().execute(statement).all()
