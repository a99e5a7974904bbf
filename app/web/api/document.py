"""The OpenAPI document itself."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse

from app.core.i18n import language
from app.core.rest.document import document

router = APIRouter()


@router.get("/api/v1/openapi.json", include_in_schema=False)
def openapi(request: Request) -> JSONResponse:
    return JSONResponse(document(request.app, language()))
