"""Second factors: an authenticator app, passkeys, and recovery codes for the day both are lost."""

from app.identity.service.factors.app import (
    app_secret,
    enrol_app,
    keep_app,
    offer_app,
    offered_secret,
    remove_app,
)
from app.identity.service.factors.passkeys import (
    WrongPasskey,
    assertion_options,
    enrol_passkey,
    registration_options,
    remove_passkey,
    use_passkey,
)
from app.identity.service.factors.proof import prove
from app.identity.service.factors.recovery import issue_recovery_codes
from app.identity.service.factors.state import (
    WrongCode,
    confirm_by_password,
    is_confirmed,
    reset_factors,
)

__all__ = [
    "WrongCode",
    "WrongPasskey",
    "app_secret",
    "assertion_options",
    "confirm_by_password",
    "enrol_app",
    "enrol_passkey",
    "is_confirmed",
    "issue_recovery_codes",
    "keep_app",
    "offer_app",
    "offered_secret",
    "prove",
    "registration_options",
    "remove_app",
    "remove_passkey",
    "reset_factors",
    "use_passkey",
]
