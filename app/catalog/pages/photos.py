"""Photographs of a product: chosen on a phone, put in order, let go."""

from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from app.catalog.deps import OwnProduct
from app.catalog.pages.products import LIST, show_product, to_product
from app.catalog.queries import desk as queries
from app.catalog.service import images
from app.core import media
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.media import Medium
from app.core.templates import render
from app.sellers.deps import CurrentMember, Member, SellerDesk

router = APIRouter(
    prefix=f"{LIST}/{{slug}}/anh",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


@router.get("")
def progress_page(
    request: Request, product: OwnProduct, desk: SellerDesk, session: SessionDep
) -> Response:
    """While sizes are being made; it asks again by itself, and then goes back to the product."""
    pending = queries.pending_revision(session, product.id)
    shown = queries.images_of(session, product.id, pending)
    if not any(image.in_progress for image in shown):
        return to_product(product, "anh")
    return render(request, "catalog/photo_progress.html", desk=desk, product=product, images=shown)


@router.post("")
def add_photos(
    request: Request,
    product: OwnProduct,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    data: Submitted,
) -> Response:
    """Each on its own: what is good is kept, what is not is named.

    All are read and stored before a row is locked: that may take seconds, or another machine.
    """
    uploads = [one for one in data.getlist("photo") if isinstance(one, UploadFile) and one.filename]
    tried = [(one.filename or "", _kept(one)) for one in uploads]
    refused = [
        said for name, one in tried if (said := _add(session, member, product.id, name, one))
    ]
    if refused or not uploads:
        said = " ".join(refused) or gettext(mark("Mời chọn ít nhất một tấm ảnh."))
        return show_product(request, product, desk, session, photo_error=said)
    return RedirectResponse(localised_path(f"{LIST}/{product.slug}/anh"), 303)


def _kept(upload: UploadFile) -> Medium | Invalid:
    """The picture, or what is wrong with it."""
    try:
        if (upload.size or 0) > media.MOST_BYTES:
            raise media.NotAPhotograph(media.TOO_HEAVY)
        return media.keep(upload.file.read())
    except Invalid as wrong:
        return wrong


def _add(
    session: SessionDep, member: Member, product_id: UUID, name: str, kept: Medium | Invalid
) -> str:
    """Nothing, or what is wrong with the file of that name."""
    try:
        if isinstance(kept, Invalid):
            raise kept
        images.add_photo(session, member.user.id, product_id, kept)
    except Invalid as wrong:
        return f"{name}: {gettext(str(wrong))}"
    return ""


@router.post("/{content_hash}/lam-lai")
def try_again(content_hash: str, product: OwnProduct, session: SessionDep) -> Response:
    images.try_again(session, product.id, content_hash)
    return RedirectResponse(localised_path(f"{LIST}/{product.slug}/anh"), 303)


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
