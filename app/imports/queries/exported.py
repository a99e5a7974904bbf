"""The rows of an export, as its sheets name their columns; read in a stream."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, func, select
from sqlmodel import col

from app.catalog.models import Category, Product, ProductRevision, ProductStatus, Variant
from app.catalog.rules.content import Content
from app.core.days import start_of_day
from app.core.phones import spoken
from app.imports import rules
from app.imports.queries import journeys
from app.imports.queries.known import category_groups, ward_said
from app.imports.queries.owned import SELLER, Rows, Said, Statement, key_of, of_seller
from app.imports.rules.wanted import Wanted
from app.sellers.models import Seller

AT_A_TIME = 500
Categories = Mapping[UUID, tuple[str, str]]
"""Their names, and the slugs of their groups."""


def rows_of(connection: Connection, sheet: str, wanted: Wanted) -> Rows:
    """In an order that stays, so that the same market gives the same file."""
    statement, said = SHEETS[sheet]
    asked = statement(wanted).execution_options(yield_per=AT_A_TIME)
    rows = connection.execute(asked)
    if sheet == rules.PRODUCTS:
        return said_products(rows, wanted, _categories(connection))
    return said(rows, wanted)


def _categories(connection: Connection) -> Categories:
    groups = category_groups(connection)
    found = connection.execute(select(col(Category.id), col(Category.name)))
    return {row.id: (row.name, groups[row.id]) for row in found}


def count_rows(connection: Connection, sheet: str, wanted: Wanted) -> int:
    """About as many; a step that only corrects another has no row of its own."""
    statement, _ = SHEETS[sheet]
    counted = select(func.count()).select_from(statement(wanted).order_by(None).subquery())
    return int(connection.execute(counted).scalar_one())


def sellers(wanted: Wanted) -> Any:
    statement = of_seller(select(*Seller.__table__.c), wanted)  # type: ignore[attr-defined]
    if wanted.since is not None:
        statement = statement.where(col(Seller.updated_at) >= start_of_day(wanted.since))
    return statement.order_by(col(Seller.id))


PLAIN = ("kind", "name", "legal_name", "representative", "street", "email", "founded_on")
TOLD = ("households", "quote", "quote_en", "quote_by", "story", "story_en", "is_sample", "tax_code")


def said_sellers(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        yield {name: getattr(row, name) for name in (*PLAIN, *TOLD)} | {
            "phone": spoken(row.phone),
            "zalo": spoken(row.zalo),
            "ward": ward_said(row.ward_code),
        }


def main_sku() -> Any:
    return (
        select(Variant.sku)  # type: ignore[call-overload]
        .where(col(Variant.product_id) == col(Product.id))
        .order_by(col(Variant.position), col(Variant.id))
        .limit(1)
        .correlate(Product)
        .scalar_subquery()
    )


def _of_products(statement: Any, wanted: Wanted) -> Any:
    statement = of_seller(statement, wanted)
    if wanted.status is not None:
        statement = statement.where(col(Product.status) == wanted.status)
    if wanted.since is not None:
        statement = statement.where(col(Product.updated_at) >= start_of_day(wanted.since))
    return statement


def products(wanted: Wanted) -> Any:
    """Those that have a packing: its SKU is what names them."""
    fields = [getattr(Product, name) for name in Content.model_fields]
    waiting = (col(ProductRevision.product_id) == col(Product.id)) & (
        col(ProductRevision.status) == "pending"
    )
    statement = (
        select(
            *fields,
            col(Product.status),
            col(ProductRevision.content),
            main_sku().label("sku"),
            *SELLER,
        )
        .join(Seller, col(Seller.id) == col(Product.seller_id))
        .outerjoin(ProductRevision, waiting)
        .where(main_sku().is_not(None))
    )
    return _of_products(statement, wanted).order_by(col(Product.id))


def said_products(
    rows: Iterable[Any], wanted: Wanted, categories: Categories | None = None
) -> Rows:
    """What a trade is not asked, and only the API may have stored, is left out."""
    for row in rows:
        told = row.content if wanted.own and row.content else row
        content = Content.model_validate(told)
        category, group = (categories or {})[content.category_id]
        content = content.of_trade(group)
        fields = content.model_dump(exclude={"attributes", "label", "category_id"})
        yield (
            fields
            | _described(content)
            | {
                "seller": key_of(row),
                "sku": row.sku,
                "category": category,
                "approved": row.status == ProductStatus.APPROVED,
            }
        )


def _described(content: Content) -> dict[str, Any]:
    brewing = content.attributes.brewing.model_dump()
    return (
        content.attributes.model_dump(exclude={"taste", "brewing"})
        | content.attributes.taste.model_dump()
        | {f"brew_{name}": value for name, value in brewing.items()}
        | content.label.model_dump()
    )


def variants(wanted: Wanted) -> Any:
    statement = (
        select(*Variant.__table__.c, main_sku().label("main"), *SELLER)  # type: ignore[attr-defined]
        .join(Product, col(Product.id) == col(Variant.product_id))
        .join(Seller, col(Seller.id) == col(Variant.seller_id))
    )
    return _of_products(statement, wanted).order_by(
        col(Variant.product_id), col(Variant.position), col(Variant.id)
    )


PACKED = ("sku", "name", "name_en", "packaging", "net_grams", "gross_grams")
SOLD = ("price", "list_price", "on_hand", "min_per_order", "max_per_order", "active")


def said_variants(rows: Iterable[Any], wanted: Wanted) -> Rows:
    for row in rows:
        yield {name: getattr(row, name) for name in (*PACKED, *SOLD)} | {
            "seller": key_of(row),
            "product": row.main,
            "gtin": (row.gtin or "").removeprefix("0"),
        }


SHEETS: dict[str, tuple[Statement, Said]] = {
    rules.SELLERS: (sellers, said_sellers),
    rules.PRODUCTS: (products, said_products),
    rules.VARIANTS: (variants, said_variants),
    rules.PRICES: (variants, said_variants),
    **journeys.SHEETS,
}
