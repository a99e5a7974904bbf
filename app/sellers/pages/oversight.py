"""The operator's view of sellers: which of them wait, who they are, who may sign in for them."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Invalid, NotFound
from app.core.forms import Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity import queries as identity
from app.identity.deps import DeskReader, OperatorDesk, SellerReviewer
from app.identity.models import User
from app.identity.rules import Permission, action_words, may
from app.identity.service import issue_password
from app.moderation import queries as moderation
from app.moderation.models import Topic
from app.places import queries as places
from app.sellers import queries, rules, service
from app.sellers.models import Seller, SellerStatus
from app.sellers.pages.shown import changed_words, facts_shown
from app.sellers.rules import Registration

SELLERS = "/dieu-hanh/don-vi"
LATEST = 20
"""Records shown of what was done to a seller."""
NOT_KEPT = {"cache-control": "no-store"}
"""A page with a password on it is not to come back by the browser's back button."""
router = APIRouter(prefix=SELLERS, include_in_schema=False, dependencies=[Depends(require_token)])


def any_seller(slug: str, reader: DeskReader, session: SessionDep) -> Seller:
    """A seller of any status. Raises NotFound, and NotAllowed for everybody without a desk."""
    seller = queries.seller_by_slug(session, slug)
    if seller is None:
        raise NotFound
    return seller


AnySeller = Annotated[Seller, Depends(any_seller)]


def member(
    seller: AnySeller, session: SessionDep, phone: Annotated[str, Form(max_length=20)] = ""
) -> User:
    """The member whom a button names. Raises NotFound for everybody who is none of this seller."""
    user = queries.member_by_phone(session, seller.id, phone)
    if user is None:
        raise NotFound
    return user


Member = Annotated[User, Depends(member)]


QUEUE = "cho-duyet"
DRAWERS: dict[str, tuple[SellerStatus, ...]] = {
    QUEUE: (),
    "dang-ban": (SellerStatus.APPROVED,),
    "tam-ngung": (SellerStatus.SUSPENDED,),
    "dang-khai": (SellerStatus.DRAFT, SellerStatus.NEEDS_CHANGES),
    "da-dong": (SellerStatus.CLOSED,),
    "": (),
}
"""Tabs of the list by the value of `muc`; the queue also holds changes of approved sellers."""


@router.get("")
def seller_list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
    muc: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    drawer = muc if muc in DRAWERS else ""
    in_queue = drawer == QUEUE
    count, _ = queries.waiting_tally(session)
    found = [] if in_queue else queries.sellers(session, q, DRAWERS[drawer])
    return render(
        request,
        "sellers/list.html",
        desk=desk.counting(don_vi=count),
        drawer=drawer,
        counts=_counted(queries.status_counts(session), count),
        waiting=queries.waiting(session) if in_queue else [],
        ward_name=places.ward,
        found=found,
        wanted=q,
        full=len(found) == queries.PAGE,
    )


def _counted(by_status: dict[str, int], waiting: int) -> dict[str, int]:
    """How many each tab holds."""
    counted = {
        drawer: sum(by_status.get(status, 0) for status in statuses)
        for drawer, statuses in DRAWERS.items()
    }
    return counted | {QUEUE: waiting, "": sum(by_status.values())}


@router.get("/{slug}")
def seller_page(
    request: Request,
    seller: AnySeller,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    return show_seller(request, seller, reader, desk, session)


@router.post("/{slug}/thanh-vien")
def add_member(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """The page with the new account's password, shown this once; 303 when they have one already."""
    form = forms.read(service.MemberIn, data)
    if form.model is None:
        return show_seller(request, seller, operator, desk, session, status=422, form=form)
    try:
        user, password = service.add_member(session, operator, seller, form.model)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return show_seller(request, seller, operator, desk, session, status=422, form=form)
    if password is None:
        return to_seller(seller)
    return show_seller(request, seller, operator, desk, session, issued=(user, password))


@router.post("/{slug}/thanh-vien/mat-khau")
def renew_password(
    request: Request,
    seller: AnySeller,
    operator: SellerReviewer,
    user: Member,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    password = issue_password(session, operator, user)
    return show_seller(request, seller, operator, desk, session, issued=(user, password))


@router.post("/{slug}/thanh-vien/bo")
def remove_member(
    seller: AnySeller, operator: SellerReviewer, user: Member, session: SessionDep
) -> Response:
    service.remove_member(session, operator, seller, user)
    return to_seller(seller)


def to_seller(seller: Seller) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{SELLERS}/{seller.slug}"), 303)


def show_seller(
    request: Request,
    seller: Seller,
    operator: User,
    desk: Desk,
    session: SessionDep,
    *,
    status: int = 200,
    issued: tuple[User, str] | None = None,
    personal_number: str = "",
    **given: Any,
) -> Response:
    """`issued` is a member and the temporary password to read out, `personal_number` what was asked
    to be seen; `given` the forms as typed, and what was refused.
    """
    return render(
        request,
        "sellers/seller.html",
        status=status,
        headers=NOT_KEPT if issued or personal_number else None,
        desk=desk,
        seller=seller,
        members=queries.members(session, seller.id),
        issued=issued,
        personal_number=personal_number,
        reasons=moderation.reasons(session, Topic.SELLER),
        decides=may(operator.role, Permission.REVIEW_SELLERS),
        reads_papers=may(operator.role, Permission.READ_DOCUMENTS),
        edition=queries.edition(seller),
        **_material(session, seller),
        **_nothing_typed() | given,
    )


def _nothing_typed() -> dict[str, Any]:
    return {name: forms.Form() for name in ("form", "reason", "change_reason")} | {"error": None}


def _material(session: SessionDep, seller: Seller) -> dict[str, Any]:
    """Everything that a decision rests on."""
    change = queries.pending_change(session, seller.id)
    trail = identity.audit_trail(session, seller.id)[:LATEST]
    person = queries.identity(session, seller.id)
    return {
        "facts": facts_shown(Registration.model_validate(seller), seller, person),
        "labels": rules.FIELDS,
        "findings": queries.findings(session, queries.own_words(seller)),
        "fields": rules.OWN_WORDS,
        "person": person,
        "gaps": queries.registration_gaps(session, seller),
        "twins": queries.twins(session, seller),
        "change": change,
        "change_edition": queries.edition(change) if change else "",
        "changes": changed_words(seller, change) if change else [],
        "trail": trail,
        "names": identity.user_names(session, {e.actor_id for e in trail if e.actor_id}),
        "action_words": action_words,
    }
