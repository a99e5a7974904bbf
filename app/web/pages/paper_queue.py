"""The operator's desk of private papers: what waits, one paper, the decision."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core import forms
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import DomainError, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import DocumentReader, OperatorDesk, SellerReviewer
from app.moderation import queries as moderation
from app.moderation.models import Topic
from app.moderation.rules.reasons import ReasonGiven
from app.sellers import queries
from app.sellers.models import Seller, SellerDocument
from app.sellers.rules import DocumentKind, masked, state
from app.sellers.service import documents as service
from app.web.pages.papers import as_file
from app.web.queries.papers import product_names

QUEUE = "/dieu-hanh/giay-to"
router = APIRouter(prefix=QUEUE, include_in_schema=False, dependencies=[Depends(require_token)])


def any_document(
    code: str, reader: DocumentReader, session: SessionDep
) -> tuple[SellerDocument, Seller]:
    """Raises NotFound, and NotAllowed for whoever may not read papers."""
    found = queries.document_by_code(session, code)
    if found is None:
        raise NotFound
    return found


AnyDocument = Annotated[tuple[SellerDocument, Seller], Depends(any_document)]


@router.get("")
def paper_queue(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    count, since = queries.documents_waiting(session)
    return render(
        request,
        "web/paper_queue.html",
        desk=desk.counting(giay_to=count),
        waiting=queries.waiting_documents(session),
        count=count,
        since=since,
        done=xong,
    )


@router.get("/{code}")
def review_page(
    request: Request, found: AnyDocument, reader: DocumentReader, desk: OperatorDesk,
    session: SessionDep,
) -> Response:  # fmt: skip
    return _show(request, found, reader.id, desk, session, Form())


@router.get("/{code}/tep")
def paper_file(found: AnyDocument, reader: DocumentReader, session: SessionDep) -> Response:
    """The paper; that this officer saw it stands in the seller's list from now on."""
    return as_file(found[0], service.open_file(session, reader.id, found[0]))


@router.post("/{code}/nhan")
def accept(
    request: Request,
    found: AnyDocument,
    officer: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    try:
        service.accept(session, officer.id, found[0])
    except DomainError as refused:
        return _show(request, found, officer.id, desk, session, Form(), refused=refused)
    return _to_queue("nhan")


@router.post("/{code}/tu-choi")
def refuse(
    request: Request,
    data: Submitted,
    found: AnyDocument,
    officer: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(ReasonGiven, data)
    if form.model is None:
        return _show(request, found, officer.id, desk, session, form, status=422)
    try:
        service.refuse(session, officer.id, found[0], form.model.reason)
    except DomainError as refused:
        return _show(request, found, officer.id, desk, session, form, refused=refused)
    return _to_queue("tu-choi")


def _to_queue(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{QUEUE}?xong={done}"), 303)


def _show(
    request: Request,
    found: tuple[SellerDocument, Seller],
    officer_id: UUID,
    desk: Desk,
    session: SessionDep,
    form: Form[ReasonGiven],
    *,
    status: int = 200,
    refused: DomainError | None = None,
) -> Response:
    document, seller = found
    opened = queries.has_viewed(session, document.id, officer_id)
    return render(
        request,
        "web/paper_review.html",
        status=refused.status if refused else status,
        headers={"cache-control": "no-store"},
        desk=desk,
        document=document,
        seller=seller,
        state=state(document.status, document.expires_on, today()),
        number=_number(document, whole=opened),
        products=product_names(session, [document.product_id]),
        views=queries.views(session, document.id),
        opened=opened,
        refused=refused,
        reasons=moderation.reasons(session, Topic.DOCUMENT),
        form=form,
        today=today(),
    )


def _number(document: SellerDocument, *, whole: bool) -> str:
    """A personal number is whole for whoever opened the file, which is recorded, and no earlier."""
    number = queries.number_of(document)
    return number if whole or document.kind is not DocumentKind.PERSONAL_ID else masked(number)
