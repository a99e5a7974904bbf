"""What an operator decides about a seller: its application, its standing, a change of its facts."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from starlette.datastructures import FormData

from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.desks import Desk
from app.core.errors import Conflict, Invalid
from app.core.forms import Submitted
from app.identity.deps import DocumentReader, OperatorDesk, SellerReviewer
from app.identity.models import User
from app.moderation.rules.reasons import ReasonGiven
from app.sellers import queries, service
from app.sellers.models import Seller, SellerStatus
from app.sellers.pages.oversight import SELLERS, AnySeller, show_seller, to_seller

router = APIRouter(
    prefix=f"{SELLERS}/{{slug}}", include_in_schema=False, dependencies=[Depends(require_token)]
)
Edition = Annotated[str, Form(max_length=40)]


@router.post("/duyet")
def approve(
    request: Request,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    """Of an application as it was read; a second submit changes nothing."""

    def command() -> None:
        if seller.status is SellerStatus.SUSPENDED:
            raise service.WrongStanding
        service.approve_seller(session, operator.id, seller, edition=edition)

    return _tried(command, request, seller, operator, desk, session)


@router.post("/mo-lai")
def reopen(seller: AnySeller, operator: SellerReviewer, session: SessionDep) -> Response:
    """Of a suspended seller; a second submit changes nothing."""
    if seller.status not in {SellerStatus.SUSPENDED, SellerStatus.APPROVED}:
        raise service.WrongStanding
    service.approve_seller(session, operator.id, seller)
    return to_seller(seller)


@router.post("/bo-sung")
def ask_changes(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    """Back to the applicant, who reads the reason and sends it again."""

    def command(reason: str) -> None:
        service.ask_changes(session, operator.id, seller, reason, edition=edition)

    return _with_reason(command, request, data, seller, operator, desk, session)


@router.post("/tam-ngung")
def suspend(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
) -> Response:
    """303 to the seller, whose goods have left the shop; a second submit changes nothing."""

    def command(reason: str) -> None:
        service.suspend_seller(session, operator.id, seller, reason)

    return _with_reason(command, request, data, seller, operator, desk, session)


@router.post("/dong")
def close(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    """For good: an application that is refused, a seller who leaves."""

    def command(reason: str) -> None:
        service.close_seller(session, operator.id, seller, reason, edition=edition)

    return _with_reason(command, request, data, seller, operator, desk, session)


@router.post("/thay-doi/duyet")
def approve_change(
    request: Request,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    def command() -> None:
        service.approve_change(session, operator.id, seller, edition=edition)

    return _tried(command, request, seller, operator, desk, session)


@router.post("/thay-doi/tu-choi")
def reject_change(
    request: Request,
    data: Submitted,
    seller: AnySeller,
    operator: SellerReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    def command(reason: str) -> None:
        service.reject_change(session, operator.id, seller, edition=edition, reason=reason)

    return _with_reason(
        command, request, data, seller, operator, desk, session, place="change_reason"
    )


@router.post("/so-dinh-danh")
def read_personal_number(
    request: Request,
    seller: AnySeller,
    operator: DocumentReader,
    desk: OperatorDesk,
    session: SessionDep,
    wanted: Annotated[str, Form(max_length=10)] = "",
) -> Response:
    """The page with the whole number, which nobody keeps; that it was looked at is recorded."""
    change = queries.pending_change(session, seller.id) if wanted == "change" else None
    asked = change.person if change else None
    number = service.read_person(session, operator.id, seller, asked)
    return show_seller(request, seller, operator, desk, session, personal_number=number)


def _with_reason(  # what a page is made of
    command: Callable[[str], None],
    request: Request,
    data: FormData,
    seller: Seller,
    operator: User,
    desk: Desk,
    session: SessionDep,
    place: str = "reason",
) -> Response:
    """`place` is what the page calls this form: it has two that ask why."""
    form = forms.read(ReasonGiven, data)
    typed: dict[str, Any] = {place: form}
    if form.model is None:
        return show_seller(request, seller, operator, desk, session, status=422, **typed)
    reason = form.model.reason
    return _tried(lambda: command(reason), request, seller, operator, desk, session, **typed)


def _tried(
    command: Callable[[], None],
    request: Request,
    seller: Seller,
    operator: User,
    desk: Desk,
    session: SessionDep,
    **typed: Any,
) -> Response:
    """303 to the seller, or its page with why not and what was typed."""
    try:
        command()
    except (Conflict, Invalid) as refused:
        status = refused.status
        return show_seller(
            request, seller, operator, desk, session, status=status, error=refused, **typed
        )
    return to_seller(seller)
