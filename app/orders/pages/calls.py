"""The operator's call list: sellers who leave orders unanswered, and what they said."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.ids import new_id
from app.core.templates import render
from app.identity.deps import OperatorDesk, SellerCaller
from app.orders.queries import calls as queries
from app.orders.rules.calls import CallIn
from app.orders.service import calls
from app.places import queries as places
from app.sellers import queries as sellers
from app.sellers.models import Seller

CALLS = "/dieu-hanh/goi-dien"
router = APIRouter(prefix=CALLS, include_in_schema=False, dependencies=[Depends(require_token)])


def called_seller(slug: str, caller: SellerCaller, session: SessionDep) -> Seller:
    """Raises NotFound."""
    seller = sellers.seller_by_slug(session, slug)
    if seller is None:
        raise NotFound
    return seller


Called = Annotated[Seller, Depends(called_seller)]


@router.get("")
def call_list(
    request: Request, caller: SellerCaller, desk: OperatorDesk, session: SessionDep
) -> Response:
    now = utc_now()
    tally = queries.tally(session, now)
    return render(
        request,
        "orders/call_list.html",
        desk=desk.counting(goi_dien=tally.now),
        silent=queries.silent_sellers(session, now),
        tally=tally,
        commune=lambda code: places.ward(code).name,
        now=now,
    )


@router.get("/{slug}")
def seller_calls(
    request: Request,
    seller: Called,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, session, desk, seller, Form({"call_id": str(new_id())}), done=xong)


@router.post("/{slug}")
def log_call(
    request: Request,
    data: Submitted,
    seller: Called,
    caller: SellerCaller,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(CallIn, data)
    try:
        if form.model is not None:
            calls.log_call(session, caller.id, seller, form.model)
            return _to(seller, "ghi")
    except Invalid as wrong:
        form.errors |= wrong.fields
    return _show(request, session, desk, seller, form, status=422)


@router.post("/{slug}/nhac")
def remind(seller: Called, caller: SellerCaller, session: SessionDep) -> Response:
    calls.remind(session, caller.id, seller)
    return _to(seller, "nhac")


def _to(seller: Seller, done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{CALLS}/{seller.slug}?xong={done}"), 303)


def _show(
    request: Request,
    session: Session,
    desk: Any,
    seller: Seller,
    form: Form[CallIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    now = utc_now()
    return render(
        request,
        "orders/call_seller.html",
        status=status,
        desk=desk,
        seller=seller,
        address=places.address_line(seller.street, seller.ward_code),
        late=queries.late_orders(session, seller.id, now),
        calls=queries.calls(session, seller.id),
        form=form,
        done=done,
        now=now,
    )
