"""News is written with the change that it tells of: a rolled-back order is never heard of."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel import Session

from app.core import jobs
from app.core.db import utc_now
from app.webhooks.models import DeliveryState
from app.webhooks.rules.catalogue import CHOICES, EventType
from app.webhooks.rules.signing import body_of, new_event_id

CALL = "webhooks.call"


@dataclass(frozen=True, slots=True)
class News:
    """What happened to a row of a seller; `data` as in `rules.catalogue.EXAMPLES`."""

    seller_id: UUID
    kind: EventType
    data: Mapping[str, Any]


def announce(session: Session, *news: News) -> None:
    """Queues each piece for the endpoints that asked for it: one statement, whatever their number.

    For a seller without such an endpoint nothing is written.
    """
    if news:
        now = utc_now()
        events = json.dumps([_row(each, now) for each in news], default=str)
        values = {"events": events, "now": now, "waiting": DeliveryState.WAITING}
        session.connection().execute(_ANNOUNCE, values)


def _row(news: News, now: datetime) -> dict[str, Any]:
    return {
        "id": new_event_id(),
        "seller_id": news.seller_id,
        "kind": news.kind,
        "body": body_of(news.kind, now, dict(news.data)),
        "occurred_at": now.isoformat(),
    }


_LISTENS = """
    disabled_at IS NULL AND removed_at IS NULL
    AND (jsonb_array_length(types) = 0 OR jsonb_exists(types, kind))
"""

_ANNOUNCE = jobs.defer_for_each(
    # A delivery's id is made by the server, since only it knows how many there are.
    f"""
    INSERT INTO webhook_delivery (id, endpoint_id, event_id, state, tries, next_try_at)
    SELECT gen_random_uuid(), webhook_endpoint.id, event.id, :waiting, 0, :now
    FROM event JOIN webhook_endpoint USING (seller_id) WHERE {_LISTENS}
    RETURNING endpoint_id
    """,  # noqa: S608  # our own words
    CALL,
    lock="NULL",
    args="jsonb_build_object('endpoint_id', endpoint_id)",
    first=f"""
    event AS (
        INSERT INTO webhook_event (id, seller_id, kind, body, occurred_at)
        SELECT id, seller_id, kind, body, occurred_at
        FROM json_populate_recordset(CAST(NULL AS webhook_event), CAST(:events AS json)) AS told
        WHERE EXISTS (
            SELECT FROM webhook_endpoint
            WHERE webhook_endpoint.seller_id = told.seller_id AND {_LISTENS}
        )
        RETURNING id, seller_id, kind
    )
    """,  # noqa: S608
)


def announce_to_one(session: Session, endpoint_id: UUID, news: News) -> str:
    """A message for one endpoint alone (a ping); its event id."""
    now = utc_now()
    row = _row(news, now)
    values = {"endpoint": endpoint_id, "now": now, "waiting": DeliveryState.WAITING}
    session.connection().execute(_PING, values | {"events": json.dumps([row], default=str)})
    return str(row["id"])


_PING = jobs.defer_for_each(
    """
    INSERT INTO webhook_delivery (id, endpoint_id, event_id, state, tries, next_try_at)
    SELECT gen_random_uuid(), CAST(:endpoint AS uuid), event.id, :waiting, 0, :now FROM event
    RETURNING endpoint_id
    """,
    CALL,
    lock="NULL",
    args="jsonb_build_object('endpoint_id', endpoint_id)",
    first="""
    event AS (
        INSERT INTO webhook_event (id, seller_id, kind, body, occurred_at)
        SELECT id, seller_id, kind, body, occurred_at
        FROM json_populate_recordset(CAST(NULL AS webhook_event), CAST(:events AS json))
        RETURNING id
    )
    """,
)


def kinds(chosen: Iterable[str]) -> list[EventType]:
    """The known types among `chosen`, each once, in the catalogue's order."""
    wanted = set(chosen)
    return [kind for kind in CHOICES if kind.value in wanted]
