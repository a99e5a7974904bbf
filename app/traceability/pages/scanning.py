"""What happens when a code is opened: the scan is noted, and the reader may say where they are.

A page of a code, of a lot or of one packet, hands its openings to `note`. It costs the page a
microsecond: what the facts mean is found out by the writer.
"""

from functools import lru_cache
from time import time
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import Scope

from app.core import page_cache
from app.core.errors import NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, language, localised_path, mark
from app.core.ids import is_code, normalise_code
from app.core.templates import render
from app.core.write_behind import WriteBehind
from app.places import queries as places
from app.traceability.rules.provinces import SEATS
from app.traceability.rules.scans import is_looking_ahead, unit_code
from app.traceability.service.opened import Opened

router = APIRouter(include_in_schema=False)
PLACE = "/noi-quet"
LOT_CODE, UNIT_CODE = 10, 26
"""Letters in a lot's code, and in a packet's: its serial of 10 with 16 that prove it."""
PURPOSES = {b"sec-purpose", b"purpose"}
"""Headers by which browsers say that they only look ahead."""


def note(scope: Scope, code: str, lang: str, lot: str = "") -> None:
    """A page was served to whoever sent `scope`, so its code was scanned; looking ahead is none.

    `code` is a lot's, or a packet's as `rules.scans.unit_code` writes it, with `lot` the code of
    its lot. Both are codes by their form, checked by the caller.
    """
    agent = b""
    for name, value in scope["headers"]:
        if name == b"user-agent":
            agent = value
        elif name in PURPOSES and is_looking_ahead(value):
            return
    client = scope.get("client")
    rows: WriteBehind[Opened] = scope["app"].state.scans
    address = client[0] if client else ""
    rows.put(Opened(time(), code, address, agent.decode("latin-1"), lang, lot))


@router.get(f"{PLACE}/{{code}}")
def ask_place(request: Request, code: str, xong: str = "") -> Response:
    """The same for everybody, and so kept: nothing on it says who scanned what."""
    page = _page_of(code)
    return page_cache.public(_show(request, page, Form(), done=xong == "1"), "scan-place")


@router.post(f"{PLACE}/{{code}}")
def tell_place(request: Request, code: str, data: Submitted) -> Response:
    """303 with thanks. Only the province is read, whatever else is sent; it is kept with this
    reader's scans of the code today, if there are any.
    """
    page, province = _page_of(code), str(data.get("province", ""))
    if province not in SEATS:
        form: Form[Any] = Form({"province": province})
        form.errors["province"] = gettext(mark("Mời chọn một tỉnh, thành phố."))
        return _show(request, page, form, status=422)
    client = request.client.host if request.client else ""
    agent = request.headers.get("user-agent", "")
    scanned = _scanned_as(page)
    rows: WriteBehind[Opened] = request.app.state.scans
    rows.put(Opened(time(), scanned, client, agent, language(), province=province))
    return RedirectResponse(localised_path(f"{request.scope['path']}?xong=1"), 303)


def _page_of(code: str) -> str:
    """The address of the code's own page. Raises NotFound for what cannot be a code."""
    canonical = normalise_code(code)
    if is_code(canonical, LOT_CODE):
        return f"/Q/{canonical}"
    if len(canonical) == UNIT_CODE and canonical.isalnum():
        return f"/U/{canonical}"
    raise NotFound


def _scanned_as(page: str) -> str:
    kind, code = page[1], page[3:]
    return code if kind == "Q" else unit_code(code[:LOT_CODE])


def _show(
    request: Request, page: str, form: Form[Any], *, done: bool = False, status: int = 200
) -> Response:
    return render(
        request,
        "traceability/scan_place.html",
        status=status,
        page=page,
        code=page[3:],
        form=form,
        done=done,
        choices=_choices(),
    )


@lru_cache(1)
def _choices() -> tuple[tuple[str, str, str], ...]:
    """Code, name and seat ("21.6,105.8") of each province, in the order of the alphabet."""
    return tuple(
        (p.code, p.short_name, ",".join(map(str, SEATS[p.code]))) for p in places.provinces()
    )


page_cache.keep(PLACE, "xong")
