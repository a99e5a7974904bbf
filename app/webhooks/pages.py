"""The owner's desk of webhooks: where our messages go, and what became of each."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity.service import confirm_password
from app.sellers.deps import Connector, Member, SellerDesk
from app.webhooks import queries
from app.webhooks.models import DeliveryState, WebhookDelivery, WebhookEndpoint, WebhookEvent
from app.webhooks.rules.catalogue import CHOICES, WORDS, EventType
from app.webhooks.service import delivering, endpoints
from app.webhooks.service.announcing import kinds
from app.webhooks.service.endpoints import EndpointIn

HOME = "/ban-hang/ket-noi/webhook"
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a secret on it is not to come back by the browser's back button."""
router = APIRouter(prefix=HOME, include_in_schema=False, dependencies=[Depends(require_token)])


def own_endpoint(code: str, member: Connector, session: SessionDep) -> WebhookEndpoint:
    """Raises NotFound for another seller's."""
    found = queries.own_endpoint(session, member.seller.id, code)
    if found is None:
        raise NotFound
    return found


OwnEndpoint = Annotated[WebhookEndpoint, Depends(own_endpoint)]


def own_delivery(
    event_id: str, endpoint: OwnEndpoint, session: SessionDep
) -> tuple[WebhookDelivery, WebhookEvent]:
    found = queries.delivery(session, endpoint.id, event_id)
    if found is None:
        raise NotFound
    return found


OwnDelivery = Annotated[tuple[WebhookDelivery, WebhookEvent], Depends(own_delivery)]


class PasswordIn(BaseModel):
    password: Annotated[str, Field(max_length=200)]


@router.get("")
def endpoint_list(
    request: Request, member: Connector, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show_list(request, member, desk, session, Form())


def _show_list(  # a page and its form
    request: Request,
    member: Member,
    desk: Any,
    session: SessionDep,
    form: Form[EndpointIn],
    status: int = 200,
    chosen: list[EventType] | None = None,
) -> Response:
    return render(
        request,
        "webhooks/list.html",
        status=status,
        desk=desk,
        endpoints=queries.endpoints(session, member.seller.id),
        form=form,
        chosen=chosen or [],
        choices=CHOICES,
        words=WORDS,
    )


@router.post("")
def add_endpoint(
    request: Request, data: Submitted, member: Connector, desk: SellerDesk, session: SessionDep
) -> Response:
    """303 to the new endpoint; the same address again leads to the one that is there."""
    chosen = kinds(str(kind) for kind in data.getlist("types"))
    form = forms.read(EndpointIn, _without_types(data))
    if form.model is None:
        return _show_list(request, member, desk, session, form, 422, chosen)
    given = form.model.model_copy(update={"types": chosen})
    try:
        endpoint = endpoints.add_endpoint(session, member.user.id, member.seller.id, given)
    except endpoints.TooManyEndpoints as refusal:
        form.errors["url"] = gettext(str(refusal))
        return _show_list(request, member, desk, session, form, 409, chosen)
    return _to(endpoint)


def _without_types(data: Any) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "types"}


@router.get("/{code}")
def endpoint_page(
    request: Request,
    endpoint: OwnEndpoint,
    desk: SellerDesk,
    session: SessionDep,
    loc: Annotated[str, Query(max_length=20)] = "",
    truoc: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    return _show(request, endpoint, desk, session, state=loc, before=truoc)


@router.post("/{code}")
def change_endpoint(
    request: Request,
    data: Submitted,
    endpoint: OwnEndpoint,
    member: Connector,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    chosen = kinds(str(kind) for kind in data.getlist("types"))
    form = forms.read(EndpointIn, _without_types(data))
    if form.model is None:
        return _show(request, endpoint, desk, session, form=form, chosen=chosen, status=422)
    given = form.model.model_copy(update={"types": chosen})
    endpoints.change_endpoint(session, member.user.id, endpoint, given)
    return _to(endpoint)


@router.post("/{code}/khoa")
def show_secret(
    request: Request,
    data: Submitted,
    endpoint: OwnEndpoint,
    member: Connector,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """The secret, for the owner's password."""
    if refused := _refused(session, member, data):
        return _show(request, endpoint, desk, session, secret_form=refused, status=422)
    secret = endpoints.secret_of(session, member.user.id, endpoint)
    return _show(request, endpoint, desk, session, secret=secret)


@router.post("/{code}/khoa-moi")
def renew_secret(
    request: Request,
    data: Submitted,
    endpoint: OwnEndpoint,
    member: Connector,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    if refused := _refused(session, member, data):
        return _show(request, endpoint, desk, session, secret_form=refused, status=422)
    secret = endpoints.renew_secret(session, member.user.id, endpoint)
    return _show(request, endpoint, desk, session, secret=secret)


def _refused(session: SessionDep, member: Member, data: Any) -> Form[PasswordIn] | None:
    """The form to show again, unless the password is right."""
    form = forms.read(PasswordIn, data)
    if form.model is None:
        return form
    try:
        confirm_password(member.user, form.model.password)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return form
    return None


@router.post("/{code}/thu")
def ping(endpoint: OwnEndpoint, member: Connector, session: SessionDep) -> Response:
    event_id = endpoints.ping(session, member.user.id, endpoint)
    return RedirectResponse(localised_path(f"{HOME}/{endpoint.code}/lan-gui/{event_id}"), 303)


@router.post("/{code}/tat")
def disable(endpoint: OwnEndpoint, member: Connector, session: SessionDep) -> Response:
    endpoints.disable(session, member.user.id, endpoint)
    return _to(endpoint)


@router.post("/{code}/bat")
def enable(endpoint: OwnEndpoint, member: Connector, session: SessionDep) -> Response:
    endpoints.enable(session, member.user.id, endpoint)
    return _to(endpoint)


@router.post("/{code}/bo")
def remove(endpoint: OwnEndpoint, member: Connector, session: SessionDep) -> Response:
    endpoints.remove_endpoint(session, member.user.id, endpoint)
    return RedirectResponse(localised_path(HOME), 303)


@router.get("/{code}/lan-gui/{event_id}")
def delivery_page(
    request: Request,
    endpoint: OwnEndpoint,
    found: OwnDelivery,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    delivery, event = found
    return render(
        request,
        "webhooks/delivery.html",
        desk=desk,
        endpoint=endpoint,
        delivery=delivery,
        event=event,
        tries=queries.tries(session, delivery.id),
        words=WORDS,
    )


@router.post("/{code}/lan-gui/{event_id}/gui-lai")
def send_again(
    endpoint: OwnEndpoint, found: OwnDelivery, member: Connector, session: SessionDep
) -> Response:
    delivery, event = found
    delivering.send_again(session, member.user.id, endpoint, delivery)
    return RedirectResponse(localised_path(f"{HOME}/{endpoint.code}/lan-gui/{event.id}"), 303)


def _to(endpoint: WebhookEndpoint) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{HOME}/{endpoint.code}"), 303)


def _show(  # a page with three forms and a list
    request: Request,
    endpoint: WebhookEndpoint,
    desk: Any,
    session: SessionDep,
    *,
    status: int = 200,
    form: Form[EndpointIn] | None = None,
    chosen: list[EventType] | None = None,
    secret_form: Form[PasswordIn] | None = None,
    secret: str = "",
    state: str = "",
    before: str = "",
) -> Response:
    """`secret` is shown this once; `state` and `before` choose a page of the log."""
    state = state if state in set(DeliveryState) else ""
    rows = queries.deliveries(session, endpoint.id, state=state, before=before)
    return render(
        request,
        "webhooks/endpoint.html",
        status=status,
        headers=NOT_KEPT if secret else None,
        desk=desk,
        endpoint=endpoint,
        form=form or Form({"url": endpoint.url, "description": endpoint.description}),
        chosen=chosen if chosen is not None else endpoint.types,
        secret_form=secret_form or Form(),
        secret=secret,
        rows=rows[: queries.PAGE],
        older=rows[queries.PAGE - 1].id if len(rows) > queries.PAGE else "",
        state=state,
        choices=CHOICES,
        words=WORDS,
        now=utc_now(),
    )
