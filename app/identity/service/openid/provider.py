"""The conversation with a provider: where it is, what its keys are, and what a code is worth.

Nothing here reads or writes a row, so that no lock is held while somebody else's server thinks.
Authlib and joserfc do the protocol; they are loaded by the first sign-in that needs them.
"""

import hmac
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from threading import BoundedSemaphore
from time import monotonic
from types import ModuleType
from typing import Any

import httpx
import structlog

from app.core.config import absolute
from app.core.errors import DomainError
from app.core.i18n import mark
from app.identity.rules.openid import SIGNED_BY, SKEW, Person, Profile, is_safe, person
from app.identity.service.openid.profiles import secret_of

log = structlog.get_logger(__name__)

PATIENCE = httpx.Timeout(5, connect=3)
AT_ONCE = BoundedSemaphore(3)
"""Of the few requests that a process serves at once, no more wait for providers."""
KNOWN_FOR = 3600.0
ASKED_AGAIN_AFTER = 30.0
"""Seconds that a provider's addresses and keys are kept; a key that we do not know asks sooner."""
SENT_BY = {"header": "client_secret_basic", "form": "client_secret_post"}
LARGEST = 1_000_000


class ProviderDown(DomainError):
    status, title = 502, mark("Chưa nói chuyện được với bên đăng nhập")


class NotBelieved(DomainError):
    """A wrong state, a used code, a false signature: what it was is for the log."""

    status, title = 400, mark("Lần đăng nhập này không dùng được")


@dataclass(frozen=True)
class Attempt:
    """What a browser that was sent to a provider must bring back."""

    provider: str
    state: str
    nonce: str
    verifier: str
    onward: str
    lang: str


@dataclass(frozen=True)
class Known:
    """What a provider says of itself, and when it did."""

    metadata: Mapping[str, Any]
    keys: Any
    at: float


def new_attempt(profile: Profile, onward: str, lang: str) -> Attempt:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Attempt(profile.code, state, nonce, verifier, onward, lang)


def authorization_url(profile: Profile, attempt: Attempt) -> str:
    """Where the browser goes. Raises ProviderDown."""
    with _talking(profile) as http:
        known = _known(http, profile)
        url, _ = _oauth(http, profile).create_authorization_url(
            known.metadata["authorization_endpoint"],
            state=attempt.state,
            nonce=attempt.nonce,
            code_verifier=attempt.verifier,
        )
    return str(url)


def identify(profile: Profile, attempt: Attempt, came: Mapping[str, str]) -> Person:
    """Whom the provider vouches for, by what the browser `came` back with.

    Raises NotBelieved, ProviderDown.
    """
    _check_return(profile, attempt, came)
    with _talking(profile) as http:
        known = _known(http, profile)
        token = _token(http, profile, known, attempt, came["code"])
        claims = _claims(http, profile, known, attempt, token)
        return person(profile, claims | _more(http, profile, known, token, claims))


def _check_return(profile: Profile, attempt: Attempt, came: Mapping[str, str]) -> None:
    """`iss` is RFC 9207: another provider's answer must not pass for this one's."""
    if attempt.provider != profile.code or not came.get("code"):
        raise _not_believed(profile, "no code, or another provider's")
    if not hmac.compare_digest(attempt.state.encode(), came.get("state", "").encode()):
        raise _not_believed(profile, "wrong state")
    if came.get("iss", profile.issuer) != profile.issuer:
        raise _not_believed(profile, "wrong issuer in the answer")


@contextmanager
def _talking(profile: Profile) -> Iterator[httpx.Client]:
    """A client whose every failure is ProviderDown or NotBelieved."""
    if not AT_ONCE.acquire(timeout=2):
        raise ProviderDown(mark("Nhiều người đang đăng nhập cùng lúc. Mời thử lại sau ít phút."))
    try:
        with httpx.Client(timeout=PATIENCE) as http:
            yield http
    except (httpx.HTTPError, OSError) as error:  # or our secret is not where it was said to be
        log.warning("openid.down", provider=profile.code, reason=repr(error))
        said = mark("Bên đăng nhập không trả lời. Mời thử lại sau ít phút.")
        raise ProviderDown(said) from error
    except (ValueError, KeyError, TypeError) as error:
        raise _not_believed(profile, repr(error)) from error
    finally:
        AT_ONCE.release()


def _not_believed(profile: Profile, reason: str) -> NotBelieved:
    log.warning("openid.not_believed", provider=profile.code, reason=reason[:300])
    return NotBelieved(mark("Mời bắt đầu đăng nhập lại từ đầu."))


_found: dict[Profile, Known] = {}


def _known(http: httpx.Client, profile: Profile, *, older_than: float = KNOWN_FOR) -> Known:
    """Asked of the provider at most as often as `older_than` says. Raises ProviderDown."""
    known = _found.get(profile)
    if known is None or monotonic() - known.at >= older_than:
        try:
            known = _found[profile] = _discovered(http, profile)
        except (ValueError, KeyError, TypeError, _joserfc().errors.JoseError) as error:
            log.warning("openid.undiscovered", provider=profile.code, reason=repr(error))
            raise ProviderDown(mark("Bên đăng nhập đang trục trặc. Mời thử lại sau.")) from error
    return known


def _discovered(http: httpx.Client, profile: Profile) -> Known:
    """OpenID Connect Discovery 1.0: the document names the issuer that we asked, or is no good."""
    metadata = _get(http, f"{profile.issuer.rstrip('/')}/.well-known/openid-configuration")
    if metadata["issuer"] != profile.issuer:
        raise ValueError("another issuer's document")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if not is_safe(metadata[name]):
            raise ValueError(f"{name} is not https")
    keys = _joserfc().jwk.KeySet.import_key_set(_get(http, metadata["jwks_uri"]))
    return Known(metadata, keys, monotonic())


def _get(http: httpx.Client, url: str, **headers: str) -> dict[str, Any]:
    with http.stream("GET", url, headers={"accept": "application/json", **headers}) as answer:
        answer.raise_for_status()
        body = b""
        for part in answer.iter_bytes():
            body += part
            if len(body) > LARGEST:
                raise ValueError("an answer without end")
    found = httpx.Response(200, content=body).json()
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _token(
    http: httpx.Client, profile: Profile, known: Known, attempt: Attempt, code: str
) -> Mapping[str, Any]:
    """What the code is worth; a code that was used is worth nothing."""
    from authlib.oauth2 import OAuth2Error  # noqa: PLC0415

    try:
        token: Mapping[str, Any] = _oauth(http, profile).fetch_token(
            known.metadata["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=attempt.verifier,
        )
    except OAuth2Error as error:
        raise _not_believed(profile, f"the code: {error.error}") from error
    return token


def _claims(
    http: httpx.Client, profile: Profile, known: Known, attempt: Attempt, token: Mapping[str, Any]
) -> dict[str, Any]:
    """Of an ID token that is signed by the provider, for us, now, and for this very attempt."""
    from authlib.oidc.core import CodeIDToken  # noqa: PLC0415

    issued = {"iss": profile.issuer, "aud": profile.client_id}
    options = {name: {"essential": True, "value": value} for name, value in issued.items()}
    expected = {
        "nonce": attempt.nonce,
        "client_id": profile.client_id,
        "access_token": token.get("access_token"),
    }
    try:
        decoded = _verified(http, profile, known, str(token["id_token"]))
        claims = CodeIDToken(decoded.claims, decoded.header, options, expected)
        claims.validate(leeway=int(SKEW.total_seconds()))
    except _joserfc().errors.JoseError as error:
        raise _not_believed(profile, repr(error)) from error
    return dict(claims)


def _verified(http: httpx.Client, profile: Profile, known: Known, id_token: str) -> Any:
    """A key that we do not know may be a new one: providers change theirs."""
    joserfc = _joserfc()
    try:
        return joserfc.jwt.decode(id_token, known.keys, algorithms=SIGNED_BY)
    except joserfc.errors.InvalidKeyIdError:
        newer = _known(http, profile, older_than=ASKED_AGAIN_AFTER)
        return joserfc.jwt.decode(id_token, newer.keys, algorithms=SIGNED_BY)


def _more(
    http: httpx.Client,
    profile: Profile,
    known: Known,
    token: Mapping[str, Any],
    claims: Mapping[str, Any],
) -> dict[str, Any]:
    """What the ID token leaves out, asked of the provider; its subject must be the same."""
    endpoint = known.metadata.get("userinfo_endpoint")
    wanted = {profile.claims.phone, profile.claims.phone_verified, profile.claims.name}
    if not endpoint or wanted <= claims.keys():
        return {}
    if not is_safe(endpoint):
        raise ValueError("userinfo_endpoint is not https")
    said = _get(http, endpoint, authorization=f"Bearer {token['access_token']}")
    if said.get("sub") != claims["sub"]:
        raise ValueError("userinfo of somebody else")
    return {name: said[name] for name in wanted & said.keys()}


def _oauth(http: httpx.Client, profile: Profile) -> Any:
    secret = secret_of(profile)
    return _client_class()(
        http,
        client_id=profile.client_id,
        client_secret=secret or None,
        token_endpoint_auth_method=SENT_BY[profile.sends_secret_in] if secret else "none",
        scope=" ".join(profile.scopes),
        redirect_uri=absolute(f"/dang-nhap/oidc/{profile.code}/tro-lai"),
        code_challenge_method="S256",
    )


@cache
def _client_class() -> Any:
    """Authlib's client, whose requests httpx sends."""
    from authlib.oauth2.auth import ClientAuth  # noqa: PLC0415
    from authlib.oauth2.client import OAuth2Client  # noqa: PLC0415

    class Auth(ClientAuth, httpx.Auth):  # type: ignore[misc]
        requires_request_body = True

        def auth_flow(self, request: httpx.Request) -> Iterator[httpx.Request]:  # type: ignore[override]
            method, url = request.method, str(request.url)
            url, headers, body = self.prepare(method, url, request.headers, request.content)
            headers["content-length"] = str(len(body))
            extensions = request.extensions
            yield httpx.Request(method, url, headers=headers, content=body, extensions=extensions)

    class Client(OAuth2Client):  # type: ignore[misc]
        client_auth_class = Auth

    return Client


@cache
def _joserfc() -> ModuleType:
    import joserfc.errors  # noqa: PLC0415
    import joserfc.jwk  # noqa: PLC0415
    import joserfc.jwt  # noqa: PLC0415

    return joserfc
