"""Many products changed in one transaction: locked together, shown in lists together.

A command for one product asks the database half a dozen times; an import of thousands would ask
for minutes. Inside `together` the same commands find their rows in memory, and the columns of
lists are written once, at the end, by a handful of statements for hundreds of products.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from uuid import UUID

from sqlalchemy import text
from sqlmodel import Session, col, select

from app.catalog.models import Category, Product, ProductImage, Variant
from app.catalog.service.listing import FRESH, HELD, LATER, Held, show, show_pictured
from app.core.page_cache import touch
from app.ocop import queries as ocop
from app.sellers.models import Seller

AT_A_TIME = 500


@contextmanager
def together(
    session: Session, product_ids: Collection[UUID], gtins: Collection[str] = ()
) -> Iterator[Held]:
    """Holds these products, and shows every product that changes inside once, at the end.

    Until then the columns of lists are those of before. Codes are compared with those of the held
    products and with whoever has one of `gtins`; what somebody takes meanwhile, the table refuses.
    """
    held = session.info[HELD] = hold(session, product_ids)
    for variant in session.exec(select(Variant).where(col(Variant.gtin).in_(gtins))):
        held.add(variant)
    waiting = session.info[LATER] = dict[UUID, None]()
    try:
        yield held
        session.flush()
    finally:
        del session.info[LATER], session.info[HELD]
    relist_many(session, waiting)


def hold(session: Session, product_ids: Collection[UUID]) -> Held:
    """Each product with its variants, locked until the transaction ends.

    All variants first, in the order of their ids, then the products: as orders take them.
    """
    ids, held = list(product_ids), Held()
    of_product: dict[UUID, list[Variant]] = defaultdict(list)
    variants = select(Variant).where(col(Variant.product_id).in_(ids)).order_by(col(Variant.id))
    for variant in session.exec(variants.with_for_update(key_share=True), **FRESH) if ids else ():
        of_product[variant.product_id].append(variant)
        held.add(variant)
    products = select(Product).where(col(Product.id).in_(ids)).order_by(col(Product.id))
    for product in session.exec(products.with_for_update(key_share=True), **FRESH) if ids else ():
        held.rows[product.id] = product, of_product[product.id]
    return held


def relist_many(session: Session, product_ids: Collection[UUID]) -> None:
    """What `listing.relist` does to one product, for as many as there are."""
    ordered = iter(sorted(product_ids))
    while part := list(islice(ordered, AT_A_TIME)):
        _relist(session, hold(session, part))


def _relist(session: Session, held: Held) -> None:
    sellers = _by_id(session, Seller, {product.seller_id for product, _ in held.rows.values()})
    categories = {row.id: row for row in session.exec(select(Category)).all()}
    covers = _covers(session, held.rows)
    certificates = ocop.latest_certificates(session, held.rows)
    words: dict[UUID, str] = {}
    for product, variants in held.rows.values():
        category = categories[product.category_id]
        group = categories[category.parent_id] if category.parent_id else category
        show_pictured(product, covers.get(product.id), certificates.get(product.id))
        words[product.id] = show(product, variants, sellers[product.seller_id], category, group)
    session.flush()
    values = {"ids": list(words), "words": list(words.values())}
    session.connection().execute(_INDEXED, values)
    touch(session, "listing", *_tags(held))


def _tags(held: Held) -> set[str]:
    return {
        tag
        for product, _ in held.rows.values()
        for tag in (f"product:{product.id}", f"seller:{product.seller_id}")
    }


_INDEXED = text(
    "UPDATE product SET search = CAST(asked.words AS tsvector)"
    " FROM unnest(CAST(:ids AS uuid[]), CAST(:words AS text[])) AS asked (id, words)"
    " WHERE product.id = asked.id"
)


def _by_id(session: Session, model: type[Seller], ids: Collection[UUID]) -> dict[UUID, Seller]:
    return {row.id: row for row in session.exec(select(model).where(col(model.id).in_(ids)))}


def _covers(session: Session, product_ids: Collection[UUID]) -> dict[UUID, ProductImage]:
    """The first live picture of each product that has one."""
    pictures: Sequence[ProductImage] = session.exec(
        select(ProductImage)
        .where(col(ProductImage.product_id).in_(product_ids), ProductImage.ready, ProductImage.live)
        .order_by(col(ProductImage.position).desc(), col(ProductImage.id).desc())
    ).all()
    return {picture.product_id: picture for picture in pictures}
