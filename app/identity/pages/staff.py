"""The administrators' desk of accounts, and who may do what."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import NotFound
from app.core.forms import Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity import queries, rules, service
from app.identity.deps import AccountManager, OperatorDesk
from app.identity.models import User
from app.identity.rules import Permission, Role, words
from app.identity.service import factors, staff
from app.places import queries as places
from app.places.rules import HOME

ACCOUNTS = "/dieu-hanh/tai-khoan"
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a password on it is not to come back by the browser's back button."""
router = APIRouter(include_in_schema=False, dependencies=[Depends(require_token)])


class StandingIn(BaseModel):
    why: staff.Reason


class ResetIn(BaseModel):
    proof: staff.Reason  # how they know that it is really this person


def any_account(code: str, manager: AccountManager, session: SessionDep) -> User:
    """Raises NotFound, and NotAllowed for everybody but administrators."""
    user = queries.user_by_code(session, code)
    if user is None:
        raise NotFound
    return user


AnyAccount = Annotated[User, Depends(any_account)]


@router.get("/dieu-hanh/quyen")
def permissions(request: Request, desk: OperatorDesk) -> Response:
    """Who may do what, for everybody who reads the desk."""
    return render(
        request,
        "identity/permissions.html",
        desk=desk,
        roles=[(role, gettext(words.ROLES[role])) for role in Role if role is not Role.SHOPPER],
        rows=[(gettext(words.PERMISSIONS[one]), set(rules.granting(one))) for one in Permission],
        needing=rules.NEED_SECOND_FACTOR,
    )


@router.get(ACCOUNTS)
def account_list(
    request: Request,
    manager: AccountManager,
    desk: OperatorDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    return _list(request, desk, session, wanted=q)


@router.post(ACCOUNTS)
def open_account(
    request: Request,
    manager: AccountManager,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
) -> Response:
    """The new account's page with its password, shown this once."""
    form = forms.read(staff.StaffIn, data)
    _name_the_commune(form)
    if form.model is None:
        return _list(request, desk, session, form=form, status=422)
    try:
        user, password = staff.open_staff(session, manager, form.model)
    except service.AccountExists as known:
        form.errors["phone"] = gettext(str(known))
        return _list(request, desk, session, form=form, status=422)
    return _show(request, user, manager, desk, session, password=password)


@router.get(f"{ACCOUNTS}/{{code}}")
def account_page(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, user, manager, desk, session, done=xong)


@router.post(f"{ACCOUNTS}/{{code}}/vai-tro")
def change_role(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(staff.RoleChangeIn, data)
    _name_the_commune(form)
    if form.model is None:
        return _show(request, user, manager, desk, session, status=422, role=form)
    staff.change_role(session, manager, user, form.model)
    return _to(user, "vai-tro")


@router.post(f"{ACCOUNTS}/{{code}}/khoa")
def disable(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(StandingIn, data)
    if form.model is None:
        return _show(request, user, manager, desk, session, status=422, standing=form)
    staff.disable_account(session, manager, user, form.model.why)
    return _to(user, "khoa")


@router.post(f"{ACCOUNTS}/{{code}}/mo-khoa")
def enable(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(StandingIn, data)
    if form.model is None:
        return _show(request, user, manager, desk, session, status=422, standing=form)
    staff.enable_account(session, manager, user, form.model.why)
    return _to(user, "mo-khoa")


@router.post(f"{ACCOUNTS}/{{code}}/xac-thuc")
def reset_factors(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    data: Submitted,
    session: SessionDep,
) -> Response:
    form = forms.read(ResetIn, data)
    if form.model is None:
        return _show(request, user, manager, desk, session, status=422, reset=form)
    factors.reset_factors(session, manager, user, form.model.proof)
    return _to(user, "xac-thuc")


@router.post(f"{ACCOUNTS}/{{code}}/mat-khau")
def renew_password(
    request: Request,
    user: AnyAccount,
    manager: AccountManager,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    password = staff.renew_password(session, manager, user)
    return _show(request, user, manager, desk, session, password=password)


def _name_the_commune(form: forms.Form[Any]) -> None:
    """What a role says about its commune belongs beside the field of the commune."""
    if said := form.errors.pop("", None):
        form.errors["ward_code"] = said


def _to(user: User, done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{ACCOUNTS}/{user.code}?xong={done}"), 303)


def _list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    *,
    wanted: str = "",
    status: int = 200,
    form: forms.Form[staff.StaffIn] | None = None,
) -> Response:
    found = queries.accounts(session, wanted)
    return render(
        request,
        "identity/accounts.html",
        status=status,
        desk=desk,
        found=found,
        wanted=wanted,
        full=len(found) == queries.ACCOUNTS_SHOWN,
        form=form or forms.Form(),
        **_choices(),
    )


def _show(
    request: Request,
    user: User,
    manager: User,
    desk: OperatorDesk,
    session: SessionDep,
    *,
    status: int = 200,
    password: str = "",
    done: str = "",
    **given: forms.Form[Any],
) -> Response:
    """`password` is a temporary one to read out; `given` the forms as they were typed."""
    return render(
        request,
        "identity/account.html",
        status=status,
        headers=NOT_KEPT if password else None,
        desk=desk,
        user=user,
        own=user.id == manager.id,
        has=queries.factors(session, user.id),
        trail=queries.latest_entries(session, user.id),
        password=password,
        done=done,
        action_words=rules.action_words,
        **{name: forms.Form() for name in ("role", "standing", "reset")} | given,
        **_choices(),
    )


def _choices() -> dict[str, Any]:
    return {
        "roles": [(role, gettext(words.ROLES[role])) for role in Role],
        "wards": [(ward.code, ward.choice) for ward in places.wards(HOME)],
    }
