"""Labels of a lot: choose the stock and the number, see one in its true size, print."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk
from app.traceability.deps import OwnLot
from app.traceability.labels import pdf, preview
from app.traceability.labels.sheets import SHEETS, Sheet
from app.traceability.models import LabelRun, LabelVoid, Lot
from app.traceability.pages import fields
from app.traceability.pages.desk import LIST
from app.traceability.queries import labels as queries
from app.traceability.service import label_files, labels
from app.traceability.service.labels import RunIn

router = APIRouter(
    prefix=LIST + "/{code}/tem", include_in_schema=False, dependencies=[Depends(require_token)]
)
Stock = Annotated[str, Query(alias="giay", max_length=40)]


@router.get("")
def label_page(request: Request, lot: OwnLot, desk: SellerDesk, session: SessionDep) -> Response:
    left = labels.labels_left(session, lot)
    return _show(request, lot, desk, session, Form({"labels": str(min(left, lot.packs) or "")}))


@router.post("")
def print_labels(
    request: Request,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(RunIn, data)
    if form.model is not None:
        try:
            labels.print_labels(session, lot, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            path = localised_path(f"{LIST}/{lot.code}/tem")
            return RedirectResponse(f"{path}?xong={form.model.number}", 303)
    return _show(request, lot, desk, session, form, status=422)


def _show(
    request: Request,
    lot: Lot,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[RunIn],
    status: int = 200,
) -> Response:
    runs = queries.runs_of(session, lot.id)
    voids = queries.voids_of(session, [run.id for run in runs])
    return render(
        request,
        "traceability/labels.html",
        status=status,
        desk=desk,
        lot=lot,
        form=form,
        sheets=queries.sheets_for(session, lot.seller_id),
        runs=runs,
        voided={run_id: _counted(found) for run_id, found in voids.items()},
        left=labels.labels_left(session, lot),
        excess=labels.excess(session, lot),
        done=request.query_params.get("xong", ""),
    )


def _counted(voids: list[LabelVoid]) -> int:
    return sum(void.last - void.first + 1 for void in voids)


@router.post("/huy-thua")
def void_excess(lot: OwnLot, member: CurrentMember, session: SessionDep) -> Response:
    """Labels beyond what R4 allows stop counting."""
    reason = gettext(mark("Nhiều hơn số hộp đóng được"))
    labels.void_excess(session, lot, reason, member.user.id)
    return RedirectResponse(localised_path(f"{LIST}/{lot.code}/tem"), 303)


@router.get("/thu.pdf")
def trial(lot: OwnLot, session: SessionDep, giay: Stock = SHEETS[0].key) -> Response:
    """Outlines without codes: whether the printer scales or shifts."""
    sheet = _sheet(session, lot, giay)
    title = gettext(mark("Tờ thử, {sheet}. In đúng cỡ thật, không thu phóng.")).format(
        sheet=sheet.title
    )
    return as_pdf(pdf.trial_sheet(sheet, title), f"thu-{sheet.key}")


@router.get("/xem")
def true_size(
    request: Request,
    lot: OwnLot,
    desk: SellerDesk,
    session: SessionDep,
    giay: Stock = SHEETS[0].key,
) -> Response:
    """One label as large as it will be, and a ruler to hold against the screen."""
    sheet = _sheet(session, lot, giay)
    return render(request, "traceability/label_preview.html", desk=desk, lot=lot, sheet=sheet)


@router.get("/xem.svg")
def true_size_label(lot: OwnLot, session: SessionDep, giay: Stock = SHEETS[0].key) -> Response:
    label = label_files.label_of(session, lot, LabelRun(lot_id=lot.id, template=giay, labels=1))
    content = preview.label_svg(_sheet(session, lot, giay), label)
    return Response(content, media_type="image/svg+xml")


@router.get("/thuoc.svg")
def ruler(lot: OwnLot) -> Response:
    return Response(preview.ruler_svg(), media_type="image/svg+xml")


def _sheet(session: SessionDep, lot: Lot, key: str) -> Sheet:
    """Raises NotFound."""
    sheet = queries.sheet_called(session, lot.seller_id, key)
    if sheet is None:
        raise NotFound
    return sheet


def as_pdf(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
