"""Calls to sellers who leave orders unanswered: what came of one, and what is to be done next."""

from datetime import datetime
from enum import StrEnum


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
