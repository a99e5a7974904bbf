"""Events: all that a query asks for, one by its id, and the whole journey of a thing."""

from fastapi import Request, Response

from app.core.db import SessionDep, utc_now
from app.epcis.api import frame
from app.epcis.api.answers import (
    PATIENCE,
    Question,
    events_answer,
    json_answer,
    parameters,
    uri_in_path,
)
from app.epcis.deps import EpcFormat, Reader, seller_of
from app.epcis.queries.events import one_event
from app.epcis.rules.shown import query_document
from app.epcis.service.standing import NoSuchEvent

router = frame.router()


@router.get("/events")
def list_events(
    request: Request, reader: Reader, session: SessionDep, wanted: EpcFormat
) -> Response:
    question = Question(parameters(request), seller_of(reader), wanted)
    return events_answer(request, session, question)


@router.get("/events/{event_id:path}")
def get_event(
    request: Request, event_id: str, reader: Reader, session: SessionDep, wanted: EpcFormat
) -> Response:
    """The event and the copies that declare it wrong; by its id, or by its hash."""
    session.execute(PATIENCE)
    found = one_event(session, uri_in_path(request, event_id), seller_of(reader))
    if not found:
        raise NoSuchEvent
    return json_answer(request, query_document(found, utc_now(), wanted), wanted)
