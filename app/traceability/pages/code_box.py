"""`/ma`: the code of a packet, typed by hand."""

import re
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from app.core import page_cache
from app.core.i18n import gettext, localised_path, mark
from app.core.ids import is_code, normalise_code
from app.core.templates import render
from app.core.text import nfc
from app.traceability.pages.frame import CODE_LENGTH, READ

router = APIRouter()
TEMPLATE = "traceability/code_box.html"
_OUR_ADDRESS = re.compile(r"/([qu]/[^/?#\s]+|01/\d{14}/10/[^/?#\s]+)", re.IGNORECASE)


@router.api_route("/ma", methods=READ)
def code_box(request: Request, code: str = "") -> Response:
    """303 to the code's page; what cannot be a code comes back with what is wrong."""
    typed = nfc(code).strip()[:200]
    if not typed:
        return page_cache.public(render(request, TEMPLATE, typed="", fault=""))
    path = _path(typed)
    if path is None:
        fault = gettext(mark("Mã gõ chưa đúng: mã lô có 10 chữ và số, ví dụ K7Q4M-9MXDT."))
        return render(request, TEMPLATE, status=422, typed=typed[:80], fault=fault)
    return RedirectResponse(localised_path(quote(path, safe="/%")), 303)


def _path(typed: str) -> str | None:
    """A code's page, or that of an address somebody pasted out of a scanner."""
    canonical = normalise_code(typed)
    if is_code(canonical, CODE_LENGTH):
        return f"/Q/{canonical}"
    found = _OUR_ADDRESS.search(typed)
    return found[0] if found else None


page_cache.keep("/ma", "code")
