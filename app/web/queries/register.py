"""The public register of OCOP products: certificates that hold today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, func, literal_column, select, tuple_
from sqlmodel import col

from app.catalog.models import Product
from app.ocop.models import Certificate

PAGE_SIZE = 40
COLUMNS: list[Any] = [
    col(Product.slug),
    col(Product.name),
    col(Product.name_en),
    col(Product.seller_name),
    col(Product.seller_slug),
    col(Product.ward_code),
    col(Product.cover),
    col(Product.cover_alt),
    col(Certificate.stars),
    col(Certificate.decision_no),
    col(Certificate.issuer),
    col(Certificate.issued_on),
    col(Certificate.expires_on),
]
VALID = (
    col(Product.listed),
    col(Certificate.revoked_on).is_(None),
    col(Certificate.issued_on) <= bindparam("today"),
    col(Certificate.expires_on) >= bindparam("today"),
)


@dataclass(frozen=True)
class Register:
    rows: Sequence[Row[Any]]
    more: str  # the cursor of the next page
    counts: dict[int, int]  # by stars


def register(reader: Connection, today: date, stars: int = 0, after: str = "") -> Register:
    """Most stars first, then by the product's address; `stars` 0 means all."""
    last = _read(after)
    values: dict[str, Any] = {"today": today, "stars": stars}
    values |= {"after_stars": last[0], "after_slug": last[1]} if last else {}
    rows = reader.execute(_statement(one=bool(stars), on=bool(last)), values).all()
    more = (
        f"{rows[PAGE_SIZE - 1].stars}.{rows[PAGE_SIZE - 1].slug}" if len(rows) > PAGE_SIZE else ""
    )
    counted = reader.execute(COUNTS, {"today": today}).all()
    return Register(rows[:PAGE_SIZE], more, {row[0]: row[1] for row in counted})


def _read(after: str) -> tuple[int, str] | None:
    stars, dot, slug = after.partition(".")
    return (int(stars), slug) if dot and stars in {"3", "4", "5"} else None


@cache
def _statement(*, one: bool, on: bool) -> Select[Any]:
    statement = (
        select(*COLUMNS)
        .join(Certificate, col(Certificate.product_id) == Product.id)
        .where(*VALID)
        .order_by(col(Certificate.stars).desc(), col(Product.slug).desc())
        .limit(literal_column(str(PAGE_SIZE + 1)))
    )
    if one:
        statement = statement.where(col(Certificate.stars) == bindparam("stars"))
    if on:
        last = tuple_(bindparam("after_stars"), bindparam("after_slug"))
        statement = statement.where(tuple_(col(Certificate.stars), col(Product.slug)) < last)
    return statement


COUNTS = (
    select(col(Certificate.stars), func.count())
    .join(Product, col(Certificate.product_id) == Product.id)
    .where(*VALID)
    .group_by(col(Certificate.stars))
)
