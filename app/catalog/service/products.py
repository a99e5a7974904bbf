"""Categories, products and their addresses."""

from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import Category, Product, ProductSlug, ProductStatus, RevisionStatus
from app.catalog.queries import desk
from app.catalog.rules.content import Content
from app.catalog.rules.forms import texts
from app.catalog.service.claims import refuse_claims
from app.catalog.service.listing import added, relist, take
from app.core import slugs
from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.ids import new_id
from app.core.page_cache import touch
from app.core.text import slugify
from app.identity.service import record

FALLBACK = "san-pham"
PAGES_BESIDE = {"moi", "gia-va-ton", "duyet-nhieu"}


def save_category(  # noqa: PLR0913  # a category has its fields
    session: Session,
    slug: str,
    *,
    name: str,
    name_en: str,
    parent_id: UUID | None = None,
    position: int = 0,
    picture: str = "",
) -> tuple[Category, bool]:
    """The category at this address, and whether anything changed."""
    fields = {
        "name": name,
        "name_en": name_en,
        "parent_id": parent_id,
        "position": position,
        "picture": picture,
    }
    category = session.exec(select(Category).where(Category.slug == slug)).first()
    is_new = category is None
    category = category or Category(slug=slug, name=name, name_en=name_en)
    changed = assign(category, fields) or is_new
    if changed:
        session.add(category)
        session.flush()  # products and sub-categories refer to it
        touch(session, "listing")
    return category, changed


def save_product(
    session: Session,
    seller_id: UUID,
    content: Content,
    *,
    product_id: UUID | None = None,
    status: ProductStatus = ProductStatus.DRAFT,
) -> tuple[Product, bool]:
    """This seller's product of that id, else of that name, and whether anything changed.

    For imports by an operator: the content of an approved product changes at once, and a new
    product has `status` from the start. Sellers go through `content.edit`. Raises Forbidden for
    words that what is on sale may not say.
    """
    product = _known(session, seller_id, content.name, product_id)
    if ProductStatus.APPROVED in {status, product.status if product else status}:
        refuse_claims(session, texts(content))
    if product is None:
        return new_product(session, seller_id, content, product_id=product_id, status=status), True
    promoted = status is ProductStatus.APPROVED and product.status is not status
    if promoted:
        _publish(product)
    changed = apply_content(session, product, content) or promoted
    if changed:
        relist(session, product.id)
    return product, changed


def _known(session: Session, seller_id: UUID, name: str, product_id: UUID | None) -> Product | None:
    if product_id is None:
        return product_named(session, seller_id, name)
    found = session.get(Product, product_id)
    return found if found is not None and found.seller_id == seller_id else None


def product_named(session: Session, seller_id: UUID, name: str) -> Product | None:
    which = select(Product).where(Product.name == name, Product.seller_id == seller_id)
    return session.exec(which.order_by(col(Product.id))).first()


def new_product(
    session: Session,
    seller_id: UUID,
    content: Content,
    *,
    product_id: UUID | None = None,
    status: ProductStatus = ProductStatus.DRAFT,
) -> Product:
    slug = free_slug(session, content.name)
    product = Product(
        id=product_id or new_id(), seller_id=seller_id, slug=slug, **content.columns()
    )
    if status is ProductStatus.APPROVED:
        _publish(product)
    session.add(product)
    session.flush()  # variants and images refer to it
    added(session, product)
    return relist(session, product.id)


def _publish(product: Product) -> None:
    product.status = ProductStatus.APPROVED
    product.published_at = product.published_at or utc_now()


def start_product(session: Session, seller_id: UUID, product_id: UUID, content: Content) -> Product:
    """A seller's new draft; `product_id` comes with the form, so that sending twice makes one.

    Raises NotFound for the id of another seller's product.
    """
    found = session.get(Product, product_id)
    if found is None:
        product = new_product(session, seller_id, content, product_id=product_id)
        record(session, "product.start", product, after={"name": product.name})
        return product
    if found.seller_id != seller_id:
        raise NotFound
    return found


def apply_content(
    session: Session, product: Product, content: Content, *, moving: bool = True
) -> bool:
    """Writes what the content says, moving the address along with the name.

    What is typed on and on keeps its address (`moving=False`) until it is approved.
    """
    renamed = content.name != product.name
    if not assign(product, content.columns()):
        return False
    if renamed and moving:
        settle_address(session, product)
    product.version += 1
    product.updated_at = utc_now()
    return True


def settle_address(session: Session, product: Product) -> None:
    """Makes the address say the name.

    What was public once leads here for ever; a draft's address may go to another product.
    """
    if slugs.fits(product.slug, product.name, FALLBACK):
        return
    old, product.slug = product.slug, free_slug(session, product.name)
    if product.published_at is not None:
        session.add(ProductSlug(slug=old, product_id=product.id))


def free_slug(session: Session, name: str) -> str:
    """Never that of a page which stands beside the products of a desk."""
    said = f"{name} {FALLBACK}" if slugify(name) in PAGES_BESIDE else name
    return slugs.free_slug(session, said, (Product.slug, ProductSlug.slug), FALLBACK)


def set_paused(session: Session, product_id: UUID, *, paused: bool) -> Product:
    """The seller's own switch: the product leaves the shop, or is back, at once."""
    product, _ = take(session, product_id)
    if product.paused is not paused:
        record(session, "product.pause" if paused else "product.resume", product)
    product.paused = paused
    return relist(session, product.id)


def archive(session: Session, product_id: UUID) -> Product:
    """Put away: no longer sold or edited, kept for the orders and lots that name it. Its page stays
    when its text was approved; a change of it that waits is withdrawn.
    """
    product, _ = take(session, product_id)
    was, product.status = product.status, ProductStatus.ARCHIVED
    if was is not product.status:
        record(session, "product.archive", product, before={"status": was})
        withdraw_pending(session, product)
    if was not in {ProductStatus.APPROVED, ProductStatus.ARCHIVED}:
        product.published_at = None
    return relist(session, product.id)


def withdraw_pending(session: Session, product: Product) -> bool:
    """Nobody decides any longer about the change that waits. Whether one did."""
    pending = desk.pending_revision(session, product.id)
    if pending is None:
        return False
    pending.status, pending.decided_at = RevisionStatus.WITHDRAWN, utc_now()
    return True


def assign(row: object, fields: dict[str, Any]) -> bool:
    """Sets what differs; whether anything did."""
    changed = {name: value for name, value in fields.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)
