"""The operator's recalls: what waits for a second person, what one reaches, whom we told."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import BaseModel, Field
from sqlmodel import Session

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity.deps import DeskReader, OperatorDesk, Recaller
from app.identity.models import User
from app.identity.rules import Permission, may
from app.orders.queries import recalls as orders
from app.orders.rules.notices import csv_of
from app.sellers.models import Seller
from app.traceability.models import Lot, Material, Recall
from app.traceability.queries import recall_subjects as subjects
from app.traceability.queries import recalls as reads
from app.traceability.rules.recalls import SCOPES, STATES, RecallScope
from app.traceability.service import RecallIn, recalls

PLACE = "/dieu-hanh/thu-hoi"
SHOWN = 200
"""Orders that a page lists; the file has them all."""
router = APIRouter(prefix=PLACE, include_in_schema=False, dependencies=[Depends(require_token)])


class WhatIn(BaseModel):
    """What to call back; the days bound what was picked in a growing area."""

    scope: RecallScope
    ref: Annotated[str, Field(min_length=1, max_length=40)]
    picked_from: date | None = None
    picked_until: date | None = None


class AskIn(WhatIn, RecallIn):
    pass


class RefuseIn(BaseModel):
    answer: Annotated[str, Field(min_length=10, max_length=500)]


def any_recall(code: str, reader: DeskReader, session: SessionDep) -> Recall:
    """Raises NotFound."""
    return reads.any_recall(session, code)


AnyRecall = Annotated[Recall, Depends(any_recall)]


@router.get("")
def recall_list(request: Request, desk: OperatorDesk, session: SessionDep) -> Response:
    return render(
        request,
        "orders/recall_list.html",
        desk=desk,
        found=reads.recalls(session),
        tally=reads.tally(session),
        scopes=SCOPES,
        states=STATES,
    )


@router.get("/moi")
def new_page(
    request: Request,
    operator: Recaller,
    desk: OperatorDesk,
    session: SessionDep,
    q: str = "",
) -> Response:
    """A search without a subject; with one, how far it would reach and the form to ask."""
    if "ref" in request.query_params:
        what = forms.read(WhatIn, request.query_params)
        return _preview(request, desk, session, what, 200)
    return render(
        request,
        "orders/recall_search.html",
        desk=desk,
        wanted=q,
        choices=subjects.choices(session, q[:80]),
        scopes=SCOPES,
    )


@router.post("")
def ask(
    request: Request,
    data: Submitted,
    operator: Recaller,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """303 to the recall; asking the same once more leads to the one that waits."""
    form = forms.read(AskIn, data)
    if form.model is None:
        return _preview(request, desk, session, form, 422)
    given = form.model
    subject = subjects.subject(session, given.scope, given.ref)
    try:
        recall, _ = recalls.ask(
            session,
            subject,
            given,
            operator.id,
            since=given.picked_from,
            until=given.picked_until,
        )
    except Invalid as wrong:
        form.errors |= {name: gettext(said) for name, said in wrong.fields.items()}
        return _preview(request, desk, session, form, 422)
    return _to(recall)


def _preview(
    request: Request, desk: Any, session: Session, form: Form[Any], status: int
) -> Response:
    """Raises NotFound for what does not exist, Invalid where not even a subject was named."""
    what = forms.read(WhatIn, form.values)
    if what.model is None:
        raise Invalid(fields=what.errors)
    subject = subjects.subject(session, what.model.scope, what.model.ref)
    try:
        draft = recalls.draft(subject, what.model.picked_from, what.model.picked_until)
    except Invalid as wrong:
        form.errors |= {name: gettext(said) for name, said in wrong.fields.items()}
        draft, status = recalls.draft(subject), 422
    return render(
        request,
        "orders/recall_new.html",
        status=status,
        desk=desk,
        form=form,
        what=what.model,
        subject=reads.subject_name(session, draft),
        seller=session.get_one(Seller, draft.seller_id),
        scopes=SCOPES,
        **_reached(session, draft),
    )


def _reached(session: Session, recall: Recall) -> dict[str, Any]:
    """Of an asked recall what it would reach now, of a confirmed one what it did."""
    found = reads.reached_by(session, recall)
    rows = orders.orders_with(session, [lot.id for lot in found.lots])
    things: dict[UUID, Material | Lot] = {material.id: material for material in found.materials}
    things |= {lot.id: lot for lot in found.lots}
    return {
        "reach": found,
        "tree": reads.tree_of(session, found),
        "things": things,
        "labels": reads.labels_printed(session, found.lots),
        "rows": rows[:SHOWN],
        "orders": len(rows),
        "told": orders.tally(found.lots, rows),
    }


@router.get("/{code}")
def recall_page(
    request: Request, recall: AnyRecall, reader: DeskReader, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show(request, recall, reader, desk, session)


@router.post("/{code}/xac-nhan")
def confirm(
    request: Request, recall: AnyRecall, operator: Recaller, desk: OperatorDesk, session: SessionDep
) -> Response:
    """303 to the recall, whose lots are red by now; a second click changes nothing."""
    try:
        recalls.confirm(session, recall, operator.id)
    except DomainError as refusal:
        return _show(request, recall, operator, desk, session, refusal=refusal)
    return _to(recall)


@router.post("/{code}/tu-choi")
def refuse(
    request: Request,
    data: Submitted,
    recall: AnyRecall,
    operator: Recaller,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(RefuseIn, data)
    if form.model is None:
        return _show(request, recall, operator, desk, session, form=form)
    try:
        recalls.refuse(session, recall, operator.id, form.model.answer)
    except DomainError as refusal:
        return _show(request, recall, operator, desk, session, refusal=refusal)
    return _to(recall)


@router.post("/{code}/rut-lai")
def withdraw(
    request: Request, recall: AnyRecall, operator: Recaller, desk: OperatorDesk, session: SessionDep
) -> Response:
    try:
        recalls.withdraw(session, recall, operator.id)
    except DomainError as refusal:
        return _show(request, recall, operator, desk, session, refusal=refusal)
    return _to(recall)


@router.get("/{code}/thong-bao.csv")
def notices(recall: AnyRecall, session: SessionDep) -> Response:
    """Proof of notice: a line for each lot and order, with when and how its buyer was told."""
    found = reads.reached_by(session, recall)
    numbers = {lot.id: lot.lot_number for lot in found.lots}
    content = csv_of(numbers, orders.orders_with(session, numbers))
    name = f'attachment; filename="thu-hoi-{recall.code}.csv"'
    return Response(content, media_type="text/csv", headers={"content-disposition": name})


def _to(recall: Recall) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{PLACE}/{recall.code}"), 303)


def _show(
    request: Request,
    recall: Recall,
    reader: User,
    desk: Any,
    session: Session,
    *,
    form: Form[RefuseIn] | None = None,
    refusal: DomainError | None = None,
) -> Response:
    return render(
        request,
        "orders/recall.html",
        status=refusal.status if refusal else 422 if form else 200,
        desk=desk,
        recall=recall,
        form=form or Form(),
        refusal=refusal,
        subject=reads.subject_name(session, recall),
        seller=session.get_one(Seller, recall.seller_id),
        names=orders.names(session, recall),
        own=reader.id == recall.asked_by,
        decides=may(reader.role, Permission.RECALL),
        scopes=SCOPES,
        states=STATES,
        **_reached(session, recall),
    )
