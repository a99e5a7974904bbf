"""By when a seller must answer: working hours of Việt Nam."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
DAY = timedelta(days=1)


def after_working_hours(
    start: datetime, hours: int, *, rest_days: Collection[int], holidays: Collection[date]
) -> datetime:
    """`start` plus `hours`, counted around the clock but only on working days in Việt Nam.

    `rest_days` are ISO week days (7 is Sunday), not all seven. Placed on a Saturday at 10:00,
    24 hours with Sunday off end on Monday at 10:00.
    """
    moment, left = start.astimezone(VIETNAM), timedelta(hours=hours)
    while True:
        midnight = datetime.combine(moment.date() + DAY, time(), VIETNAM)
        if moment.isoweekday() not in rest_days and moment.date() not in holidays:
            if left <= midnight - moment:
                return moment + left
            left -= midnight - moment
        moment = midnight
