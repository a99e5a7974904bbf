"""Words on sale that a later rule minds: who says them, and where; looked at one by one."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.rules.words import FIELDS
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.i18n import localised_path
from app.core.templates import render
from app.identity.deps import DeskReader, OperatorDesk, ProductReviewer
from app.identity.rules import Permission, may
from app.sellers.rules import OWN_WORDS
from app.web.queries import findings as queries
from app.web.queries.queues import words_waiting
from app.web.service import findings as service

FOUND = "/dieu-hanh/loi-tren-san"
router = APIRouter(prefix=FOUND, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def finding_list(
    request: Request,
    reader: DeskReader,
    desk: OperatorDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    waiting = words_waiting(session)
    return render(
        request,
        "web/findings.html",
        desk=desk.counting(loi_tren_san=waiting),
        count=waiting.count,
        rows=queries.findings(session),
        fields={"product": FIELDS, "seller": OWN_WORDS},
        decides=may(reader.role, Permission.REVIEW_PRODUCTS),
        done=xong,
    )


@router.post("/{finding_id}/xem")
def settle(finding_id: UUID, officer: ProductReviewer, session: SessionDep) -> Response:
    service.settle(session, officer.id, finding_id)
    return RedirectResponse(localised_path(f"{FOUND}?xong=xem"), 303)
