"""Tickets: what somebody reported without an account, and what was answered."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field, SQLModel

from app.complaints.rules import Kind, Outcome, Side, State, Subject
from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id


class Ticket(SQLModel, table=True):
    """Known outside by its `code`; whoever has that reads state and answers, and nothing else.

    `seller_id` is whose goods it is about; nobody's when the code is none of ours.
    """

    __tablename__ = "ticket"
    __table_args__ = (
        Index("ix_ticket_seller_id_created_at", "seller_id", "created_at"),
        Index("ix_ticket_waiting", "due_at", postgresql_where=text("state <> 'closed'")),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    code: str = Field(max_length=10, unique=True)
    form_key: str = Field(max_length=40, unique=True)  # the same form twice is one ticket
    kind: Kind = Field(sa_type=text_enum(Kind))
    subject_type: Subject = Field(sa_type=text_enum(Subject))
    subject: str = Field(max_length=80)
    seller_id: UUID | None = Field(default=None, foreign_key="seller.id")
    body: str = Field(max_length=2000)
    phone: str = Field(default="", max_length=20)  # for the exchange alone
    photo_key: str = Field(default="", max_length=80)  # of a sealed JPEG
    language: str = Field(default="vi", max_length=8)
    state: State = Field(default=State.OPEN, sa_type=text_enum(State))
    outcome: Outcome | None = Field(default=None, sa_type=text_enum(Outcome))
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    due_at: datetime = Field(sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class TicketAnswer(SQLModel, table=True):
    """What was answered, for whoever reported to read; rows are only ever added."""

    __tablename__ = "ticket_answer"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    ticket_id: UUID = Field(foreign_key="ticket.id", index=True)
    side: Side = Field(sa_type=text_enum(Side))
    body: str = Field(max_length=1000)
    at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    by: UUID | None = None
