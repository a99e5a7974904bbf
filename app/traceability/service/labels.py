"""Labels printed for a lot: never more than its packets and a little spoilage (R4)."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, Field
from sqlmodel import Session, func, select

from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.core.page_cache import touch
from app.identity.service import audit
from app.traceability.labels.sheets import BY_KEY
from app.traceability.models import LabelRun, Lot, LotStatus
from app.traceability.queries.options import SPOILAGE_PERCENT
from app.traceability.rules import balance
from app.traceability.rules.balance import TooManyLabels
from app.traceability.service.saving import in_turn

SheetKey = Literal["a4-65", "a4-24", "cuon-50x30", "cuon-40x40"]
assert set(BY_KEY) == set(SheetKey.__args__)  # type: ignore[attr-defined]


class RunIn(BaseModel):
    """`given_up` labels of earlier runs are spoilt or lost, and this run replaces them."""

    template: SheetKey
    labels: Annotated[int, Field(ge=1, le=100_000)]
    given_up: Annotated[int, Field(ge=0, le=100_000)] = 0
    reason: Annotated[str, Field(max_length=300)] = ""
    number: Annotated[int, Field(ge=1)]
    """Which run of the lot this is to be: the same form sent twice prints once."""


class NothingToLabel(Conflict):
    title = mark("Lô này không in tem được")


def print_labels(
    session: Session, lot: Lot, given: RunIn, actor: UUID | None = None
) -> tuple[LabelRun, bool]:
    """Allows a run of labels, and says whether it is new: its number makes a double click one run.

    Raises NothingToLabel unless the lot is public and not recalled, Invalid by field: more labels
    than R4 allows, a reprint without a reason, giving up labels that were never printed.
    """
    in_turn(session, lot.seller_id)
    session.refresh(lot)
    if lot.status is not LotStatus.PUBLISHED:
        raise NothingToLabel(mark("Chỉ lô đã công khai và chưa thu hồi mới in tem được."))
    if lot.held_reason:
        raise NothingToLabel(mark("Lô đang tạm giữ, chưa in tem được."))
    runs = runs_of(session, lot.id)
    if given.number <= len(runs):
        return runs[given.number - 1], False
    _check(session, lot, given, runs)
    run = LabelRun(lot_id=lot.id, printed_by=actor, **given.model_dump(exclude={"number"}))
    session.add(run)
    session.flush()  # the audit entry names it
    audit(session, actor, "label_run.print", run, after=given.model_dump(), reason=given.reason)
    touch(session, f"lot:{lot.code}")
    return run, True


def runs_of(session: Session, lot_id: UUID) -> list[LabelRun]:
    """The lot's runs, the first one first: their numbers are their places."""
    statement = select(LabelRun).where(LabelRun.lot_id == lot_id)
    return list(session.exec(statement.order_by(LabelRun.printed_at, LabelRun.id)).all())  # type: ignore[arg-type]


def labels_over(session: Session, lot: Lot) -> int:
    """How many more labels are about than the lot's packets allow, now that they are fewer."""
    return max(_active(session, lot) - _allowance(session, lot), 0)


def labels_left(session: Session, lot: Lot) -> int:
    """How many labels may still be printed without giving any up."""
    return max(_allowance(session, lot) - _active(session, lot), 0)


def _active(session: Session, lot: Lot) -> int:
    active = session.exec(
        select(func.coalesce(func.sum(LabelRun.labels - LabelRun.given_up), 0)).where(
            LabelRun.lot_id == lot.id
        )
    ).one()
    return int(active)


def _allowance(session: Session, lot: Lot) -> int:
    return balance.label_allowance(lot.packs, SPOILAGE_PERCENT.get(session))


def _check(session: Session, lot: Lot, given: RunIn, runs: list[LabelRun]) -> None:
    active = sum(run.labels - run.given_up for run in runs)
    if given.given_up > active:
        raise Invalid(fields={"given_up": mark("Số tem bỏ nhiều hơn số tem đã in.")})
    if runs and not given.reason:
        raise Invalid(fields={"reason": mark("In thêm thì mời ghi lý do, ví dụ: rách 5 tem.")})
    try:
        balance.check_labels(given.labels, active, given.given_up, _allowance(session, lot))
    except TooManyLabels as refused:
        raise Invalid(fields={"labels": _too_many(refused.left)}) from refused


def _too_many(left: int) -> str:
    if not left:
        return gettext(mark("Đã in đủ số tem. Muốn in lại, mời ghi số tem bỏ."))
    return gettext(mark("Chỉ còn in được {left} tem.")).format(left=left)
