"""An application filled in as a household would, for tests about what becomes of it."""

from typing import Any

from sqlmodel import Session

from app.core.db import utc_now
from app.identity.models import User
from app.sellers import service
from app.sellers.models import Seller, SellerKind, SellerStatus
from app.sellers.rules import Part
from app.sellers.service import FORMS, OpeningIn
from tests.factories import make_user

OPENING = {
    "kind": "farm_household",
    "name": "Nhà vườn Sửu",
    "province_code": "19",
    "ward_code": "05503",
}
STEPS: dict[Part, dict[str, str]] = {
    Part.UNIT: {"kind": "farm_household", "name": "Nhà vườn Sửu", "legal_name": "Lý Thị Sửu"},
    Part.PERSON: {
        "representative": "Lý Thị Sửu",
        "personal_number": "019185000123",
        "born_on": "1985-03-08",
    },
    Part.PLACE: {"province_code": "19", "ward_code": "05503", "street": "Xóm Hồng Thái 2"},
}
PAPERS = {
    "tax_code": "4600100003",
    "licence_no": "19A8001234",
    "licence_issued_on": "2020-05-06",
    "licence_issuer": "UBND xã Tân Cương",
}


def make_applicant(session: Session, **fields: Any) -> User:
    """Somebody who opened an account with their own phone."""
    return make_user(session, **{"phone_verified_at": utc_now()} | fields)


def save(session: Session, user: User, seller: Seller, part: Part, **data: str) -> bool:
    """Writes one step as its form reads it. Whether it waits for an operator."""
    given = FORMS[part].model_validate(STEPS.get(part, {}) | data)
    return service.save_part(session, user, seller, part, given)


def make_draft(session: Session, user: User, **fields: str) -> Seller:
    """An application just begun."""
    return service.open_application(session, user, OpeningIn.model_validate(OPENING | fields))


def make_whole(
    session: Session, user: User, kind: SellerKind = SellerKind.FARM_HOUSEHOLD
) -> Seller:
    """An application that can be sent."""
    seller = make_draft(session, user, kind=kind)
    for part in STEPS:
        save(session, user, seller, part, **({"kind": kind} if part is Part.UNIT else {}))
    if kind is not SellerKind.FARM_HOUSEHOLD:
        save(session, user, seller, Part.PAPERS, **PAPERS)
    return seller


def make_sent(session: Session, user: User, **fields: Any) -> Seller:
    seller = make_whole(session, user, **fields)
    service.submit_application(session, user.id, seller, declared=True)
    assert seller.status is SellerStatus.SUBMITTED
    return seller
