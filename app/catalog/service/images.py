"""Photographs of a product: in their order, the first one its cover.

A seller's change of an approved product's pictures waits, like its text, in a revision.
"""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import ImageTrouble, Product, ProductImage, ProductStatus
from app.catalog.queries import desk
from app.catalog.service.content import refuse_archived, revise
from app.catalog.service.listing import relist, take
from app.catalog.service.products import assign
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.core.jobs import defer
from app.core.media import Medium
from app.identity.service import record

MOST_IMAGES = 8
MAKE_SIZES = "catalog.make_sizes"


def save_image(  # noqa: PLR0913  # a picture has its facts
    session: Session,
    product_id: UUID,
    content_hash: str,
    *,
    width: int,
    height: int,
    ready: bool,
    alt: str = "",
    alt_en: str = "",
    position: int = 0,
) -> tuple[ProductImage, bool]:
    """This product's picture of that content, and whether anything changed; for imports."""
    fields = {"alt": alt, "alt_en": alt_en, "position": position}
    image = session.exec(
        select(ProductImage).where(
            ProductImage.product_id == product_id, ProductImage.content_hash == content_hash
        )
    ).first()
    if image is None:
        image = ProductImage(
            product_id=product_id,
            content_hash=content_hash,
            width=width,
            height=height,
            ready=ready,
            alt=alt,
            alt_en=alt_en,
            position=position,
        )
        session.add(image)
    elif not assign(image, fields | {"ready": image.ready or ready}):
        return image, False
    session.flush()  # the cover is made of it
    relist(session, product_id)
    return image, True


def make_ready(session: Session, content_hash: str) -> None:
    """The sizes of this picture are made: every product that shows it may say so."""
    waiting = select(ProductImage).where(
        ProductImage.content_hash == content_hash, ~col(ProductImage.ready)
    )
    images = session.exec(waiting).all()
    for image in images:
        image.ready, image.trouble = True, None
    session.flush()  # covers are made of it
    for product_id in sorted({image.product_id for image in images}):
        relist(session, product_id)


def note_trouble(session: Session, content_hash: str, trouble: ImageTrouble) -> None:
    """The sizes of this picture could not be made: its sellers are told, shoppers see nothing."""
    waiting = select(ProductImage).where(
        ProductImage.content_hash == content_hash, ~col(ProductImage.ready)
    )
    for image in session.exec(waiting):
        image.trouble = trouble


def try_again(session: Session, product_id: UUID, content_hash: str) -> None:
    """Now, not when the job would come back. Raises NotFound for a picture of another product."""
    product, _ = take(session, product_id)
    found = [one for one in _order(session, product) if one.content_hash == content_hash]
    if not found:
        raise NotFound
    _again(session, found[0])


def _again(session: Session, image: ProductImage) -> None:
    if image.trouble is not None:
        image.trouble = None
        _make_sizes(session, image.content_hash)


def _make_sizes(session: Session, content_hash: str) -> None:
    defer(session, MAKE_SIZES, lock=content_hash, content_hash=content_hash)


def add_photo(session: Session, actor_id: UUID, product_id: UUID, medium: Medium) -> ProductImage:
    """Behind the others; the same picture is added once. Raises Invalid when there are eight."""
    product, _ = take(session, product_id)
    refuse_archived(product)
    order = _order(session, product)
    known = next((one for one in order if one.content_hash == medium.content_hash), None)
    if known is not None:
        _again(session, known)
        return known
    if len(order) >= MOST_IMAGES:
        raise Invalid(gettext(mark("Mỗi sản phẩm tối đa 8 ảnh. Mời bỏ bớt một ảnh trước.")))
    image = _kept(session, product, medium)
    _reorder(session, actor_id, product, [*order, image])
    record(session, "product.add_photo", product, after={"content_hash": image.content_hash})
    return image


def _kept(session: Session, product: Product, medium: Medium) -> ProductImage:
    """A row for the picture; its sizes are made by a job unless they exist."""
    image = ProductImage(
        product_id=product.id,
        content_hash=medium.content_hash,
        width=medium.width,
        height=medium.height,
        ready=medium.ready,
        live=product.status is not ProductStatus.APPROVED,
    )
    session.add(image)
    session.flush()  # a revision names it by its id
    if not medium.ready:
        _make_sizes(session, medium.content_hash)
    return image


def remove_photo(session: Session, actor_id: UUID, product_id: UUID, content_hash: str) -> None:
    """A picture that is gone already is no error."""
    product, _ = take(session, product_id)
    refuse_archived(product)
    order = _order(session, product)
    left = [one for one in order if one.content_hash != content_hash]
    if len(left) < len(order):
        _reorder(session, actor_id, product, left)
        record(session, "product.remove_photo", product, before={"content_hash": content_hash})


def make_cover(session: Session, actor_id: UUID, product_id: UUID, content_hash: str) -> None:
    """Raises NotFound for a picture of another product."""
    product, _ = take(session, product_id)
    refuse_archived(product)
    order = _order(session, product)
    chosen = [one for one in order if one.content_hash == content_hash]
    if not chosen:
        raise NotFound
    others = [one for one in order if one.content_hash != content_hash]
    if order[0] is not chosen[0]:
        _reorder(session, actor_id, product, [*chosen, *others])
        record(session, "product.order_photos", product, after={"cover": content_hash})


def put_in_order(
    session: Session, actor_id: UUID, product_id: UUID, content_hashes: Sequence[str]
) -> None:
    """All of the product's pictures, the first one its cover. Raises Invalid for other pictures."""
    product, _ = take(session, product_id)
    refuse_archived(product)
    order = _order(session, product)
    by_hash = {one.content_hash: one for one in order}
    if sorted(content_hashes) != sorted(by_hash):
        said = gettext(mark("Cần đúng những ảnh đang có, mỗi ảnh một lần."))
        raise Invalid(said, {"order": said})
    wanted = [by_hash[content_hash] for content_hash in content_hashes]
    if wanted != order:
        _reorder(session, actor_id, product, wanted)


def _order(session: Session, product: Product) -> list[ProductImage]:
    revision = desk.pending_revision(session, product.id)
    return list(desk.images_of(session, product.id, revision))


def _reorder(session: Session, actor_id: UUID, product: Product, order: list[ProductImage]) -> None:
    ids = [str(image.id) for image in order]
    if product.status is ProductStatus.APPROVED:
        revise(session, actor_id, product, images=ids)
        return
    show_only(session, product, ids)
    product.version += 1  # an operator decides about what was looked at
    session.flush()  # the cover is made of it
    relist(session, product.id)


def show_only(session: Session, product: Product, ids: list[str]) -> None:
    """These pictures in this order; the product's others are let go."""
    for image in session.exec(select(ProductImage).where(ProductImage.product_id == product.id)):
        if str(image.id) in ids:
            image.live, image.position = True, ids.index(str(image.id))
        else:
            session.delete(image)
