"""Consent on paper: the photograph of what was signed, kept sealed, each look at it recorded."""

import hashlib
from collections.abc import Collection

from sqlmodel import Session

from app.core import media
from app.core.sealing import sealed, unsealed
from app.core.storage import store
from app.identity.models import User
from app.identity.service import audit
from app.sellers.models import Consent, Seller
from app.sellers.rules.assistance import ConsentWay, Scope
from app.sellers.service.consents import give, in_force, new_question

PURPOSE = "consent paper"
LONGEST_SIDE = 2000


def give_on_paper(
    session: Session, officer: User, seller: Seller, scopes: Collection[Scope], photograph: bytes
) -> Consent:
    """Signed in the officer's presence. Raises NotAPhotograph, Invalid.

    The seller hears of it by SMS, so that no paper goes unnoticed.
    """
    key, picture = _as_kept(photograph)
    for given in in_force(session, seller, officer.id):
        if given.paper == key and given.scopes == sorted(scopes):
            return given
    consent = new_question(session, officer, seller, scopes, ConsentWay.PAPER, key)
    store("private").put(key, sealed(picture, purpose=PURPOSE))
    give(session, officer, seller, consent)
    return consent


def _as_kept(photograph: bytes) -> tuple[str, bytes]:
    """A key and a JPEG that tells nothing but its dots, large enough to read a signature."""
    key = f"consents/{hashlib.sha256(photograph).hexdigest()}"
    return key, media.as_jpeg(photograph, LONGEST_SIDE)


def paper_of(session: Session, reader: User, consent: Consent) -> bytes:
    """The photograph as JPEG. Raises FileNotFoundError where there was no paper."""
    if not consent.paper:
        raise FileNotFoundError(consent.code)
    audit(session, reader.id, "consent.view_paper", consent, after={"code": consent.code})
    return unsealed(store("private").get(consent.paper), purpose=PURPOSE)
