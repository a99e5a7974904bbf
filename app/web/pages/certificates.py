"""The operator's desk of what runs out: OCOP, standards, private papers."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.core.days import today
from app.core.db import SessionDep
from app.core.templates import render
from app.identity.deps import OperatorDesk
from app.sellers.rules import Bucket
from app.web.queries import certificates as queries

router = APIRouter(include_in_schema=False)


@router.get("/dieu-hanh/chung-nhan")
def certificate_list(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    muc: Annotated[Bucket | None, Query()] = None,
    trang: Annotated[int, Query(ge=1, le=1000)] = 1,
) -> Response:
    """Opens on the most urgent heap that has anything in it."""
    counts = queries.bucket_counts(session, today())
    chosen = muc or next((one for one in Bucket if counts[one]), Bucket.MONTH)
    found = queries.running_out(session, chosen, today(), trang)
    return render(
        request,
        "web/certificates.html",
        desk=desk.counting(chung_nhan=counts[Bucket.TODAY] + counts[Bucket.MONTH]),
        rows=found[: queries.PAGE],
        more=len(found) > queries.PAGE,
        page=trang,
        counts=counts,
        chosen=chosen,
        buckets=tuple(Bucket),
        today=today(),
    )
