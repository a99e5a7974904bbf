"""A seller's lots: the list, a new one, one lot with all that can be done to it."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.moderation.rules.findings import Forbidden
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.traceability.deps import OwnLot
from app.traceability.models import Lot
from app.traceability.pages import fields
from app.traceability.queries import desk as queries
from app.traceability.queries.labels import runs_of
from app.traceability.rules.forms import MOST_STEPS, PackedLotIn, StepRow, WeighedIn
from app.traceability.rules.records import IncompleteRecord
from app.traceability.service import declaration, publication
from app.traceability.service.publication import publish_lot

LIST = "/ban-hang/lo"
router = APIRouter(prefix=LIST, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def lot_list(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    truoc: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    rows = queries.own_lots(session, seller.id, truoc)
    shown = rows[: queries.PAGE]
    older = shown[-1].code if len(rows) > queries.PAGE else ""
    return render(
        request, "traceability/lot_list.html", desk=desk, lots=shown, older=older, newer=truoc
    )


@router.get("/moi")
def new_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show_new(request, seller, desk, session, Form())


@router.post("")
def record(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(PackedLotIn, data)
    rows = fields.step_rows(form, data)
    if form.model is not None and not form.errors:
        try:
            with session.begin_nested():
                lot = declaration.declare_lot(
                    session, member.seller, form.model, rows, member.user.id
                )
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return to_lot(lot)
    return _show_new(request, member.seller, desk, session, form, status=422)


def _show_new(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[PackedLotIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "traceability/new_lot.html",
        status=status,
        desk=desk,
        form=form,
        rows=range(MOST_STEPS),
        **_choices(session, seller),
    )


def _choices(session: SessionDep, seller: CurrentSeller) -> dict[str, Any]:
    return {
        "variants": queries.variant_choices(session, seller.id),
        "areas": queries.own_areas(session, seller.id),
    }


def to_lot(lot: Lot, done: str = "") -> RedirectResponse:
    path = localised_path(f"{LIST}/{lot.code}")
    return RedirectResponse(path + (f"?xong={done}" if done else ""), 303)


@router.get("/{code}")
def lot_page(
    request: Request,
    lot: OwnLot,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return show_lot(request, lot, desk, session, done=xong)


def show_lot(
    request: Request,
    lot: Lot,
    desk: SellerDesk,
    session: SessionDep,
    *,
    done: str = "",
    error: DomainError | None = None,
    step: Form[StepRow] | None = None,
) -> Response:
    """The lot's page, as it is or with what was wrong with the last form on it."""
    product, variant, area = queries.goods_of(session, lot)
    return render(
        request,
        "traceability/lot.html",
        status=error.status if error else 422 if step else 200,
        desk=desk,
        lot=lot,
        product=product,
        variant=variant,
        area=area,
        journey=queries.journey(session, lot.id),
        runs=runs_of(session, lot.id),
        lacking=publication.missing(session, lot) if lot.status == "draft" else [],
        step=step or Form(),
        error=error,
        done=done,
    )


@router.post("/{code}/cong-doan")
def add_step(
    request: Request,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(StepRow, data)
    if form.model is not None:
        try:
            declaration.add_step(session, member.seller, lot, form.model, actor=member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong, event_time="day")
        else:
            return to_lot(lot, "cong-doan")
    return show_lot(request, lot, desk, session, step=form)


@router.get("/{code}/cong-doan/{place}")
def correction_page(
    request: Request, place: int, lot: OwnLot, desk: SellerDesk, session: SessionDep
) -> Response:
    event = fields.step_at(session, lot, place)
    return render(
        request,
        "traceability/correction.html",
        desk=desk,
        lot=lot,
        event=event,
        form=Form(fields.step_values(event)),
    )


@router.post("/{code}/cong-doan/{place}")
def correct_step(
    request: Request,
    place: int,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    event = fields.step_at(session, lot, place)
    form = forms.read(StepRow, {**data, "stage": event.stage.value})
    if form.model is not None:
        try:
            declaration.add_step(
                session, member.seller, lot, form.model, corrects=event, actor=member.user.id
            )
        except Invalid as wrong:
            fields.refuse(form, wrong, event_time="day")
        else:
            return to_lot(lot, "dinh-chinh")
    return render(
        request,
        "traceability/correction.html",
        status=422,
        desk=desk,
        lot=lot,
        event=event,
        form=form,
    )


@router.get("/{code}/sua")
def weights_page(
    request: Request, lot: OwnLot, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show_weights(request, lot, seller, desk, session, Form(fields.lot_values(lot)))


@router.post("/{code}/sua")
def weigh_again(
    request: Request,
    data: Submitted,
    lot: OwnLot,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(WeighedIn, data)
    if form.model is not None:
        try:
            declaration.weigh_again(session, lot, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return to_lot(lot, "sua")
    return _show_weights(request, lot, member.seller, desk, session, form, status=422)


def _show_weights(
    request: Request,
    lot: Lot,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[WeighedIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "traceability/weights.html",
        status=status,
        desk=desk,
        lot=lot,
        form=form,
        **_choices(session, seller),
    )


@router.post("/{code}/cong-bo")
def publish(
    request: Request, lot: OwnLot, member: CurrentMember, desk: SellerDesk, session: SessionDep
) -> Response:
    try:
        publish_lot(session, lot, member.user.id)
    except IncompleteRecord as lacking:
        return show_lot(request, lot, desk, session, error=lacking)
    except Forbidden as wrong:
        form: Form[WeighedIn] = Form(fields.lot_values(lot))
        fields.refuse(form, wrong)
        return _show_weights(request, lot, member.seller, desk, session, form, status=422)
    return to_lot(lot, "cong-bo")
