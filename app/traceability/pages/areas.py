"""A seller's growing areas."""

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.places import queries as places
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.sellers.models import Seller
from app.traceability.pages import fields
from app.traceability.queries import desk as queries
from app.traceability.service import AreaIn, save_area

AREAS = "/ban-hang/vung-trong"
router = APIRouter(prefix=AREAS, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def area_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, seller, desk, session, Form({"ward_code": seller.ward_code}))


@router.post("")
def save(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """The area of that name, new or put right."""
    form = forms.read(
        AreaIn, {**data, "hectares": str(data.get("hectares") or "").replace(",", ".")}
    )
    if form.model is not None:
        try:
            save_area(session, member.seller.id, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(localised_path(AREAS), 303)
    return _show(request, member.seller, desk, session, form, status=422)


def _show(
    request: Request,
    seller: Seller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[AreaIn],
    status: int = 200,
) -> Response:
    wards = places.wards(seller.province_code)
    return render(
        request,
        "traceability/areas.html",
        status=status,
        desk=desk,
        form=form,
        areas=queries.own_areas(session, seller.id),
        wards=[(ward.code, ward.choice) for ward in wards],
        ward_names={ward.code: ward.name for ward in wards},
    )
