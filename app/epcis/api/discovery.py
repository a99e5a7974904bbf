"""What this server can do: its resources, and by OPTIONS the versions and limits of each."""

from fastapi import Request, Response

from app.core.rest.gateway import allowed_methods
from app.epcis.api import frame
from app.epcis.api.answers import json_answer
from app.epcis.rules.shown import Format

router = frame.router()
TOP_LEVEL = ["events", "eventTypes", "epcs", "bizSteps", "bizLocations", "readPoints",
             "dispositions", "capture", "queries"]  # fmt: skip
SENT = (
    "Authorization, Content-Type, GS1-EPC-Format, GS1-Capture-Error-Behaviour, GS1-EPCIS-Version,"
    " GS1-EPCIS-Min, GS1-EPCIS-Max, GS1-CBV-Version, GS1-CBV-Min, GS1-CBV-Max, GS1-Extensions"
)


@router.get("")
def list_resources(request: Request) -> Response:
    return json_answer(request, TOP_LEVEL)


@router.options("")
@router.options("/{rest:path}")
def discover(request: Request) -> Response:
    allowed = [method for method in allowed_methods(request.scope) if method != "HEAD"]
    said = {
        "allow": ", ".join(allowed),
        "access-control-allow-methods": ", ".join(allowed),
        "access-control-allow-headers": SENT,
        "access-control-max-age": "86400",
        "gs1-epc-format": Format.LINK.value,
        "gs1-extensions": "",
    }
    limits = frame.LIMITS if request.scope["path"].endswith(("/capture", "/events")) else {}
    return Response(status_code=204, headers=said | limits)
