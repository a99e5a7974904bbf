"""Where a seller is paid."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.desks import Desk
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.sellers import queries
from app.sellers.deps import SellerDesk, Treasurer
from app.sellers.models import Seller
from app.sellers.rules import Holder, same_holder
from app.sellers.service.bank import BankAccountIn, set_bank_account

BANK = "/ban-hang/tai-khoan-nhan-tien"
router = APIRouter(prefix=BANK, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def bank_page(
    request: Request,
    owner: Treasurer,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, owner.seller, desk, session, Form(), done=xong)


@router.post("")
def change_account(
    request: Request,
    data: Submitted,
    owner: Treasurer,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the page that shows the account by its last four characters."""
    form = forms.read(BankAccountIn, data)
    if form.model is None:
        return _show(request, owner.seller, desk, session, form, status=422)
    try:
        set_bank_account(session, owner.user, owner.seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, owner.seller, desk, session, form, status=422)
    return RedirectResponse(localised_path(f"{BANK}?xong=luu"), 303)


def _show(
    request: Request,
    seller: Seller,
    desk: Desk,
    session: SessionDep,
    form: Form[BankAccountIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    account = queries.bank_account(session, seller.id)
    known = Holder(seller.legal_name, seller.representative)
    return render(
        request,
        "sellers/bank.html",
        status=status,
        headers={"cache-control": "no-store"},
        desk=desk,
        seller=seller,
        form=form,
        account=account,
        bank=queries.banks().get(account.bank_bin) if account else None,
        another=account is not None and not same_holder(account.holder, known),
        banks=[(one.bin, one.choice) for one in queries.banks().values()],
        now=utc_now(),
        done=done,
    )
