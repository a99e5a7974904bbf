"""How near the end of a certificate or a paper is."""

from datetime import date
from enum import StrEnum

THRESHOLDS = (0, 30, 90)
"""Days before the last day on which the seller is told (product.md, OCOP certificates)."""


class Bucket(StrEnum):
    """A tab of the operator's desk, the most urgent first: each row is in exactly one of them."""

    TODAY = "hom-nay"
    MONTH = "30-ngay"
    QUARTER = "90-ngay"
    EXPIRED = "het-han"


_BUCKETS = {0: Bucket.TODAY, 30: Bucket.MONTH, 90: Bucket.QUARTER}


def threshold(expires_on: date, today: date) -> int | None:
    """The last threshold that was reached; None while there is more time than all of them.

    >>> today = date(2026, 11, 27)
    >>> [threshold(date(2027, 2, day), today) for day in (25, 26)]
    [90, None]
    """
    left = (expires_on - today).days
    return next((days for days in THRESHOLDS if left <= days), None)


def bucket(expires_on: date, today: date) -> Bucket | None:
    if expires_on < today:
        return Bucket.EXPIRED
    reached = threshold(expires_on, today)
    return None if reached is None else _BUCKETS[reached]
