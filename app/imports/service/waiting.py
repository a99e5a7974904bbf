"""What waits at the operator's desks of the sample province: whoever tries them has something to
decide. Every person, shop, number and paper here is invented.
"""

from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from PIL import Image, ImageDraw
from sqlmodel import Session, select

from app.catalog.models import Product, Variant
from app.catalog.queries import desk
from app.catalog.rules.content import Content
from app.catalog.service import content
from app.core import papers
from app.core.days import today
from app.core.db import utc_now
from app.identity import queries as people
from app.identity import service as identity
from app.identity.models import User
from app.identity.rules import Role
from app.sellers import queries as sellers
from app.sellers import service as selling
from app.sellers.models import Seller
from app.sellers.rules import Part
from app.sellers.service.documents import DocumentIn, hand_in

PASSWORD = "xin-mo-gian-2026"  # noqa: S105  # everybody may read it
SELLER = "+84900000101"
SKU = "DS-MC-200"
SUMMARY = "Chè móc câu búp một tôm hai lá, sao suốt lửa củi, nước xanh sánh, hậu ngọt."


@dataclass(frozen=True)
class Applicant:
    """Who asks for a shop: `parts` as the steps of the application read them."""

    phone: str
    name: str
    days: int  # since it was sent
    parts: dict[Part, dict[str, str]]


APPLICANTS = (
    Applicant(
        "+84900000141",
        "Hoàng Thị Lự (mẫu)",
        3,
        {
            Part.UNIT: {
                "kind": "farm_household",
                "name": "Nhà vườn bà Lự",
                "legal_name": "Hoàng Thị Lự",
            },
            Part.PERSON: {
                "representative": "Hoàng Thị Lự",
                "personal_number": "019178000141",
                "born_on": "1978-04-12",
            },
            Part.PLACE: {"province_code": "19", "ward_code": "05503", "street": "Xóm Gò Pháo"},
        },
    ),
    Applicant(
        "+84900000142",
        "Nông Văn Tiến (mẫu)",
        1,
        {
            Part.UNIT: {
                "kind": "household_business",
                "name": "Chè nhà Tiến",
                "legal_name": "Hộ kinh doanh Nông Văn Tiến",
            },
            Part.PAPERS: {
                "licence_no": "19A8009142",
                "licence_issued_on": "2022-05-06",
                "licence_issuer": "UBND xã Tân Cương",
            },
            Part.PERSON: {
                "representative": "Nông Văn Tiến",
                "personal_number": "019185000142",
                "born_on": "1985-09-02",
            },
            Part.PLACE: {"province_code": "19", "ward_code": "05503", "street": "Xóm Hồng Thái"},
        },
    ),
)


def load_waiting(session: Session) -> None:
    """Two applications, a change of a product and a paper; what is there already stays."""
    for applicant in APPLICANTS:
        if people.user_by_phone(session, applicant.phone) is None:
            _apply(session, applicant)
    seller, user = (
        sellers.seller_by_key(session, None, SELLER),
        people.user_by_phone(session, SELLER),
    )
    if seller is not None and user is not None:
        _hand_in(session, user, seller)
        _change(session, user)


def _apply(session: Session, applicant: Applicant) -> None:
    user, _ = identity.save_user(
        session,
        phone=applicant.phone,
        name=applicant.name,
        password=PASSWORD,
        role=Role.SHOPPER,
    )
    user.phone_verified_at = utc_now()
    unit, place = applicant.parts[Part.UNIT], applicant.parts[Part.PLACE]
    opening = {name: unit[name] for name in ("kind", "name")}
    opening |= {name: place[name] for name in ("province_code", "ward_code")}
    given = selling.OpeningIn.model_validate(opening)
    seller = selling.open_application(session, user, given)
    for part, typed in applicant.parts.items():
        form = selling.FORMS[part].model_validate(typed)
        selling.save_part(session, user, seller, part, form)
    selling.submit_application(session, user.id, seller, declared=True)
    seller.submitted_at = utc_now() - timedelta(days=applicant.days)


def _hand_in(session: Session, user: User, seller: Seller) -> None:
    given = DocumentIn.model_validate(
        {
            "form_key": "sample-food-safety",
            "kind": "food_safety",
            "number": "Mẫu 0101/2026/ATTP",
            "issuer": "Chi cục Chất lượng, Chế biến và Phát triển thị trường (mẫu)",
            "issued_on": today() - timedelta(days=40),
            "expires_on": today() + timedelta(days=3 * 365 - 40),
        }
    )
    upload = papers.checked(_sheet())
    hand_in(session, user.id, seller, given, upload, file_name="giay-mau.png")


def _sheet() -> bytes:
    """A sheet of paper that says that it is none."""
    sheet = Image.new("RGB", (1240, 1754), "#fdfcf7")
    draw = ImageDraw.Draw(sheet)
    draw.rectangle((60, 60, 1180, 1694), outline="#1f5a3d", width=6)
    for place, line in enumerate(("GIAY MAU", "khong co gia tri", "SAMPLE, NOT A CERTIFICATE")):
        draw.text((180, 420 + 160 * place), line, fill="#1f5a3d", font_size=64)
    kept = BytesIO()
    sheet.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _change(session: Session, user: User) -> None:
    """Of a product on sale: its new text waits, shoppers read the old one."""
    statement = select(Product).join(Variant).where(Variant.sku == SKU)
    product = session.exec(statement).one_or_none()
    if product is None or desk.pending_revision(session, product.id) is not None:
        return
    said = Content.model_validate(product).model_copy(update={"summary": SUMMARY})
    content.edit(session, user.id, product.id, said, edition=desk.edition(product, None))
