"""The second step of signing in: codes of an app, recovery codes, and where passkeys work."""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import ip_address
from urllib.parse import urlsplit

import pyotp

from app.core.ids import is_code, new_code, normalise_code, print_code

STEP = 30
"""Seconds that a code of the app is shown (RFC 6238 §5.2, the default of every app)."""

SECOND_STEP = timedelta(minutes=10)
"""How long somebody who typed the password may look for their phone."""

CONFIRMED = timedelta(minutes=10)
"""How long after proving themselves somebody may change their factors."""

CHALLENGE = timedelta(minutes=5)
RECOVERY_CODES = 10
_RECOVERY_LENGTH = 10
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


def new_secret() -> str:
    """160 random bits in base 32 (RFC 4226 §4, R6)."""
    return pyotp.random_base32()


def setup_address(secret: str, account: str) -> str:
    """What an app reads from the QR symbol (`otpauth://totp/…?secret=…&issuer=…`)."""
    return pyotp.TOTP(secret).provisioning_uri(name=account, issuer_name="Nguyên Gốc")


def code_at(secret: str, moment: datetime, step: int = 0) -> str:
    """What the app shows at `moment`, or `step` codes later."""
    return pyotp.TOTP(secret).generate_otp(_step(moment) + step)


def matching_step(secret: str, code: str, moment: datetime, last_step: int) -> int | None:
    """The time step whose code this is: the present one or the one beside it, for a clock that is
    wrong by half a minute (RFC 6238 §5.2, §6). A code that was taken, or an older one, is none.
    """
    now, app = _step(moment), pyotp.TOTP(secret)
    for step in range(max(now - 1, last_step + 1), now + 2):
        if hmac.compare_digest(app.generate_otp(step).encode(), code.encode()):
            return step
    return None


def _step(moment: datetime) -> int:
    return int(moment.timestamp()) // STEP


def spaced(secret: str) -> str:
    """
    >>> spaced("JBSWY3DPEHPK3PXP")
    'JBSW Y3DP EHPK 3PXP'
    """
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def app_code(typed: str) -> str:
    """The six digits of a code as apps show it, or nothing.

    >>> app_code(" 123 456 "), app_code("12345"), app_code("K7Q4M-9MXDT")
    ('123456', '', '')
    """
    digits = "".join(typed.split())
    return digits if len(digits) == 6 and digits.isascii() and digits.isdigit() else ""


def new_recovery_code() -> str:
    """45 random bits and a check character, as a lot code: `K7Q4M-9MXDW`."""
    return print_code(new_code(_RECOVERY_LENGTH))


def recovery_code(typed: str) -> str:
    """The code as we know it, or nothing for what cannot be one.

    >>> recovery_code("k7q4m 9mxdw"), recovery_code("k7q4m 9mxdx"), recovery_code("123456")
    ('K7Q4M9MXDW', '', '')
    """
    code = normalise_code(typed)
    return code if is_code(code, _RECOVERY_LENGTH) else ""


@dataclass(frozen=True)
class RelyingParty:
    """For whom a passkey is made: `id` is a domain, `origin` the address in the browser."""

    id: str
    origin: str


def relying_party(base_url: str, host: str) -> RelyingParty | None:
    """Nobody where browsers make no passkeys: without HTTPS, or at a bare IP address (WebAuthn
    §5.1.3). A shop on one's own machine has them at `localhost`; `host` is what was asked for.

    >>> relying_party("https://cho.example", "cho.example")
    RelyingParty(id='cho.example', origin='https://cho.example')
    >>> relying_party("http://127.0.0.1:8000", "localhost:8000")
    RelyingParty(id='localhost', origin='http://localhost:8000')
    >>> relying_party("http://127.0.0.1:8000", "127.0.0.1:8000")
    """
    parts = urlsplit(base_url)
    name = parts.hostname or ""
    if name in LOOPBACK:
        asked = host.partition(":")[0]
        return RelyingParty("localhost", f"http://{host}") if asked == "localhost" else None
    if parts.scheme != "https" or _is_ip_address(name):
        return None
    return RelyingParty(name, f"https://{parts.netloc}")


def _is_ip_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True
