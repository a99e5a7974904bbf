"""Options that an operator sets while the shop runs: typed, dated, and audited.

A domain declares its options once, next to its rules:
`CONFIRM_HOURS = Option("orders.confirm_hours", 24)`. A change is a new row, never an edit, so that
what held on any past day can be shown.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import ScalarSelect, func
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field, Session, SQLModel, col, select

from app.core import events
from app.core.db import UtcDateTime, utc_now
from app.core.ids import new_id

Value = TypeVar("Value", bound="int | str | bool | list[Any] | dict[str, Any]")


class OptionValue(SQLModel, table=True):
    __tablename__ = "option_value"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    name: str = Field(max_length=80, index=True)
    value: Any = Field(sa_type=JSONB)
    valid_from: datetime = Field(sa_type=UtcDateTime)
    set_by: UUID | None = None
    set_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


@dataclass(frozen=True)
class OptionSet:
    """Somebody set an option: `row` says which, `before` is what held at that moment till then."""

    row: OptionValue
    before: Any


@dataclass(frozen=True)
class Option(Generic[Value]):
    """`default` holds until an operator says otherwise; its type is the option's type."""

    name: str
    default: Value

    def get(self, session: Session, at: datetime | None = None) -> Value:
        """The value in force at `at` (now)."""
        statement = (
            select(OptionValue.value)
            .where(OptionValue.name == self.name, col(OptionValue.valid_from) <= (at or utc_now()))
            .order_by(col(OptionValue.valid_from).desc(), col(OptionValue.set_at).desc())
            .limit(1)
        )
        found = session.exec(statement).first()
        return self.or_default(found)

    def column(self) -> ScalarSelect[Any]:
        """The stored value in force, for a statement that needs it beside its rows.

        NULL stands for the default: see `or_default`.
        """
        return (
            select(OptionValue.value)
            .where(OptionValue.name == self.name, col(OptionValue.valid_from) <= func.now())
            .order_by(col(OptionValue.valid_from).desc(), col(OptionValue.set_at).desc())
            .limit(1)
            .scalar_subquery()
        )

    def or_default(self, found: Value | None) -> Value:
        return self.default if found is None else found

    def set(
        self, session: Session, value: Value, *, by: UUID | None, since: datetime | None = None
    ) -> None:
        """From `since` (now) on; it is recorded. Raises TypeError if `value` is of another type."""
        if type(value) is not type(self.default):
            raise TypeError(f"{self.name} is {type(self.default).__name__}, not {value!r}")
        since = since or utc_now()
        row = OptionValue(name=self.name, value=value, valid_from=since, set_by=by)
        before = self.get(session, since)
        session.add(row)
        events.publish(session, OptionSet(row, before))


def read(session: Session, *options: Option[Any], at: datetime | None = None) -> list[Any]:
    """The values of several options in force at `at` (now), in one statement."""
    statement = (
        select(OptionValue.name, OptionValue.value)
        .where(
            col(OptionValue.name).in_([option.name for option in options]),
            col(OptionValue.valid_from) <= (at or utc_now()),
        )
        .order_by(col(OptionValue.valid_from), col(OptionValue.set_at))
    )
    found = dict(session.exec(statement).all())  # of each name the last one stays
    return [found.get(option.name, option.default) for option in options]
