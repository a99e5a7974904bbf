"""`/U/{CODE}`: one packet, for whoever holds it."""

import logging
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy import Row
from starlette.background import BackgroundTask

from app.core import days, page_cache
from app.core.db import ReaderDep, SessionDep, unit_of_work, utc_now
from app.core.errors import TooManyRequests
from app.core.forms import Submitted
from app.core.i18n import gettext, language, mark
from app.core.ids import normalise_code
from app.core.templates import clock
from app.traceability.models import LotStatus
from app.traceability.pages import frame, scanning
from app.traceability.pages.frame import READ
from app.traceability.queries.units import unit
from app.traceability.rules import scans
from app.traceability.rules.scans import is_looking_ahead, is_person
from app.traceability.rules.units import serial_of, serial_text
from app.traceability.service.label_keys import unit_key
from app.traceability.service.unit_codes import WrongPin, note_opened, try_pin

log = logging.getLogger(__name__)
router = APIRouter(include_in_schema=False)
TEMPLATE = "traceability/unit.html"


@router.api_route("/u/{rest:path}", methods=READ)
def capitals(request: Request, rest: str) -> Response:
    return frame.moved(request, f"/U/{normalise_code(rest)}", 301)


@router.api_route("/U/{code}", methods=READ)
def show_unit(request: Request, code: str, connection: ReaderDep) -> Response:
    """What is known of the packet's code; an invented one is known for that without a look-up."""
    if normalise_code(code) != code:
        return frame.moved(request, f"/U/{normalise_code(code)}", 301)
    serial = serial_of(unit_key(), code)
    found = unit(connection, serial) if serial is not None else None
    if found is None:
        return frame.unknown(request, code, "unknown")
    counted = request.method == "GET" and _is_opened(request)
    response = _show(request, code, found, told_now=counted)
    if counted:
        response.background = BackgroundTask(_note, found.serial, utc_now())
        scanned = scans.unit_code(serial_text(found.serial))
        scanning.note(request.scope, scanned, language(), lot=found.code)
    return response


@router.post("/U/{code}")
def check_pin(request: Request, code: str, data: Submitted, session: SessionDep) -> Response:
    """Whether the PIN under the scratch field is this packet's, and since when it is known."""
    serial = serial_of(unit_key(), normalise_code(code))
    found = unit(session.connection(), serial) if serial is not None else None
    if found is None or found.pin is None:
        return frame.unknown(request, code, "unknown")
    typed = normalise_code(str(data.get("pin") or ""))[:20]
    try:
        known_since = try_pin(session, found.serial, found.pin, typed)
    except WrongPin as wrong:
        said = wrong.fields["pin"]
        return _show(request, code, found, status=422, fault=gettext(said))
    except TooManyRequests as refused:
        response = _show(request, code, found, status=429, fault=gettext(str(refused)))
        response.headers["retry-after"] = str(refused.retry_after)
        return response
    return _show(request, code, found, known_since=known_since)


@dataclass(frozen=True)
class Shown:
    """What the band says: a verdict's kind and icon, a heading, and how often it was looked at."""

    kind: str
    symbol: str
    heading: str
    counted: str
    state: str


def _show(
    request: Request,
    code: str,
    found: Row[Any],
    *,
    status: int = 200,
    told_now: bool = False,
    fault: str = "",
    known_since: datetime | None = None,
) -> Response:
    page = frame.show(
        request,
        TEMPLATE,
        status=status,
        unit=found,
        serial=serial_text(found.serial),
        code=code,
        shown=_shown(found, told_now=told_now),
        fault=fault,
        known_since=known_since,
    )
    return page_cache.squeezed(request, page)


def _shown(found: Row[Any], *, told_now: bool) -> Shown:
    counted = _counted(found, told_now=told_now)
    if found.status is LotStatus.RECALLED:
        return Shown(
            "recalled", "octagon-x", gettext(mark("Lô này đã thu hồi")), counted, "recalled"
        )
    if found.void_reason is not None:
        return Shown("caution", "triangle-alert", gettext(mark("Tem này đã huỷ")), counted, "void")
    if found.held_reason:
        return Shown("caution", "triangle-alert", gettext(mark("Lô đang tạm giữ")), counted, "held")
    if found.alerts:
        said = gettext(mark("Mã này có lượt quét khác thường"))
        return Shown("caution", "triangle-alert", said, counted, "unusual")
    if days.today() > found.expires_on:
        return Shown(
            "caution", "triangle-alert", gettext(mark("Lô này đã quá hạn")), counted, "expired"
        )
    return Shown("valid", "badge-check", gettext(mark("Mã hợp lệ")), counted, "valid")


def _counted(found: Row[Any], *, told_now: bool) -> str:
    """The wording is settled: what was looked at and when, never that a packet is false."""
    times = (found.scans or 0) + told_now
    if not times:
        return gettext(mark("Mã này chưa được kiểm tra lần nào."))
    said = gettext(mark("Mã này được kiểm tra lần đầu lúc {at}; đã quét {times} lần."))
    return said.format(at=clock(found.first_at or utc_now()), times=times)


def _is_opened(request: Request) -> bool:
    """By somebody, and not by a program that looks at links or ahead."""
    purpose = request.headers.get("sec-purpose") or request.headers.get("purpose") or ""
    agent = request.headers.get("user-agent", "")
    return is_person(agent) and not is_looking_ahead(purpose.encode())


def _note(serial: int, at: datetime) -> None:
    """After the page is out. Tried twice: the first check of a code is evidence."""
    for last_try in (False, True):
        try:
            with unit_of_work() as session:
                note_opened(session, serial, at)
        except Exception:
            if last_try:
                log.exception("The check of a unit code could not be written")
        else:
            return
