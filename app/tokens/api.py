"""A seller's own profile."""

from datetime import date
from typing import Any

from fastapi import Response

from app.core.i18n import mark
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Moment, Out, answer, example
from app.places import queries as places
from app.sellers.models import SellerKind, SellerStatus
from app.tokens.deps import ProfileReader

router = api_router("profile")
PROFILE: dict[str, Any] = {
    "slug": "htx-che-tan-cuong",
    "name": "HTX chè Tân Cương",
    "legal_name": "Hợp tác xã chè Tân Cương",
    "kind": "cooperative",
    "status": "approved",
    "tax_code": "4601234567",
    "phone": "+84912345678",
    "email": "",
    "zalo": "",
    "representative": "Trần Thị Nhài",
    "province_code": "19",
    "ward_code": "05503",
    "street": "Xóm Hồng Thái 2",
    "address": "Xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên",
    "founded_on": None,
    "households": 24,
    "quote": "",
    "quote_en": "",
    "quote_by": "",
    "story": "",
    "story_en": "",
    "approved_at": "2026-11-01T02:00:00Z",
}


class ProfileOut(Out):
    model_config = Out.model_config | example(PROFILE)

    slug: str
    name: str
    legal_name: str
    kind: SellerKind
    status: SellerStatus
    tax_code: str | None
    phone: str
    email: str
    zalo: str
    representative: str
    province_code: str
    ward_code: str
    street: str
    address: str
    founded_on: date | None
    households: int
    quote: str
    quote_en: str
    quote_by: str
    story: str
    story_en: str
    approved_at: Moment | None


@router.get(
    "/seller",
    operation_id="getOwnProfile",
    summary=mark("Hồ sơ của đơn vị mà mã này thuộc về"),
    response_model=ProfileOut,
)
def get_profile(caller: ProfileReader) -> Response:
    seller = caller.seller
    facts = seller.model_dump(include=set(ProfileOut.model_fields))
    address = places.address_line(seller.street, seller.ward_code)
    return answer(ProfileOut(**facts, address=address))
