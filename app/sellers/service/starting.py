"""An officer opens a shop for a household, whose owner consents by a code."""

import hashlib
import json
import secrets
from collections.abc import Collection
from typing import Annotated

from pydantic import Field
from sqlmodel import Session

from app.core import passwords
from app.core.db import utc_now
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.identity import queries as identity
from app.identity.models import User
from app.identity.rules import STAFF, CodePurpose, Role
from app.identity.service import audit, check_code
from app.places.service import AddressIn
from app.sellers import queries
from app.sellers.models import Seller
from app.sellers.rules import SellerKind
from app.sellers.rules.assistance import TEXT_VERSION, ConsentWay, Scope
from app.sellers.service.application import open_application
from app.sellers.service.claims import refuse_claims
from app.sellers.service.consent_codes import send_code
from app.sellers.service.consents import give, new_question, nothing_ticked
from app.sellers.service.helping import act_for
from app.sellers.service.parts import OpeningIn
from app.sellers.service.saving import Phone

HOUSEHOLD = CodePurpose.HOUSEHOLD


class HouseholdIn(AddressIn):
    """A farm household, as its owner says it to the officer."""

    owner: Annotated[str, Field(min_length=2, max_length=120)]
    phone: Phone
    name: Annotated[str, Field(min_length=2, max_length=160)]


def ask_household(
    session: Session, officer: User, given: HouseholdIn, scopes: Collection[Scope], *, address: str
) -> None:
    """Sends the code that says yes to all of this; nothing else is kept so far.

    Raises Invalid by field, TooManyRequests.
    """
    _check(session, officer, given, scopes)
    about = _about(officer, given, scopes)
    send_code(session, given.phone, HOUSEHOLD, about, officer, scopes, address=address)


def start_household(
    session: Session, officer: User, given: HouseholdIn, scopes: Collection[Scope], typed: str
) -> Seller:
    """The draft of its shop, its owner's account, and the consent that the code gave.

    The account's password is nobody's: its owner sets one by a code of its own. Raises Invalid.
    """
    _check(session, officer, given, scopes)
    about = _about(officer, given, scopes)
    check_code(session, given.phone, HOUSEHOLD, typed, about=about)
    user = _account(session, officer, given)
    seller = open_application(session, user, _opening(given))
    seller.representative, seller.legal_name = given.owner, given.owner
    act_for(session, seller.id)
    audit(session, officer.id, "household.start", seller, after={"name": given.name})
    consent = new_question(session, officer, seller, scopes, ConsentWay.CODE)
    consent.phone = given.phone
    give(session, officer, seller, consent)
    return seller


def _check(session: Session, officer: User, given: HouseholdIn, scopes: Collection[Scope]) -> None:
    faults: dict[str, str] = {}
    if not scopes:
        faults |= nothing_ticked().fields
    if officer.role is Role.COMMUNE_OFFICER and given.ward_code != officer.ward_code:
        faults["ward_code"] = gettext(mark("Cán bộ xã chỉ mở gian hàng cho hộ trong xã mình."))
    if said := _phone_fault(session, given.phone):
        faults["phone"] = gettext(said)
    if faults:
        raise Invalid(fields=faults)
    refuse_claims(session, {"name": given.name})


def _phone_fault(session: Session, phone: str) -> str:
    user = identity.user_by_phone(session, phone)
    if user is not None and user.role in STAFF:
        return mark("Số này là của cán bộ sàn, không bán hàng được.")
    if queries.seller_with_phone(session, phone) is not None:
        return mark("Số này đã có gian hàng. Mời tìm trong danh sách rồi xin đồng ý làm giúp.")
    if user is not None and queries.memberships(session, user.id):
        return mark("Người dùng số này đang làm cho một gian hàng khác.")
    return ""


def _about(officer: User, given: HouseholdIn, scopes: Collection[Scope]) -> str:
    """What the code says yes to: with one letter changed it is another question."""
    household = given.model_dump(mode="json", include=set(HouseholdIn.model_fields))
    said = [officer.code, TEXT_VERSION, household, sorted(scopes)]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _account(session: Session, officer: User, given: HouseholdIn) -> User:
    user = identity.user_by_phone(session, given.phone)
    if user is None:
        nobodys = passwords.hashed(secrets.token_urlsafe(32))
        user = User(phone=given.phone, name=given.owner, password_hash=nobodys)
        session.add(user)
        session.flush()  # the record refers to it
        audit(session, officer.id, "user.open", user, after={"role": user.role})
    user.phone_verified_at = utc_now()
    return user


def _opening(given: HouseholdIn) -> OpeningIn:
    address = given.model_dump(include={"province_code", "ward_code", "street", "name"})
    return OpeningIn(kind=SellerKind.FARM_HOUSEHOLD, **address)
