"""The operator's queue of products: what waits, how long, and several decisions in one go."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from app.catalog.deps import QueueWanted
from app.catalog.queries import approval as queue
from app.catalog.service.decisions import Outcome, approve_many
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Submitted
from app.core.templates import render
from app.identity.deps import DeskReader, OperatorDesk, ProductReviewer
from app.identity.rules import Permission, may

QUEUE = "/dieu-hanh/san-pham"
MOST_AT_ONCE = 100
router = APIRouter(prefix=QUEUE, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def approval_queue(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    wanted: QueueWanted,
    q: Annotated[str, Query(max_length=80)] = "",
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return _show(request, reader, desk, session, wanted, q=q, done=xong)


@router.post("/duyet-nhieu")
def approve_several(
    request: Request,
    data: Submitted,
    operator: ProductReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    wanted: QueueWanted,
) -> Response:
    """The queue, with what became of each; sent again, it says that they are decided."""
    picked = [str(one).partition("|") for one in data.getlist("pick")[:MOST_AT_ONCE]]
    editions = [(slug, edition) for slug, _, edition in picked]
    outcomes = approve_many(session, operator.id, editions)
    return _show(request, operator, desk, session, wanted, outcomes=outcomes, nothing=not picked)


def _show(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    wanted: QueueWanted,
    *,
    q: str = "",
    done: str = "",
    outcomes: list[Outcome] | None = None,
    nothing: bool = False,
) -> Response:
    counts = queue.queue_counts(session)
    return render(
        request,
        "catalog/approval_queue.html",
        desk=desk.counting(san_pham=counts.new + counts.revised),
        waiting=queue.approval_queue(session, wanted),
        counts=counts,
        wanted=wanted,
        q=q,
        found=queue.found_products(session, q) if q else [],
        outcomes=outcomes or [],
        decides=may(reader.role, Permission.REVIEW_PRODUCTS),
        done=done,
        nothing=nothing,
    )
