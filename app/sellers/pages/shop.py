"""A seller's shop: what can be set about it, what it says of itself, its pictures."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import UploadFile

from app.core import forms, media
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.phones import spoken
from app.core.templates import render
from app.moderation.rules.findings import Forbidden
from app.places import queries as places
from app.sellers import queries
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk, remember_choice
from app.sellers.models import Seller, SellerStatus
from app.sellers.rules import OWN_WORDS, Duty, PictureSlot, is_away
from app.sellers.service import pictures
from app.sellers.service import shop as service
from app.sellers.service.shop import ShopIn

SHOP = "/ban-hang/gian-hang"
STORY = f"{SHOP}/gioi-thieu"
router = APIRouter(prefix=SHOP, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def shop_home(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    seller = member.seller
    return render(
        request,
        "sellers/shop.html",
        desk=desk,
        seller=seller,
        address=places.address_line(seller.street, seller.ward_code),
        public=seller.status is SellerStatus.APPROVED,
        days=queries.hours(session, seller.id),
        away=is_away(seller.away_from, seller.away_until, today()),
        today=today(),
        trusted={duty.value: member.trusted_with(duty) for duty in Duty},
        done=xong,
    )


@router.get("/gioi-thieu")
def story_page(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, seller, desk, session, _filled(seller), done=xong)


def _filled(seller: Seller) -> Form[ShopIn]:
    values = {name: str(getattr(seller, name)) for name in ShopIn.model_fields}
    values |= {"zalo": spoken(seller.zalo), "edition": service.edition(seller)}
    return Form(values)


@router.post("/gioi-thieu")
def save_story(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the shop; or the page again: with a preview, with what is wrong, with a conflict."""
    seller, form = member.seller, forms.read(ShopIn, data)
    if form.model is None:
        return _show(request, seller, desk, session, form, status=422)
    if form.value("preview"):
        return _show(request, seller, desk, session, form, preview=form.model)
    try:
        service.save_shop(
            session, member.user.id, seller, form.model, seen=form.value("edition")[:40]
        )
    except service.Stale as stale:
        form.values["edition"] = service.edition(seller)
        return _show(request, seller, desk, session, form, status=409, stale=stale)
    except Forbidden as wrong:
        form.errors |= wrong.fields
        return _show(request, seller, desk, session, form, status=422)
    response = RedirectResponse(localised_path(f"{SHOP}?xong=gioi-thieu"), 303)
    remember_choice(request, response, seller)  # a new name has moved the shop
    return response


@router.post("/anh/{slot}")
def set_picture(
    request: Request,
    slot: PictureSlot,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    try:
        medium = media.keep(_upload(data.get("picture")))
    except Invalid as wrong:
        form = _filled(member.seller)
        form.errors[slot.value] = gettext(str(wrong))
        return _show(request, member.seller, desk, session, form, status=422)
    pictures.set_picture(session, member.user.id, member.seller, slot, medium)
    return RedirectResponse(localised_path(f"{STORY}?xong=anh"), 303)


def _upload(sent: object) -> bytes:
    """Raises NotAPhotograph before anything large is read."""
    if not isinstance(sent, UploadFile) or not sent.size:
        raise media.NotAPhotograph(mark("Mời chọn một tấm ảnh."))
    if sent.size > media.MOST_BYTES:
        raise media.NotAPhotograph(media.TOO_HEAVY)
    return sent.file.read()


@router.post("/anh/{slot}/bo")
def remove_picture(slot: PictureSlot, member: CurrentMember, session: SessionDep) -> Response:
    pictures.remove_picture(session, member.user.id, member.seller, slot)
    return RedirectResponse(localised_path(f"{STORY}?xong=anh"), 303)


def _show(
    request: Request,
    seller: Seller,
    desk: Desk,
    session: SessionDep,
    form: Form[ShopIn],
    *,
    status: int = 200,
    preview: ShopIn | None = None,
    stale: service.Stale | None = None,
    done: str = "",
) -> Response:
    return render(
        request,
        "sellers/story.html",
        status=status,
        desk=desk,
        seller=seller,
        form=form,
        findings=queries.findings(session, form.values),
        fields=OWN_WORDS,
        preview=preview,
        stale=stale,
        pictures=queries.pictures(session, seller.id),
        accept=media.ACCEPT,
        done=done,
    )
