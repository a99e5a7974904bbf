"""The columns that lists and search read: written here alone, but for the next lot (`lots`)."""

from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import cast
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlmodel import Session, col, select

from app.catalog.models import Category, Product, ProductImage, ProductStatus, Variant
from app.catalog.rules import search, shown
from app.catalog.rules.words import TEA_TYPES
from app.core.errors import NotFound
from app.core.money import per_100_grams
from app.core.page_cache import touch
from app.ocop import queries as ocop
from app.ocop.models import Certificate
from app.ocop.service import CertificateChanged
from app.places import queries as places
from app.sellers.models import Seller, SellerStatus
from app.sellers.service import SellerChanged


@dataclass
class Held:
    """Many products with their variants, locked by this transaction; and who has which code."""

    rows: dict[UUID, tuple[Product, list[Variant]]] = field(default_factory=dict)
    skus: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    gtins: dict[str, UUID] = field(default_factory=dict)

    def add(self, variant: Variant) -> None:
        self.skus[variant.seller_id, variant.sku] = variant.id
        if variant.gtin:
            self.gtins[variant.gtin] = variant.id


HELD, LATER = "catalog.held", "catalog.relist_later"
"""In `Session.info` while many products change together, see `bulk`."""


def take(session: Session, product_id: UUID) -> tuple[Product, list[Variant]]:
    """A product and its variants, locked until the transaction ends. Raises NotFound.

    Variants first, in the order of their ids, then the product: as orders take them, so that a
    change of price and an order wait for each other instead of deadlocking.
    """
    held: Held | None = session.info.get(HELD)
    if held is not None and product_id in held.rows:
        return held.rows[product_id]
    in_turn = select(Variant).where(Variant.product_id == product_id).order_by(col(Variant.id))
    variants = session.exec(in_turn.with_for_update(key_share=True), **FRESH).all()
    one = select(Product).where(Product.id == product_id).with_for_update(key_share=True)
    product = session.exec(one, **FRESH).first()
    if product is None:
        raise NotFound
    return product, list(variants)


def added(session: Session, row: Product | Variant) -> None:
    """A new row belongs to what this transaction holds, if it holds many."""
    held: Held | None = session.info.get(HELD)
    if held is None:
        return
    if isinstance(row, Product):
        held.rows[row.id] = row, []
        return
    held.add(row)
    if row.product_id in held.rows:
        held.rows[row.product_id][1].append(row)


FRESH = {"execution_options": {"populate_existing": True}}


def relist(session: Session, product_id: UUID) -> Product:
    """Makes lists and search show a product as it is now, and drops every page that does."""
    if (waiting := session.info.get(LATER)) is not None:
        waiting[product_id] = None
        return session.get_one(Product, product_id)
    product, variants = take(session, product_id)
    seller = session.get_one(Seller, product.seller_id)
    category = session.get_one(Category, product.category_id)
    group = session.get_one(Category, category.parent_id) if category.parent_id else category
    show_pictured(
        product, _cover(session, product.id), ocop.latest_certificate(session, product.id)
    )
    product.search = cast(show(product, variants, seller, category, group), TSVECTOR)
    session.flush()  # so that the statements of this transaction read it
    touch(session, f"product:{product.id}", f"seller:{product.seller_id}", "listing")
    return product


def show(
    product: Product, variants: list[Variant], seller: Seller, category: Category, group: Category
) -> str:
    """Sets the columns that follow from these rows, and gives the text of the search column.

    Shared with generated data, which is copied straight into the tables.
    """
    _show_offer(product, variants)
    product.seller_name, product.seller_slug = seller.name, seller.slug
    product.ward_code = seller.ward_code
    product.category_slug, product.group_slug = category.slug, group.slug
    product.listed = _is_listed(product, seller)
    return search.search_vector(
        product.name,
        name_en=product.name_en,
        kinds=(category.name, group.name, TEA_TYPES.get(product.tea_type or "", "")),
        around=(seller.name, places.ward(seller.ward_code).name, product.geographical_indication),
    )


def _is_listed(product: Product, seller: Seller) -> bool:
    approved = product.status is ProductStatus.APPROVED and seller.status is SellerStatus.APPROVED
    held_back = product.paused or product.papers_lapsed
    return approved and not held_back and product.variant_id is not None


def _show_offer(product: Product, variants: list[Variant]) -> None:
    offer = shown.cheapest(variants)
    product.in_stock = shown.sellable(variants)
    product.variant_id = offer.id if offer else None
    product.variant_name = offer.name if offer else ""
    product.price = offer.price if offer else 0
    product.net_grams = offer.net_grams if offer else 0
    product.unit_price = per_100_grams(offer.price, offer.net_grams) if offer else 0


def _cover(session: Session, product_id: UUID) -> ProductImage | None:
    return session.exec(
        select(ProductImage)
        .where(ProductImage.product_id == product_id, ProductImage.ready, ProductImage.live)
        .order_by(col(ProductImage.position), col(ProductImage.id))
    ).first()


def show_pictured(
    product: Product, image: ProductImage | None, certificate: Certificate | None
) -> None:
    """Sets what a list shows of its picture and of its certificate."""
    product.cover = image.content_hash if image else ""
    product.cover_alt = (image.alt or product.name) if image else ""
    product.ocop_stars = certificate.stars if certificate else 0
    product.ocop_expires_on = certificate.expires_on if certificate else None


def relist_seller(session: Session, event: SellerChanged) -> None:
    """A seller's name, place or status stands on all of its products."""
    statement = select(Product.id).where(Product.seller_id == event.seller_id)
    for product_id in session.exec(statement.order_by(col(Product.id))):
        relist(session, product_id)
    touch(session, f"seller:{event.seller_id}", "listing")


def relist_certified(session: Session, event: CertificateChanged) -> None:
    relist(session, event.product_id)
