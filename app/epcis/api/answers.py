"""A page of events as an answer, with the address of the next one."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from urllib.parse import unquote, urlencode
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlmodel import Session

from app.core.db import utc_now
from app.core.i18n import mark
from app.core.rest import cursors
from app.core.rest.problems import ManyFaults
from app.epcis.queries.events import Place, page
from app.epcis.rules import shown
from app.epcis.rules.asking import Asked, Condition, QueryParameter, read_query
from app.epcis.rules.shown import Format

TOKEN_LIFE = timedelta(hours=24)
PATIENCE = text("SET LOCAL statement_timeout = '5s'")
"""A query that matches nothing may have to look at everything: not for ever."""
JSON_LD = "application/ld+json"


def parameters(request: Request) -> dict[str, list[str]]:
    """Of the address; several values of one are parted by a bar, or it stands several times."""
    found: dict[str, list[str]] = {}
    for name, said in request.query_params.multi_items():
        found.setdefault(name, []).extend(said.split("|"))
    return found


@dataclass(frozen=True)
class Question:
    """What is asked, by whom, and how it is to be written."""

    said: Mapping[str, list[str]]
    seller_id: UUID | None
    wanted: Format
    name: str = ""
    about: Condition | None = None


def events_answer(request: Request, session: Session, question: Question) -> Response:
    """A page of what a question asks for, as an EPCISQueryDocument."""
    asked = read_query(question.said)
    if question.about is not None:
        asked = replace(asked, conditions=(*asked.conditions, question.about))
    place = f"epcis:{request.scope['path']}:{question.seller_id}:{_digest(asked)}"
    after, left = _read_token(request, place, asked)
    size = min(asked.per_page, left) if left is not None else asked.per_page
    session.execute(PATIENCE)
    found = page(session, asked, question.seller_id, after, size)
    left = None if left is None else left - len(found.events)
    following = found.following if left is None or left > 0 else None
    body = shown.query_document(found.events, utc_now(), question.wanted, question.name)
    answer = json_answer(request, body, question.wanted)
    return with_next(request, answer, place, following and (*following, left))


def _digest(asked: Asked) -> str:
    return sha256(repr(sorted(asked.said.items())).encode()).hexdigest()[:16]


def _read_token(request: Request, place: str, asked: Asked) -> tuple[Place | None, int | None]:
    """Where the page begins, and how many events are left of `eventCountLimit`."""
    values = read_token(request, place)
    if not values:
        return None, asked.limit
    at, row, declaration, left = values
    return (datetime.fromisoformat(at), UUID(row), UUID(declaration)), left


def read_token(request: Request, place: str) -> list[Any]:
    """The values of `nextPageToken` of this very list. Raises QueryParameter."""
    token = request.query_params.get("nextPageToken")
    if token is None:
        return []
    try:
        ends, *values = cursors.read(place, token)
    except ManyFaults:
        ends, values = 0, []
    if ends < utc_now().timestamp():
        said = mark("{name} không phải của danh sách này, hoặc đã hết hạn.")
        raise QueryParameter(said, "nextPageToken")
    return values


def with_next(
    request: Request, response: Response, place: str, following: tuple[Any, ...] | None
) -> Response:
    """With `Link: <…>; rel="next"`, as long as something follows."""
    if following is None:
        return response
    ends = utc_now() + TOKEN_LIFE
    token = cursors.write(place, int(ends.timestamp()), *map(_plain, following))
    others = [pair for pair in request.query_params.multi_items() if pair[0] != "nextPageToken"]
    query = urlencode([*others, ("nextPageToken", token)])
    response.headers["link"] = f'<{request.url.replace(query=query)}>; rel="next"'
    response.headers["gs1-next-page-token-expires"] = shown.moment(ends)
    return response


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def json_answer(request: Request, body: object, wanted: Format = Format.ANY) -> Response:
    """In the media type that is asked for; by default plain JSON, and Digital Links."""
    accept = request.headers.get("accept", "")
    media = JSON_LD if JSON_LD in accept and "application/json" not in accept else None
    said = Format.LINK if wanted is Format.ANY else wanted
    return JSONResponse(body, headers={"gs1-epc-format": said.value}, media_type=media)


def uri_in_path(request: Request, said: str) -> str:
    """A URI that stands in a path: a proxy may have taken one of two slashes, and a question mark
    that was not escaped has put its end into the query (`?ver=CBV2.0`).
    """
    said = unquote(said) if "%" in said and ":" in said else said
    for scheme in ("https", "http"):
        if said.startswith(f"{scheme}:/") and not said.startswith(f"{scheme}://"):
            said = said.replace(":/", "://", 1)
    if said.startswith("ni:") and "ver" in request.query_params and "?" not in said:
        said = f"{said}?ver={request.query_params['ver']}"
    return said
