"""Labels printed for a lot: never more than its packets and a little spoilage (R4)."""

from dataclasses import asdict, dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session

from app.core import days
from app.core.config import settings
from app.core.errors import Conflict, Invalid
from app.core.events import publish
from app.core.i18n import gettext, mark
from app.core.page_cache import touch
from app.identity.service import audit
from app.traceability.labels.fitting import check_fit
from app.traceability.labels.sheets import Sheet
from app.traceability.models import LabelRun, LabelVoid, Lot, LotStatus, RunKind
from app.traceability.queries import labels as queries
from app.traceability.queries.labels import active_of, runs_of
from app.traceability.queries.options import SPOILAGE_PERCENT
from app.traceability.rules import balance, units
from app.traceability.rules.balance import TooManyLabels
from app.traceability.rules.voids import last_places, live_ranges
from app.traceability.service.manifests import sign_run
from app.traceability.service.saving import in_turn
from app.traceability.service.unit_codes import issue_codes


class RunIn(BaseModel):
    """`given_up` labels of earlier runs are spoilt or lost, and this run replaces them."""

    template: Annotated[str, Field(max_length=40)]
    labels: Annotated[int, Field(ge=1, le=100_000)]
    kind: RunKind = RunKind.BATCH
    scratch: bool = False
    with_gtin: bool = False
    start: Annotated[int, Field(ge=1, le=1000)] = 1
    """The first free place of a used sheet."""
    given_up: Annotated[int, Field(ge=0, le=100_000)] = 0
    reason: Annotated[str, Field(max_length=300)] = ""
    number: Annotated[int, Field(ge=1)]
    """Which run of the lot this is to be: the same form sent twice prints once."""


class VoidIn(BaseModel):
    """Places of a run, from 1, or the one label with this serial, or the `whole` run."""

    whole: bool = False

    first: Annotated[int | None, Field(ge=1)] = None
    last: Annotated[int | None, Field(ge=1)] = None
    serial: Annotated[str, Field(max_length=40)] = ""
    reason: Annotated[str, Field(min_length=5, max_length=300)]


OVERLABELLED = mark("Tem đã in nhiều hơn số hộp sau khi đính chính.")
"""Why a lot is on hold whose packets became fewer than its labels: until the excess is void."""


@dataclass(frozen=True)
class LotReleased:
    """News: this product's lot is on hold no longer."""

    product_id: UUID


class NothingToLabel(Conflict):
    title = mark("Lô này không in tem được")


def print_labels(
    session: Session, lot: Lot, given: RunIn, actor: UUID | None = None
) -> tuple[LabelRun, bool]:
    """Allows a run of labels, and says whether it is new: its number makes a double click one run.

    The run, its codes and its signed manifest are one transaction. Raises NothingToLabel unless
    the lot is packed, public and not recalled, Invalid by field: more labels than R4 allows, a
    reprint without a reason, giving up labels that were never printed, stock that does not fit.
    """
    in_turn(session, lot.seller_id)
    session.refresh(lot)
    if lot.status is not LotStatus.PUBLISHED:
        raise NothingToLabel(mark("Chỉ lô đã công khai và chưa thu hồi mới in tem được."))
    if lot.held_reason:
        raise NothingToLabel(mark("Lô đang tạm giữ, chưa in tem được."))
    if lot.packed_on > days.today():
        raise NothingToLabel(mark("Lô chưa tới ngày đóng gói thì chưa in tem."))
    runs = runs_of(session, lot.id)
    if given.number <= len(runs):
        return runs[given.number - 1], False
    _check(session, lot, given, first=not runs)
    _give_up(session, lot, runs, given, actor)
    run = LabelRun(lot_id=lot.id, printed_by=actor, **_columns(session, lot, given))
    session.add(run)
    session.flush()  # its codes and the audit entry name it
    serials = issue_codes(session, run) if run.kind is RunKind.UNIT else []
    sign_run(session, lot, run, len(runs) + 1, serials)
    after = given.model_dump(mode="json", exclude_defaults=True)
    audit(session, actor, "label_run.print", run, after=after, reason=given.reason)
    touch(session, f"lot:{lot.code}")
    return run, True


def void_labels(
    session: Session, lot: Lot, number: int, given: VoidIn, actor: UUID | None = None
) -> int:
    """How many labels of run `number` stop counting; those that are void already stay as they are.

    Raises NotFound for a run that the lot does not have, Invalid by field.
    """
    in_turn(session, lot.seller_id)
    run = queries.run_at(session, lot.id, number)
    first, last = _meant(session, run, given)
    return _void(session, lot, run, [(first, last)], reason=given.reason, actor=actor)


def void_excess(session: Session, lot: Lot, reason: str, actor: UUID | None = None) -> int:
    """Voids the latest labels that are more than R4 allows, as when fewer packets were made.

    Says how many; none when the balance holds, so it may be asked again.
    """
    in_turn(session, lot.seller_id)
    session.refresh(lot)
    left = excess(session, lot)
    runs = runs_of(session, lot.id)
    voided = _void_last(session, lot, runs, left, reason=reason, actor=actor)
    if lot.held_reason == OVERLABELLED and not excess(session, lot):
        lot.held_reason = ""
        session.flush()  # the next lot on sale is chosen among those that are not on hold
        publish(session, LotReleased(lot.product_id))
    return voided


def _give_up(
    session: Session, lot: Lot, runs: list[LabelRun], given: RunIn, actor: UUID | None
) -> None:
    """What a run replaces is void from then on, so that nobody gives up the same label twice."""
    alike = [run for run in runs if run.kind is RunKind.BATCH]
    _void_last(session, lot, alike, given.given_up, reason=given.reason, actor=actor)


def _void_last(  # noqa: PLR0913  # how many of which runs, and why
    session: Session,
    lot: Lot,
    runs: list[LabelRun],
    count: int,
    *,
    reason: str,
    actor: UUID | None,
) -> int:
    """Voids the latest `count` labels of these runs that still count; how many there were."""
    voided = 0
    for run in reversed(runs):
        voids = queries.ranges_of(queries.voids_of(session, [run.id])[run.id])
        places = last_places(live_ranges(1, run.labels, voids), count - voided)
        voided += _void(session, lot, run, list(places), reason=reason, actor=actor)
    return voided


def labels_left(session: Session, lot: Lot) -> int:
    """How many labels may still be printed without giving any up."""
    return max(_allowance(session, lot) - active_of(session, lot.id), 0)


def excess(session: Session, lot: Lot) -> int:
    """How many labels count beyond what R4 allows."""
    return max(active_of(session, lot.id) - _allowance(session, lot), 0)


def _allowance(session: Session, lot: Lot) -> int:
    return balance.label_allowance(lot.packs, SPOILAGE_PERCENT.get(session))


def _columns(session: Session, lot: Lot, given: RunIn) -> dict[str, Any]:
    sheet = _sheet(session, lot, given)
    unit = given.kind is RunKind.UNIT
    check_fit(sheet, settings.code_url, lot.gtin, lot.lot_number, unit=unit)
    return given.model_dump(exclude={"number", "start"}) | {
        "sheet": asdict(sheet),
        "skip": (given.start - 1) % sheet.labels,
        "scratch": given.scratch and unit,
        "with_gtin": given.with_gtin and unit and lot.gtin is not None,
    }


def _sheet(session: Session, lot: Lot, given: RunIn) -> Sheet:
    sheet = queries.sheet_called(session, lot.seller_id, given.template)
    if sheet is None:
        raise Invalid(fields={"template": mark("Mời chọn một mục trong danh sách.")})
    return sheet


def _check(session: Session, lot: Lot, given: RunIn, *, first: bool) -> None:
    alike = active_of(session, lot.id, RunKind.BATCH) if given.given_up else 0
    if given.given_up > alike:
        raise Invalid(fields={"given_up": mark("Số tem bỏ nhiều hơn số tem đã in.")})
    if not first and not given.reason:
        raise Invalid(fields={"reason": mark("In thêm thì mời ghi lý do, ví dụ: rách 5 tem.")})
    active = active_of(session, lot.id)
    try:
        balance.check_labels(given.labels, active, given.given_up, _allowance(session, lot))
    except TooManyLabels as refused:
        raise Invalid(fields={"labels": _too_many(refused.left)}) from refused


def _too_many(left: int) -> str:
    if not left:
        return gettext(mark("Đã in đủ số tem. Muốn in lại, mời ghi số tem bỏ."))
    return gettext(mark("Chỉ còn in được {left} tem.")).format(left=left)


def _meant(session: Session, run: LabelRun, given: VoidIn) -> tuple[int, int]:
    """The places that are meant. Raises Invalid."""
    if given.serial:
        place = queries.place_of(session, run.id, units.typed_serial(given.serial))
        if place is None:
            raise Invalid(fields={"serial": mark("Đợt này không có tem mang số đó.")})
        return place, place
    if given.first is None and not given.whole:
        said = mark("Ghi tem thứ mấy, hoặc số riêng, hoặc đánh dấu huỷ cả đợt.")
        raise Invalid(fields={"first": said})
    first = 1 if given.whole else given.first or 1
    last = run.labels if given.whole else given.last or first
    if last > run.labels or first > last:
        raise Invalid(fields={"last": mark("Đợt này không có chừng ấy tem.")})
    return first, last


def _void(  # noqa: PLR0913  # who voids what, and why
    session: Session,
    lot: Lot,
    run: LabelRun,
    places: list[tuple[int, int]],
    *,
    reason: str,
    actor: UUID | None,
) -> int:
    known = queries.ranges_of(queries.voids_of(session, [run.id])[run.id])
    fresh = [part for first, last in places for part in live_ranges(first, last, known)]
    for first, last in fresh:
        session.add(
            LabelVoid(run_id=run.id, first=first, last=last, reason=reason, voided_by=actor)
        )
        after = {"first": first, "last": last}
        audit(session, actor, "label_run.void", run, after=after, reason=reason)
    if fresh:
        session.flush()  # the next run and the balance count them
        touch(session, f"lot:{lot.code}")
    return sum(last - first + 1 for first, last in fresh)
