"""Around every operation: versions, media types, errors as the standard names them, CORS."""

from collections.abc import Callable, Coroutine, Mapping
from typing import Any

from asgi_correlation_id import correlation_id
from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from sqlalchemy.exc import OperationalError

from app.core.errors import DomainError, NotFound
from app.core.i18n import gettext, mark
from app.core.rest.gateway import ANY_ORIGIN
from app.core.rest.problems import MEDIA_TYPE, Malformed, NotAcceptable, headers
from app.epcis.deps import FILE_SIZE_LIMIT, MEDIA_TYPES
from app.epcis.queries.events import TooManyEvents
from app.epcis.queries.walk import JourneyTooLong
from app.epcis.rules.asking import QueryParameter
from app.epcis.rules.faults import InvalidEvent
from app.epcis.service.capture import CAPTURE_LIMIT, MOST_FAULTS
from app.epcis.service.named import NoSuchQuery, QueryNameTaken

VERSIONS = {
    "gs1-epcis-version": "2.0",
    "gs1-epcis-min": "2.0",
    "gs1-epcis-max": "2.0",
    "gs1-cbv-version": "2.0",
    "gs1-cbv-min": "2.0",
    "gs1-cbv-max": "2.0",
    "gs1-vendor-version": "1.0",
}
LIMITS = {
    "gs1-epcis-capture-limit": str(CAPTURE_LIMIT),
    "gs1-epcis-capture-file-size-limit": str(FILE_SIZE_LIMIT),
    "gs1-capture-error-behaviour": "rollback",
}
LONGEST_ADDRESS = 8000


class AddressTooLong(DomainError):
    status, title = 414, mark("Địa chỉ dài quá")


class QueryTooComplex(DomainError):
    """The database gave it up."""

    status, title = 413, mark("Truy vấn nặng quá")


class NotImplementedHere(DomainError):
    status, title = 501, mark("Sàn chưa làm phần này")


EXCEPTIONS: dict[type[DomainError], str] = {
    QueryParameter: "QueryParameterException",
    TooManyEvents: "QueryTooLargeException",
    JourneyTooLong: "QueryTooLargeException",
    QueryTooComplex: "QueryTooComplexException",
    AddressTooLong: "URITooLongException",
    QueryNameTaken: "DuplicateNameException",
    NoSuchQuery: "NoSuchNameException",
    InvalidEvent: "ValidationException",
}
"""By error; any other goes by its status."""
BY_STATUS = {
    400: "ValidationException",
    401: "SecurityException",
    403: "SecurityException",
    404: "NoSuchResourceException",
    409: "ValidationException",
    413: "CaptureLimitExceededException",
    422: "ValidationException",
}


class Refused(Exception):
    """Carries what is wrong out of the route, so that its transaction is rolled back first."""

    def __init__(self, error: DomainError) -> None:
        super().__init__(error)
        self.error = error


def show_refused(request: Request, refused: Exception) -> Response:
    assert isinstance(refused, Refused)
    return _finished(request, problem(request, refused.error))


class EpcisRoute(APIRoute):
    """A route of these doors; see `router`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        writes = "POST" in (self.methods or ())

        async def run(request: Request) -> Response:
            request.state.accepted = MEDIA_TYPES if writes else frozenset()
            try:
                _refuse_frame(request)
                response = await handle(request)
            except Exception as error:
                raise Refused(_known(error)) from error
            return _finished(request, response)

        return run


def router() -> APIRouter:
    return APIRouter(prefix="/epcis", route_class=EpcisRoute, include_in_schema=False)


def _known(error: Exception) -> DomainError:
    if isinstance(error, DomainError):
        return error
    if isinstance(error, RequestValidationError):
        return NotFound() if error.errors()[0]["loc"][0] == "path" else Malformed()
    if isinstance(error, HTTPException) and error.status_code == 400:
        return Malformed()
    if isinstance(error, OperationalError) and "statement timeout" in str(error.orig):
        return QueryTooComplex(mark("Truy vấn lâu quá: hãy hỏi hẹp hơn."))
    raise error


def problem(request: Request, error: DomainError) -> JSONResponse:
    """RFC 9457, its `type` one of the exceptions of EPCIS (8.2.6, 12.10)."""
    named = EXCEPTIONS.get(type(error)) or BY_STATUS.get(error.status, "ImplementationException")
    title = gettext(error.title)
    body: dict[str, Any] = {
        "type": f"epcisException:{named}",
        "title": title,
        "status": error.status,
        "detail": gettext(str(error.args[0])) if error.args and error.args[0] else title,
        "instance": request.scope["path"],
        "request_id": correlation_id.get() or "",
    }
    if isinstance(error, InvalidEvent):
        body["errors"] = [fault.shown() for fault in error.faults[:MOST_FAULTS]]
    if isinstance(error, QueryParameter):
        body["parameter"] = error.name
    said = headers(request, error) | (LIMITS if error.status == 413 else {})
    return JSONResponse(body, error.status, said, MEDIA_TYPE)


def _refuse_frame(request: Request) -> None:
    if len(request.scope.get("raw_path", b"")) + len(request.scope["query_string"]) > (
        LONGEST_ADDRESS
    ):
        raise AddressTooLong(mark("Địa chỉ dài quá 8.000 chữ: hãy dùng truy vấn đặt tên."))
    if "\0" in request.scope["path"] or b"%00" in request.scope["query_string"].lower():
        raise Malformed(mark("Địa chỉ có ký tự không dùng được."))
    if not _takes_json(request.headers.get("accept", "*/*")):
        raise NotAcceptable(mark("Chỉ trả lời bằng JSON hoặc JSON-LD."))
    _refuse_versions(request.headers)


def _takes_json(accept: str) -> bool:
    for part in accept.lower().split(","):
        kind, *parameters = (piece.strip() for piece in part.split(";"))
        refused = any(piece.replace(" ", "") in {"q=0", "q=0.0"} for piece in parameters)
        if kind in {"*/*", "application/*", "", MEDIA_TYPE, *MEDIA_TYPES} and not refused:
            return True
    return False


def _refuse_versions(said: Mapping[str, str]) -> None:
    """Whoever wants another version than 2 is told so instead of being misunderstood."""
    for standard in ("epcis", "cbv"):
        for name, fits in (
            ("version", lambda number: int(number) == 2),
            ("min", lambda number: number <= 2),
            ("max", lambda number: number >= 2),
        ):
            header = f"gs1-{standard}-{name}"
            if header in said and not fits(_number(said[header])):
                raise NotAcceptable(mark("Chỉ có EPCIS và CBV phiên bản 2.0."))


def _number(said: str) -> float:
    try:
        return float(".".join(said.split(".")[:2]))
    except ValueError:
        raise NotAcceptable(mark("Chỉ có EPCIS và CBV phiên bản 2.0.")) from None


def _finished(request: Request, response: Response) -> Response:
    response.headers.update(VERSIONS | ANY_ORIGIN | getattr(request.state, "rate", {}))
    response.headers["vary"] = "Authorization, Accept, GS1-EPC-Format"
    return response


def absolute(request: Request, path: str) -> str:
    """An address here, as the caller sees this server."""
    return f"{request.url.scheme}://{request.url.netloc}/epcis{path}"
