"""`/01/{gtin}[/22/…][/10/…][/21/…]`: GS1 Digital Links lead to our own pages."""

from fastapi import APIRouter, Request, Response

from app.core import i18n
from app.core.db import ReaderDep
from app.core.i18n import LANGUAGES
from app.traceability.pages import frame
from app.traceability.pages.frame import READ
from app.traceability.queries import links
from app.traceability.rules import digital_link
from app.traceability.rules.digital_link import OUR_LINK_TYPES, DigitalLink

router = APIRouter()


@router.api_route("/01/{rest:path}", methods=READ)
def resolve(request: Request, rest: str, connection: ReaderDep) -> Response:
    """307 to the lot's page or, without a lot, to the product's; 400 for what is no such link.

    A link type that we do not hold is 404, without falling back to another (Resolver 1.2).
    """
    link = digital_link.parse(_sent_path(request), request.scope["query_string"].decode("latin-1"))
    wanted = request.query_params.get("linkType", "gs1:defaultLink")
    path = _target(connection, link) if wanted in OUR_LINK_TYPES else None
    if path is None:
        return frame.unknown(request, "", "unknown")
    response = frame.moved(request, path, 307, _language(request))
    response.headers["vary"] = "accept-language"
    response.headers["access-control-allow-origin"] = "*"
    return response


def _sent_path(request: Request) -> str:
    """As it was sent, still percent-encoded, without its language."""
    raw = request.scope.get("raw_path") or request.scope["path"].encode()
    return i18n.split_language(raw.decode("latin-1"))[1]


def _target(connection: ReaderDep, link: DigitalLink) -> str | None:
    if link.lot:
        code = links.lot_code(connection, link.gtin, link.lot)
        return f"/Q/{code}" if code else None
    slug = links.product_slug(connection, link.gtin)
    return f"/san-pham/{slug}" if slug else None


def _language(request: Request) -> str:
    """That of the path; without one, the one that the browser likes best."""
    if i18n.language() != i18n.SOURCE:
        return i18n.language()
    return digital_link.preferred_language(request.headers.get("accept-language", ""), LANGUAGES)
