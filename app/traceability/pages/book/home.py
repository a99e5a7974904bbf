"""The book's first page: big buttons, what is in hand, the latest records."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse

from app.core import csrf
from app.core.assets import assets
from app.core.db import SessionDep
from app.core.i18n import localised_path
from app.core.templates import render
from app.sellers.deps import CurrentMember, Member, SellerDesk
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
        owner=owner_of(member),
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


def owner_of(member: Member) -> str:
    """Names who writes for which shop: what a device keeps and queues is theirs alone."""
    return f"{member.user.code}.{member.seller.slug}"


@router.get("/phien.json")
def who(request: Request, member: CurrentMember) -> Response:
    """For the queue of a device: whose form it may send by now, and with which token."""
    return JSONResponse({"owner": owner_of(member), "token": csrf.token(request)})


@router.get("/sw.js")
def worker() -> Response:
    """The book's service worker: no page outside the book is under it."""
    headers = {"service-worker-allowed": localised_path(BOOK), "cache-control": "no-cache"}
    source = assets().files["js/book/worker.js"].body
    return Response(source, media_type="text/javascript", headers=headers)
