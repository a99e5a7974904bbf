"""What is said of an event after it was recorded: that it was wrong, that all may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert as insert_unless
from sqlmodel import Session, col, select

from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.events import publish
from app.core.i18n import mark
from app.core.ids import new_id
from app.epcis.models import EpcisError, EpcisEvent, EpcisPublication
from app.epcis.queries.events import own_event
from app.epcis.rules.canon import Declared
from app.epcis.rules.checks import faults_of
from app.epcis.rules.faults import InvalidEvent
from app.epcis.rules.vocabulary import bare
from app.epcis.service.news import ErrorDeclared


class NoSuchEvent(NotFound):
    title = mark("Không có sự kiện này")


def declare_error(  # noqa: PLR0913  # a declaration has that many parts
    session: Session,
    seller_id: UUID,
    event_hash: str,
    reason: str,
    corrective_ids: Sequence[str] = (),
    *,
    actor: UUID | None = None,
) -> bool:
    """Says that an event should not have been recorded so; whether that is new.

    `reason` is `did_not_occur`, `incorrect_data` or a URI; `corrective_ids` are ids of events that
    stand in its place (EPCIS 2.0, 7.4.1.4). The event itself stays as it is. Raises NoSuchEvent,
    InvalidEvent.
    """
    event = own_event(session, seller_id, event_hash)
    if event is None:
        raise NoSuchEvent
    declared = Declared(utc_now(), bare(reason), tuple(dict.fromkeys(corrective_ids)))
    _refuse_invalid(event, declared)
    return add_declaration(
        session, Recorded(event.id, seller_id, event_hash), declared, actor=actor
    )


def _refuse_invalid(event: EpcisEvent, declared: Declared) -> None:
    said = {
        "declarationTime": declared.at.isoformat(),
        "reason": declared.reason,
        "correctiveEventIDs": list(declared.corrective_ids),
    }
    if faults := faults_of(event.body | {"errorDeclaration": said}, event.prefixes):
        raise InvalidEvent(faults)


@dataclass(frozen=True)
class Recorded:
    """What a declaration has to know of an event."""

    id: UUID
    seller_id: UUID
    event_hash: str


def add_declaration(
    session: Session, event: Recorded, declared: Declared, *, actor: UUID | None
) -> bool:
    """The same declaration twice is one."""
    row = EpcisError(
        id=new_id(),
        event_id=event.id,
        declared_at=declared.at,
        reason=declared.reason,
        corrective_ids=list(declared.corrective_ids),
        recorded_by=actor,
    )
    statement = insert_unless(EpcisError).values(row.model_dump()).on_conflict_do_nothing()
    added = session.execute(statement.returning(col(EpcisError.id))).first()
    if added is not None:
        publish(
            session,
            ErrorDeclared(
                event.id,
                event.seller_id,
                event.event_hash,
                declared.reason,
                declared.corrective_ids,
            ),
        )
    return added is not None


def publish_events(session: Session, seller_id: UUID, hashes: Sequence[str]) -> int:
    """From now on everybody may read these events of a seller; how many were not public before."""
    own = select(EpcisEvent.id).where(
        EpcisEvent.seller_id == seller_id, col(EpcisEvent.event_hash).in_(hashes)
    )
    rows = [{"event_id": found, "published_at": utc_now()} for found in session.exec(own)]
    if not rows:
        return 0
    statement = insert_unless(EpcisPublication).on_conflict_do_nothing()
    added = session.execute(statement.returning(col(EpcisPublication.event_id)), rows)
    return len(added.all())
