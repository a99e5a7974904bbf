"""How often somebody tried, counted for all processes."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import text

from app.core.db import apart, utc_now
from app.core.errors import TooManyRequests
from app.core.i18n import gettext, mark
from app.identity import rules

_COUNT = text("""
    INSERT INTO rate_window AS w (key, started_at, count) VALUES (:key, :now, 1)
    ON CONFLICT (key) DO UPDATE SET
        started_at = CASE WHEN w.started_at <= :oldest THEN :now ELSE w.started_at END,
        count = CASE WHEN w.started_at <= :oldest THEN 1 ELSE w.count + 1 END
    RETURNING started_at, count
""")


@dataclass(frozen=True)
class Tally:
    """How often something was tried since its window began, this time included."""

    started_at: datetime
    tries: int


def tally_try(key: str, window: timedelta) -> Tally:
    """Counts one try of `key`, for all processes, and refuses nothing.

    The count is kept even if the request fails afterwards: it has a transaction of its own.
    """
    now = utc_now()
    values = {"key": key[:160], "now": now, "oldest": now - window}
    with apart() as own:
        return Tally(*own.execute(_COUNT, values).one())


def count_try(key: str, limit: int, window: timedelta) -> None:
    """Counts one try of `key`. Raises TooManyRequests after `limit` a window."""
    tally = tally_try(key, window)
    if tally.tries > limit:
        seconds = rules.wait(tally.started_at, window, utc_now())
        said = gettext(mark("Mời thử lại sau {minutes} phút."))
        raise TooManyRequests(said.format(minutes=rules.minutes(seconds)), retry_after=seconds)


def forget_tries(key: str) -> None:
    """A success ends the counting."""
    with apart() as own:
        own.execute(text("DELETE FROM rate_window WHERE key = :key"), {"key": key[:160]})


def sign_in_key(phone: str) -> str:
    """The key that tries to sign in as this E.164 number count by."""
    return f"sign-in:phone:{phone}"
