"""What others may want to know: told in the same transaction."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class EventRecorded:
    """A new event is in the table, our own or captured: `event_id` is its row."""

    event_id: UUID
    seller_id: UUID
    event_hash: str


@dataclass(frozen=True)
class EventCaptured:
    """A new event came in from outside; `event` is canonical, without its context.

    Whoever listens may refuse it by raising a DomainError: then it is not captured, and the error
    is what the sender reads about it.
    """

    seller_id: UUID
    event: dict[str, Any]
    event_hash: str


@dataclass(frozen=True)
class ErrorDeclared:
    """An event was declared wrong; `corrective_ids` are those of events that stand in its place."""

    event_id: UUID
    seller_id: UUID
    event_hash: str
    reason: str
    corrective_ids: tuple[str, ...]
