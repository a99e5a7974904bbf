"""A seller's own lot, found, held and shown; what a body names, as rows of that seller."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from app.catalog.models import Variant
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.tokens.queries import Caller
from app.traceability.api.schemas import LotOut, StepOut, Weights
from app.traceability.models import GrowingArea, Lot, TrackingEvent
from app.traceability.queries import desk
from app.traceability.rules.records import STEP_DETAILS
from app.traceability.service import publication
from app.traceability.service.saving import in_turn

NAMES = {"variant_id": "sku", "growing_area_id": "growing_area", "event_time": "day"}
"""Fields of commands by the names that the API has for them."""


def lot_of(session: Session, caller: Caller, code: str) -> Lot:
    """Raises NotFound, also for another seller's."""
    return desk.own_lot(session, caller.seller.id, code)


def held(session: Session, caller: Caller, code: str) -> Lot:
    """The same, with every other write about this seller's lots waiting, so that it stays so."""
    lot = lot_of(session, caller, code)
    in_turn(session, caller.seller.id)
    session.refresh(lot)
    return lot


def shown(session: Session, lot: Lot) -> LotOut:
    product, variant, area = desk.goods_of(session, lot)
    lacking = publication.missing(session, lot) if lot.status == "draft" else []
    return LotOut(
        **lot.model_dump(include=set(LotOut.model_fields)),
        sku=variant.sku,
        product_slug=product.slug,
        growing_area=area.name if area else None,
        steps=steps(desk.journey(session, lot.id)),
        missing=[gettext(said) for said in lacking],
    )


def steps(journey: Sequence[Any]) -> list[StepOut]:
    """Row ids stay inside: a correction names its step by its place."""
    places = {step.id: place for place, step in enumerate(journey, 1)}
    said = set(StepOut.model_fields) - {"at", "corrects", *STEP_DETAILS}
    return [
        StepOut(
            **{name: getattr(step, name) for name in said},
            **{name: step.details.get(name) for name in STEP_DETAILS},
            at=step.event_time,
            corrects=places.get(step.corrects_id),
        )
        for step in journey
    ]


def step_at(journey: Sequence[TrackingEvent], place: int) -> TrackingEvent:
    if place > len(journey):
        raise Invalid(fields={"corrects": mark("Mời chọn một mục trong danh sách.")})
    return journey[place - 1]


def weighed(session: Session, caller: Caller, given: Weights) -> dict[str, Any]:
    """The fields of a command. Raises Invalid for an SKU or an area that is not this seller's."""
    fields = given.model_dump(exclude={"sku", "growing_area", "steps"})
    fields["picking_standard"] = given.picking_standard or ""
    fields["variant_id"] = variant_id(session, caller, given.sku)
    fields["growing_area_id"] = area_id(session, caller, given.growing_area)
    return fields


def variant_id(session: Session, caller: Caller, sku: str) -> UUID:
    own = select(Variant.id).where(Variant.seller_id == caller.seller.id, Variant.sku == sku)
    found = session.exec(own).first()
    if found is None:
        raise Invalid(fields={"sku": mark("Đơn vị không có mã SKU này.")})
    return found


def area_id(session: Session, caller: Caller, name: str | None) -> UUID | None:
    if name is None:
        return None
    found = area_of(session, caller, name)
    if found is None:
        raise Invalid(fields={"growing_area": mark("Đơn vị không có vùng trồng tên này.")})
    return found.id


def area_of(session: Session, caller: Caller, name: str) -> GrowingArea | None:
    own = select(GrowingArea).where(GrowingArea.seller_id == caller.seller.id)
    return session.exec(own.where(GrowingArea.name == name)).first()


@contextmanager
def in_our_names() -> Iterator[None]:
    """What a command refuses, by the fields of the body."""
    try:
        yield
    except Invalid as wrong:
        wrong.fields = {NAMES.get(name, name): said for name, said in wrong.fields.items()}
        raise
