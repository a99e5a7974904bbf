"""What a browser that is sent to a provider must bring back, and what may go wrong there."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from app.core.errors import DomainError
from app.core.i18n import mark
from app.identity.rules.openid import Person, Profile


class ProviderDown(DomainError):
    status, title = 502, mark("Chưa nói chuyện được với bên đăng nhập")


class NotBelieved(DomainError):
    """A wrong state, a used code, a false signature: what it was is for the log."""

    status, title = 400, mark("Lần đăng nhập này không dùng được")


@dataclass(frozen=True)
class Attempt:
    provider: str
    state: str
    nonce: str
    verifier: str
    onward: str
    lang: str


def new_attempt(profile: Profile, onward: str, lang: str) -> Attempt:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(profile.code, state, nonce, verifier, onward, lang)


def authorization_url(profile: Profile, attempt: Attempt) -> str:
    """Where the browser goes. Raises ProviderDown."""
    from app.identity.service.openid import provider  # noqa: PLC0415  # a second of imports

    return provider.authorization_url(profile, attempt)


def identify(profile: Profile, attempt: Attempt, came: Mapping[str, str]) -> Person:
    """Whom the provider vouches for, by what the browser `came` back with.

    Raises NotBelieved, ProviderDown.
    """
    from app.identity.service.openid import provider  # noqa: PLC0415  # a second of imports

    return provider.identify(profile, attempt, came)
