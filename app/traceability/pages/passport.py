"""`/Q/{CODE}/passport.json`: a lot as a UNTP Digital Product Passport, unsigned."""

import json
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from app.core import page_cache
from app.core.config import absolute, settings
from app.core.db import ReaderDep
from app.core.errors import NotFound
from app.core.ids import is_code, normalise_code
from app.core.media import media_url
from app.places import queries as places
from app.sellers.models import SellerKind
from app.traceability.pages import frame
from app.traceability.pages.frame import CODE_LENGTH, READ
from app.traceability.queries.origin import Origin, origin
from app.traceability.rules import passport
from app.traceability.rules.passport import Facts, Paper

router = APIRouter()
VOCABULARY = Path(__file__).parents[1] / "data" / "untp.json"
REGISTERED = {SellerKind.ENTERPRISE, SellerKind.COOPERATIVE}
"""Whose tax number is public; a household's is the identity number of a person."""


@router.api_route("/Q/{code}/passport.json", methods=READ)
def show_passport(request: Request, code: str, connection: ReaderDep) -> Response:
    """Raises NotFound. The vocabulary calls it a passport; whether the law does is another matter,
    which `rules.passport.lacking` answers.
    """
    if normalise_code(code) != code:
        return frame.moved(request, f"/Q/{normalise_code(code)}/passport.json", 301)
    found = origin(connection, code) if is_code(code, CODE_LENGTH) else None
    if found is None:
        raise NotFound
    made = json.dumps(passport.credential(facts_of(found), _vocabulary()), ensure_ascii=False)
    headers = {"access-control-allow-origin": "*"}
    response = Response(made, media_type="application/vc", headers=headers)
    lot = found.lot
    tags = (f"lot:{lot.code}", f"product:{lot.product_id}", f"seller:{lot.seller_id}")
    return page_cache.public(response, *tags)


@cache
def _vocabulary() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(VOCABULARY.read_text("utf-8"))
    return found


def links(found: Origin) -> dict[str, Any]:
    """Where the lot's events are, and whether the law lets its page be called a passport."""
    connected = settings.national_portal  # looked at first: without it there is nothing to check
    called = connected and not passport.lacking(facts_of(found), connected=connected)
    return {"epcis": epcis_address(found.lot), "is_passport": called}


def facts_of(found: Origin) -> Facts:
    lot = found.lot
    ward = places.ward(lot.area_ward_code or lot.seller_ward_code)
    return Facts(
        address=f"{settings.code_url}/Q/{lot.code}",
        code=lot.code,
        gtin=lot.gtin,
        lot_number=lot.lot_number,
        product=lot.product_name,
        picture=absolute(media_url(lot.product_cover, 800, "webp")) if lot.product_cover else "",
        producer=lot.seller_legal_name,
        producer_page=absolute(f"/nha-ban/{lot.seller_slug}"),
        producer_address=places.address_line(lot.seller_street, lot.seller_ward_code),
        producer_id=(lot.seller_tax_code or "") if lot.seller_kind in REGISTERED else "",
        place=", ".join(part for part in (lot.area_name, ward.name) if part),
        place_code=lot.area_code or "",
        warnings=lot.product_label.get("warnings") or "",
        harvested_on=lot.harvested_on,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
        published_at=lot.published_at or lot.created_at,
        net_grams=lot.net_grams,
        papers=[_paper(paper) for paper in lot.certificates],
        events=len(found.journey),
        epcis=epcis_address(lot),
    )


def epcis_address(lot: Any) -> str:
    """Every event of the lot, by the class that its packets are of."""
    lot_class = passport.canonical(lot.gtin, lot.lot_number, f"{settings.code_url}/Q/{lot.code}")
    return f"{absolute('/epcis/events')}?MATCH_anyEPCClass={quote(lot_class, safe='')}"


def _paper(paper: dict[str, Any]) -> Paper:
    since = date.fromisoformat(paper["valid_from"])
    return Paper(paper["scheme"], paper["number"], paper["issuer"], since)
