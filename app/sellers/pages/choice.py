"""For whoever works for several sellers: which one's desk is open in this browser."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import NotFound
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import CurrentUser
from app.sellers import queries
from app.sellers.deps import CurrentMember, SellerDesk, remember_choice

CHOICE = "/ban-hang/doi-gian-hang"
router = APIRouter(prefix=CHOICE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def choice_page(
    request: Request, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    shops = queries.memberships(session, member.user.id)
    return render(request, "sellers/choice.html", desk=desk, shops=shops, seller=member.seller)


@router.post("")
def choose(
    request: Request,
    user: CurrentUser,
    session: SessionDep,
    shop: Annotated[str, Form(max_length=120)] = "",
) -> Response:
    """303 to the desk of that shop; one that is not theirs does not exist."""
    chosen = queries.shop_of(session, user.id, shop)
    if chosen is None:
        raise NotFound
    response = RedirectResponse(localised_path("/ban-hang"), 303)
    remember_choice(request, response, chosen)
    return response
