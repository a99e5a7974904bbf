"""A seller's own application: where it stands, what is missing, and its steps one by one."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Form as Field
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Conflict, DomainError, Invalid
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.places import queries as places
from app.places.service import only_choosing_province
from app.sellers import queries, rules, service
from app.sellers.deps import Closer, CurrentMember, CurrentWriter, Member, Registrant, SellerDesk
from app.sellers.models import MemberRole, Seller
from app.sellers.pages.opening import APPLICATION
from app.sellers.pages.shown import facts_shown
from app.sellers.rules import Part

router = APIRouter(
    prefix=APPLICATION, include_in_schema=False, dependencies=[Depends(require_token)]
)


@router.get("")
def application_page(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, member, desk, session, done=xong)


@router.post("/gui-duyet")
def submit(
    request: Request,
    member: Registrant,
    desk: SellerDesk,
    session: SessionDep,
    declared: Annotated[str, Field(max_length=1)] = "",
) -> Response:
    try:
        service.submit_application(session, member.user.id, member.seller, declared=declared == "1")
    except (Conflict, Invalid) as refused:
        return _show(request, member, desk, session, error=refused)
    return to_application("gui")


@router.post("/bo")
def give_up(member: Closer, session: SessionDep) -> Response:
    service.give_up_application(session, member.user.id, member.seller)
    return RedirectResponse(localised_path("/tai-khoan"), 303)


@router.post("/thay-doi/rut")
def withdraw_change(member: Registrant, session: SessionDep) -> Response:
    service.withdraw_change(session, member.user.id, member.seller)
    return to_application("rut")


def to_application(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{APPLICATION}?xong={done}"), 303)


def _show(
    request: Request,
    member: Member,
    desk: Desk,
    session: SessionDep,
    *,
    done: str = "",
    error: DomainError | None = None,
) -> Response:
    seller = member.seller
    return render(
        request,
        "sellers/application.html",
        status=error.status if error else 200,
        desk=desk,
        seller=seller,
        owns=member.role is MemberRole.OWNER,
        writes=member.role is MemberRole.OWNER or member.consent is not None,
        done=done,
        error=error,
        gaps=queries.registration_gaps(session, seller),
        change=queries.last_change(session, seller.id),
        parts=_parts(session, seller),
        declaration=rules.DECLARATION,
    )


def _parts(session: SessionDep, seller: Seller) -> list[tuple[Part, str, Any]]:
    """Each step with its title and what it holds, as (label, value) pairs."""
    shown = facts_shown(
        queries.registration(session, seller), seller, queries.identity(session, seller.id)
    )
    return [
        (part, rules.TITLES[part], [(rules.FIELDS[name], shown[name]) for name in names])
        for part, names in PARTS.items()
    ]


PARTS = {
    Part.UNIT: ("kind", "name", "legal_name"),
    Part.PAPERS: ("tax_code", "licence_no", "licence_issued_on", "licence_issuer"),
    Part.PERSON: ("representative", "personal_number", "born_on"),
    Part.PLACE: ("address",),
    Part.CONTACT: ("email", "zalo"),
}


@router.get("/{part}")
def part_page(
    request: Request, part: Part, member: CurrentWriter, desk: SellerDesk, session: SessionDep
) -> Response:
    seller = member.seller
    facts = queries.registration(session, seller).model_dump(mode="json")
    values = facts | {"name": seller.name, "email": seller.email, "zalo": seller.zalo}
    form: Form[Any] = Form({name: value or "" for name, value in values.items()})
    return _show_part(request, part, seller, desk, session, form)


@router.post("/{part}")
def save_part(
    request: Request,
    part: Part,
    member: CurrentWriter,
    data: Submitted,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    """303 to the next step with something missing, else to the whole application."""
    form: Form[Any] = forms.read(service.FORMS[part], data)
    seller = member.seller
    if only_choosing_province(data):
        return _show_part(request, part, seller, desk, session, Form(form.values))
    if form.model is None:
        return _show_part(request, part, seller, desk, session, form, status=422)
    try:
        waits = service.save_part(session, member.user, seller, part, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_part(request, part, seller, desk, session, form, status=422)
    return _onward(session, seller, part, waits=waits)


def _onward(session: SessionDep, seller: Seller, part: Part, *, waits: bool) -> Response:
    if seller.status in rules.WRITABLE:
        steps = list(Part)
        later = steps[steps.index(part) + 1 :]
        missing = {gap.part for gap in queries.registration_gaps(session, seller)}
        for step in later:
            if step in missing and step is not Part.CONTACT:
                return RedirectResponse(localised_path(f"{APPLICATION}/{step}"), 303)
    return to_application("cho" if waits else "luu")


def _show_part(
    request: Request,
    part: Part,
    seller: Seller,
    desk: Desk,
    session: SessionDep,
    form: Form[Any],
    status: int = 200,
) -> Response:
    return render(
        request,
        "sellers/part.html",
        status=status,
        desk=desk,
        seller=seller,
        part=part,
        title=rules.TITLES[part],
        steps=list(Part),
        form=form,
        decided=seller.status in rules.DECIDED,
        locked=seller.status not in rules.WRITABLE | rules.DECIDED,
        kept=queries.identity(session, seller.id),
        choices=places.address_choices(form.value("province_code")),
    )
