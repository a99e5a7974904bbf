"""What a query asks, in SQL."""

import operator
from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from app.epcis.models import EpcisError, EpcisEvent, EpcisThing
from app.epcis.rules.asking import Asked, Condition

_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "ge": operator.ge,
    "gt": operator.gt,
    "lt": operator.lt,
    "le": operator.le,
    "eq": operator.eq,
}
END = "\U0010ffff"
"""After every text that begins alike."""


def asked_for(asked: Asked, *, declared: bool) -> list[ColumnElement[bool]]:
    """Of originals, or of their copies that declare them wrong (joined with `EpcisError`)."""
    return [_clause(condition, declared=declared) for condition in asked.conditions]


def _clause(condition: Condition, *, declared: bool) -> ColumnElement[bool]:
    if special := _SPECIAL.get(condition.field):
        return special(condition)
    column, values = _column(condition.field, declared=declared), condition.values
    if condition.test == "under":
        return or_(*(_under(column, place) for place in values))
    whole = condition.test == "in"
    found: ColumnElement[bool] = (
        column.in_(values) if whole else _COMPARED[condition.test](column, values[0])
    )
    return found


def _amount(condition: Condition) -> ColumnElement[bool]:
    amount = _COMPARED[condition.test](col(EpcisThing.quantity), condition.values[0])
    return col(EpcisEvent.id).in_(select(EpcisThing.event_id).where(amount))


def _holding(condition: Condition) -> ColumnElement[bool]:
    return or_(*(col(EpcisEvent.body).contains(part) for part in condition.values))


def _corrected_by(condition: Condition) -> ColumnElement[bool]:
    corrective: Any = col(EpcisError.corrective_ids)
    found: ColumnElement[bool] = corrective.overlap(list(condition.values))
    return found


def _column(field: str, *, declared: bool) -> Any:
    of_errors = {
        "reason": EpcisError.reason,
        "declared_at": EpcisError.declared_at,
    }
    if field in of_errors:
        return col(of_errors[field])
    if field == "recorded_at" and declared:
        return col(EpcisError.recorded_at)
    return col(getattr(EpcisEvent, field))


def named(ids: list[str]) -> ColumnElement[bool]:
    """Events by the id that they were captured with, or by their hash."""
    return or_(col(EpcisEvent.event_id).in_(ids), col(EpcisEvent.event_hash).in_(ids))


def _about(condition: Condition) -> ColumnElement[bool]:
    whole = [said for said, begins in condition.values if not begins]
    starts = [said for said, begins in condition.values if begins]
    epc = col(EpcisThing.epc)
    matched = [epc.in_(whole)] if whole else []
    matched += [(epc >= start) & (epc < start + END) for start in starts]
    about = select(EpcisThing.event_id).where(
        or_(*matched), col(EpcisThing.role).in_(sorted(condition.roles))
    )
    return col(EpcisEvent.id).in_(about)


def _under(column: Any, place: str) -> ColumnElement[bool]:
    """A place and what is inside it: an extension (AI 254) of a GLN, a longer path of an address.

    Descendants by master data are none here, since we take none in.
    """
    inside = (column >= place + "/") & (column < place + "/" + END)
    found: ColumnElement[bool] = or_(column == place, inside)
    return found


_SPECIAL: dict[str, Callable[[Condition], ColumnElement[bool]]] = {
    "thing": _about,
    "quantity": _amount,
    "body": _holding,
    "event_id": lambda condition: named(list(condition.values)),
    "corrective": _corrected_by,
}
