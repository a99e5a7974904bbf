"""What happens around every operation: media types, bodies of clean text, 304, rate headers."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.routing import APIRoute

from app.core.rest.conditions import not_modified
from app.core.rest.problems import NotAcceptable, WrongMedia

WRITES = {"POST", "PUT", "PATCH", "DELETE"}
DEEPEST = 12
"""Levels of a JSON body; ours need four."""


class Answered(Exception):  # not an error: the answer is known already
    """Raised by a dependency that has the whole answer."""

    def __init__(self, response: Response) -> None:
        super().__init__()
        self.response = response


class ApiRequest(Request):
    """Its JSON holds composed text only (NFC), and nothing that a database cannot keep."""

    async def json(self) -> Any:
        try:
            read = json.loads(await self.body(), parse_constant=_refuse)
            return clean(read, DEEPEST)
        except (ValueError, RecursionError) as error:
            raise HTTPException(400) from error


def _refuse(constant: str) -> None:
    """`NaN` and `Infinity` are Python's, not JSON's."""
    raise ValueError(constant)


def clean(value: Any, depth: int) -> Any:
    """Raises ValueError for text that is none (NUL, lone surrogates), and for bottomless bodies."""
    if depth < 0:
        raise ValueError("too deep")
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, list):
        return [clean(each, depth - 1) for each in value]
    if isinstance(value, dict):
        return {clean_text(key): clean(each, depth - 1) for key, each in value.items()}
    return value


def clean_text(text: str) -> str:
    if "\0" in text:
        raise ValueError("NUL")
    text.encode()  # raises UnicodeEncodeError, a ValueError, for a lone surrogate
    return unicodedata.normalize("NFC", text)


class ApiRoute(APIRoute):
    """A route of the API; see `router`."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        handle = super().get_route_handler()
        accepted = _media_types(self)

        async def run(request: Request) -> Response:
            request = ApiRequest(request.scope, request.receive)
            _refuse_other_answers(request)
            request.state.accepted = accepted
            await _take_fingerprint(request)
            try:
                response = await handle(request)
                for finish in getattr(request.state, "finishing", ()):
                    await finish(response)
            except Answered as known:
                response = known.response
            return _finished(request, response)

        return run


def router(tag: str) -> APIRouter:
    return APIRouter(prefix="/api/v1", tags=[tag], route_class=ApiRoute, strict_content_type=True)


def _media_types(route: APIRoute) -> frozenset[str]:
    """What a body of this operation may be; nothing when it has none."""
    if route.body_field is None:
        return frozenset()
    return frozenset(getattr(route.body_field.field_info, "media_type", "").split(",")) | (
        {"application/merge-patch+json"} if route.methods == {"PATCH"} else set()
    )


def _refuse_other_answers(request: Request) -> None:
    accept = request.headers.get("accept", "*/*")
    if not any(_allows(part) for part in accept.split(",")):
        raise NotAcceptable


def refuse_other_bodies(request: Request) -> None:
    """For whoever has found out who calls: strangers are told nothing else first."""
    accepted: frozenset[str] = request.state.accepted
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if accepted and sent not in accepted:
        raise WrongMedia(", ".join(sorted(accepted)))


def _allows(part: str) -> bool:
    """Whether one range of an Accept header lets JSON through."""
    kind, *parameters = (piece.strip().lower() for piece in part.split(";"))
    refused = any(piece.replace(" ", "") in {"q=0", "q=0.0", "q=0.00"} for piece in parameters)
    known = {"*/*", "application/*", "application/json", "application/problem+json", ""}
    return kind in known and not refused


async def _take_fingerprint(request: Request) -> None:
    """What a repeated write is recognised by: method, address and body, whatever its boundary."""
    if request.method not in WRITES or "idempotency-key" not in request.headers:
        return
    body = await request.body()
    _, _, boundary = request.headers.get("content-type", "").partition("boundary=")
    if mark := boundary.strip('" ').encode("latin-1"):
        body = body.replace(mark, b"")
    whole = f"{request.method} {request.scope['path']}\n".encode() + body
    request.state.fingerprint = hashlib.sha256(whole).hexdigest()


def _finished(request: Request, response: Response) -> Response:
    rate = getattr(request.state, "rate", {})
    if not_modified(request, response):
        kept = {name: response.headers[name] for name in ("etag",)}
        response = Response(status_code=304, headers=kept)
    response.headers.update(rate)
    return response
