"""When a seller takes no new orders: from a day to a day, both included, and then no longer."""

from datetime import date, timedelta

LONGEST_AWAY = 120
"""Days; whoever is away for longer closes the shop or pauses its products."""


def is_away(away_from: date | None, away_until: date | None, today: date) -> bool:
    """
    >>> first, last = date(2027, 2, 4), date(2027, 2, 9)
    >>> [is_away(first, last, date(2027, 2, day)) for day in (3, 4, 9, 10)]
    [False, True, True, False]
    """
    return away_from is not None and away_until is not None and away_from <= today <= away_until


def back_on(away_until: date) -> date:
    """The day on which orders are taken again."""
    return away_until + timedelta(days=1)
