"""A seller's orders at its desk: what waits, one order, and the steps it takes."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep, utc_now
from app.core.errors import DomainError, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.orders.queries import desk as queries
from app.orders.rules.states import Actor, OrderState, ReasonMissing, may_move
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.sellers.deps import CurrentMember, Member, SellerDesk

router = APIRouter(prefix="/ban-hang/don-hang", include_in_schema=False)


class StepIn(BaseModel):
    version: int
    reason: Annotated[str, Field(max_length=300)] = ""
    carrier: Annotated[str, Field(max_length=60)] = ""
    tracking_number: Annotated[str, Field(max_length=60)] = ""
    sellable: bool = False


def _ship(session: Session, case: Case, step: Step, form: StepIn) -> None:
    fulfilment.ship(session, case, step, carrier=form.carrier, tracking_number=form.tracking_number)


def _take_back(session: Session, case: Case, step: Step, form: StepIn) -> None:
    fulfilment.take_back(session, case, step, sellable=form.sellable)


def _plain(command: Callable[[Session, Case, Step], None]) -> Callable[..., None]:
    return lambda session, case, step, _: command(session, case, step)


STEPS: dict[str, Callable[[Session, Case, Step, StepIn], None]] = {
    "xac-nhan": _plain(fulfilment.confirm),
    "dong-goi": _plain(fulfilment.pack),
    "gui-hang": _ship,
    "giao-xong": _plain(fulfilment.deliver),
    "giao-chua-duoc": _plain(fulfilment.fail_delivery),
    "giao-lai": _plain(fulfilment.try_again),
    "hoan-ve": _plain(fulfilment.turn_back),
    "da-nhan-lai": _take_back,
    "huy": _plain(fulfilment.cancel),
}
"""By the last word of the address."""


@router.get("")
def show_list(
    request: Request,
    session: SessionDep,
    member: CurrentMember,
    desk: SellerDesk,
    muc: str = "cho-nhan",
    sau: Annotated[str, Query(max_length=13)] = "",
) -> Response:
    if muc not in queries.DRAWERS:
        raise NotFound
    counts = queries.counts(session, member.seller.id)
    return render(
        request,
        "orders/desk_list.html",
        desk=desk.counting(don_hang=counts["cho-nhan"]),
        drawer=muc,
        counts=counts,
        page=queries.page(session, member.seller.id, muc, sau),
        now=utc_now(),
    )


@router.get("/{code}")
def show_order(
    request: Request, code: str, session: SessionDep, member: CurrentMember, desk: SellerDesk
) -> Response:
    return _show(request, desk, _case(session, member, code), Form())


@router.post("/{code}/{step}", dependencies=[Depends(require_token)])
def take_step(
    request: Request,
    code: str,
    step: str,
    data: Submitted,
    session: SessionDep,
    member: CurrentMember,
    desk: SellerDesk,
) -> Response:
    """Another seller's order is not found; a step that was taken already changes nothing."""
    case = _case(session, member, code)
    form = forms.read(StepIn, data)
    if step not in STEPS or form.model is None:
        raise NotFound
    who = Step(Actor.SELLER, member.user.id, form.model.version, form.model.reason)
    try:
        with session.begin_nested():  # a refused second half takes the first one back
            STEPS[step](session, case, who, form.model)
    except ReasonMissing as refusal:
        form.errors["reason"] = gettext(str(refusal))
        return _show(request, desk, case, form, refusal)
    except DomainError as refusal:
        return _show(request, desk, case, form, refusal)
    return RedirectResponse(localised_path(f"/ban-hang/don-hang/{code}"), 303)


def _case(session: Session, member: Member, code: str) -> Case:
    return Case(*queries.own_order(session, member.seller, code))


def _show(
    request: Request,
    desk: Any,
    case: Case,
    form: Form[StepIn],
    refusal: DomainError | None = None,
) -> Response:
    state = case.order.state
    return render(
        request,
        "orders/desk_order.html",
        status=refusal.status if refusal else 200,
        desk=desk,
        group=case.group,
        part=case.part,
        form=form,
        refusal=refusal,
        can=[to.value for to in OrderState if may_move(state, to, Actor.SELLER)],
        now=utc_now(),
    )
