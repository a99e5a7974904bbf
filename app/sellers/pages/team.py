"""Who works for a seller: owners add people, change what they may do, and let them go; anybody
leaves by themselves.
"""

from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid, NotFound
from app.core.forms import Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import CurrentUser
from app.identity.models import User
from app.identity.service import count_try
from app.sellers import queries, service
from app.sellers.deps import Member as Leader
from app.sellers.deps import SellerDesk, TeamLeader
from app.sellers.models import MemberRole
from app.sellers.service import MemberIn
from app.sellers.service.letters import member_added

TEAM = "/ban-hang/nhan-su"
MOST_ADDED, PER = 20, timedelta(days=1)
"""Nobody needs more people a day; whoever tries phone numbers does."""
router = APIRouter(prefix=TEAM, include_in_schema=False, dependencies=[Depends(require_token)])


def colleague(
    owner: TeamLeader, session: SessionDep, phone: Annotated[str, Form(max_length=20)] = ""
) -> User:
    """The member whom a button names. Raises NotFound for everybody who is none of this seller."""
    user = queries.member_by_phone(session, owner.seller.id, phone)
    if user is None:
        raise NotFound
    return user


Colleague = Annotated[User, Depends(colleague)]


@router.get("")
def team_page(
    request: Request,
    owner: TeamLeader,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, owner, desk, session, forms.Form(), done=xong)


@router.post("")
def add_member(
    request: Request,
    data: Submitted,
    owner: TeamLeader,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303; or the page with a new account's password, shown this once for reading out."""
    form = forms.read(MemberIn, data)
    if form.model is None:
        return _show(request, owner, desk, session, form, status=422)
    count_try(f"team:{owner.seller.id}", MOST_ADDED, PER)
    try:
        user, password = service.add_member(session, owner.user, owner.seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, owner, desk, session, form, status=422)
    member_added(session, owner.seller, user)
    if password is None:
        return _back("them")
    return _show(request, owner, desk, session, forms.Form(), issued=(user, password))


@router.post("/vai-tro")
def set_role(
    owner: TeamLeader,
    user: Colleague,
    session: SessionDep,
    role: Annotated[MemberRole, Form()],
) -> Response:
    service.set_role(session, owner.user, owner.seller, user, role)
    return _back("vai-tro")


@router.post("/thoi")
def remove_member(owner: TeamLeader, user: Colleague, session: SessionDep) -> Response:
    """An owner may leave too, as long as another one stays."""
    service.remove_member(session, owner.user, owner.seller, user)
    if user.id == owner.user.id:
        return RedirectResponse(localised_path("/tai-khoan"), 303)
    return _back("thoi")


@router.post("/roi")
def leave(
    user: CurrentUser, session: SessionDep, shop: Annotated[str, Form(max_length=120)] = ""
) -> Response:
    """303 to one's account. The form names the shop: a second click is not to leave another one.

    Raises NotFound for a shop that is not theirs, Conflict for its last owner.
    """
    seller = queries.shop_of(session, user.id, shop)
    if seller is None:
        raise NotFound
    service.remove_member(session, user, seller, user)
    return RedirectResponse(localised_path("/tai-khoan?xong=roi"), 303)


def _back(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{TEAM}?xong={done}"), 303)


def _show(
    request: Request,
    owner: Leader,
    desk: Desk,
    session: SessionDep,
    form: forms.Form[MemberIn],
    *,
    status: int = 200,
    issued: tuple[User, str] | None = None,
    done: str = "",
) -> Response:
    """`issued` is a member and the temporary password to read out."""
    return render(
        request,
        "sellers/team.html",
        status=status,
        headers={"cache-control": "no-store"} if issued else None,
        desk=desk,
        members=queries.members(session, owner.seller.id),
        own_phone=owner.user.phone,
        form=form,
        issued=issued,
        done=done,
    )
