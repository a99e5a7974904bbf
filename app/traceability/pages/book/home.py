"""The book's first page: big buttons, what is in hand, the latest records."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from app.core.db import SessionDep
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk
from app.traceability.pages.book.shown import entries
from app.traceability.queries import book
from app.traceability.queries.materials import in_hand
from app.traceability.rules.materials import NAMES, MaterialKind
from app.traceability.rules.screens import SCREENS

BOOK = "/ban-hang/so"
router = APIRouter(prefix=BOOK, include_in_schema=False)
NOTHING = (0, 0)


@router.get("")
def home(
    request: Request,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
    truoc: Annotated[str, Query(max_length=10)] = "",
) -> Response:
    seller = member.seller
    rows = book.entries(session, seller.id, truoc)
    shown = entries(session, rows[: book.PAGE])
    hand = in_hand(session, seller.id)
    return render(
        request,
        "traceability/book/home.html",
        desk=desk,
        owner=f"{member.user.code}.{seller.slug}",
        screens=SCREENS,
        names=NAMES,
        leaf=hand.get(MaterialKind.LEAF, NOTHING),
        tea=hand.get(MaterialKind.BULK, NOTHING),
        entries=shown,
        waiting=book.waiting_corrections(session, seller.id),
        reviews=book.latest_reviews(session, seller.id),
        older=shown[-1].code if len(rows) > book.PAGE else "",
        newer=truoc,
    )
