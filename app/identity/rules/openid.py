"""What a provider of identities is to us, and what we believe of what it says.

OpenID Connect Core 1.0 with PKCE (RFC 7636).
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator

from app.core.phones import e164
from app.core.text import nfc

ATTEMPT = timedelta(minutes=10)
"""How long somebody may take at the provider, or to confirm with their password."""
SKEW = timedelta(seconds=60)
"""How far the provider's clock may be from ours."""
SIGNED_BY = ("RS256", "PS256", "ES256", "EdDSA")
"""Never `none`, and never a secret that both sides know."""
LONGEST_SUBJECT = 255  # OpenID Connect Core 1.0, section 2: `sub`


class Claims(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    phone: str = "phone_number"
    phone_verified: str = "phone_number_verified"
    name: str = "name"


class Profile(BaseModel):
    """A provider as `OIDC_PROFILES` describes it."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    code: str = Field(pattern="^[a-z0-9-]{1,40}$")
    name: str = Field(min_length=1, max_length=60)
    issuer: str = ""
    client_id: str = ""
    client_secret_file: str = ""
    sends_secret_in: Literal["header", "form"] = "header"  # noqa: S105  # where, not what
    scopes: tuple[str, ...] = ("openid", "profile", "phone")
    enabled: bool = True
    claims: Claims = Claims()

    @field_validator("issuer")
    @classmethod
    def be_safe(cls, issuer: str) -> str:
        if issuer and not is_safe(issuer):
            raise ValueError("an issuer begins with https:// (http:// on this machine alone)")
        return issuer

    @property
    def is_open(self) -> bool:
        return self.enabled and bool(self.issuer and self.client_id)


def is_safe(url: str) -> bool:
    """Whether nobody between us and this address can listen.

    >>> is_safe("https://id.example"), is_safe("http://id.example"), is_safe("http://127.0.0.1:9")
    (True, False, True)
    """
    parts = urlsplit(url)
    here = parts.hostname in {"127.0.0.1", "localhost", "::1"}
    return bool(parts.hostname) and (parts.scheme == "https" or (parts.scheme == "http" and here))


def read_profiles(text: str) -> dict[str, Profile]:
    """The providers of a file by their codes. Raises ValueError."""
    return {
        code: Profile.model_validate({"code": code, **table})
        for code, table in tomllib.loads(text).items()
    }


@dataclass(frozen=True)
class Person:
    """Whom a provider vouches for; `phone` is there only when the provider verified it."""

    provider: str
    subject: str
    name: str
    phone: str


def person(profile: Profile, said: Mapping[str, Any]) -> Person:
    """What we take from a provider's claims. Raises ValueError without a usable subject."""
    subject = said.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ValueError("no subject")
    name = said.get(profile.claims.name)
    return Person(profile.code, subject, _name(name), _phone(profile, said))


def _name(said: object) -> str:
    r"""
    >>> _name(" Nguyễn  Văn\nA "), _name(7)
    ('Nguyễn Văn A', '')
    """
    return re.sub(r"\s+", " ", nfc(said)).strip()[:120] if isinstance(said, str) else ""


def _phone(profile: Profile, said: Mapping[str, Any]) -> str:
    number = said.get(profile.claims.phone)
    if said.get(profile.claims.phone_verified) is not True or not isinstance(number, str):
        return ""
    try:
        return e164(number)
    except ValueError:
        return ""
