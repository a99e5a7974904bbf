"""A seller's own label sheets, and printers that were measured."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.traceability.labels import calibration
from app.traceability.labels.sheets import SHEETS
from app.traceability.pages import fields
from app.traceability.pages.labels import Stock, as_pdf
from app.traceability.queries import labels as queries
from app.traceability.rules.label_stock import PrinterIn, StockIn, millimetres
from app.traceability.service import label_stock

PLACE = "/ban-hang/giay-tem"
router = APIRouter(prefix=PLACE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def stock_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, seller, desk, session, Form())


@router.post("")
def add_stock(
    request: Request, data: Submitted, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    form = forms.read(StockIn, data)
    if form.model is not None:
        try:
            label_stock.add_stock(session, member.seller, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(localised_path(PLACE), 303)
    return _show(request, member.seller, desk, session, form, status=422)


def _show(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[StockIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "traceability/label_stock.html",
        status=status,
        desk=desk,
        form=form,
        own=queries.own_stock(session, seller.id),
        mm=millimetres,
    )


@router.get("/may-in")
def printer_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show_printers(request, seller, desk, session, Form())


@router.post("/may-in")
def save_printer(
    request: Request, data: Submitted, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    form = forms.read(PrinterIn, data)
    if form.model is not None:
        try:
            label_stock.save_printer(session, member.seller, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(localised_path(f"{PLACE}/may-in"), 303)
    return _show_printers(request, member.seller, desk, session, form, status=422)


def _show_printers(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[PrinterIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "traceability/label_printers.html",
        status=status,
        desk=desk,
        form=form,
        printers=queries.own_printers(session, seller.id),
        sheets=queries.sheets_for(session, seller.id),
        mm=millimetres,
    )


@router.get("/can-chinh.pdf")
def calibrate(
    seller: CurrentSeller, session: SessionDep, giay: Stock = SHEETS[0].key, may: str = ""
) -> Response:
    """Crosses at the corners of the first and the last label; with `may`, as that printer moves."""
    sheet = queries.sheet_called(session, seller.id, giay)
    if sheet is None:
        raise NotFound
    printer = queries.own_printer(session, seller.id, may) if may else None
    said = gettext(mark("Cân chỉnh: {sheet}")).format(sheet=sheet.title)
    content = calibration.calibration_sheet(queries.in_printer(sheet, printer), said)
    return as_pdf(content, f"can-chinh-{sheet.key}")
