"""Passkeys (WebAuthn Level 3): a challenge is kept with the session and answered once.

The library is imported when somebody uses a passkey: it takes a quarter of a second.
"""

import hashlib
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlmodel import Session, select

from app.core.db import utc_now
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.identity import queries, rules
from app.identity.models import Passkey, User, UserSession
from app.identity.rules import RelyingParty
from app.identity.service.factors.state import (
    count_proof,
    forget_proofs,
    lock,
    note_enrolled,
    note_removed,
)

if TYPE_CHECKING:
    from webauthn.helpers.structs import PublicKeyCredentialDescriptor

MOST_PASSKEYS = 10


class WrongPasskey(Invalid):
    """Not theirs, not for this challenge, not verified by its user, or its counter went back."""


def registration_options(
    session: Session, user: User, opened: UserSession, party: RelyingParty
) -> str:
    """JSON for the browser to make a key by; keys that are there are not made again."""
    from webauthn import generate_registration_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers import structs  # noqa: PLC0415

    options = generate_registration_options(
        rp_id=party.id,
        rp_name="Nguyên Gốc",
        user_id=user.id.bytes,
        user_name=user.phone,
        user_display_name=user.name,
        challenge=_new_challenge(opened),
        authenticator_selection=structs.AuthenticatorSelectionCriteria(
            resident_key=structs.ResidentKeyRequirement.PREFERRED,
            user_verification=structs.UserVerificationRequirement.REQUIRED,
        ),
        exclude_credentials=_descriptors(queries.passkeys(session, user.id)),
    )
    return options_to_json(options)


def enrol_passkey(  # noqa: PLR0913  # what a browser sent, and from where
    session: Session,
    user: User,
    opened: UserSession,
    party: RelyingParty,
    *,
    credential: str,
    name: str,
) -> None:
    """Raises WrongPasskey; Invalid when there are ten."""
    from webauthn import verify_registration_response  # noqa: PLC0415

    challenge = _taken_challenge(session, opened)
    with _refusing():
        made = verify_registration_response(
            credential=credential,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            require_user_verification=True,
        )
    lock(session, user)
    if len(queries.passkeys(session, user.id)) >= MOST_PASSKEYS:
        said = gettext(mark("Đã có 10 khóa. Mời gỡ bớt một khóa không dùng."))
        raise Invalid(said, {"name": said})
    key = Passkey(
        user_id=user.id,
        credential_id=made.credential_id,
        handle=_handle(made.credential_id),
        public_key=made.credential_public_key,
        sign_count=made.sign_count,
        transports=_transports(credential),
        name=name,
    )
    if _known(session, key.credential_id):
        raise _wrong()
    session.add(key)
    note_enrolled(session, user, opened, "user.enrol_passkey", name=name)


def assertion_options(
    session: Session, user: User, opened: UserSession, party: RelyingParty
) -> str:
    """JSON for the browser to sign by with one of their keys."""
    from webauthn import generate_authentication_options, options_to_json  # noqa: PLC0415
    from webauthn.helpers.structs import UserVerificationRequirement  # noqa: PLC0415

    options = generate_authentication_options(
        rp_id=party.id,
        challenge=_new_challenge(opened),
        allow_credentials=_descriptors(queries.passkeys(session, user.id)),
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return options_to_json(options)


def use_passkey(
    session: Session, user: User, opened: UserSession, party: RelyingParty, credential: str
) -> None:
    """The second step by one of their keys. Raises WrongPasskey, TooManyRequests."""
    from webauthn import verify_authentication_response  # noqa: PLC0415
    from webauthn.helpers import parse_authentication_credential_json  # noqa: PLC0415

    count_proof(user)
    challenge = _taken_challenge(session, opened)
    with _refusing():
        answer = parse_authentication_credential_json(credential)
        key = _own(session, user, answer.raw_id)
        proof = verify_authentication_response(
            credential=answer,
            expected_challenge=challenge,
            expected_rp_id=party.id,
            expected_origin=party.origin,
            credential_public_key=key.public_key,
            credential_current_sign_count=key.sign_count,
            require_user_verification=True,
        )
    key.sign_count, key.used_at = proof.new_sign_count, utc_now()
    forget_proofs(user)


def remove_passkey(session: Session, user: User, opened: UserSession, handle: str) -> None:
    """Raises NotFound for anybody else's, Conflict for the last factor of who needs one."""
    lock(session, user)
    statement = select(Passkey).where(Passkey.user_id == user.id, Passkey.handle == handle)
    key = session.exec(statement).first()
    if key is None:
        raise NotFound
    session.delete(key)
    note_removed(session, user, opened, "user.remove_passkey", name=key.name)


def _new_challenge(opened: UserSession) -> bytes:
    opened.challenge = secrets.token_bytes(32)
    opened.challenge_until = utc_now() + rules.CHALLENGE
    return opened.challenge


def _taken_challenge(session: Session, opened: UserSession) -> bytes:
    """What this session's next answer must sign; gone with the first answer, right or wrong."""
    session.flush()  # a refresh would forget what was not yet written
    session.refresh(opened, with_for_update=True)
    challenge, until = opened.challenge, opened.challenge_until
    opened.challenge = opened.challenge_until = None
    if challenge is None or until is None or until < utc_now():
        raise _wrong()
    return challenge


@contextmanager
def _refusing() -> Iterator[None]:
    """Whatever is wrong with what a browser sent: a careful one sends nothing of the kind."""
    from webauthn.helpers.exceptions import WebAuthnException  # noqa: PLC0415

    try:
        yield
    except (WebAuthnException, ValueError, KeyError, TypeError) as error:
        raise _wrong() from error


def _wrong() -> WrongPasskey:
    said = gettext(mark("Khóa chưa được nhận. Mời thử lại, hoặc dùng mã của ứng dụng."))
    return WrongPasskey(said, {"credential": said})


def _own(session: Session, user: User, credential_id: bytes) -> Passkey:
    """Locked: its counter is compared, then written. Raises WrongPasskey for a stranger's."""
    which = Passkey.user_id == user.id, Passkey.credential_id == credential_id
    key = session.exec(select(Passkey).where(*which).with_for_update()).first()
    if key is None:
        raise _wrong()
    return key


def _known(session: Session, credential_id: bytes) -> bool:
    statement = select(Passkey.id).where(Passkey.credential_id == credential_id)
    return session.exec(statement).first() is not None


def _handle(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()[:20]


def _transports(credential: str) -> list[str]:
    """How the browser may reach the key again ("internal", "usb", …)."""
    from webauthn.helpers import parse_registration_credential_json  # noqa: PLC0415

    made = parse_registration_credential_json(credential)
    return [one.value for one in made.response.transports or []]


def _descriptors(keys: Sequence[Passkey]) -> list["PublicKeyCredentialDescriptor"]:
    from webauthn.helpers import structs  # noqa: PLC0415

    return [
        structs.PublicKeyCredentialDescriptor(
            id=key.credential_id,
            transports=[structs.AuthenticatorTransport(name) for name in key.transports],
        )
        for key in keys
    ]
