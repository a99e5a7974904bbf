"""A product's photographs: one upload at a time, their order, and letting one go."""

from typing import Annotated

from fastapi import Path, Response, UploadFile

from app.catalog.api import own
from app.catalog.api.schemas import Hash, PhotoList, PhotoOrder, PhotoOut
from app.catalog.models import Product
from app.catalog.queries import desk
from app.catalog.service import images
from app.core import media
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.core.rest.conditions import IfMatch, require_match
from app.core.rest.document import CONFLICT
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Slug, answer
from app.tokens.deps import ProductsReader, ProductsWriter

router = api_router("photos")
LIST = "/seller/products/{slug}/photos"


@router.get(
    LIST,
    operation_id="listPhotos",
    summary=mark("Các ảnh theo thứ tự, ảnh đầu là ảnh bìa"),
    response_model=PhotoList,
)
def list_photos(slug: Slug, caller: ProductsReader, session: SessionDep) -> Response:
    return answer(_shown(session, own.product_of(session, caller, slug)))


@router.post(
    LIST,
    operation_id="addPhoto",
    summary=mark("Thêm một ảnh JPEG, PNG, WebP hay HEIC, tối đa 10 MB"),
    response_model=PhotoList,
    responses=CONFLICT | {503: {}},
)
def add_photo(
    slug: Slug, photo: UploadFile, caller: ProductsWriter, session: SessionDep
) -> Response:
    """The same picture twice is one; its sizes are made by a job."""
    product = own.product_of(session, caller, slug)
    try:
        if (photo.size or 0) > media.MOST_BYTES:
            raise media.NotAPhotograph(media.TOO_HEAVY)
        images.add_photo(session, caller.user.id, product.id, media.keep(photo.file.read()))
    except media.NotKept:
        raise
    except Invalid as wrong:
        said = gettext(str(wrong))
        raise Invalid(said, {"photo": said}) from wrong
    return answer(_shown(session, product))


@router.put(
    LIST,
    operation_id="orderPhotos",
    summary=mark("Xếp lại thứ tự ảnh"),
    response_model=PhotoList,
    responses=CONFLICT,
)
def order_photos(
    slug: Slug,
    body: PhotoOrder,
    caller: ProductsWriter,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Response:
    product = own.held(session, caller, slug)
    require_match(if_match, _shown(session, product))
    images.put_in_order(session, caller.user.id, product.id, body.order)
    return answer(_shown(session, product))


@router.delete(
    LIST + "/{content_hash}",
    operation_id="removePhoto",
    summary=mark("Bỏ một ảnh; đã bỏ rồi thì không đổi gì"),
    response_model=PhotoList,
    responses=CONFLICT,
)
def remove_photo(
    slug: Slug, content_hash: Annotated[Hash, Path()], caller: ProductsWriter, session: SessionDep
) -> Response:
    product = own.product_of(session, caller, slug)
    images.remove_photo(session, caller.user.id, product.id, content_hash)
    return answer(_shown(session, product))


def _shown(session: SessionDep, product: Product) -> PhotoList:
    session.flush()  # the answer reads what was just put in order
    found = desk.images_of(session, product.id, desk.pending_revision(session, product.id))
    return PhotoList(
        items=[
            PhotoOut(
                content_hash=one.content_hash,
                width=one.width,
                height=one.height,
                ready=one.ready,
                url=media.media_url(one.content_hash),
            )
            for one in found
        ]
    )
