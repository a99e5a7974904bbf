"""Label sheets of a lot: choose the stock and the number, then the PDF."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.config import settings
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.ids import print_code
from app.core.templates import day, render
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.traceability.deps import OwnLot
from app.traceability.labels import pdf
from app.traceability.labels.pdf import Label
from app.traceability.labels.sheets import BY_KEY, SHEETS
from app.traceability.models import Lot
from app.traceability.pages import fields
from app.traceability.pages.desk import LIST
from app.traceability.queries import desk as queries
from app.traceability.rules.digital_link import printed_payload
from app.traceability.service import labels
from app.traceability.service.labels import RunIn

router = APIRouter(
    prefix=LIST + "/{code}/tem", include_in_schema=False, dependencies=[Depends(require_token)]
)


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
    return render(
        request,
        "traceability/labels.html",
        status=status,
        desk=desk,
        lot=lot,
        form=form,
        sheets=SHEETS,
        runs=labels.runs_of(session, lot.id),
        left=labels.labels_left(session, lot),
        done=request.query_params.get("xong", ""),
    )


@router.get("/thu.pdf")
def trial(lot: OwnLot, giay: str = SHEETS[0].key) -> Response:
    """Outlines without codes: whether the printer scales or shifts."""
    sheet = BY_KEY.get(giay)
    if sheet is None:
        raise NotFound
    title = gettext(mark("Tờ thử, {sheet}. In đúng cỡ thật, không thu phóng.")).format(
        sheet=sheet.title
    )
    return _as_pdf(pdf.trial_sheet(sheet, title), f"thu-{sheet.key}")


@router.get("/{number}.pdf")
def sheet(number: int, lot: OwnLot, seller: CurrentSeller, session: SessionDep) -> Response:
    """Run `number` of the lot as it was allowed; opening it again prints no more labels."""
    runs = labels.runs_of(session, lot.id)
    if not 0 < number <= len(runs):
        raise NotFound
    run = runs[number - 1]
    product, variant, _ = queries.goods_of(session, lot)
    label = Label(
        payload=printed_payload(settings.code_url, lot.code, lot.gtin, lot.lot_number),
        code=print_code(lot.code),
        name=product.name,
        lines=(
            f"Lô {lot.lot_number}, {variant.name}",
            f"Đóng gói {day(lot.packed_on)}",
            f"Dùng đến {day(lot.expires_on)}",
            seller.name,
        ),
    )
    content = pdf.label_sheet(BY_KEY[run.template], label, run.labels)
    return _as_pdf(content, f"tem-{lot.lot_number}-{number}")


def _as_pdf(content: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}.pdf"'}
    return Response(content, media_type="application/pdf", headers=headers)
