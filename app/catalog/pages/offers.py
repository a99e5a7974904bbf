"""Prices and stock of all variants on one page, changed together."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.pages.products import LIST
from app.catalog.pages.variants import PriceAndStockIn
from app.catalog.queries import desk as queries
from app.catalog.rules import offers as rules
from app.catalog.service import variants
from app.catalog.service.variants import Change, SomeRefused
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.sellers.deps import CurrentSeller, SellerDesk

OFFERS = f"{LIST}/gia-va-ton"
router = APIRouter(prefix=OFFERS, include_in_schema=False, dependencies=[Depends(require_token)])
Text = Annotated[str, Query(max_length=80)]
Page = Annotated[int, Query(ge=1, le=200)]
Forms = dict[str, Form[PriceAndStockIn]]


@router.get("")
def offers_page(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    q: Text = "",
    trang: Page = 1,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    rows = queries.seller_offers(session, seller.id, q, trang)
    return _show(request, desk, rows, {}, q=q, page=trang, done=xong)


@router.post("")
def set_offers(
    request: Request,
    data: Submitted,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    q: Text = "",
    trang: Page = 1,
) -> Response:
    """All rows that differ from what was shown, or none of them."""
    read = _changed({key: value for key, value in data.items() if isinstance(value, str)})
    wrong = any(form.errors for form in read.values())
    status = 422 if wrong else _write(session, seller.id, read)
    if status == 303:
        return RedirectResponse(localised_path(f"{OFFERS}?trang={trang}&xong=gia"), 303)
    rows = queries.seller_offers(session, seller.id, q, trang)
    return _show(request, desk, rows, read, q=q, page=trang, status=status)


def _changed(typed: dict[str, str]) -> Forms:
    rows = [row for row in rules.rows(typed) if row.changed]
    return {row.sku: forms.read(PriceAndStockIn, row.typed) for row in rows}


def _write(session: SessionDep, seller_id: Any, read: Forms) -> int:
    """The answer's status; what was refused is said beside its field."""
    changes = [
        Change(sku, form.model.price, form.model.on_hand, form.model)
        for sku, form in read.items()
        if form.model
    ]
    try:
        variants.set_many(session, seller_id, changes)
    except SomeRefused as refused:
        for sku, fault in refused.faults.items():
            read[sku].errors |= _by_field(fault)
        return refused.status
    return 303


def _by_field(fault: DomainError) -> dict[str, str]:
    return fault.fields if isinstance(fault, Invalid) else {"on_hand": gettext(str(fault))}


def _show(
    request: Request,
    desk: SellerDesk,
    rows: Any,
    typed: Forms,
    *,
    status: int = 200,
    page: int,
    **given: Any,
) -> Response:
    return render(
        request,
        "catalog/offers.html",
        status=status,
        desk=desk,
        offers=rows[: queries.PAGE],
        more=len(rows) > queries.PAGE,
        typed=typed,
        faults=sum(bool(form.errors) for form in typed.values()),
        page=page,
        **{"done": "", "q": ""} | given,
    )
