"""What a correction changed of a step, field by field, in the page's language."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from app.core.i18n import gettext, mark, ngettext
from app.core.templates import clock, grams

NOTHING = mark("không có")


@dataclass(frozen=True)
class Change:
    """One field of a step, before and after."""

    field: str
    before: str
    after: str


def _as_is(value: Any) -> str:
    return str(value)


def _degrees(value: int) -> str:
    return f"{value} °C"


def _minutes(value: int) -> str:
    return ngettext("%(num)s phút", "%(num)s phút", value) % {"num": value}


FIELDS: Sequence[tuple[str, str, Callable[[Any], str]]] = (
    ("title", mark("Công đoạn"), _as_is),
    ("event_time", mark("Bắt đầu lúc"), clock),
    ("event_end", mark("Xong lúc"), clock),
    ("grams_in", mark("Cân vào"), grams),
    ("grams_out", mark("Cân ra"), grams),
    ("celsius", mark("Nhiệt độ"), _degrees),
    ("minutes", mark("Thời gian làm"), _minutes),
    ("place", mark("Nơi làm"), _as_is),
    ("location_code", mark("Mã nơi"), _as_is),
    ("trace_code", mark("Mã hàng"), _as_is),
    ("responsible", mark("Người làm mục này"), _as_is),
    ("note", mark("Lời ghi"), _as_is),
)


def changes(wrong: Any, right: Any) -> Iterator[Change]:
    """Fields of two rows of `tracking_event` that differ."""
    for name, words, said in FIELDS:
        before, after = _value(wrong, name), _value(right, name)
        if before != after:
            yield Change(gettext(words), _said(before, said), _said(after, said))


def by_step(journey: Sequence[Any]) -> dict[UUID, list[Change]]:
    """What each correction changed of the step that it is about, by the correction's row."""
    rows = {step.id: step for step in journey}
    return {
        step.id: list(changes(rows[step.corrects_id], step))
        for step in journey
        if step.corrects_id in rows
    }


def _value(step: Any, name: str) -> Any:
    found = step.details.get(name) if name in {"celsius", "minutes"} else getattr(step, name)
    return found or None


def _said(value: Any, said: Callable[[Any], str]) -> str:
    return gettext(NOTHING) if value is None else said(value)
