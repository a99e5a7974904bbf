"""The operator's view of lots, and the recall."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import OperatorDesk, Recaller
from app.traceability.deps import AnyLot
from app.traceability.models import Lot
from app.traceability.queries import desk as queries
from app.traceability.queries import reviewing
from app.traceability.queries.recalls import holding_lot
from app.traceability.service import RecallIn, recalls

LOTS = "/dieu-hanh/lo"
RECALLS = "/dieu-hanh/thu-hoi"
router = APIRouter(prefix=LOTS, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def lot_list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    lots = queries.any_lots(session, q)
    return render(request, "traceability/oversight_list.html", desk=desk, lots=lots, wanted=q)


@router.get("/{code}")
def lot_page(request: Request, lot: AnyLot, desk: OperatorDesk, session: SessionDep) -> Response:
    return _show(request, lot, desk, session, Form())


@router.post("/{code}/thu-hoi")
def recall(
    request: Request,
    data: Submitted,
    lot: AnyLot,
    operator: Recaller,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """303 to what waits for a second person by now; a second submit asks for nothing more."""
    form = forms.read(RecallIn, data)
    if form.model is None:
        return _show(request, lot, desk, session, form, status=422)
    recall, _ = recalls.ask(session, lot, form.model, operator.id)
    return RedirectResponse(localised_path(f"{RECALLS}/{recall.code}"), 303)


def _show(
    request: Request,
    lot: Lot,
    desk: OperatorDesk,
    session: SessionDep,
    form: Form[RecallIn],
    status: int = 200,
) -> Response:
    product, variant, area = queries.goods_of(session, lot)
    return render(
        request,
        "traceability/oversight_lot.html",
        status=status,
        desk=desk,
        lot=lot,
        product=product,
        variant=variant,
        area=area,
        journey=queries.journey(session, lot.id),
        papers=reviewing.papers_of_lot(session, lot.id),
        form=form,
        recall=holding_lot(session, lot.id),
    )
