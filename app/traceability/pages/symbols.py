"""`…/qr.png`, `…/qr.svg`: the symbol that leads to a lot's page."""

from fastapi import APIRouter, Response

from app.core import page_cache, symbols
from app.core.config import settings
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.ids import is_code, normalise_code
from app.traceability.pages.frame import CODE_LENGTH, READ
from app.traceability.queries import links
from app.traceability.rules.digital_link import printed_payload

router = APIRouter()
FOREVER = {"cache-control": "public, max-age=31536000, immutable"}
"""What is printed on a packet never changes."""
LARGEST_PX = 40


@router.api_route("/Q/{code}/qr.png", methods=READ)
def show_png(code: str, connection: ReaderDep, px: str = "10") -> Response:
    """`px` are whole pixels a module, 4 to 40."""
    width = min(max(int(px) if px.isdecimal() else 10, symbols.SMALLEST_PX), LARGEST_PX)
    content = symbols.png(_payload(connection, code), width)
    return Response(content, media_type="image/png", headers=FOREVER)


@router.api_route("/Q/{code}/qr.svg", methods=READ)
def show_svg(code: str, connection: ReaderDep) -> Response:
    content = symbols.svg(_payload(connection, code))
    return Response(content, media_type="image/svg+xml", headers=FOREVER)


def _payload(connection: ReaderDep, typed: str) -> str:
    """Raises NotFound: a code that names no public lot has no symbol."""
    code = normalise_code(typed)
    lot = links.printed(connection, code) if is_code(code, CODE_LENGTH) else None
    if lot is None:
        raise NotFound
    return printed_payload(settings.code_url, lot.code, lot.gtin, lot.lot_number)


page_cache.keep("/Q", "px")
