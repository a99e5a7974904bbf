"""What each kind of seller has to give before its application can be sent."""

import pytest

from app.sellers.models import SellerKind
from app.sellers.rules import Known, Registration, differences, gaps

ALL = Known(has_person=True, phone_verified=True)
NOTHING = Known(has_person=False, phone_verified=False)


def registration(kind: SellerKind, **fields: object) -> Registration:
    said = {
        "legal_name": "Hợp tác xã chè Hồng Thái",
        "tax_code": "4600100003",
        "licence_no": "1907L00123",
        "licence_issued_on": "2019-08-01",
        "licence_issuer": "Phòng Tài chính",
        "representative": "Trần Thị Nhài",
        "province_code": "19",
        "ward_code": "05503",
        "street": "Xóm Hồng Thái 2",
    }
    return Registration.model_validate({"kind": kind} | said | fields)


EMPTY = {
    "legal_name": "",
    "tax_code": None,
    "licence_no": "",
    "licence_issued_on": None,
    "licence_issuer": "",
    "representative": "",
    "street": "",
}
LICENCE = ["licence_no", "licence_issued_on", "licence_issuer"]
REST = ["representative", "personal_number", "street", "phone"]


@pytest.mark.parametrize(
    ("kind", "papers"),
    [
        (SellerKind.ENTERPRISE, ["tax_code", *LICENCE]),
        (SellerKind.COOPERATIVE, ["tax_code", *LICENCE]),
        (SellerKind.HOUSEHOLD_BUSINESS, LICENCE),
        (SellerKind.FARM_HOUSEHOLD, []),
    ],
)
def test_each_kind_gives_what_its_papers_say(kind: SellerKind, papers: list[str]) -> None:
    missing = gaps(registration(kind, **EMPTY), NOTHING)
    assert [gap.field for gap in missing] == ["legal_name", *papers, *REST]
    assert gaps(registration(kind), ALL) == []


def test_a_difference_tells_old_and_new() -> None:
    before = registration(SellerKind.COOPERATIVE)
    after = registration(SellerKind.COOPERATIVE, street="Xóm Soi Vàng", licence_issued_on=None)
    assert differences(before, after) == {
        "licence_issued_on": ("2019-08-01", None),
        "street": ("Xóm Hồng Thái 2", "Xóm Soi Vàng"),
    }
    assert differences(before, before) == {}
