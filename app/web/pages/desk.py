"""The first page of each desk: what there is to do today."""

from fastapi import APIRouter, Request, Response

from app.catalog.queries import approval
from app.catalog.queries import desk as products
from app.core.db import SessionDep, utc_now
from app.core.templates import render
from app.identity.deps import OperatorDesk
from app.orders.queries import desk as orders
from app.sellers import queries as sellers
from app.sellers.deps import CurrentSeller, SellerDesk

router = APIRouter(include_in_schema=False)
FIRST = 5


@router.get("/ban-hang")
def seller_home(
    request: Request, seller: CurrentSeller, desk: SellerDesk, session: SessionDep
) -> Response:
    counts = orders.counts(session, seller.id)
    waiting = orders.page(session, seller.id, "cho-nhan").rows
    return render(
        request,
        "web/seller_home.html",
        desk=desk.counting(don_hang=counts.get("cho-nhan", 0)),
        seller=seller,
        orders=counts,
        waiting=waiting[:FIRST],
        products=products.status_counts(session, seller.id),
        low=products.low_stock(session, seller.id),
        now=utc_now(),
    )


@router.get("/dieu-hanh")
def operator_home(request: Request, desk: OperatorDesk, session: SessionDep) -> Response:
    tally = approval.tally(session)
    applications, _ = sellers.waiting_tally(session)
    return render(
        request,
        "web/operator_home.html",
        desk=desk.counting(san_pham=tally.new + tally.revised, don_vi=applications),
        tally=tally,
        sellers=sellers.status_counts(session),
    )
