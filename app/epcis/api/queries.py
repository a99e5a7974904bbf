"""Named queries of a seller; subscriptions are not offered."""

from typing import Any

from fastapi import Request, Response

from app.core.db import SessionDep
from app.core.i18n import mark
from app.epcis.api import frame
from app.epcis.api.answers import Question, events_answer, json_answer, parameters
from app.epcis.deps import Capturer, EpcFormat, Owner, SentJson
from app.epcis.models import EpcisQuery
from app.epcis.queries.captures import named_queries
from app.epcis.rules.asking import QueryParameter, from_json
from app.epcis.service.named import forget_query, name_query, own_query

router = frame.router()
PAGING = {"perPage", "nextPageToken"}
"""What may be said beside a named query."""


@router.get("/queries")
def list_queries(request: Request, caller: Owner, session: SessionDep) -> Response:
    """All at once: there are at most fifty."""
    found = named_queries(session, caller.seller.id)
    return json_answer(request, [query_json(query) for query in found])


@router.post("/queries")
def create_query(
    request: Request, caller: Capturer, said: SentJson, session: SessionDep
) -> Response:
    if not isinstance(said, dict):
        raise QueryParameter(mark("{name} phải là một đối tượng JSON."), "query")
    query, _ = name_query(session, caller.seller.id, said.get("name"), said.get("query"))
    location = frame.absolute(request, f"/queries/{query.name}")
    return Response(status_code=201, headers={"location": location})


@router.get("/queries/{name}")
def get_query(request: Request, name: str, caller: Owner, session: SessionDep) -> Response:
    return json_answer(request, query_json(own_query(session, caller.seller.id, name)))


@router.delete("/queries/{name}")
def delete_query(name: str, caller: Capturer, session: SessionDep) -> Response:
    forget_query(session, caller.seller.id, name)
    return Response(status_code=204)


@router.get("/queries/{name}/events")
def list_events_of_query(
    request: Request, name: str, caller: Owner, session: SessionDep, wanted: EpcFormat
) -> Response:
    query = own_query(session, caller.seller.id, name)
    beside = parameters(request)
    for other in set(beside) - PAGING:
        raise QueryParameter(mark("Tham số {name} không dùng cùng truy vấn đặt tên."), other)
    said = from_json(query.asked) | beside
    return events_answer(
        request, session, Question(said, caller.seller.id, wanted, name=query.name)
    )


@router.get("/queries/{name}/subscriptions")
@router.post("/queries/{name}/subscriptions")
def subscriptions(name: str, caller: Owner, session: SessionDep) -> Response:
    own_query(session, caller.seller.id, name)
    raise frame.NotImplementedHere(mark("Chưa có đăng ký theo dõi: hãy hỏi lại truy vấn đặt tên."))


def query_json(query: EpcisQuery) -> dict[str, Any]:
    return {"name": query.name, "query": query.asked}
