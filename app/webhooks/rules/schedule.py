"""When a message that did not arrive is tried again, and when we stop calling.

The waits are those that the Standard Webhooks specification proposes ("Retry schedule"): ten tries
over three days. An endpoint that answered nothing well for five days is switched off.
"""

import random
from datetime import datetime, timedelta

WAITS = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first try, the second, …: the last one is the tenth."""

TRIES = len(WAITS) + 1
LONGEST_WAIT = timedelta(hours=24)
GIVEN_UP_AFTER = timedelta(days=5)
SHORTEST_REST, LONGEST_REST = timedelta(minutes=1), timedelta(hours=1)
CALL_SECONDS = 15.0
"""All that one call may take, however slowly the receiver speaks."""
CLAIM = timedelta(seconds=25)
"""How long a worker holds an endpoint for one call; longer than the call may take."""

LOG_KEPT = timedelta(days=30)


def next_try(
    tried: int, now: datetime, *, asked: timedelta | None = None, jitter: float | None = None
) -> datetime | None:
    """When the try after the `tried`th is due; None when there is none.

    `asked` is the receiver's own `Retry-After`; up to a tenth of the wait is added, so that
    receivers which come back are not called by everybody at once.
    """
    if tried >= TRIES:
        return None
    wait = WAITS[tried - 1]
    share = random.random() if jitter is None else jitter  # noqa: S311  # no secret
    wait += wait * 0.1 * share
    return now + min(max(wait, asked or wait), LONGEST_WAIT * 1.1)


def rest(failing_since: datetime, now: datetime) -> timedelta:
    """How long every message waits for an endpoint that did not answer, the longer the longer.

    So a dead receiver takes a worker's time seldom: a call a minute at first, then one an hour.
    """
    return min(max((now - failing_since) / 10, SHORTEST_REST), LONGEST_REST)


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    return failing_since is not None and now - failing_since > GIVEN_UP_AFTER


def retry_after(header: str) -> timedelta | None:
    """Of a `Retry-After` in seconds (RFC 9110, 10.2.3); a date or nonsense is not followed.

    >>> retry_after("120"), retry_after("Wed, 21 Oct 2026 07:28:00 GMT"), retry_after("-5")
    (datetime.timedelta(seconds=120), None, None)
    """
    if not header.isascii() or not header.isdigit() or len(header) > 9:
        return None
    return timedelta(seconds=int(header))
