"""Days as a calendar in Vietnam counts them; moments elsewhere are UTC."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.core.db import utc_now

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


def today() -> date:
    return day_in_vietnam(utc_now())


def day_in_vietnam(moment: datetime) -> date:
    """20:00 UTC on 1 March is 2 March."""
    return moment.astimezone(VIETNAM).date()


def next_midnight() -> datetime:
    """When a badge or a lot that is good until today ends."""
    return datetime.combine(today() + timedelta(days=1), time(), VIETNAM)


def start_of_day(day: date) -> datetime:
    return datetime.combine(day, time(), VIETNAM)
