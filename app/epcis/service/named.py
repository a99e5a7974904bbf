"""Named queries: parameters that a seller's system keeps here."""

import re
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core.errors import Conflict, NotFound
from app.core.i18n import mark
from app.epcis.models import EpcisQuery
from app.epcis.queries.captures import count_of_queries, named_query
from app.epcis.rules.asking import QueryParameter, from_json, read_query

MOST_QUERIES = 50
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


class QueryNameTaken(Conflict):
    title = mark("Tên truy vấn này đã dùng")


class TooManyQueries(Conflict):
    title = mark("Đã có 50 truy vấn đặt tên")


class NoSuchQuery(NotFound):
    title = mark("Không có truy vấn này")


def name_query(session: Session, seller_id: UUID, name: Any, query: Any) -> tuple[EpcisQuery, bool]:
    """Keeps a query by name, and whether it is new; the same one again is no mistake.

    Raises QueryParameter, QueryNameTaken, TooManyQueries.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise QueryParameter(
            mark("{name} là chữ không dấu, số, chấm, gạch, nhiều nhất 64."), "name"
        )
    asked = from_json(query)
    read_query(asked)
    known = named_query(session, seller_id, name)
    if known is not None:
        if known.asked == query:
            return known, False
        raise QueryNameTaken
    if count_of_queries(session, seller_id) >= MOST_QUERIES:
        raise TooManyQueries
    row = EpcisQuery(seller_id=seller_id, name=name, asked=query)
    session.add(row)
    return row, True


def own_query(session: Session, seller_id: UUID, name: str) -> EpcisQuery:
    """Raises NoSuchQuery, also for another seller's."""
    found = named_query(session, seller_id, name)
    if found is None:
        raise NoSuchQuery
    return found


def forget_query(session: Session, seller_id: UUID, name: str) -> None:
    session.delete(own_query(session, seller_id, name))
