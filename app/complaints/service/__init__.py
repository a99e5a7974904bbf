"""Commands: report, answer, close. Nobody needs an account to report."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field
from sqlmodel import Session

from app.complaints import queries
from app.complaints.models import Ticket, TicketAnswer
from app.complaints.rules import Kind, Outcome, Side, State, Subject
from app.complaints.service import photos
from app.complaints.service.deadlines import DEADLINES
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import language, mark
from app.core.ids import is_code, new_code, normalise_code
from app.core.phones import e164
from app.identity.service import audit

LOT_CODE = 10


class ReportIn(BaseModel):
    """What somebody wrote. `website` is a field that people do not see: only programs fill it."""

    form_key: Annotated[str, Field(min_length=8, max_length=40)]
    kind: Kind
    body: Annotated[str, Field(min_length=5, max_length=2000)]
    phone: Annotated[str, Field(max_length=40), AfterValidator(e164)] | None = None
    website: Annotated[str, Field(max_length=0)] = ""


class AnswerIn(BaseModel):
    body: Annotated[str, Field(min_length=2, max_length=1000)]


class ClosingIn(AnswerIn):
    outcome: Outcome


class AlreadyClosed(Conflict):
    title = mark("Việc này đã xong")


def report(session: Session, typed: str, given: ReportIn, photo: bytes = b"") -> Ticket:
    """A ticket about the code somebody typed or scanned; the same form again: the same ticket.

    `photo` is a picture as it was uploaded; what is kept is its dots alone, sealed. A code of no
    public lot, as a draft's is, is kept as it was typed. Raises NotAPhotograph, NotKept.
    """
    known = queries.ticket_of_form(session, given.form_key)
    if known is not None:
        return known
    code = normalise_code(typed)
    lot = queries.public_lot(session, code) if is_code(code, LOT_CODE) else None
    now = utc_now()
    hours = DEADLINES[given.kind].get(session)
    ticket = Ticket(
        code=new_code(10),
        form_key=given.form_key,
        kind=given.kind,
        subject_type=Subject.LOT if lot else Subject.CODE,
        subject=lot.code if lot else typed[:80],
        seller_id=lot.seller_id if lot else None,
        body=given.body,
        phone=given.phone or "",
        photo_key=photos.keep(photo) if photo else "",
        language=language(),
        created_at=now,
        due_at=now + timedelta(hours=hours),
    )
    session.add(ticket)
    return ticket


def answer(session: Session, actor_id: UUID, ticket: Ticket, given: AnswerIn, side: Side) -> None:
    """For whoever reported to read; the same words again change nothing. Raises AlreadyClosed."""
    _still_open(ticket)
    if _said_last(session, ticket, given.body, side):
        return
    session.add(TicketAnswer(ticket_id=ticket.id, side=side, body=given.body, by=actor_id))
    before, ticket.state = ticket.state, State.ANSWERED
    _record(session, actor_id, "ticket.answer", ticket, before)


def close(session: Session, actor_id: UUID, ticket: Ticket, given: ClosingIn) -> None:
    """The exchange's last word; closing twice is once. Raises AlreadyClosed for another outcome."""
    if ticket.state is State.CLOSED and ticket.outcome is given.outcome:
        return
    _still_open(ticket)
    words = TicketAnswer(ticket_id=ticket.id, side=Side.EXCHANGE, body=given.body, by=actor_id)
    session.add(words)
    before, ticket.state = ticket.state, State.CLOSED
    ticket.outcome, ticket.closed_at = given.outcome, utc_now()
    _record(session, actor_id, "ticket.close", ticket, before)


def _still_open(ticket: Ticket) -> None:
    if ticket.state is State.CLOSED:
        raise AlreadyClosed(mark("Sàn đã đóng việc này, không trả lời thêm được."))


def _said_last(session: Session, ticket: Ticket, body: str, side: Side) -> bool:
    given = queries.answers(session, ticket.id)
    return bool(given) and (given[-1].side, given[-1].body) == (side, body)


def _record(session: Session, actor_id: UUID, action: str, ticket: Ticket, before: State) -> None:
    after = {"ticket_state": ticket.state.value}
    if ticket.outcome is not None:
        after["ticket_outcome"] = ticket.outcome.value
    audit(session, actor_id, action, ticket, before={"ticket_state": before.value}, after=after)
