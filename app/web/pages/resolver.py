"""`/.well-known/gs1resolver`: which GS1 keys are resolved here, and by whom."""

from typing import Any

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.core import page_cache
from app.core.config import absolute, settings
from app.core.db import ReaderDep
from app.traceability.rules.linksets import LINKSET_CONTEXT, VOCABULARY
from app.web.queries.operator import operator

router = APIRouter(include_in_schema=False)
NAME = "Nguyên Gốc"
RESOLVED = ["01"]
"""Trade items with all their qualifiers. Other keys are read, and nothing is known of them."""


@router.api_route("/.well-known/gs1resolver", methods=["GET", "HEAD"])
def describe_resolver(reader: ReaderDep) -> Response:
    """The Resolver Description File (GS1-Conformant Resolver 1.2.0, section 3)."""
    description = {
        "name": NAME,
        "resolverRoot": settings.code_url,
        "supportedPrimaryKeys": RESOLVED,
        "supportedLinkType": [{"namespace": VOCABULARY, "prefix": "gs1:"}],
        "linkTypeDefaultCanBeLinkset": False,
        "jsonLdContextLocation": LINKSET_CONTEXT,
        "contact": _contact(operator(reader)),
        "termsOfUse": absolute("/huong-dan/quy-che"),
    }
    response = JSONResponse(description, headers={"access-control-allow-origin": "*"})
    return page_cache.public(response, "guides")


def _contact(known: dict[str, Any]) -> dict[str, Any]:
    """As a vCard; what the operator has not told is left out."""
    said: dict[str, Any] = {"fn": known["name"] or NAME}
    if known["address"]:
        said["hasAddress"] = {"streetAddress": known["address"]}
    if known["phone"]:
        said["hasTelephone"] = f"tel:{known['phone']}"
    return said | {"hasURL": absolute("/huong-dan/lien-he")}


page_cache.keep("/.well-known")
