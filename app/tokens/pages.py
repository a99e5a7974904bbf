"""`/ban-hang/ket-noi`: the owner gives the shop's own systems keys, and takes them back."""

from collections.abc import Mapping
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import DomainError, Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.ids import new_id
from app.core.templates import render
from app.sellers.deps import Connector, SellerDesk
from app.sellers.models import Seller
from app.tokens import queries, rules, service
from app.tokens.service import TokenIn, TokenShown

PLACE = "/ban-hang/ket-noi"
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a token on it is not to come back by the browser's back button."""
router = APIRouter(prefix=PLACE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def connections(
    request: Request,
    member: Connector,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, member.seller, desk, session, done=xong)


@router.post("")
def create(
    request: Request, data: Submitted, member: Connector, desk: SellerDesk, session: SessionDep
) -> Response:
    """The page with the new token on it, this once."""
    form = forms.read(TokenIn, _typed(data))
    if form.model is None:
        if "scopes" in form.errors:
            form.errors["scopes"] = gettext(mark("Mời chọn ít nhất một việc."))
        return _show(request, member.seller, desk, session, status=422, form=form)
    try:
        issued = service.create_token(session, member.user, member.seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, member.seller, desk, session, status=422, form=form)
    except TokenShown as shown:
        return _show(request, member.seller, desk, session, status=409, error=shown)
    return _show(request, member.seller, desk, session, issued=issued[1])


def _typed(data: FormData) -> Mapping[str, str]:
    """Ticked rights are several values of one name."""
    texts = {name: value for name, value in data.items() if isinstance(value, str)}
    return texts | {"scopes": " ".join(str(each) for each in data.getlist("scopes"))}


@router.post("/{code}/thu-hoi")
def revoke(code: str, member: Connector, session: SessionDep) -> Response:
    """Another seller's token is not found; one that was taken back already stays so."""
    token = queries.own_token(session, member.seller.id, code)
    if token is None:
        raise NotFound
    service.revoke_token(session, member.user.id, token)
    return RedirectResponse(localised_path(f"{PLACE}?xong=thu-hoi"), 303)


def _in_days(days: int) -> str:
    return gettext(mark("{days} ngày")).format(days=days)


def _show(
    request: Request,
    seller: Seller,
    desk: SellerDesk,
    session: SessionDep,
    *,
    status: int = 200,
    form: Form[TokenIn] | None = None,
    issued: str = "",
    error: DomainError | None = None,
    done: str = "",
) -> Response:
    session.flush()  # the list shows the new one
    return render(
        request,
        "tokens/connections.html",
        status=status,
        headers=NOT_KEPT if issued else None,
        desk=desk,
        tokens=queries.tokens(session, seller.id),
        form=form or Form({"token_id": str(new_id()), "days": "90"}),
        scopes=[(scope.value, gettext(said)) for scope, said in rules.SCOPE_WORDS.items()],
        day_options=[(days, _in_days(days)) for days in rules.LIFETIMES],
        now=utc_now(),
        issued=issued,
        error=error,
        done=done,
    )
