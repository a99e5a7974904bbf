"""A lot with everything around it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session

from app.catalog.models import Variant
from app.core import days
from app.ocop.models import Certificate
from app.sellers.models import Seller
from app.traceability.models import (
    Assurance,
    LabelRun,
    LabReport,
    Lot,
    StandardCertificate,
)
from app.traceability.rules import Stage
from tests.conftest import Client
from tests.factories import (
    make_area,
    make_event,
    make_lot,
    make_member,
    make_product,
    make_seller,
    make_variant,
    save,
)
from tests.sessions import signed_in

JOURNEY = [
    (Stage.HARVEST, 0, 22, "Hái một tôm", "24 người hái, còn sương."),
    (Stage.WITHER, 1, 2, "Làm héo trên nong", "2 giờ 20 phút, mái lá, không quạt."),
    (Stage.DRY, 1, 5, "Diệt men, vò, sao suốt", "Chảo gang đốt củi."),
    (Stage.PACK, 4, 1, "Đóng hộp, dán tem", "62 hộp, 62 tem."),
]


def make_told_lot(session: Session, **fields: object) -> Lot:
    """Đinh tea of a cooperative in Tân Cương, with its journey, papers and labels."""
    seller = make_seller(
        session,
        name="HTX chè Đồi Sương",
        legal_name="Hợp tác xã chè Đồi Sương",
        zalo="+84912345678",
        quote="Chè hái lúc còn sương, chiều phải sao xong.",
        quote_by="Bà Trần Thị Nhài",
    )
    product = make_product(
        session,
        seller,
        name="Chè đinh Tân Cương",
        name_en="Tân Cương bud tea",
        attributes={"brewing": {"grams": 5, "ml": 150, "celsius": 80, "seconds": 40}},
        label={"standard": "TCVN 12829:2019", "brand": "Đồi Sương"},
    )
    variant = make_variant(session, product)
    area = make_area(
        session,
        seller,
        name="Đồi Hồng Thái 2",
        code="VN-TNOR-0214",
        latitude=21.5312345,
        longitude=105.7754321,
        households=11,
    )
    defaults: dict[str, object] = {
        "growing_area_id": area.id,
        "lot_number": "TC-2610-07",
        "picking_standard": "dinh",
        "maker": "Bà Trần Thị Nhài",
    }
    lot = make_lot(session, variant, **defaults | fields)
    _tell_journey(session, lot)
    _add_papers(session, lot)
    return lot


def _tell_journey(session: Session, lot: Lot) -> None:
    for stage, days_later, hour, title, note in JOURNEY:
        day = lot.harvested_on + timedelta(days=days_later - 1)
        at = datetime.combine(day, time(hour), UTC)
        make_event(session, lot, stage, event_time=at, recorded_at=at, title=title, note=note)
    save(session, LabelRun(lot_id=lot.id, template="a4-65", labels=62))


def _add_papers(session: Session, lot: Lot) -> None:
    day = lot.harvested_on
    save(
        session,
        StandardCertificate(
            seller_id=lot.seller_id,
            scheme="VietGAP trồng trọt",
            number="VG-19-0042",
            issuer="Trung tâm chứng nhận mẫu",
            valid_from=day - timedelta(days=300),
            valid_to=day + timedelta(days=400),
            assurance=Assurance.CHECKED,
        ),
    )
    save(
        session,
        LabReport(
            lot_id=lot.id,
            number="1187",
            laboratory="Phòng kiểm nghiệm mẫu",
            reported_on=day + timedelta(days=2),
            result="Soi 420 hoạt chất bảo vệ thực vật: không phát hiện.",
            passed=True,
        ),
    )
    save(
        session,
        Certificate(
            product_id=lot.product_id,
            decision_no="1187/QĐ-UBND",
            issuer="UBND tỉnh Thái Nguyên",
            stars=5,
            issued_on=days.today() - timedelta(days=200),
            expires_on=days.today() + timedelta(days=200),
        ),
    )


@pytest.fixture
def lot(session: Session) -> Lot:
    return make_told_lot(session)


def longest_ago() -> date:
    """A harvest so old that the lot expired yesterday."""
    return days.today() - timedelta(days=731)


@pytest.fixture
def variant(session: Session) -> Variant:
    """Of a product whose lots lack nothing to be published."""
    product = make_product(session, cover="a" * 64, label={"standard": "TCVN 12829"})
    return make_variant(session, product)


@pytest.fixture
def owner(visit: Callable[[], Client], session: Session, variant: Variant) -> Client:
    """At the lots' desk of that product's seller."""
    return signed_in(visit(), make_member(session, session.get_one(Seller, variant.seller_id)))
