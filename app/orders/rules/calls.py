"""Calls to sellers who leave orders unanswered: what came of one, and what is to be done next."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, Field

from app.core.i18n import mark

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Outcome(StrEnum):
    """What the officer heard on the telephone."""

    WILL_CONFIRM = "will_confirm"
    NO_ANSWER = "no_answer"
    WRONG_NUMBER = "wrong_number"
    REFUSES = "refuses"
    OTHER = "other"


class NextAction(StrEnum):
    NONE = "none"
    CALL_AGAIN = "call_again"
    CHECK = "check"  # whether the orders were answered as promised
    VISIT = "visit"  # an officer of the commune goes there
    FIND_NUMBER = "find_number"


NEEDS_NOTE = frozenset({Outcome.REFUSES, Outcome.OTHER})
"""Outcomes that tell nothing without a sentence beside them."""


def is_agreed(next_at: datetime | None, now: datetime) -> bool:
    """Whether a seller may wait: the next step has its moment, and that is still to come."""
    return next_at is not None and next_at > now


def _in_vietnam(typed: datetime) -> datetime:
    """A browser's `datetime-local` has no zone: it is what a clock here shows."""
    return typed if typed.tzinfo else typed.replace(tzinfo=VIETNAM)


class CallIn(BaseModel):
    """What an officer writes down after a call; `call_id` comes with the form, so that sending it
    twice writes it once.
    """

    call_id: UUID
    outcome: Outcome
    note: Annotated[str, Field(max_length=1000)] = ""
    next_action: NextAction = NextAction.NONE
    next_at: Annotated[datetime, AfterValidator(_in_vietnam)] | None = None

    def faults(self, now: datetime) -> dict[str, str]:
        """What is missing or cannot be, by field."""
        found = {}
        if self.outcome in NEEDS_NOTE and len(self.note) < 5:
            found["note"] = mark("Ghi nhà bán nói gì, để người gọi sau biết.")
        if self.next_action is not NextAction.NONE and not is_agreed(self.next_at, now):
            found["next_at"] = mark("Chọn ngày giờ sắp tới cho việc tiếp theo.")
        return found
