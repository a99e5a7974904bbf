"""The operator's view of sellers: who they are, who may sign in for them, whether they may sell."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import DeskReader, OperatorDesk, SellerReviewer
from app.identity.models import User
from app.identity.service import issue_password
from app.places import queries as places
from app.sellers import queries, service
from app.sellers.models import Seller

SELLERS = "/dieu-hanh/don-vi"
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a password on it is not to come back by the browser's back button."""
router = APIRouter(prefix=SELLERS, include_in_schema=False, dependencies=[Depends(require_token)])


class ReasonIn(BaseModel):
    reason: Annotated[str, Field(min_length=10, max_length=1000)]


def any_seller(slug: str, reader: DeskReader, session: SessionDep) -> Seller:
    """A seller of any status. Raises NotFound, and NotAllowed for everybody without a desk."""
    seller = queries.seller_by_slug(session, slug)
    if seller is None:
        raise NotFound
    return seller


AnySeller = Annotated[Seller, Depends(any_seller)]


def member(
    seller: AnySeller, session: SessionDep, phone: Annotated[str, Form(max_length=20)] = ""
) -> User:
    """The member whom a button names. Raises NotFound for everybody who is none of this seller."""
    user = queries.member_by_phone(session, seller.id, phone)
    if user is None:
        raise NotFound
    return user


Member = Annotated[User, Depends(member)]


@router.get("")
def seller_list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    found = queries.sellers(session, q)
    full = len(found) == queries.PAGE
    return render(request, "sellers/list.html", desk=desk, found=found, wanted=q, full=full)


@router.get("/{slug}")
def seller_page(
    request: Request, seller: AnySeller, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show(request, seller, desk, session)


@router.post("/{slug}/thanh-vien")
def add_member(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """The page with the new account's password, shown this once; 303 when they have one already."""
    form = forms.read(service.MemberIn, data)
    if form.model is None:
        return _show(request, seller, desk, session, status=422, form=form)
    try:
        user, password = service.add_member(session, operator, seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, seller, desk, session, status=422, form=form)
    if password is None:
        return _to(seller)
    return _show(request, seller, desk, session, issued=(user, password))


@router.post("/{slug}/thanh-vien/mat-khau")
def renew_password(
    request: Request,
    seller: AnySeller,
    operator: SellerReviewer,
    user: Member,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    password = issue_password(session, operator, user)
    return _show(request, seller, desk, session, issued=(user, password))


@router.post("/{slug}/thanh-vien/bo")
def remove_member(
    seller: AnySeller, operator: SellerReviewer, user: Member, session: SessionDep
) -> Response:
    service.remove_member(session, operator, seller, user)
    return _to(seller)


@router.post("/{slug}/tam-ngung")
def suspend(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """303 to the seller, whose goods have left the shop; a second submit changes nothing."""
    form = forms.read(ReasonIn, data)
    if form.model is None:
        return _show(request, seller, desk, session, status=422, reason=form)
    service.suspend_seller(session, operator.id, seller, form.model.reason)
    return _to(seller)


@router.post("/{slug}/mo-lai")
def approve(seller: AnySeller, operator: SellerReviewer, session: SessionDep) -> Response:
    """Of a suspended seller or of a new one; a second submit changes nothing."""
    service.approve_seller(session, operator.id, seller)
    return _to(seller)


def _to(seller: Seller) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{SELLERS}/{seller.slug}"), 303)


def _show(
    request: Request,
    seller: Seller,
    desk: OperatorDesk,
    session: SessionDep,
    *,
    status: int = 200,
    issued: tuple[User, str] | None = None,
    **given: Any,
) -> Response:
    """`issued` is a member and the temporary password to read out; `given` the forms as typed."""
    return render(
        request,
        "sellers/seller.html",
        status=status,
        headers=NOT_KEPT if issued else None,
        desk=desk,
        seller=seller,
        address=places.address_line(seller.street, seller.ward_code),
        members=queries.members(session, seller.id),
        suspended_for=queries.suspended_for(session, seller),
        issued=issued,
        **{"form": forms.Form(), "reason": forms.Form()} | given,
    )
