"""A seller's scans: how often, where, of which lots, and what was unusual."""

import csv
import io
from collections.abc import Iterable
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.i18n import gettext, localised_path, mark
from app.core.templates import render
from app.places import queries as places
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk
from app.traceability.queries import scans as queries
from app.traceability.service.scan_alerts import note_seen

SCANS = "/ban-hang/quet"
FORMULA = ("=", "+", "-", "@", "\t", "\r")
router = APIRouter(prefix=SCANS, include_in_schema=False, dependencies=[Depends(require_token)])
Length = Annotated[Literal["30", "90"], Query()]
Table = Literal["ngay", "tinh", "lo"]


@router.get("")
def scan_page(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    ngay: Length = "30",
) -> Response:
    count = int(ngay)
    return render(
        request,
        "traceability/scan_desk.html",
        desk=desk,
        count=count,
        by_day=queries.by_day(session, seller.id, count),
        by_province=queries.by_province(session, seller.id, count),
        by_lot=queries.by_lot(session, seller.id, count),
        alerts=queries.alerts_of(session, seller.id),
        names=province_names(),
    )


def province_names() -> dict[str, str]:
    return {province.code: province.short_name for province in places.provinces()}


@router.get("/{table}.csv")
def scan_table(
    table: Table, seller: CurrentSeller, session: SessionDep, ngay: Length = "30"
) -> Response:
    """The numbers of one chart, for a spreadsheet."""
    text = io.StringIO(newline="")
    lines = csv.writer(text)
    for row in _rows(table, session, seller.id, int(ngay)):
        lines.writerow([_harmless(cell) for cell in row])
    headers = {"content-disposition": f'attachment; filename="quet-{table}-{ngay}.csv"'}
    return Response(text.getvalue().encode("utf-8-sig"), 200, headers, "text/csv")


def _rows(table: Table, session: SessionDep, seller_id: UUID, count: int) -> Iterable[Any]:
    scans, devices = gettext(mark("Lượt quét")), gettext(mark("Lượt máy"))
    if table == "ngay":
        yield gettext(mark("Ngày")), scans, devices, gettext(mark("Mã được kiểm tra lần đầu"))
        for day in queries.by_day(session, seller_id, count):
            yield day.day.isoformat(), day.scans, day.devices, day.first
    elif table == "tinh":
        names = province_names()
        yield gettext(mark("Tỉnh, thành phố")), scans
        for code, counted in queries.by_province(session, seller_id, count):
            yield names[code], counted
    else:
        yield (
            gettext(mark("Số lô")),
            gettext(mark("Mã lô")),
            gettext(mark("Sản phẩm")),
            scans,
            devices,
        )
        for lot in queries.by_lot(session, seller_id, count):
            yield lot.lot_number, lot.code, lot.product_name, lot.scans, lot.devices


def _harmless(cell: object) -> object:
    """No text of ours may run as a formula when the file is opened (OWASP, "CSV Injection")."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


@router.post("/{alert_id}/da-xem")
def see_alert(alert_id: UUID, member: CurrentMember, session: SessionDep) -> Response:
    """303 to the list; seen a second time it changes nothing."""
    alert = queries.alert(session, alert_id, member.seller.id)
    note_seen(session, alert, member.user.id)
    return RedirectResponse(localised_path(SCANS) + "#canh-bao", 303)
