"""Manifests of label runs, for whoever wants to check one: our key, and a page that checks."""

import json
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from app.core.forms import Submitted
from app.core.i18n import gettext, mark
from app.traceability.pages import frame
from app.traceability.rules.manifests import BadManifest
from app.traceability.service import manifests

router = APIRouter(include_in_schema=False)
TEMPLATE = "traceability/manifest.html"
KEYS = "/.well-known/label-keys.json"
PLACE = "/xac-minh-tem"
LONGEST = 20_000
CROSS_ORIGIN = {"access-control-allow-origin": "*", "cache-control": "public, max-age=3600"}


@router.get(KEYS)
def keys() -> Response:
    """The public keys that sign manifests, as a JSON Web Key set."""
    return JSONResponse(manifests.published_keys(), headers=CROSS_ORIGIN)


@router.get(PLACE)
def manifest_page(request: Request) -> Response:
    return _show(request, "", None, "")


@router.post(PLACE)
def verify(request: Request, data: Submitted) -> Response:
    """Whether a manifest is as we signed it; 422 with the reason when it is not."""
    typed = str(data.get("to_khai") or "")[:LONGEST]
    try:
        facts = manifests.checked(json.loads(typed))
    except (BadManifest, ValueError):
        fault = gettext(mark("Tờ khai này không phải của sàn, hoặc đã bị sửa sau khi ký."))
        return _show(request, typed, None, fault, 422)
    return _show(request, typed, facts, "")


def _show(
    request: Request, typed: str, facts: dict[str, Any] | None, fault: str, status: int = 200
) -> Response:
    return frame.show(
        request, TEMPLATE, status=status, typed=typed, facts=facts, fault=fault, keys=KEYS
    )
