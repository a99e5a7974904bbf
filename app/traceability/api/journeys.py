"""The workshop's book for a seller's own system: records of any kind, and what there is."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import ValidationError
from sqlalchemy import Row
from sqlmodel import Session

from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.forms import sentence
from app.core.i18n import gettext, mark
from app.core.rest import cursors
from app.core.rest.cursors import CursorText
from app.core.rest.document import CONFLICT, CREATED
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Page, answer
from app.tokens.deps import LotsReader, LotsWriter
from app.tokens.queries import Caller
from app.traceability.api import own
from app.traceability.api.journey_schemas import (
    AnyEventNew,
    FlowOut,
    JourneyEventOut,
    MaterialOut,
)
from app.traceability.models import Material
from app.traceability.queries import book, holdings
from app.traceability.queries.materials import flows_of
from app.traceability.rules.claims import percent
from app.traceability.rules.materials import EventKind, MaterialKind
from app.traceability.rules.recording import RecordIn, read
from app.traceability.service.journeys import booking

router = api_router("lots")
EVENTS = "/seller/journey-events"
MATERIALS = "/seller/materials"
INSIDE = ("growing_area_id", "variant_id")
"""Facts that are row ids, which stay inside."""


@router.get(
    EVENTS,
    operation_id="listJourneyEvents",
    summary=mark("Các mục của sổ xưởng, mới ghi trước"),
    response_model=Page[JourneyEventOut],
)
def list_events(caller: LotsReader, session: SessionDep, cursor: CursorText = "") -> Response:
    place = f"journey:{caller.seller.id}"
    before = cursors.read(place, cursor)[0] if cursor else ""
    rows = book.entries(session, caller.seller.id, before)
    following = cursors.write(place, rows[book.PAGE - 1].code) if len(rows) > book.PAGE else None
    items = _shown(session, rows[: book.PAGE])
    return answer(Page[JourneyEventOut](items=items, next_cursor=following))


@router.post(
    EVENTS,
    status_code=201,
    operation_id="recordJourneyEvent",
    summary=mark("Ghi một mục vào sổ xưởng; gửi lại cùng client_id vẫn là mục đó"),
    response_model=JourneyEventOut,
    responses=CREATED | CONFLICT,
)
def record(body: AnyEventNew, caller: LotsWriter, session: SessionDep) -> Response:
    """409 where a reviewer of the exchange has to see it first: the book's pages ask for that."""
    with own.in_our_names():
        given = _given(session, caller, body.model_dump(exclude_none=True))
        with session.begin_nested():
            event, _ = booking.record(session, caller.seller.id, given, caller.user.id)
    (shown,) = _shown(session, book.entries_of(session, [event.id]))
    return answer(shown, 201, location=f"/api/v1{EVENTS}")


def _given(session: Session, caller: Caller, body: dict[str, Any]) -> RecordIn:
    """The record of a body. Raises Invalid for what is not this seller's, or no good number."""
    kind = EventKind(body.pop("kind"))
    if "growing_area" in body:
        body["growing_area_id"] = own.area_id(session, caller, body.pop("growing_area"))
    if "sku" in body:
        body["variant_id"] = own.variant_id(session, caller, body.pop("sku"))
    try:
        return read(kind, body)
    except ValidationError as error:
        wrong = {str(fault["loc"][0]): sentence(fault) for fault in error.errors()}
        raise Invalid(fields=wrong) from error


def _shown(session: Session, rows: Sequence[Row[Any]]) -> list[JourneyEventOut]:
    flows: dict[UUID, list[Row[Any]]] = {}
    for flow in flows_of(session, [row.id for row in rows]):
        flows.setdefault(flow.event_id, []).append(flow)
    return [_one(row, flows.get(row.id, [])) for row in rows]


def _one(row: Row[Any], flows: Sequence[Row[Any]]) -> JourneyEventOut:
    return JourneyEventOut(
        code=row.code,
        kind=row.kind,
        at=row.event_time,
        recorded_at=row.recorded_at,
        growing_area=row.area,
        lot_number=row.lot_number,
        facts={name: value for name, value in row.facts.items() if name not in INSIDE},
        taken=[_flow(flow) for flow in flows if not flow.made],
        made=[_flow(flow) for flow in flows if flow.made],
        findings=_findings(row.findings),
        holds=row.error is None,
        is_correction=row.corrects_id is not None,
    )


def _findings(findings: Sequence[dict[str, Any]]) -> list[str]:
    told = [(found["said"], found["gaps"]) for found in findings]
    return [gettext(said).format(**gaps) for said, gaps in told]


def _flow(flow: Row[Any]) -> FlowOut:
    return FlowOut(material=flow.code, number=flow.number, grams=flow.grams)


@router.get(
    MATERIALS,
    operation_id="listMaterials",
    summary=mark("Lá và chè rời của xưởng, mới nhất trước"),
    response_model=Page[MaterialOut],
)
def list_materials(
    caller: LotsReader,
    session: SessionDep,
    kind: MaterialKind = MaterialKind.LEAF,
    cursor: CursorText = "",
) -> Response:
    """Also what is used up: `grams` less `used_grams` is what is left."""
    place = f"materials:{caller.seller.id}:{kind}"
    before = cursors.read(place, cursor)[0] if cursor else ""
    rows = holdings.materials(session, caller.seller.id, kind, before, left=False)
    more = len(rows) > holdings.PAGE
    following = cursors.write(place, rows[holdings.PAGE - 1].code) if more else None
    items = [_material(material) for material in rows[: holdings.PAGE]]
    return answer(Page[MaterialOut](items=items, next_cursor=following))


def _material(material: Material) -> MaterialOut:
    said = set(MaterialOut.model_fields) - {"claims"}
    return MaterialOut(
        **{name: getattr(material, name) for name in said},
        claims=percent(material.shares, material.grams),
    )
