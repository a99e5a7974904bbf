"""What a producer's page shows besides the products."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, literal_column, select
from sqlalchemy.dialects.postgresql import JSONB, aggregate_order_by
from sqlmodel import col

from app.core.db import any_columns
from app.sellers.models import Seller, SellerHours, SellerSlug, SellerStatus
from app.traceability.models import Lot, LotStatus, StandardCertificate

MOST_LOTS = 8

OPEN = col(Seller.status) == SellerStatus.APPROVED
COLUMNS: Any = Seller.__table__.c  # type: ignore[attr-defined]  # SQLModel's table, for Core
_DAY = func.jsonb_build_object(
    "weekday",
    col(SellerHours.weekday),
    "opens",
    func.to_char(col(SellerHours.opens), "HH24:MI"),
    "closes",
    func.to_char(col(SellerHours.closes), "HH24:MI"),
)
HOURS = (
    select(func.jsonb_agg(aggregate_order_by(_DAY, col(SellerHours.weekday)), type_=JSONB))
    .where(col(SellerHours.seller_id) == Seller.id)
    .scalar_subquery()
)
SELLER = select(*any_columns(*COLUMNS, HOURS.label("hours"))).where(
    OPEN, col(Seller.slug) == bindparam("slug")
)
PAGE = 50
PRODUCERS = (
    select(*any_columns(*COLUMNS))
    .where(OPEN, col(Seller.slug) > bindparam("after"))
    .order_by(col(Seller.slug))
    .limit(literal_column(str(PAGE + 1)))
)
OWN = col(Lot.seller_id) == bindparam("seller_id")
SHOWN = (LotStatus.PUBLISHED, LotStatus.RECALLED)


def _literal(*statuses: LotStatus) -> list[Any]:
    """Not bound, so that the partial index on these lots may serve."""
    return [literal_column(f"'{status.value}'") for status in statuses]


def _lots(*statuses: LotStatus) -> Any:
    own = select(func.count()).where(OWN, col(Lot.status).in_(_literal(*statuses)))
    return own.correlate(None).scalar_subquery()


LOTS = (
    select(
        *any_columns(
            col(Lot.code),
            col(Lot.lot_number),
            col(Lot.status),
            col(Lot.harvested_on),
            col(Lot.packs),
            _lots(*SHOWN).label("lots"),
            _lots(LotStatus.RECALLED).label("recalls"),
        )
    )
    .where(OWN, col(Lot.status).in_(_literal(*SHOWN)))
    .order_by(col(Lot.harvested_on).desc(), col(Lot.code))
    .limit(literal_column(str(MOST_LOTS)))
)
PAPERS = (
    select(
        *any_columns(
            col(StandardCertificate.scheme),
            col(StandardCertificate.number),
            col(StandardCertificate.issuer),
            col(StandardCertificate.valid_to),
        )
    )
    .where(
        col(StandardCertificate.seller_id) == bindparam("seller_id"),
        col(StandardCertificate.valid_to) >= bindparam("today"),
    )
    .order_by(col(StandardCertificate.scheme), col(StandardCertificate.valid_to))
)


@dataclass(frozen=True)
class Producer:
    seller: Row[Any]
    """With `hours`: the days on which its door is open, or None."""
    lots: Sequence[Row[Any]]
    """The latest; each row also says how many there are and how many were recalled."""
    papers: Sequence[Row[Any]]


def producer(reader: Connection, slug: str, today: date) -> Producer | None:
    seller = reader.execute(SELLER, {"slug": slug}).first()
    if seller is None:
        return None
    values = {"seller_id": seller.id, "today": today}
    return Producer(
        seller, reader.execute(LOTS, values).all(), reader.execute(PAPERS, values).all()
    )


def producers(reader: Connection, after: str = "") -> Sequence[Row[Any]]:
    """`PAGE` approved sellers by their address, and one more, which tells that there are others."""
    return reader.execute(PRODUCERS, {"after": after}).all()


def moved_seller(reader: Connection, slug: str) -> str | None:
    """The present slug of a producer that once had this one."""
    statement = (
        select(col(Seller.slug))
        .join(SellerSlug, col(SellerSlug.seller_id) == Seller.id)
        .where(OPEN, col(SellerSlug.slug) == slug)
    )
    return reader.execute(statement).scalar()
