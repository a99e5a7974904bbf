"""Invented sellers and their growing areas."""

from collections.abc import Iterator
from datetime import UTC, datetime
from random import Random

from stdnum.vn import mst

from app.core.text import slugify
from app.imports.service.scale.copying import made_id
from app.imports.service.scale.names import FAMILIES, HILLS, MEN, WOMEN
from app.places import queries as places
from app.places.rules import HOME, Ward
from app.sellers.models import Seller, SellerKind, SellerStatus
from app.traceability.models import GrowingArea

JOINED = datetime(2026, 8, 1, tzinfo=UTC)
KINDS = (
    SellerKind.COOPERATIVE,
    SellerKind.COOPERATIVE,
    SellerKind.ENTERPRISE,
    SellerKind.HOUSEHOLD_BUSINESS,
    SellerKind.HOUSEHOLD_BUSINESS,
    SellerKind.HOUSEHOLD_BUSINESS,
    SellerKind.FARM_HOUSEHOLD,
    SellerKind.FARM_HOUSEHOLD,
    SellerKind.FARM_HOUSEHOLD,
    SellerKind.FARM_HOUSEHOLD,
)
AREA = "VN-MAU-"
"""Codes of generated growing areas begin with it."""
STORY = "Đơn vị này do máy sinh ra để thử sàn ở quy mô của tỉnh.\n\n*Dữ liệu mẫu.*"
STORY_EN = (
    "This maker was generated to try the market at the size of the province.\n\n*Sample data.*"
)


def made_sellers(count: int) -> Iterator[Seller]:
    """Sellers number 0 to `count`, always the same ones."""
    wards = places.wards(HOME)
    return (_seller(number, wards) for number in range(count))


def _seller(number: int, wards: tuple[Ward, ...]) -> Seller:
    random = Random(f"seller {number}")
    kind, ward = KINDS[number % len(KINDS)], wards[number % len(wards)]
    person = f"{random.choice(FAMILIES)} {random.choice(WOMEN + MEN)}"
    name, legal = _names(kind, person, random.choice(HILLS), ward)
    return Seller(
        id=made_id(random, number),
        kind=kind,
        status=SellerStatus.APPROVED,
        slug=f"{slugify(name)}-m{number}",
        name=name,
        legal_name=legal,
        tax_code=None if kind is SellerKind.FARM_HOUSEHOLD else tax_code(number),
        phone=f"+84900{10_000 + number:06d}",
        representative=person,
        province_code=HOME,
        ward_code=ward.code,
        street=f"Xóm {random.choice(HILLS)}",
        households=random.randint(7, 60) if kind is SellerKind.COOPERATIVE else 0,
        story=STORY,
        story_en=STORY_EN,
        is_sample=True,
        approved_at=JOINED,
        created_at=JOINED,
        updated_at=JOINED,
    )


def _names(kind: SellerKind, person: str, hill: str, ward: Ward) -> tuple[str, str]:
    """As shoppers know the seller, and as registered."""
    place, given = ward.short_name, person.rpartition(" ")[2]
    title = "chị" if " Thị " in person else "anh"
    return {
        SellerKind.COOPERATIVE: (f"HTX {hill} {place}", f"Hợp tác xã nông nghiệp {hill} {place}"),
        SellerKind.ENTERPRISE: (f"Nông sản {hill} {place}", f"Công ty TNHH {hill} {place}"),
        SellerKind.HOUSEHOLD_BUSINESS: (f"Cơ sở {hill}, {place}", f"Hộ kinh doanh {person}"),
        SellerKind.FARM_HOUSEHOLD: (
            f"Nhà {title} {given}, {place}",
            f"Hộ {person}",
        ),
    }[kind]


def tax_code(number: int) -> str:
    """Of the number's own hundred of bodies the first whose check digit is a single one."""
    bodies = (f"4609{number:04d}{last}" for last in range(10))
    return next(b + mst.calc_check_digit(b) for b in bodies if len(mst.calc_check_digit(b)) == 1)


def made_area(seller: Seller, number: int) -> GrowingArea:
    random = Random(f"area {number}")
    return GrowingArea(
        id=made_id(random, number),
        seller_id=seller.id,
        name=random.choice(HILLS),
        code=f"{AREA}{number:04d}",
        ward_code=seller.ward_code,
        hectares=round(random.uniform(0.3, 9), 1),
        households=max(1, seller.households),
        cultivar=random.choice(("LDP1", "Trung du", "Kim Tuyên", "Phúc Vân Tiên")),
        last_treatment_days=random.choice((14, 18, 21, 25)),
    )
