"""Signing in with somebody else's word for it: ThaiNguyen ID, VNeID, or whom a province trusts.

`provider` talks to them, before any row is read; `linking` decides whose account that is.
"""

from app.identity.service.openid.linking import (
    AccountClosed,
    AlreadyLinked,
    LastDoor,
    MustConfirm,
    OfAnotherAccount,
    PhoneUnverified,
    arrive,
    confirm,
    unlink,
)
from app.identity.service.openid.profiles import open_profile, open_profiles, profiles, secret_of
from app.identity.service.openid.provider import (
    Attempt,
    NotBelieved,
    ProviderDown,
    authorization_url,
    identify,
    new_attempt,
)

__all__ = [
    "AccountClosed",
    "AlreadyLinked",
    "Attempt",
    "LastDoor",
    "MustConfirm",
    "NotBelieved",
    "OfAnotherAccount",
    "PhoneUnverified",
    "ProviderDown",
    "arrive",
    "authorization_url",
    "confirm",
    "identify",
    "new_attempt",
    "open_profile",
    "open_profiles",
    "profiles",
    "secret_of",
    "unlink",
]
