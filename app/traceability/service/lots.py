"""Packing batches as their seller records them."""

from datetime import date
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from sqlmodel import Session, select

from app.catalog.models import Variant
from app.core import days
from app.core.errors import Conflict, Invalid
from app.core.i18n import mark
from app.core.ids import new_code
from app.identity.service import audit
from app.traceability.models import GrowingArea, JourneyEvent, Lot, LotStatus
from app.traceability.queries.options import FRESH_TO_DRY
from app.traceability.rules import PickingStandard, balance
from app.traceability.rules.balance import Balance, RatioBounds
from app.traceability.rules.digital_link import normal_lot_number
from app.traceability.rules.forms import MOST_GRAMS
from app.traceability.rules.materials import EventKind
from app.traceability.service.claims import OF_LOT, refuse_claims
from app.traceability.service.saving import assign, in_turn

CODE_LENGTH = 10


class LotIn(BaseModel):
    """A packed lot: what went in, what came out. Weights are grams; 0 fresh is "not weighed"."""

    model_config = ConfigDict(from_attributes=True)

    variant_id: UUID
    growing_area_id: UUID | None = None
    lot_number: Annotated[str, AfterValidator(normal_lot_number)]
    harvested_on: date
    packed_on: date
    expires_on: date
    picking_standard: PickingStandard | Literal[""] = ""
    fresh_grams: Annotated[int, Field(ge=0, le=MOST_GRAMS)] = 0
    bulk_grams: Annotated[int, Field(gt=0, le=MOST_GRAMS)]
    packs: Annotated[int, Field(gt=0, le=1_000_000)]
    maker: Annotated[str, Field(max_length=120)] = ""
    standards: Annotated[str, Field(max_length=200)] = ""
    balance_note: Annotated[str, Field(max_length=300)] = ""


class LotClosed(Conflict):
    """What was published stays as it was: packets carry it."""

    title = mark("Lô đã công khai")


class LotNumberTaken(Invalid):
    """Another lot of this seller has this number."""


def record_lot(  # noqa: PLR0913  # whose lot, what it is, by whom and how known
    session: Session,
    seller_id: UUID,
    given: LotIn,
    actor: UUID | None = None,
    *,
    new: bool = False,
    weighed: bool = False,
) -> tuple[Lot, bool]:
    """This seller's lot of that number as a draft, and whether anything changed.

    With `new`, a lot that is already there with other facts is refused, not overwritten. What was
    `weighed` batch by batch in the workshop's book needs no look at its ratio as a whole. Raises
    Invalid by field (dates, balance, what is not theirs), LotClosed, LotNumberTaken, Forbidden.
    """
    in_turn(session, seller_id)
    variant = _own_variant(session, seller_id, given)
    fields = _fields(given, variant)
    lot = session.exec(
        select(Lot).where(Lot.seller_id == seller_id, Lot.lot_number == given.lot_number)
    ).first()
    if lot is not None and _same(lot, fields):
        return lot, False
    _refuse_change_of(session, lot, new=new)
    _check(session, given, variant, weighed=weighed)
    refuse_claims(session, given, OF_LOT)
    if lot is None:
        lot = Lot(code=new_code(CODE_LENGTH), seller_id=seller_id, **fields)
    assign(lot, fields)
    session.add(lot)
    session.flush()  # its steps refer to it
    audit(session, actor, "lot.record", lot, after=given.model_dump(mode="json"))
    return lot, True


def _own_variant(session: Session, seller_id: UUID, given: LotIn) -> Variant:
    """A variant or an area of another seller does not exist."""
    variant = session.get(Variant, given.variant_id)
    if variant is None or variant.seller_id != seller_id:
        raise Invalid(fields={"variant_id": mark("Mời chọn một mục trong danh sách.")})
    area = session.get(GrowingArea, given.growing_area_id) if given.growing_area_id else None
    if given.growing_area_id and (area is None or area.seller_id != seller_id):
        raise Invalid(fields={"growing_area_id": mark("Mời chọn một mục trong danh sách.")})
    return variant


def _fields(given: LotIn, variant: Variant) -> dict[str, Any]:
    copied = {
        "product_id": variant.product_id,
        "gtin": variant.gtin,
        "net_grams": variant.net_grams,
    }
    return given.model_dump() | copied | {"picking_standard": str(given.picking_standard)}


def _same(lot: Lot, fields: dict[str, Any]) -> bool:
    """A published lot keeps the GTIN and weight that its packets carry."""
    frozen = set() if lot.status is LotStatus.DRAFT else {"gtin", "net_grams"}
    return all(getattr(lot, name) == fields[name] for name in fields.keys() - frozen)


def packed_in_book(session: Session, lot_id: UUID) -> bool:
    """Whether the workshop's book weighed what went into the lot."""
    packed = select(JourneyEvent.id).where(
        JourneyEvent.lot_id == lot_id, JourneyEvent.kind == EventKind.PACK
    )
    return session.exec(packed).first() is not None


def _refuse_change_of(session: Session, lot: Lot | None, *, new: bool) -> None:
    if lot is None:
        return
    if new:
        taken = mark("Số lô này đã có. Mỗi lô một số riêng.")
        raise LotNumberTaken(taken, {"lot_number": taken})
    if packed_in_book(session, lot.id):
        raise LotClosed(mark("Lô đóng từ sổ xưởng: sai thì đính chính trong sổ."))
    if lot.status is not LotStatus.DRAFT:
        raise LotClosed(mark("Lô đã công khai nên không sửa được. Ghi thêm công đoạn đính chính."))


def _check(session: Session, given: LotIn, variant: Variant, *, weighed: bool) -> None:
    """R2, R3 and R7, by field."""
    faults = balance.check_dates(
        given.harvested_on, given.packed_on, given.expires_on, days.today()
    )
    if given.packs > balance.packs_from(given.bulk_grams, variant.net_grams):
        faults["packs"] = mark("Số hộp nhân khối lượng tịnh vượt số thành phẩm đã cân.")
    bounds = None if weighed else _bounds(session, given)
    found = balance.weigh(given.fresh_grams, given.bulk_grams, bounds)
    if found is Balance.IMPOSSIBLE:
        faults["fresh_grams"] = mark(
            "Tỷ lệ tươi ra khô không thể có với loại búp này. Mời cân lại, hoặc gọi sàn."
        )
    if found is Balance.UNUSUAL and not given.balance_note:
        faults["balance_note"] = mark("Tỷ lệ tươi ra khô khác thường: mời ghi rõ vì sao.")
    if faults:
        raise Invalid(fields=faults)


def _bounds(session: Session, given: LotIn) -> RatioBounds | None:
    if not given.picking_standard or not given.fresh_grams:
        return None
    known = FRESH_TO_DRY.get(session).get(given.picking_standard)
    return RatioBounds(*known) if known else None
