"""What is there before an import: as much of it as the file's rows name."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

import sqlalchemy
from sqlalchemy import Connection, text
from sqlmodel import Session, col, select

from app.catalog.models import Category
from app.core.days import today
from app.core.db import utc_now
from app.core.text import fold
from app.imports.rules import Rows
from app.imports.rules.known import Known, Named, Pair, named
from app.imports.rules.naming import plain
from app.imports.workbook.columns import seller_key
from app.places import queries as places
from app.places.rules import HOME
from app.sellers.models import Seller
from app.traceability.models import GrowingArea
from app.traceability.queries.options import FRESH_TO_DRY
from app.traceability.rules.balance import RatioBounds


def known(session: Session, rows: Rows, own: UUID | None = None) -> Known:
    """Everything that `rows` refer to, in a handful of statements.

    With `own`, nobody but that seller exists.
    """
    sellers = _sellers(session, own)
    owners = {key: canonical for canonical, one in sellers.items() for key in _keys(one)}
    asked = named(rows, owners)
    ids = {canonical: one.id for canonical, one in sellers.items()}
    keys = {seller_id: canonical for canonical, seller_id in ids.items()}
    variants = _variants(session, asked, ids, own=own is not None)
    groups = category_groups(session.connection())
    main = _main_skus(variants)
    of_ours = [one for one in variants if one.seller_id in keys]
    return Known(
        today=today(),
        now=utc_now(),
        owners=owners,
        sellers=ids,
        skus={(keys[one.seller_id], one.sku): main[one.product_id] for one in of_ours},
        products={(keys[one.seller_id], one.sku): one.product_id for one in of_ours},
        gtins={v.gtin: (keys.get(v.seller_id, ""), v.sku) for v in variants if v.gtin},
        lots=_lots(session, asked.lots, ids),
        areas=_areas(session, own, keys),
        prices={(keys[v.seller_id], v.sku): (v.price, v.list_price) for v in of_ours},
        categories={said: groups[key] for said, key in categories(session).items()},
        groups={(keys[one.seller_id], one.sku): groups[one.category_id] for one in of_ours},
        wards=frozenset(ward_codes()),
        bounds={name: RatioBounds(*four) for name, four in FRESH_TO_DRY.get(session).items()},
    )


PEOPLE = sqlalchemy.select(col(Seller.id), col(Seller.tax_code), col(Seller.phone))


def _sellers(session: Session, own: UUID | None) -> dict[str, Any]:
    statement = PEOPLE if own is None else PEOPLE.where(col(Seller.id) == own)
    rows = session.connection().execute(statement).all()
    return {one.tax_code or one.phone: one for one in rows}


def _keys(seller: Any) -> set[str]:
    """How a sheet may name a seller; a tax code may also read as a phone: 0901…"""
    code = seller.tax_code
    return {seller.phone} | ({code, seller_key(code)} if code else set())


_VARIANTS = text(
    """
    SELECT variant.product_id, variant.seller_id, variant.sku, variant.gtin,
        variant.price, variant.list_price,
        coalesce(CAST(waiting.content ->> 'category_id' AS uuid), product.category_id)
            AS category_id
    FROM variant JOIN product ON product.id = variant.product_id
    LEFT JOIN product_revision AS waiting
        ON waiting.product_id = product.id AND waiting.status = 'pending' AND :own
    WHERE variant.gtin = ANY(CAST(:gtins AS text[])) OR variant.product_id IN (
        SELECT named.product_id FROM variant AS named
        JOIN unnest(CAST(:sellers AS uuid[]), CAST(:codes AS text[])) AS asked (seller_id, sku)
            ON named.seller_id = asked.seller_id AND named.sku = asked.sku
    )
    ORDER BY variant.position, variant.id
    """
)


def _variants(
    session: Session, asked: Named, ids: Mapping[str, UUID], *, own: bool
) -> Sequence[Any]:
    """Every packing of the products that are named, and whoever has one of these GTINs.

    With `own`, the category is that of the text which its seller wrote last.
    """
    values = _pairs(asked.skus, ids) | {"gtins": list(asked.gtins), "own": own}
    return session.connection().execute(_VARIANTS, values).all()


def _pairs(pairs: Collection[Pair], ids: Mapping[str, UUID]) -> dict[str, list[Any]]:
    found = [(ids[owner], code) for owner, code in pairs if owner in ids]
    return {"sellers": [seller for seller, _ in found], "codes": [code for _, code in found]}


def _main_skus(variants: Sequence[Any]) -> dict[UUID, str]:
    """The SKU of each product's first variant."""
    main: dict[UUID, str] = {}
    for one in variants:
        main.setdefault(one.product_id, one.sku)
    return main


_LOTS = text(
    """
    SELECT lot.seller_id, lot.lot_number FROM lot
    JOIN unnest(CAST(:sellers AS uuid[]), CAST(:codes AS text[])) AS asked (seller_id, lot_number)
        ON lot.seller_id = asked.seller_id AND lot.lot_number = asked.lot_number
    """
)


def _lots(session: Session, lots: Collection[Pair], ids: Mapping[str, UUID]) -> frozenset[Pair]:
    keys = {seller_id: canonical for canonical, seller_id in ids.items()}
    found = session.connection().execute(_LOTS, _pairs(lots, ids)).all()
    return frozenset((keys[one.seller_id], one.lot_number) for one in found)


def _areas(session: Session, own: UUID | None, keys: Mapping[UUID, str]) -> frozenset[Pair]:
    statement = select(GrowingArea.seller_id, GrowingArea.name)
    if own is not None:
        statement = statement.where(GrowingArea.seller_id == own)
    return frozenset((keys[seller], name) for seller, name in session.exec(statement).all())


def categories(session: Session) -> dict[str, UUID]:
    """Leaves by their folded name and by their slug; a group with leaves holds no products."""
    rows = session.exec(select(Category)).all()
    groups = {row.parent_id for row in rows}
    leaves = [row for row in rows if row.id not in groups]
    return {said: row.id for row in leaves for said in (fold(row.name), fold(row.slug))}


CATEGORIES = sqlalchemy.select(col(Category.id), col(Category.slug), col(Category.parent_id))


def category_groups(connection: Connection) -> dict[UUID, str]:
    """The slug of every category's group; a group is its own."""
    rows = connection.execute(CATEGORIES).all()
    slugs = {row.id: row.slug for row in rows}
    return {row.id: slugs[row.parent_id or row.id] for row in rows}


@cache
def ward_codes() -> Mapping[str, str]:
    """Codes of communes and wards by what a sheet may call them, see `rules.naming`.

    The province's own with or without their type; another province's with its name behind. What
    two of them are called, once marks are gone, is nobody's: it must be written with its marks.
    """
    exact: dict[str, str] = {}
    folded: dict[str, set[str]] = defaultdict(set)
    for name, code in _ward_names():
        exact.setdefault(plain(name), code)
        folded[fold(name)].add(code)
    return {name: min(codes) for name, codes in folded.items() if len(codes) == 1} | exact


def _ward_names() -> Iterator[tuple[str, str]]:
    for ward in places.wards(HOME):
        yield ward.name, ward.code
    for ward in places.wards(HOME):
        yield ward.short_name, ward.code
    for province in places.provinces():
        for ward in places.wards(province.code):
            yield f"{ward.name}, {province.name}", ward.code


def ward_said(code: str) -> str:
    """What `ward_codes` finds it by."""
    ward = places.ward(code)
    if ward.province_code == HOME:
        return ward.name
    return f"{ward.name}, {places.province(ward.province_code).name}"
