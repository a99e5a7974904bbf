"""Capture: documents by a job, single events at once."""

from typing import Annotated, Any, cast
from urllib.parse import quote
from uuid import UUID

from fastapi import Header, Request, Response
from fastapi.responses import JSONResponse

from app.core.db import SessionDep
from app.core.errors import NotFound
from app.core.i18n import mark
from app.epcis import service
from app.epcis.api import frame
from app.epcis.api.answers import json_answer, parameters, read_token, with_next
from app.epcis.deps import Capturer, EpcFormat, Owner, SentJson, WrongHeader
from app.epcis.models import EpcisCapture
from app.epcis.queries.captures import captures, own_capture
from app.epcis.queries.events import one_event
from app.epcis.rules.asking import read_query
from app.epcis.rules.shown import event_json, moment
from app.epcis.service.capture import Behaviour
from app.epcis.service.recording import EventKnown

router = frame.router()
ErrorBehaviour = Annotated[str, Header(alias="GS1-Capture-Error-Behaviour")]


class NoSuchCapture(NotFound):
    title = mark("Không có lần ghi này")


@router.post("/capture")
def capture(
    request: Request,
    caller: Capturer,
    said: SentJson,
    session: SessionDep,
    behaviour: ErrorBehaviour = "rollback",
) -> Response:
    """The job has ended when this is answered: a document is small enough to be taken at once."""
    if behaviour not in {"rollback", "proceed"}:
        raise WrongHeader(mark("GS1-Capture-Error-Behaviour là rollback hoặc proceed."))
    job = service.capture(
        session,
        caller.seller.id,
        said,
        behaviour=cast("Behaviour", behaviour),
        actor=caller.user.id,
    )
    location = frame.absolute(request, f"/capture/{job.id}")
    return Response(status_code=202, headers={"location": location})


@router.get("/capture")
def list_captures(request: Request, caller: Owner, session: SessionDep) -> Response:
    asked = read_query(
        {name: said for name, said in parameters(request).items() if name == "perPage"}
    )
    place = f"epcis:captures:{caller.seller.id}"
    token = read_token(request, place)
    before = UUID(str(token[0])) if token else None
    found = captures(session, caller.seller.id, before, asked.per_page + 1)
    shown = found[: asked.per_page]
    following = (shown[-1].id,) if len(found) > len(shown) else None
    body = [job_json(job) for job in shown]
    return with_next(request, json_answer(request, body), place, following)


@router.get("/capture/{capture_id}")
def get_capture(request: Request, capture_id: UUID, caller: Owner, session: SessionDep) -> Response:
    job = own_capture(session, caller.seller.id, capture_id)
    if job is None:
        raise NoSuchCapture
    response = json_answer(request, job_json(job))
    response.headers["gs1-capture-error-behaviour"] = job.behaviour
    return response


def job_json(job: EpcisCapture) -> dict[str, Any]:
    return {
        "captureID": str(job.id),
        "createdAt": moment(job.created_at),
        "finishedAt": moment(job.finished_at),
        "running": False,
        "success": job.success,
        "captureErrorBehaviour": job.behaviour,
        "errors": job.errors,
    }


@router.post("/events")
def capture_event(
    request: Request, caller: Capturer, said: SentJson, session: SessionDep, wanted: EpcFormat
) -> Response:
    """409 for an event that is known: the standard wants a new one here, other than in a job."""
    event, new = service.capture_one(session, caller.seller.id, said, actor=caller.user.id)
    if not new:
        raise EventKnown(event.hash)
    written = one_event(session, event.hash, caller.seller.id)[0]
    location = frame.absolute(request, f"/events/{quote(event.event_id, safe='')}")
    body = {"@context": said["@context"], **event_json(written, wanted)}
    return JSONResponse(body, 201, {"location": location, "gs1-epc-format": wanted.value})
