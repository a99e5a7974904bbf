"""The first page of each desk: what there is to do today."""

from collections.abc import Mapping

from fastapi import APIRouter, Request, Response

from app.catalog.queries import desk as products
from app.core.days import today
from app.core.db import SessionDep, utc_now
from app.core.desks import Desk, Waiting, both
from app.core.templates import render
from app.identity.deps import OperatorDesk
from app.orders.queries import desk as orders
from app.sellers.deps import CurrentSeller, SellerDesk
from app.web.queries import certificates
from app.web.queries.queues import on_sale, queues

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


QUEUES = {
    "sellers": "/dieu-hanh/don-vi",
    "products": "/dieu-hanh/san-pham",
    "revisions": "/dieu-hanh/san-pham",
    "documents": "/dieu-hanh/giay-to",
    "reports": "/dieu-hanh/su-co",
    "words": "/dieu-hanh/loi-tren-san",
    "self_audit": "/dieu-hanh/tu-kiem",
    "calls": "/dieu-hanh/goi-dien",
}
"""Where each queue is worked off; shown to those whose desk has that place."""


@router.get("/dieu-hanh")
def operator_home(request: Request, desk: OperatorDesk, session: SessionDep) -> Response:
    now = utc_now()
    waiting, ending = queues(session, now), certificates.soon(session, today())
    return render(
        request,
        "web/operator_home.html",
        desk=_with_counts(desk, waiting, ending[0]),
        tiles=[(name, waiting[name], place) for name, place in QUEUES.items()],
        ending=ending,
        selling=on_sale(session),
    )


def _with_counts(desk: Desk, waiting: Mapping[str, Waiting], ending: int) -> Desk:
    """The menu says of each place what waits there."""
    return desk.counting(
        don_vi=waiting["sellers"],
        san_pham=both(waiting["products"], waiting["revisions"]),
        giay_to=waiting["documents"],
        su_co=waiting["reports"],
        loi_tren_san=waiting["words"],
        chung_nhan=ending,
        tu_kiem=waiting["self_audit"],
        goi_dien=waiting["calls"],
    )
