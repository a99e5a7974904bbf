"""Photographs of a product: in their order, the first one its cover."""

from uuid import UUID

from sqlmodel import Session, col, select

from app.catalog.models import ProductImage
from app.catalog.service.listing import relist
from app.catalog.service.products import assign

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
        image.ready = True
    session.flush()  # covers are made of it
    for product_id in sorted({image.product_id for image in images}):
        relist(session, product_id)
