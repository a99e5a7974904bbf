"""Calling goods back takes two people: one asks, another one confirms.

From the first word on nothing that the recall reaches is sold, used, labelled or shipped; what it
reaches for good is found anew when it is confirmed.
"""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlmodel import Session

from app.core.db import utc_now
from app.core.errors import Conflict, Invalid, NotAllowed
from app.core.events import publish
from app.core.i18n import mark
from app.core.ids import new_code
from app.identity.service import audit
from app.traceability.models import GrowingArea, Lot, LotStatus, Material, Recall, RecallItem
from app.traceability.queries import recalls as reads
from app.traceability.queries.recall_subjects import Subject
from app.traceability.rules.recalls import RecallScope, RecallState
from app.traceability.service.journeys.corrections import SecondPersonNeeded
from app.traceability.service.journeys.recomputing import recompute
from app.traceability.service.publication import RecallIn, recall_lot
from app.traceability.service.saving import in_turn

CODE_LENGTH = 10


@dataclass(frozen=True)
class RecallConfirmed:
    """News: these lots, public until now, are recalled; EPCIS says "recalled" of them from now on.

    Besides this each of them has had its own `LotRecalled` with the same `recall_id`.
    """

    recall_id: UUID
    lot_ids: tuple[UUID, ...]


class AlreadyRecalled(Conflict):
    title = mark("Lô này đã thu hồi")


class AlreadyAnswered(Conflict):
    title = mark("Đề nghị này đã có câu trả lời")


class NotTheirs(NotAllowed):
    title = mark("Không phải đề nghị của bạn")


def draft(subject: Subject, since: date | None = None, until: date | None = None) -> Recall:
    """A recall of this lot, material or growing area as it would be: nothing is kept of it.

    The days bound what was picked in a growing area, both ends included; elsewhere they are void.
    Raises Invalid by field for days in the wrong order.
    """
    if since and until and since > until:
        raise Invalid(fields={"picked_until": mark("Ngày cuối phải sau ngày đầu.")})
    recall = Recall(code="", seller_id=subject.seller_id, scope=RecallScope.LOT, reason="")
    if isinstance(subject, Lot):
        recall.lot_id = subject.id
    elif isinstance(subject, Material):
        recall.scope, recall.material_id = RecallScope.MATERIAL, subject.id
    else:
        recall.scope, recall.growing_area_id = RecallScope.AREA, subject.id
        recall.picked_from, recall.picked_until = since, until
    return recall


def ask(  # noqa: PLR0913  # of what, why, by whom, and which days
    session: Session,
    subject: Subject,
    given: RecallIn,
    actor: UUID | None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> tuple[Recall, bool]:
    """Holds what the recall reaches until a second person answers, and says whether it is new:
    what waits already about just the same is that recall. See `draft` for the days.

    Raises AlreadyRecalled, Invalid by field.
    """
    recall = draft(subject, since, until)
    in_turn(session, recall.seller_id)
    session.refresh(subject)
    known = reads.open_about(session, recall)
    if known is not None:
        return known, False
    if isinstance(subject, Lot) and subject.status is LotStatus.RECALLED:
        raise AlreadyRecalled(mark("Lô này đã thu hồi rồi."))
    recall.code, recall.asked_by = new_code(CODE_LENGTH), actor
    recall.reason, recall.reason_en = given.reason, given.reason_en
    session.add(recall)
    session.flush()  # holds are worked out from what is asked
    _renew_holds(session, recall)
    audit(session, actor, "recall.ask", recall, after=_told(subject, recall), reason=given.reason)
    return recall, True


def _told(subject: Subject, recall: Recall) -> dict[str, str]:
    name = subject.name if isinstance(subject, GrowingArea) else _number(subject)
    days = {"picked_from": recall.picked_from, "picked_until": recall.picked_until}
    return {"scope": recall.scope.value, "subject": name} | {
        key: day.isoformat() for key, day in days.items() if day
    }


def _number(subject: Lot | Material) -> str:
    return subject.lot_number if isinstance(subject, Lot) else subject.number


def _renew_holds(session: Session, recall: Recall) -> None:
    lots = [lot.id for lot in reads.root_lots(session, recall)]
    recompute(session, reads.root_materials(session, recall), *lots)


def confirm(session: Session, recall: Recall, actor: UUID, answer: str = "") -> bool:
    """Another person than the one who asked: every public lot within reach is recalled.

    Whether this did it: a second click changes nothing. What the recall reaches is found now, and
    stays on hold for ever; drafts among it are never published. Raises SecondPersonNeeded,
    AlreadyAnswered for what was withdrawn or refused meanwhile.
    """
    if not _lock(session, recall, RecallState.CONFIRMED):
        return False
    if actor == recall.asked_by:
        raise SecondPersonNeeded(mark("Người xin thu hồi không tự xác nhận được."))
    found = reads.reach(session, recall)
    _keep(session, recall, found)
    _answer(recall, RecallState.CONFIRMED, actor, answer)
    session.flush()  # holds are worked out from what is confirmed
    recompute(session, [m.id for m in found.materials], *(lot.id for lot in found.lots))
    lots = _recall_lots(session, recall, found, actor)
    reached = {"lots": len(found.lots), "materials": len(found.materials)}
    audit(session, actor, "recall.confirm", recall, after=reached, reason=answer)
    publish(session, RecallConfirmed(recall.id, lots))
    return True


def _lock(session: Session, recall: Recall, wanted: RecallState) -> bool:
    """Whether it still waits; not when it was answered just so before. Raises AlreadyAnswered.

    All that a seller writes goes one after another, so that nothing is packed meanwhile.
    """
    in_turn(session, recall.seller_id)
    session.refresh(recall)
    if recall.state not in {RecallState.ASKED, wanted}:
        raise AlreadyAnswered(mark("Đề nghị này đã có câu trả lời khác. Mời tải lại trang."))
    return recall.state is RecallState.ASKED


def _keep(session: Session, recall: Recall, found: reads.Reach) -> None:
    session.add_all(RecallItem(recall_id=recall.id, lot_id=lot.id) for lot in found.lots)
    session.add_all(RecallItem(recall_id=recall.id, material_id=m.id) for m in found.materials)


def _recall_lots(
    session: Session, recall: Recall, found: reads.Reach, actor: UUID
) -> tuple[UUID, ...]:
    """Those that were public until now."""
    why = RecallIn(reason=recall.reason, reason_en=recall.reason_en)
    public = [lot for lot in found.lots if lot.status is not LotStatus.DRAFT]
    return tuple(
        lot.id for lot in public if recall_lot(session, lot, why, actor, recall_id=recall.id)
    )


def _answer(recall: Recall, state: RecallState, actor: UUID, answer: str) -> None:
    recall.state, recall.answered_at = state, utc_now()
    recall.answered_by, recall.answer = actor, answer


def withdraw(session: Session, recall: Recall, actor: UUID) -> None:
    """Whoever asked takes it back, and what it held is free again. Raises AlreadyAnswered,
    NotTheirs.
    """
    if not _lock(session, recall, RecallState.WITHDRAWN):
        return
    if actor != recall.asked_by:
        raise NotTheirs(mark("Chỉ người xin thu hồi mới rút lại được."))
    _release(session, recall, RecallState.WITHDRAWN, actor, "")
    audit(session, actor, "recall.withdraw", recall)


def refuse(session: Session, recall: Recall, actor: UUID, answer: str) -> None:
    """A second person says that there is nothing to call back: what it held is free again.

    Raises SecondPersonNeeded, AlreadyAnswered.
    """
    if not _lock(session, recall, RecallState.REFUSED):
        return
    if actor == recall.asked_by:
        raise SecondPersonNeeded(mark("Người xin thu hồi thì rút lại, không tự từ chối."))
    _release(session, recall, RecallState.REFUSED, actor, answer)
    audit(session, actor, "recall.refuse", recall, reason=answer)


def _release(
    session: Session, recall: Recall, state: RecallState, actor: UUID, answer: str
) -> None:
    _answer(recall, state, actor, answer)
    session.flush()  # holds are worked out from what still waits
    _renew_holds(session, recall)
