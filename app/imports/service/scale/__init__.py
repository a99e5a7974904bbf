"""The market at the province's size and at a hundred times its products: generated, not imported.

Deterministic, and copied straight into the tables; the columns of lists and search are filled by
the same function as for any product. Needs the sample province, whose drawings it borrows.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from app.catalog.models import Category, Product, ProductImage, Variant
from app.core.days import today
from app.core.page_cache import touch
from app.imports.service.scale.copying import copy_rows
from app.imports.service.scale.goods import PREFIX, Goods, Ground, made_goods
from app.imports.service.scale.people import AREA, made_area, made_sellers
from app.sellers.models import Seller
from app.traceability.models import GrowingArea

BATCH = 5_000


@dataclass(frozen=True)
class Size:
    """How many sellers and products the market has, the sample's among them."""

    sellers: int
    products: int


SIZES = {"province": Size(970, 2_100), "100x": Size(970, 200_000)}


def grow(session: Session, scale: str, said: Callable[[str], None] = lambda _: None) -> int:
    """Adds what `scale` lacks; how many products. `said` hears about the progress."""
    if scale not in SIZES:
        return 0
    size = SIZES[scale]
    _grow_sellers(session, size)
    ground = _ground(session)
    first, last = _missing(session, size)
    for start in range(first, last, BATCH):
        goods = [made_goods(n, ground) for n in range(start, min(start + BATCH, last))]
        _copy_goods(session, goods)
        said(f"{min(start + BATCH, last)} of {last} generated products")
    if last > first:
        session.connection().execute(text("ANALYZE"))
        touch(session, "listing")
    return max(0, last - first)


def _grow_sellers(session: Session, size: Size) -> None:
    """The first sellers are the sample's; the made ones follow, each with a growing area."""
    there = session.exec(select(func.count()).select_from(Seller)).one()
    made = session.exec(select(func.count()).where(col(Seller.slug).regexp_match(r"-m\d+$"))).one()
    sellers = list(islice(made_sellers(size.sellers - (there - made)), made, None))
    copy_rows(session, sellers)
    copy_rows(session, (made_area(seller, made + n) for n, seller in enumerate(sellers)))


def _missing(session: Session, size: Size) -> tuple[int, int]:
    """The numbers of the products that are to be made: from, up to."""
    there = session.exec(select(func.count()).select_from(Product)).one()
    mine = col(Variant.sku).startswith(PREFIX) & (col(Variant.position) == 0)
    made = session.exec(select(func.count()).where(mine)).one()
    return made, max(made, size.products - (there - made))


def _ground(session: Session) -> Ground:
    made = col(Seller.slug).regexp_match(r"-m\d+$")
    sellers = session.exec(select(Seller).where(made).order_by(col(Seller.id))).all()
    mine = col(GrowingArea.code).startswith(AREA)
    areas = session.exec(select(GrowingArea).where(mine)).all()
    by_seller = {area.seller_id: area for area in areas}
    categories = session.exec(select(Category)).all()
    return Ground(
        sellers=sellers,
        areas=[by_seller[seller.id] for seller in sellers],
        categories={category.slug: category for category in categories},
        groups={category.id: category for category in categories},
        covers=_covers(session),
        today=today(),
    )


def _covers(session: Session) -> dict[str, list[ProductImage]]:
    """First pictures of the sample's products by tea type, those of no tea under ""."""
    found = session.exec(
        select(ProductImage, Product.tea_type)
        .join(Product, col(Product.id) == ProductImage.product_id)
        .where(ProductImage.position == 0, col(Product.cover) == ProductImage.content_hash)
        .order_by(col(ProductImage.id))
        .limit(500)
    )
    covers: dict[str, list[ProductImage]] = defaultdict(list)
    for image, tea in found:
        covers[tea or ""].append(image)
    return covers


def _copy_goods(session: Session, goods: Sequence[Goods]) -> None:
    """Table by table, so that what a row refers to is there."""
    copy = partial(copy_rows, session)
    copy(made.product for made in goods)
    copy(chain.from_iterable(made.variants for made in goods))
    copy(made.image for made in goods)
    copy(made.certificate for made in goods if made.certificate)
    copy(made.lot for made in goods if made.lot)
    copy(chain.from_iterable(made.events for made in goods))


__all__ = ["SIZES", "Size", "grow"]
