"""Saving sellers, and deciding about them."""

import pytest
from pydantic import ValidationError
from sqlmodel import Session, select

from app.core.errors import Conflict
from app.identity import queries as identity
from app.sellers import queries, service
from app.sellers.models import MemberRole, SellerSlug, SellerStatus
from app.sellers.service import SellerIn
from tests.factories import make_seller, make_user


def cooperative(**fields: object) -> SellerIn:
    said = {
        "kind": "cooperative",
        "name": "HTX chè Hồng Thái",
        "legal_name": "Hợp tác xã chè Hồng Thái",
        "tax_code": "4600100003",
        "phone": "0208 3855 555",
        "province_code": "19",
        "ward_code": "05503",
        "street": "Xóm Hồng Thái 2",
    }
    return SellerIn.model_validate(said | fields)


def test_a_seller_is_known_by_tax_code_and_else_by_phone(session: Session) -> None:
    seller, made = service.save_seller(session, cooperative())
    moved, changed = service.save_seller(session, cooperative(phone="0912345678"))
    same, unchanged = service.save_seller(session, cooperative(tax_code=None, phone="0912345678"))
    assert (made, changed, moved.id, same.id) == (True, True, seller.id, seller.id)
    assert unchanged  # the tax code was taken away
    assert not service.save_seller(session, SellerIn.model_validate(seller))[1]


def test_a_renamed_sellers_old_address_is_kept(session: Session) -> None:
    seller, _ = service.save_seller(session, cooperative())
    service.save_seller(session, cooperative(name="HTX chè Tân Cương"))
    assert seller.slug == "htx-che-tan-cuong"
    assert session.exec(select(SellerSlug.slug)).all() == ["htx-che-hong-thai"]
    assert queries.seller_by_old_slug(session, "htx-che-hong-thai") == seller
    assert queries.seller_by_slug(session, "htx-che-tan-cuong") == seller


@pytest.mark.parametrize(
    "wrong",
    [{"tax_code": "123"}, {"phone": "12"}, {"ward_code": "00001"}, {"kind": "bank"}, {"zalo": "1"}],
    ids=str,
)
def test_a_seller_that_cannot_be_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        cooperative(**wrong)


def test_approval_is_recorded_once(session: Session) -> None:
    seller = make_seller(session, status=SellerStatus.SUBMITTED, approved_at=None)
    operator = make_user(session)
    assert service.approve_seller(session, operator.id, seller)
    assert not service.approve_seller(session, operator.id, seller)
    (entry,) = identity.audit_trail(session, seller.id)
    assert entry.after == {"status": "approved"}
    assert seller.approved_at is not None


def test_a_closed_seller_stays_closed(session: Session) -> None:
    with pytest.raises(Conflict):
        service.approve_seller(session, None, make_seller(session, status=SellerStatus.CLOSED))


def test_a_member_is_added_once_and_may_change_roles(session: Session) -> None:
    seller, user = make_seller(session), make_user(session)
    steps = [MemberRole.STAFF, MemberRole.STAFF, MemberRole.OWNER]
    assert [service.save_member(session, seller.id, user.id, role) for role in steps] == [
        True,
        False,
        True,
    ]
