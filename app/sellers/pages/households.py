"""The households that belong to a cooperative."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.ids import new_id
from app.core.phones import spoken
from app.core.templates import render
from app.places import queries as places
from app.sellers import queries
from app.sellers.deps import CurrentMember, SellerDesk
from app.sellers.deps import Member as Worker
from app.sellers.models import MemberHousehold, Seller, SellerKind
from app.sellers.service import households as service
from app.sellers.service.households import HouseholdIn, LeavingIn, NewHouseholdIn

HOUSEHOLDS = "/ban-hang/ho-thanh-vien"
router = APIRouter(
    prefix=HOUSEHOLDS, include_in_schema=False, dependencies=[Depends(require_token)]
)


def of_cooperative(member: CurrentMember) -> Worker:
    """Only cooperatives have member households. Raises NotFound."""
    if member.seller.kind is not SellerKind.COOPERATIVE:
        raise NotFound
    return member


Cooperative = Annotated[Worker, Depends(of_cooperative)]


def own_household(code: str, member: Cooperative, session: SessionDep) -> MemberHousehold:
    """Raises NotFound for another cooperative's: it does not exist here."""
    found = queries.household(session, member.seller.id, code)
    if found is None:
        raise NotFound
    return found


OwnHousehold = Annotated[MemberHousehold, Depends(own_household)]


@router.get("")
def household_list(
    request: Request,
    member: Cooperative,
    desk: SellerDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
    muc: Annotated[str, Query(max_length=10)] = "",
    trang: Annotated[int, Query(ge=1, le=1000)] = 1,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    left = muc == "da-roi"
    found = queries.households(session, member.seller.id, wanted=q, left=left, page=trang)
    return render(
        request,
        "sellers/household_list.html",
        desk=desk,
        rows=found[: queries.HOUSEHOLDS_PAGE],
        wards=_wards(member.seller),
        more=len(found) > queries.HOUSEHOLDS_PAGE,
        page=trang,
        left=left,
        counts=queries.household_counts(session, member.seller.id),
        wanted=q,
        done=xong,
    )


@router.get("/moi")
def new_page(request: Request, member: Cooperative, desk: SellerDesk) -> Response:
    values = {"household_id": str(new_id()), "ward_code": member.seller.ward_code}
    return _show(request, member.seller, desk, Form(values))


@router.post("")
def add(
    request: Request,
    data: Submitted,
    member: Cooperative,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(NewHouseholdIn, data)
    if form.model is None:
        return _show(request, member.seller, desk, form, status=422)
    try:
        service.add_household(session, member.user.id, member.seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, member.seller, desk, form, status=422)
    return _to_list("them")


@router.get("/{code}")
def household_page(
    request: Request, household: OwnHousehold, member: Cooperative, desk: SellerDesk
) -> Response:
    return _show(request, member.seller, desk, _filled(household), household=household)


@router.post("/{code}")
def change(
    request: Request,
    data: Submitted,
    household: OwnHousehold,
    member: Cooperative,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(HouseholdIn, data)
    if form.model is None:
        return _show(request, member.seller, desk, form, household=household, status=422)
    try:
        service.change_household(session, member.user.id, member.seller, household, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, member.seller, desk, form, household=household, status=422)
    return _to_list("luu")


@router.post("/{code}/roi")
def leave(
    request: Request,
    data: Submitted,
    household: OwnHousehold,
    member: Cooperative,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(LeavingIn, data)
    try:
        if form.model is not None:
            service.leave(session, member.user.id, member.seller, household, form.model)
            return _to_list("roi")
    except Invalid as wrong:
        form.errors |= wrong.fields
    filled = _filled(household)
    return _show(
        request, member.seller, desk, filled, household=household, leaving=form, status=422
    )


@router.post("/{code}/tro-lai")
def come_back(household: OwnHousehold, member: Cooperative, session: SessionDep) -> Response:
    service.come_back(session, member.user.id, member.seller, household)
    return _to_list("tro-lai")


def _wards(seller: Seller) -> dict[str, str]:
    return {ward.code: ward.short_name for ward in places.wards(seller.province_code)}


def _filled(household: MemberHousehold) -> Form[HouseholdIn]:
    said = HouseholdIn.model_construct(
        **household.model_dump(include=set(HouseholdIn.model_fields))
    ).model_dump()
    values = {name: "" if value is None else str(value) for name, value in said.items()}
    return Form(values | {"phone": spoken(household.phone)})


def _to_list(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{HOUSEHOLDS}?xong={done}"), 303)


def _show(
    request: Request,
    seller: Seller,
    desk: Desk,
    form: Form[Any],
    *,
    household: MemberHousehold | None = None,
    leaving: Form[Any] | None = None,
    status: int = 200,
) -> Response:
    return render(
        request,
        "sellers/household.html",
        status=status,
        desk=desk,
        form=form,
        household=household,
        leaving=leaving or Form({"left_on": str(today())}),
        wards=places.address_choices(seller.province_code).ward_options,
    )
