"""Days of the sample: shelf lives and clocks."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def days_of(shelf: str) -> int:
    """
    >>> days_of("24m"), days_of("10d")
    (730, 10)
    """
    number = int(shelf[:-1])
    return number if shelf[-1] == "d" else round(number * 365 / 12)


def after(day: date, shelf: str) -> date:
    """The last good day: 24m after 12/10/2026 is 12/10/2028."""
    number = int(shelf[:-1])
    if shelf[-1] == "d":
        return day + timedelta(days=number)
    months = day.month - 1 + number
    return date(day.year + months // 12, months % 12 + 1, min(day.day, 28))


def at(day: date, clock: str) -> datetime:
    return datetime.combine(day, time.fromisoformat(clock), VIETNAM)
