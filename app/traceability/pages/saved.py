"""`/Q/sw.js`: what keeps the pages behind codes on a phone without a network."""

from fastapi import APIRouter, Response

from app.core.assets import assets
from app.traceability.pages.frame import READ

router = APIRouter(include_in_schema=False)
WORKER = "js/origin-worker.js"


@router.api_route("/Q/sw.js", methods=READ)
def worker() -> Response:
    """Served from here and not among the static files: its folder is all that it may look after."""
    headers = {"cache-control": "no-cache"}
    return Response(assets().files[WORKER].body, media_type="text/javascript", headers=headers)
