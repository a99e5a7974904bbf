"""What officers did in a seller's name, for the seller to read."""

from uuid import UUID

from fastapi import APIRouter, Request, Response

from app.core.db import SessionDep
from app.core.templates import render
from app.sellers.deps import CurrentSeller, SellerDesk
from app.web.queries.acts import assisted_acts

router = APIRouter(include_in_schema=False)


@router.get("/ban-hang/ho-tro/nhat-ky")
def acts_page(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    truoc: UUID | None = None,
) -> Response:
    acts, older = assisted_acts(session, seller.id, truoc)
    return render(request, "web/acts.html", desk=desk, acts=acts, older=older, newer=truoc)
