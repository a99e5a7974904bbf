"""Days and times of day as people here type them, and as browsers send them."""

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator

from app.core.i18n import mark


def day_of(typed: Any) -> Any:
    """
    >>> day_of("12/10/2026"), day_of("2026-10-12")
    (datetime.date(2026, 10, 12), datetime.date(2026, 10, 12))
    """
    if not isinstance(typed, str):
        return typed
    found = re.fullmatch(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", typed)
    try:
        if found:
            return date(int(found[3]), int(found[2]), int(found[1]))
        return date.fromisoformat(typed)
    except ValueError:
        raise ValueError(mark("Ngày chưa đúng, ví dụ 12/10/2026.")) from None


def clock_of(typed: Any) -> Any:
    """
    >>> clock_of("5:10"), clock_of("17h30"), clock_of("8")
    (datetime.time(5, 10), datetime.time(17, 30), datetime.time(8, 0))
    """
    if not isinstance(typed, str):
        return typed
    found = re.fullmatch(r"(\d{1,2})(?:\s*[:hg.]\s*(\d{2})?)?(?::\d{2})?", typed.strip().lower())
    try:
        return time(int(found[1]), int(found[2] or 0)) if found else time.fromisoformat(typed)
    except ValueError:
        raise ValueError(mark("Giờ chưa đúng, ví dụ 5:10.")) from None


Day = Annotated[date, BeforeValidator(day_of)]
Clock = Annotated[time, BeforeValidator(clock_of)]
