"""Resources that events speak of, and the events that speak of each (EPCIS 2.0, 12.4)."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Path, Request, Response

from app.core.db import SessionDep, utc_now
from app.core.errors import NotFound
from app.core.i18n import mark
from app.epcis.api import frame
from app.epcis.api.answers import (
    PATIENCE,
    Question,
    events_answer,
    json_answer,
    parameters,
    read_token,
    uri_in_path,
    with_next,
)
from app.epcis.deps import EpcFormat, Reader, seller_of
from app.epcis.queries import resources
from app.epcis.queries.walk import about, whole_journey
from app.epcis.rules.asking import QueryParameter, read_query
from app.epcis.rules.fields import KINDS
from app.epcis.rules.keys import WrongKey, canonical
from app.epcis.rules.shown import document, in_format
from app.epcis.rules.vocabulary import EPCIS_CONTEXT, bare

router = frame.router()


@dataclass(frozen=True)
class Resource:
    """`parameter` asks for its events; `field` is what its list is called in an answer."""

    parameter: str
    field: str


RESOURCES = {
    "eventTypes": Resource("eventType", "eventType"),
    "epcs": Resource("", "epc"),
    "bizSteps": Resource("EQ_bizStep", "bizStep"),
    "bizLocations": Resource("EQ_bizLocation", "bizLocation"),
    "readPoints": Resource("EQ_readPoint", "readPoint"),
    "dispositions": Resource("EQ_disposition", "disposition"),
}
IDENTIFIERS = {"epcs", "bizLocations", "readPoints"}
"""Named by identifiers, so by their canonical form."""
Name = Annotated[str, Path(alias="resource", pattern=f"^({'|'.join(RESOURCES)})$")]


class NoSuchResource(NotFound):
    title = mark("Không có ở đây")


@router.get("/{resource}")
def list_values(
    request: Request, name: Name, reader: Reader, session: SessionDep, wanted: EpcFormat
) -> Response:
    """Values that occur in events which the reader may see, in the order of their letters."""
    known = {one: said for one, said in parameters(request).items() if one == "perPage"}
    size, seller_id = read_query(known).per_page, seller_of(reader)
    place = f"epcis:{name}:{seller_id}"
    token = read_token(request, place)
    session.execute(PATIENCE)
    found = resources.values(session, name, seller_id, token[0] if token else "", size + 1)
    following = (found[size - 1],) if len(found) > size else None
    listed = [in_format(value, wanted, {}) for value in found[:size]]
    return with_next(request, json_answer(request, _list(name, listed), wanted), place, following)


def _list(name: str, listed: list[str]) -> object:
    """Things are a plain list; everything else says of what kind it is (openapi, ItemList)."""
    if name == "epcs":
        return listed
    field = RESOURCES[name].field
    kind = field[0].upper() + field[1:] + "ItemList"
    return {"@context": [EPCIS_CONTEXT], "type": kind, field: listed}


@router.get("/epcs/{value:path}/journey")
def journey(
    request: Request, value: str, reader: Reader, session: SessionDep, wanted: EpcFormat
) -> Response:
    """Everything upstream and downstream of a thing, as one EPCISDocument: an address of ours."""
    session.execute(PATIENCE)
    epc = _canonical("epcs", uri_in_path(request, value))
    found = whole_journey(session, epc, seller_of(reader))
    if not found:
        raise NoSuchResource
    return json_answer(request, document(found, utc_now(), wanted), wanted)


@router.get("/{resource}/{value:path}/events")
def list_events_of(
    request: Request,
    name: Name,
    value: str,
    reader: Reader,
    session: SessionDep,
    wanted: EpcFormat,
) -> Response:
    """Events of one value, and of those what the query asks for besides."""
    said, named = parameters(request), _canonical(name, uri_in_path(request, value))
    parameter = RESOURCES[name].parameter
    if name == "eventTypes" and named not in KINDS:
        raise NoSuchResource
    if parameter in said:
        raise QueryParameter(mark("Tham số {name} đã có trong địa chỉ."), parameter)
    asked = said | ({parameter: [named]} if parameter else {})
    things = None if parameter else about(named)
    question = Question(asked, seller_of(reader), wanted, about=things)
    return events_answer(request, session, question)


@router.get("/{resource}/{value:path}")
def list_parts(
    request: Request, name: Name, value: str, reader: Reader, session: SessionDep
) -> Response:
    """What there is below a value: its events."""
    session.execute(PATIENCE)
    named = _canonical(name, uri_in_path(request, value))
    if not resources.is_known(session, name, named, seller_of(reader)):
        raise NoSuchResource
    return json_answer(request, ["events"])


def _canonical(name: str, said: str) -> str:
    try:
        return canonical(said) if name in IDENTIFIERS else bare(said)
    except WrongKey:
        raise QueryParameter(mark("Giá trị của tham số {name} chưa đúng."), name) from None
