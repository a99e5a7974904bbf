"""Writing events down: each once for a seller, whoever says it and however often."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert as insert_unless
from sqlmodel import Session, col, select

from app.core.db import any_columns, utc_now
from app.core.errors import Conflict
from app.core.events import publish
from app.core.i18n import mark
from app.core.ids import new_id
from app.epcis.models import EpcisEvent
from app.epcis.rules.canon import Canonical, canonical_event
from app.epcis.rules.subjects import subjects
from app.epcis.service.news import EventRecorded
from app.epcis.service.standing import Recorded, add_declaration
from app.transparency import service as transparency


class EventIdTaken(Conflict):
    """Another event of this seller bears the same eventID."""

    title = mark("eventID này đã dùng cho sự kiện khác")


class EventKnown(Conflict):
    """This very event was recorded before; the message is its hash."""

    title = mark("Sự kiện này đã ghi rồi")


def record_event(
    session: Session,
    seller_id: UUID,
    event: dict[str, Any],
    *,
    actor: UUID | None = None,
    recorded_at: datetime | None = None,
) -> tuple[EpcisEvent, bool]:
    """One event of our own journey, and whether it is new; the same one again changes nothing.

    Prefixes of other vocabularies are declared in its `@context`. Raises InvalidEvent with the
    faults by their places, EventIdTaken.
    """
    said = canonical_event(event)
    new = add_events(session, seller_id, [said], actor=actor, recorded_at=recorded_at)
    found = select(EpcisEvent).where(
        EpcisEvent.seller_id == seller_id, EpcisEvent.event_hash == said.hash
    )
    return session.exec(found).one(), bool(new)


def add_events(
    session: Session,
    seller_id: UUID,
    events: Sequence[Canonical],
    *,
    actor: UUID | None = None,
    recorded_at: datetime | None = None,
) -> set[str]:
    """Writes what is not there yet, logs it and tells of it; the hashes of what was new.

    In a few statements, however many there are. Raises EventIdTaken.
    """
    at = recorded_at or utc_now()
    rows = {said.hash: _row(seller_id, said, actor, at) for said in events}
    known = _insert(session, seller_id, rows)
    new = [said for said in {one.hash: one for one in events}.values() if said.hash not in known]
    ids = {said.hash: rows[said.hash]["id"] for said in new} | known
    _insert_things(session, new, ids)
    transparency.append_all(session, seller_id, [said.hash for said in new])
    for said in new:
        publish(session, EventRecorded(ids[said.hash], seller_id, said.hash))
    for said in events:
        if said.declared is not None:
            written = Recorded(ids[said.hash], seller_id, said.hash)
            add_declaration(session, written, said.declared, actor=actor)
    return {said.hash for said in new}


def _row(seller_id: UUID, said: Canonical, actor: UUID | None, at: datetime) -> dict[str, Any]:
    body = said.body
    return {
        "id": new_id(),
        "seller_id": seller_id,
        "event_hash": said.hash,
        "event_id": said.event_id,
        "kind": body["type"],
        "event_time": said.event_time,
        "recorded_at": at,
        "action": body.get("action"),
        "biz_step": body.get("bizStep"),
        "disposition": body.get("disposition"),
        "read_point": body.get("readPoint", {}).get("id"),
        "biz_location": body.get("bizLocation", {}).get("id"),
        "transformation_id": body.get("transformationID"),
        "body": body,
        "prefixes": said.prefixes,
        "spelled": said.spelled,
        "recorded_by": actor,
    }


def _insert(session: Session, seller_id: UUID, rows: dict[str, dict[str, Any]]) -> dict[str, UUID]:
    """The rows of events that were there already, by hash.

    In the order of the hashes, so that two captures of the same events wait for one another
    instead of holding each other up.
    """
    unless_known = insert_unless(EpcisEvent).on_conflict_do_nothing()
    ordered = [rows[event_hash] for event_hash in sorted(rows)]
    written = session.execute(unless_known.returning(col(EpcisEvent.event_hash)), ordered)
    others = set(rows) - set(written.scalars())
    if not others:
        return {}
    found = select(*any_columns(EpcisEvent.event_hash, EpcisEvent.id)).where(
        EpcisEvent.seller_id == seller_id, col(EpcisEvent.event_hash).in_(others)
    )
    known: dict[str, UUID] = dict(session.exec(found).all())
    if others - set(known):
        taken = rows[min(others - set(known))]["event_id"]
        raise EventIdTaken(taken)
    return known


def _insert_things(session: Session, events: list[Canonical], ids: dict[str, UUID]) -> None:
    things = [
        (ids[said.hash], place, *thing)
        for said in events
        for place, thing in enumerate(subjects(said.body))
    ]
    if things:
        columns = zip(*things, strict=True)
        session.execute(_THINGS, dict(zip(_THING_COLUMNS, map(list, columns), strict=True)))


_THING_COLUMNS = ("event_id", "place", "role", "epc", "quantity", "uom")
_THINGS = text(
    "INSERT INTO epcis_thing (event_id, place, role, epc, quantity, uom)"
    " SELECT * FROM unnest(CAST(:event_id AS uuid[]), CAST(:place AS int[]), CAST(:role AS text[]),"
    " CAST(:epc AS text[]), CAST(:quantity AS numeric[]), CAST(:uom AS text[]))"
)
"""Thousands of rows as six parameters: a statement for each would cost as much as the hashes."""
