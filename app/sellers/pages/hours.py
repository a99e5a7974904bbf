"""When a shop is open in the week, and when it takes no orders at all."""

from collections.abc import Mapping
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.moderation.rules.findings import Forbidden
from app.sellers import queries
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.sellers.models import Seller
from app.sellers.pages.shop import SHOP
from app.sellers.rules import back_on, is_away
from app.sellers.service import shop as service
from app.sellers.service.shop import AwayIn, OpenDay

HOURS, AWAY = f"{SHOP}/gio-mo-cua", f"{SHOP}/nghi-ban"
WEEK = range(7)
Done = Annotated[str, Query(max_length=20)]
router = APIRouter(prefix=SHOP, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("/gio-mo-cua")
def hours_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    values: dict[str, str] = {}
    for day in queries.hours(session, seller.id):
        values[f"opens-{day.weekday}"] = f"{day.opens:%H:%M}"
        values[f"closes-{day.weekday}"] = f"{day.closes:%H:%M}"
    return _show_hours(request, desk, Form(values))


@router.post("/gio-mo-cua")
def set_hours(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form, days = _read(data)
    if form.errors:
        return _show_hours(request, desk, form, status=422)
    service.set_hours(session, member.user.id, member.seller, days)
    return RedirectResponse(localised_path(f"{SHOP}?xong=gio"), 303)


def _read(data: Mapping[str, Any]) -> tuple[Form[Any], list[OpenDay]]:
    """The days that have a time; what is wrong is said by day."""
    whole: Form[Any] = Form({name: str(typed).strip() for name, typed in data.items()})
    days: list[OpenDay] = []
    for weekday in WEEK:
        pair = {part: whole.value(f"{part}-{weekday}") for part in ("opens", "closes")}
        if not any(pair.values()):
            continue
        form = forms.read(OpenDay, pair | {"weekday": str(weekday)})
        whole.errors |= {f"{part}-{weekday}": said for part, said in form.errors.items()}
        days += [form.model] if form.model else []
    return whole, days


def _show_hours(request: Request, desk: Desk, form: Form[Any], status: int = 200) -> Response:
    return render(request, "sellers/hours.html", status=status, desk=desk, form=form, week=WEEK)


@router.get("/nghi-ban")
def away_page(
    request: Request, seller: CurrentSeller, desk: SellerDesk, xong: Done = ""
) -> Response:
    return _show_away(request, seller, desk, _filled(seller), done=xong)


def _filled(seller: Seller) -> Form[AwayIn]:
    if seller.away_until is None or seller.away_until < today():
        return Form({"away_from": str(today())})
    return Form({name: str(getattr(seller, name)) for name in AwayIn.model_fields})


@router.post("/nghi-ban")
def go_away(
    request: Request,
    data: Submitted,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(AwayIn, data)
    if form.model is None:
        return _show_away(request, member.seller, desk, form, status=422)
    try:
        service.go_away(session, member.user.id, member.seller, form.model)
    except Forbidden as wrong:
        form.errors |= wrong.fields
        return _show_away(request, member.seller, desk, form, status=422)
    return RedirectResponse(localised_path(f"{AWAY}?xong=nghi"), 303)


@router.post("/nghi-ban/ket-thuc")
def come_back(member: CurrentMember, session: SessionDep) -> Response:
    service.come_back(session, member.user.id, member.seller)
    return RedirectResponse(localised_path(f"{AWAY}?xong=ban"), 303)


def _show_away(
    request: Request,
    seller: Seller,
    desk: Desk,
    form: Form[AwayIn],
    *,
    status: int = 200,
    done: str = "",
) -> Response:
    planned = seller.away_until is not None and seller.away_until >= today()
    return render(
        request,
        "sellers/away.html",
        status=status,
        desk=desk,
        seller=seller,
        form=form,
        planned=planned,
        away=is_away(seller.away_from, seller.away_until, today()),
        back_on=back_on(seller.away_until) if seller.away_until else None,
        done=done,
    )
