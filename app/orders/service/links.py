"""Signed links to an order: whoever holds one may see it, and need not sign in."""

from datetime import timedelta
from enum import StrEnum
from urllib.parse import quote

from itsdangerous import BadSignature, TimestampSigner

from app.core.config import settings
from app.core.i18n import localised_path


class Sight(StrEnum):
    """How much of an order a link opens."""

    WHOLE = "whole"  # sent to the buyer alone
    MASKED = "masked"  # after a look-up by phone and code


LASTS = {Sight.WHOLE: timedelta(days=180), Sight.MASKED: timedelta(minutes=30)}


def order_path(code: str, sight: Sight = Sight.WHOLE, language: str = "vi") -> str:
    """The address of the order's page with its key, under the language's prefix."""
    key = _signer(sight).sign(code).decode().removeprefix(code + ".")
    return f"{localised_path(f'/don-hang/{code}', language)}?khoa={quote(key)}"


def order_url(code: str, language: str = "vi") -> str:
    return settings.base_url.rstrip("/") + order_path(code, language=language)


def sight_of(code: str, key: str) -> Sight | None:
    """What `key` opens of the order `code`; None for a wrong or an old one."""
    for sight in Sight:
        try:
            _signer(sight).unsign(f"{code}.{key}", max_age=int(LASTS[sight].total_seconds()))
        except BadSignature:
            continue
        return sight
    return None


def _signer(sight: Sight) -> TimestampSigner:
    return TimestampSigner(settings.secret(), salt=f"order.{sight}")
