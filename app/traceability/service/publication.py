"""A lot becomes public, is called back, or is the next that a buyer receives."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.catalog.service.lots import set_next_lot
from app.core import days
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.events import publish
from app.core.i18n import mark
from app.core.page_cache import touch
from app.identity.service import audit
from app.places import queries as places
from app.sellers.models import Seller, SellerStatus
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.queries.recalls import named_lots
from app.traceability.rules import Stage, records
from app.traceability.rules.recalls import RECALLING
from app.traceability.rules.records import IncompleteRecord
from app.traceability.service.claims import OF_LOT, refuse_claims
from app.traceability.service.journeys import captured, declared
from app.traceability.service.labels import LotReleased
from app.traceability.service.news import LotPublished, LotRecalled
from app.traceability.service.saving import in_turn


class RecallIn(BaseModel):
    """Why, in words that stand on the lot's page."""

    reason: Annotated[str, Field(min_length=10, max_length=500)]
    reason_en: Annotated[str, Field(max_length=500)] = ""


class NotPublished(Conflict):
    title = mark("Lô chưa công khai")


class OnHold(Conflict):
    """The message is the reason why, of `Lot.held_reason`."""

    title = mark("Lô đang tạm giữ")


def publish_lot(
    session: Session, lot: Lot, actor: UUID | None = None, *, at: datetime | None = None
) -> bool:
    """Opens the lot's page and issues its code; whether it was a draft until now.

    Raises IncompleteRecord with what the law wants to see first, Forbidden for what may still be
    changed of it: a rule may be younger than the draft.
    """
    in_turn(session, lot.seller_id)
    session.refresh(lot)
    if lot.status is not LotStatus.DRAFT:
        return False
    if lot.held_reason:
        raise OnHold(lot.held_reason)
    if named_lots(session, [lot.id]):
        raise OnHold(RECALLING)
    lacking = missing(session, lot)
    if lacking:
        raise IncompleteRecord(lacking)
    refuse_claims(session, lot, OF_LOT)
    declared.book_declared(session, lot, actor)
    captured.publish_lot_events(session, lot)
    lot.status, lot.published_at = LotStatus.PUBLISHED, at or utc_now()
    audit(session, actor, "lot.publish", lot)
    _show(session, lot)
    publish(session, LotPublished(lot.id))
    return True


def recall_lot(  # noqa: PLR0913  # what, why, by whom, when and with what else
    session: Session,
    lot: Lot,
    given: RecallIn,
    actor: UUID | None = None,
    *,
    at: datetime | None = None,
    recall_id: UUID | None = None,
) -> bool:
    """Turns the lot's page red on every process; whether it was on sale until now.

    Raises NotPublished for a draft.
    """
    in_turn(session, lot.seller_id)
    session.refresh(lot)
    if lot.status is LotStatus.DRAFT:
        raise NotPublished
    if lot.status is LotStatus.RECALLED:
        return False
    lot.status, lot.recalled_at = LotStatus.RECALLED, at or utc_now()
    lot.recall_reason, lot.recall_reason_en = given.reason, given.reason_en
    audit(session, actor, "lot.recall", lot, reason=lot.recall_reason)
    _show(session, lot)
    publish(session, LotRecalled(lot.id, lot.product_id, lot.code, lot.recall_reason, recall_id))
    return True


def _show(session: Session, lot: Lot) -> None:
    session.flush()  # the next lot is chosen among what is public now
    touch(session, f"lot:{lot.code}", f"product:{lot.product_id}")
    renew_next_lot(session, lot.product_id)


def show_released(session: Session, news: LotReleased) -> None:
    renew_next_lot(session, news.product_id)


def renew_next_lot(session: Session, product_id: UUID) -> bool:
    """Shows on the product which lot a buyer receives: of those still good the first to expire."""
    lot = session.exec(
        select(Lot)
        .where(
            Lot.product_id == product_id,
            Lot.status == LotStatus.PUBLISHED,
            Lot.held_reason == "",
            Lot.expires_on >= days.today(),
        )
        .order_by(col(Lot.expires_on), col(Lot.packed_on), col(Lot.id))
        .limit(1)
    ).first()
    return set_next_lot(session, product_id, _as_shown(session, lot) if lot else None)


def _as_shown(session: Session, lot: Lot) -> dict[str, Any]:
    area = session.get(GrowingArea, lot.growing_area_id) if lot.growing_area_id else None
    return next_lot(lot, area.name if area else "")


def next_lot(lot: Lot, area: str) -> dict[str, Any]:
    """What `Product.next_lot` holds of a lot."""
    return {
        "code": lot.code,
        "lot_number": lot.lot_number,
        "harvested_on": lot.harvested_on.isoformat(),
        "packed_on": lot.packed_on.isoformat(),
        "expires_on": lot.expires_on.isoformat(),
        "area": area,
        "maker": lot.maker,
        "packs": lot.packs,
    }


def missing(session: Session, lot: Lot) -> list[str]:
    """What keeps the lot from being published, in Vietnamese source texts."""
    product = session.get_one(Product, lot.product_id)
    seller = session.get_one(Seller, lot.seller_id)
    area = session.get(GrowingArea, lot.growing_area_id) if lot.growing_area_id else None
    ward = area.ward_code if area else seller.ward_code
    stages = session.exec(select(TrackingEvent.stage).where(TrackingEvent.lot_id == lot.id)).all()
    facts = {
        "name": product.name,
        "picture": product.cover,
        "producer": seller.legal_name,
        "address": seller.street and seller.ward_code,
        "origin": places.ward(ward).name,
        "lot_number": lot.lot_number,
        "harvested_on": lot.harvested_on,
        "packed_on": lot.packed_on,
        "expires_on": lot.expires_on,
        "standards": lot.standards or product.label.get("standard"),
        "standing": seller.status is SellerStatus.APPROVED,
    }
    return records.missing(facts, [Stage(stage) for stage in stages])


def renew_expired(session: Session) -> int:
    """Products whose shown lot ended yesterday get their next one; how many changed."""
    today = days.today().isoformat()
    over = select(Product.id).where(
        col(Product.next_lot).is_not(None),
        col(Product.next_lot)["expires_on"].astext < today,
    )
    product_ids = session.exec(over.order_by(col(Product.id))).all()
    return sum(renew_next_lot(session, product_id) for product_id in product_ids)
