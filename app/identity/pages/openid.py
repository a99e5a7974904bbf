"""Signing in with somebody else's word for it, and the identities of one's own account."""

import json
from dataclasses import asdict, dataclass, replace
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark, speaking
from app.core.sealing import BrokenSeal, sealed_text, unsealed_text
from app.core.templates import render
from app.identity import deps, queries, rules, service
from app.identity.deps import CurrentUser, OptionalUser
from app.identity.models import User
from app.identity.pages.sign_in import onward, to_second_step
from app.identity.rules.openid import ATTEMPT, Person, Profile
from app.identity.service import openid

router = APIRouter(include_in_schema=False)
DOOR = "/dang-nhap/oidc/{provider}"
LINKS = "/tai-khoan/lien-ket"
SENT, CAME = "oidc", "oidc-ai"
"""Cookies, sealed: what was sent to a provider, and who came back and has not confirmed yet."""


class Cancelled(DomainError):
    status, title = 400, mark("Mình đã dừng lần đăng nhập này")


class PasswordIn(BaseModel):
    password: Annotated[str, Field(max_length=200)]


@router.get(DOOR)
def leave(
    request: Request, provider: str, tiep: Annotated[str, Query(max_length=500)] = ""
) -> Response:
    """To the provider: a link, since a form that ends elsewhere is forbidden to our pages."""
    profile = openid.open_profile(provider)
    attempt = openid.new_attempt(profile, tiep, request.scope.get("language", "vi"))
    try:
        response = RedirectResponse(openid.authorization_url(profile, attempt), 303)
    except DomainError as error:
        return _refused(request, profile, error, tiep)
    _keep(request, response, SENT, asdict(attempt))
    return response


@dataclass(frozen=True)
class Arrival:
    """Who came back from a provider, or why nobody did."""

    profile: Profile
    wanted: str = ""
    lang: str = "vi"
    person: Person | None = None
    error: DomainError | None = None


def arrival(request: Request, provider: str) -> Arrival:
    """A dependency ahead of those that read rows: the provider may take seconds to answer."""
    profile = openid.open_profile(provider)
    sent = _kept(request, SENT)
    if sent is None:
        said = mark("Đã quá 10 phút, hoặc lần đăng nhập bắt đầu ở máy khác.")
        return Arrival(profile, error=openid.NotBelieved(said))
    attempt = openid.Attempt(**sent)
    began = Arrival(profile, attempt.onward, attempt.lang)
    try:
        return replace(began, person=_identify(request, profile, attempt))
    except DomainError as error:
        return replace(began, error=error)


def _identify(request: Request, profile: Profile, attempt: openid.Attempt) -> Person:
    address = request.client.host if request.client else ""
    service.count_try(f"oidc:{address}", rules.TRIES_PER_ADDRESS, rules.SIGN_IN_WINDOW)
    came = dict(request.query_params)
    if came.get("error") == "access_denied" and came.get("state") == attempt.state:
        raise Cancelled
    return openid.identify(profile, attempt, came)


@router.get(f"{DOOR}/tro-lai")
def come_back(
    request: Request,
    came: Annotated[Arrival, Depends(arrival)],
    user: OptionalUser,
    session: SessionDep,
) -> Response:
    """The address that a provider knows has no language; the attempt remembers it."""
    with speaking(came.lang):
        try:
            response = _admit(request, session, came, user)
        except openid.MustConfirm as owner:
            path = f"/dang-nhap/oidc/{came.profile.code}/xac-nhan"
            response = RedirectResponse(localised_path(path), 303)
            _keep(request, response, CAME, asdict(owner.person) | {"onward": came.wanted})
        except DomainError as error:
            response = _refused(request, came.profile, error, came.wanted)
    _drop(request, response, SENT)
    return response


def _admit(request: Request, session: SessionDep, came: Arrival, current: User | None) -> Response:
    if came.person is None:
        raise came.error or openid.NotBelieved
    user = openid.arrive(session, came.person, current)
    if current is not None:
        return RedirectResponse(localised_path(LINKS), 303)
    token = service.start_session(session, user, user_agent=request.headers.get("user-agent", ""))
    return _with_session(request, session, user, token, came.wanted)


def _with_session(
    request: Request, session: SessionDep, user: User, token: str, wanted: str
) -> Response:
    if old := deps.session_token(request):
        service.end_session(session, old)
    response = to_second_step(wanted) if user.has_second_factor else onward(wanted)
    deps.set_session_cookie(request, response, token)
    return response


@router.get(f"{DOOR}/xac-nhan")
def confirmation_page(
    request: Request, provider: str, user: OptionalUser, session: SessionDep
) -> Response:
    profile = openid.open_profile(provider)
    return _show_confirmation(request, session, profile, user, Form())


@router.post(f"{DOOR}/xac-nhan", dependencies=[Depends(require_token)])
def confirm(
    request: Request, provider: str, user: OptionalUser, data: Submitted, session: SessionDep
) -> Response:
    """The owner of the account says so with their password, as when they sign in."""
    profile = openid.open_profile(provider)
    came = _kept(request, CAME)
    form = forms.read(PasswordIn, data)
    account = _account(session, profile, came, user)
    if form.model is None or came is None or account is None:
        return _show_confirmation(request, session, profile, user, form, status=422)
    try:
        _, token = service.sign_in(
            session,
            account.phone,
            form.model.password,
            address=request.client.host if request.client else "",
            user_agent=request.headers.get("user-agent", ""),
        )
        openid.confirm(session, account, _person(came))
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_confirmation(request, session, profile, user, form, status=422)
    response = _with_session(request, session, account, token, came["onward"] or LINKS)
    _drop(request, response, CAME)
    return response


def _show_confirmation(  # a page has its parts
    request: Request,
    session: SessionDep,
    profile: Profile,
    user: User | None,
    form: Form[PasswordIn],
    *,
    status: int = 200,
) -> Response:
    came = _kept(request, CAME)
    account = _account(session, profile, came, user)
    if came is None or account is None:
        error = openid.NotBelieved(mark("Đã quá 10 phút. Mời bắt đầu đăng nhập lại từ đầu."))
        return _refused(request, profile, error, "")
    return render(
        request,
        "identity/openid_confirmation.html",
        status=status,
        form=form,
        profile=profile,
        person=_person(came),
        account=account,
    )


def _account(
    session: SessionDep, profile: Profile, came: dict[str, Any] | None, user: User | None
) -> User | None:
    """Who has to confirm: whoever is signed in, else the owner of the verified number."""
    if came is None or came["provider"] != profile.code:
        return None
    return user or (queries.user_by_phone(session, came["phone"]) if came["phone"] else None)


def _person(came: dict[str, Any]) -> Person:
    return Person(came["provider"], came["subject"], came["name"], came["phone"])


@router.get(LINKS)
def links_page(
    request: Request,
    user: CurrentUser,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show_links(request, user, session, done=xong == "go")


@router.post(f"{LINKS}/{{provider}}/go", dependencies=[Depends(require_token)])
def unlink(request: Request, provider: str, user: CurrentUser, session: SessionDep) -> Response:
    try:
        openid.unlink(session, user, provider)
    except openid.LastDoor as error:
        return _show_links(request, user, session, error=error)
    return RedirectResponse(localised_path(f"{LINKS}?xong=go"), 303)


def _show_links(
    request: Request,
    user: User,
    session: SessionDep,
    *,
    done: bool = False,
    error: DomainError | None = None,
) -> Response:
    links = {link.provider: link for link in queries.links_of(session, user.id)}
    return render(
        request,
        "identity/openid_links.html",
        status=error.status if error else 200,
        links=[(openid.profiles().get(code), code, link) for code, link in links.items()],
        offered=[one for one in openid.open_profiles() if one.code not in links],
        done=done,
        error=error,
    )


def _refused(request: Request, profile: Profile, error: DomainError, wanted: str) -> Response:
    return render(
        request,
        "identity/openid_refused.html",
        status=error.status,
        profile=profile,
        title=gettext(error.title),
        detail=gettext(str(error)) if str(error) else "",
        wanted=wanted,
    )


def _keep(request: Request, response: Response, name: str, content: dict[str, Any]) -> None:
    until = (utc_now() + ATTEMPT).timestamp()
    sealed = sealed_text(json.dumps(content | {"until": until}), purpose=name)
    response.set_cookie(
        _cookie(request, name),
        sealed,
        max_age=int(ATTEMPT.total_seconds()),
        path="/",
        secure=request.url.scheme == "https",
        httponly=True,
        samesite="lax",  # the provider sends the browser back by a link
    )


def _kept(request: Request, name: str) -> dict[str, Any] | None:
    """What was kept, if it is ours and not too old."""
    try:
        text = unsealed_text(request.cookies.get(_cookie(request, name), ""), purpose=name)
    except BrokenSeal:
        return None
    content: dict[str, Any] = json.loads(text) if text else {"until": 0}
    return content if content.pop("until") > utc_now().timestamp() else None


def _drop(request: Request, response: Response, name: str) -> None:
    secure = request.url.scheme == "https"
    response.delete_cookie(_cookie(request, name), path="/", secure=secure, httponly=True)


def _cookie(request: Request, name: str) -> str:
    return f"__Host-ng-{name}" if request.url.scheme == "https" else f"ng-{name}"
