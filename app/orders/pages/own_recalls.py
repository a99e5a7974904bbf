"""A seller calls a lot of its own back: asks, follows what becomes of it, and whom we told."""

from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.orders.queries import recalls as orders
from app.sellers.deps import CurrentMember, SellerDesk
from app.traceability.deps import OwnLot
from app.traceability.models import Lot
from app.traceability.queries import recalls as reads
from app.traceability.rules.recalls import SCOPES, STATES
from app.traceability.service import RecallIn, recalls

PLACE = "/ban-hang/lo/{code}/thu-hoi"
router = APIRouter(prefix=PLACE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def recall_page(
    request: Request, lot: OwnLot, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, lot, member.user.id, desk, session)


@router.post("")
def ask(
    request: Request,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the same page; asking twice asks once."""
    form = forms.read(RecallIn, data)
    if form.model is None:
        return _show(request, lot, member.user.id, desk, session, form=form)
    try:
        recalls.ask(session, lot, form.model, member.user.id)
    except DomainError as refusal:
        return _show(request, lot, member.user.id, desk, session, refusal=refusal)
    return _back(lot)


@router.post("/rut-lai")
def withdraw(
    request: Request, lot: OwnLot, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    """Raises NotFound where nothing is asked."""
    recall = reads.holding_lot(session, lot.id)
    if recall is None:
        raise NotFound
    try:
        recalls.withdraw(session, recall, member.user.id)
    except DomainError as refusal:
        return _show(request, lot, member.user.id, desk, session, refusal=refusal)
    return _back(lot)


def _back(lot: Lot) -> RedirectResponse:
    return RedirectResponse(localised_path(PLACE.format(code=lot.code)), 303)


def _show(
    request: Request,
    lot: Lot,
    user_id: Any,
    desk: Any,
    session: Session,
    *,
    form: Form[RecallIn] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    recall = reads.holding_lot(session, lot.id)
    rows = orders.orders_with(session, [lot.id])
    return render(
        request,
        "orders/own_recall.html",
        status=refusal.status if refusal else 422 if form else 200,
        desk=desk,
        lot=lot,
        recall=recall,
        own=recall is not None and recall.asked_by == user_id,
        form=form or Form(),
        refusal=refusal,
        rows=rows,
        told=orders.tally([lot], rows),
        scopes=SCOPES,
        states=STATES,
    )
