"""A seller's growing areas: the list with the form of a new one, and a page each."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.datastructures import FormData

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.places import queries as places
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.sellers.models import Seller
from app.traceability.models import GrowingArea
from app.traceability.pages import fields
from app.traceability.queries import areas as reads
from app.traceability.queries import desk as queries
from app.traceability.queries.options import PROTECTED
from app.traceability.rules import outlines
from app.traceability.service import AreaIn, save_area
from app.traceability.service.areas import WalkedAreaIn, change_area

AREAS = "/ban-hang/vung-trong"
SHOWN = (
    "name", "code", "code_issuer", "ward_code", "cultivar", "households",
    "geographical_indication", "latitude", "longitude", "last_treatment_days", "picture",
)  # fmt: skip
router = APIRouter(prefix=AREAS, include_in_schema=False, dependencies=[Depends(require_token)])


def own_area(area_id: UUID, seller: CurrentSeller, session: SessionDep) -> GrowingArea:
    """Raises NotFound for another seller's: it does not exist here."""
    area = session.get(GrowingArea, area_id)
    if area is None or area.seller_id != seller.id:
        raise NotFound
    return area


OwnArea = Annotated[GrowingArea, Depends(own_area)]


@router.get("")
def area_list(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show_list(request, seller, desk, session, Form({"ward_code": seller.ward_code}))


@router.post("")
def save(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the page of the area of that name, new or put right."""
    form = forms.read(AreaIn, _with_points(data))
    if form.model is not None:
        try:
            area, _ = save_area(session, member.seller.id, form.model, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(localised_path(f"{AREAS}/{area.id}"), 303)
    return _show_list(request, member.seller, desk, session, form, status=422)


def _with_points(data: FormData) -> dict[str, Any]:
    """Decimals are typed with a comma here."""
    decimals = ("hectares", "latitude", "longitude")
    return {**data, **{name: str(data.get(name) or "").replace(",", ".") for name in decimals}}


def _show_list(
    request: Request,
    seller: Seller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[AreaIn],
    status: int = 200,
) -> Response:
    return render(
        request,
        "traceability/areas.html",
        status=status,
        desk=desk,
        form=form,
        areas=queries.own_areas(session, seller.id),
        **_wards(seller),
    )


def _wards(seller: Seller) -> dict[str, Any]:
    wards = places.wards(seller.province_code)
    return {
        "wards": [(ward.code, ward.choice) for ward in wards],
        "ward_names": {ward.code: ward.name for ward in wards},
    }


@router.get("/{area_id}")
def area_page(
    request: Request,
    area: OwnArea,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=4)] = "",
) -> Response:
    return _show(request, area, seller, desk, session, Form(_values(area)), done=xong)


@router.post("/{area_id}")
def change(
    request: Request,
    data: Submitted,
    area: OwnArea,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(WalkedAreaIn, _with_points(data))
    if form.model is not None:
        given = form.model.model_copy(update={"picture": area.picture})
        try:
            with session.begin_nested():
                change_area(session, area, given, member.user.id)
        except Invalid as wrong:
            fields.refuse(form, wrong)
        else:
            return RedirectResponse(localised_path(f"{AREAS}/{area.id}?xong=1"), 303)
    return _show(request, area, member.seller, desk, session, form)


def _values(area: GrowingArea) -> dict[str, str]:
    known = {name: getattr(area, name) for name in SHOWN}
    values = {name: str(value) for name, value in known.items() if value is not None}
    outline = "[" + ",".join(f"[{x:.6f},{y:.6f}]" for x, y in area.outline) + "]"
    return values | {
        "hectares": f"{area.hectares:g}".replace(".", ",") if area.hectares else "",
        "outline": outline if area.outline else "",
    }


def _show(
    request: Request,
    area: GrowingArea,
    seller: Seller,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[Any],
    *,
    done: str = "",
) -> Response:
    """One garden: its form, its outline with the size that was walked, the papers that cover it."""
    walked = outlines.hectares(area.outline)
    protected = PROTECTED.get(session)
    names = [name for name, wards in protected.items() if area.ward_code in wards]
    if area.geographical_indication and area.geographical_indication not in names:
        names.append(area.geographical_indication)
    return render(
        request,
        "traceability/area.html",
        status=422 if form.errors else 200,
        desk=desk,
        area=area,
        form=form,
        done=done,
        walked=walked,
        differs=outlines.differs(area.hectares, walked),
        drawing=outlines.drawn(area.outline),
        names=[(name, name) for name in names],
        certificates=reads.certificates_of(session, area),
        **_wards(seller),
    )
