"""Where the 34 provinces of July 2025 lie, as coarse as a reader's answer is.

The points are the provinces' seats to a tenth of a degree (about ten kilometres): enough to ask
whether one packet can have travelled so fast, and no address of anybody.
"""

from math import asin, cos, radians, sin, sqrt

EARTH_KM = 6371.0
SEATS: dict[str, tuple[float, float]] = {
    "01": (21.0, 105.9), "04": (22.7, 106.3), "08": (21.8, 105.2), "11": (21.4, 103.0),
    "12": (22.4, 103.5), "14": (21.3, 103.9), "15": (21.7, 104.9), "19": (21.6, 105.8),
    "20": (21.9, 106.8), "22": (21.0, 107.1), "24": (21.3, 106.2), "25": (21.3, 105.4),
    "31": (20.9, 106.7), "33": (20.6, 106.1), "37": (20.3, 106.0), "38": (19.8, 105.8),
    "40": (18.7, 105.7), "42": (18.3, 105.9), "44": (17.5, 106.6), "46": (16.5, 107.6),
    "48": (16.1, 108.2), "51": (15.1, 108.8), "52": (13.8, 109.2), "56": (12.2, 109.2),
    "66": (12.7, 108.0), "68": (11.9, 108.4), "75": (10.9, 106.8), "79": (10.8, 106.7),
    "80": (10.5, 106.4), "82": (10.4, 106.4), "86": (10.3, 106.0), "91": (10.0, 105.1),
    "92": (10.0, 105.8), "96": (9.2, 105.2),
}  # fmt: skip
"""Latitude and longitude in degrees, by the province's code."""


def kilometres(one: str, other: str) -> float:
    """The great circle between two provinces' seats. Raises KeyError for an unknown code.

    >>> round(kilometres("19", "79"), -1), kilometres("19", "19")
    (1200.0, 0.0)
    """
    (south, west), (north, east) = (map(radians, SEATS[code]) for code in (one, other))
    half = sin((north - south) / 2) ** 2 + cos(south) * cos(north) * sin((east - west) / 2) ** 2
    return 2 * EARTH_KM * asin(sqrt(half))
