"""Photographs of a product: chosen on a phone, put in order, let go."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from starlette.datastructures import UploadFile

from app.catalog.deps import OwnProduct
from app.catalog.pages.products import LIST, show_product, to_product
from app.catalog.service import images
from app.core import media
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Submitted
from app.core.i18n import gettext, mark
from app.sellers.deps import CurrentMember, Member, SellerDesk

router = APIRouter(
    prefix=f"{LIST}/{{slug}}/anh",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


@router.post("")
def add_photos(
    request: Request,
    product: OwnProduct,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    data: Submitted,
) -> Response:
    """Each on its own: what is good is kept, what is not is named."""
    uploads = [one for one in data.getlist("photo") if isinstance(one, UploadFile) and one.size]
    refused = [said for one in uploads if (said := _add(session, member, product.id, one))]
    if refused or not uploads:
        said = " ".join(refused) or gettext(mark("Mời chọn ít nhất một tấm ảnh."))
        return show_product(request, product, desk, session, photo_error=said)
    return to_product(product, "anh")


def _add(session: SessionDep, member: Member, product_id: UUID, upload: UploadFile) -> str:
    """Nothing, or what is wrong with this file."""
    try:
        if (upload.size or 0) > media.MOST_BYTES:
            raise media.NotAPhotograph(media.TOO_HEAVY)
        medium = media.keep(upload.file.read())
        images.add_photo(session, member.user.id, product_id, medium)
    except Invalid as wrong:
        return f"{upload.filename or 'Ảnh'}: {gettext(str(wrong))}"
    return ""


@router.post("/{content_hash}/bo")
def remove_photo(
    content_hash: str, product: OwnProduct, member: CurrentMember, session: SessionDep
) -> Response:
    images.remove_photo(session, member.user.id, product.id, content_hash)
    return to_product(product, "anh")


@router.post("/{content_hash}/anh-bia")
def make_cover(
    content_hash: str, product: OwnProduct, member: CurrentMember, session: SessionDep
) -> Response:
    images.make_cover(session, member.user.id, product.id, content_hash)
    return to_product(product, "anh")
