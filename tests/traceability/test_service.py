"""Lots recorded, published and recalled, and what the shop says of them."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session, select

from app.catalog.models import Product, Variant
from app.core import days, events
from app.core.errors import Invalid
from app.identity.models import AuditEntry
from app.traceability import service
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage
from app.traceability.rules.records import IncompleteRecord
from app.traceability.service import AreaIn, CertificateIn, LotIn, RecallIn, ReportIn, StepIn
from app.traceability.service.lots import LotClosed, LotNumberTaken
from app.traceability.service.news import LotRecalled
from app.traceability.service.publication import NotPublished, renew_expired
from app.traceability.service.steps import StepTaken
from tests.factories import make_area, make_lot, make_product, make_variant

TODAY = days.today()


@pytest.fixture
def variant(session: Session) -> Variant:
    product = make_product(session, cover="a" * 64, label={"standard": "TCVN 12829"})
    return make_variant(session, product)


def lot_in(variant: Variant, **fields: Any) -> LotIn:
    harvested = TODAY - timedelta(days=10)
    defaults: dict[str, Any] = {
        "variant_id": variant.id,
        "lot_number": "tc 2611 01",
        "harvested_on": harvested,
        "packed_on": harvested + timedelta(days=3),
        "expires_on": harvested + timedelta(days=730),
        "picking_standard": "bup",
        "fresh_grams": 31_000,
        "bulk_grams": 6_200,
        "packs": 62,
    }
    return LotIn(**defaults | fields)


def step_in(lot: Lot, stage: Stage, **fields: Any) -> StepIn:
    day = lot.packed_on if stage is Stage.PACK else lot.harvested_on
    defaults: dict[str, Any] = {
        "stage": stage,
        "event_time": datetime(day.year, day.month, day.day, 3, tzinfo=UTC),
        "title": "Hái một tôm",
        "place": "Đồi Hồng Thái 2",
        "location_code": "VN-TNOR-0214",
        "trace_code": lot.lot_number,
    }
    return StepIn(**defaults | fields)


def record(session: Session, variant: Variant, **fields: Any) -> Lot:
    lot, _ = service.record_lot(session, variant.seller_id, lot_in(variant, **fields))
    return lot


def tell(session: Session, lot: Lot) -> Lot:
    for stage in (Stage.HARVEST, Stage.PACK):
        service.append_event(session, lot, step_in(lot, stage))
    return lot


@pytest.fixture
def told(session: Session, variant: Variant) -> Lot:
    return tell(session, record(session, variant))


def faults(error: pytest.ExceptionInfo[Invalid]) -> set[str]:
    return set(error.value.fields)


def test_a_recorded_lot_is_a_draft_with_a_code(session: Session, variant: Variant) -> None:
    lot = record(session, variant)
    assert (lot.status, lot.lot_number, len(lot.code)) == (LotStatus.DRAFT, "TC-2611-01", 10)
    assert lot.net_grams == variant.net_grams
    assert session.exec(select(AuditEntry.action)).all()[-1] == "lot.record"


def test_recording_the_same_again_changes_nothing(session: Session, variant: Variant) -> None:
    first = service.record_lot(session, variant.seller_id, lot_in(variant))
    again = service.record_lot(session, variant.seller_id, lot_in(variant))
    assert (first[1], again[1]) == (True, False)
    assert first[0].id == again[0].id


def test_a_new_lot_never_overwrites_another(session: Session, variant: Variant) -> None:
    record(session, variant)
    with pytest.raises(LotNumberTaken):
        service.record_lot(session, variant.seller_id, lot_in(variant, packs=60), new=True)


def test_a_draft_may_be_recorded_anew_a_published_lot_not(session: Session, told: Lot) -> None:
    variant = session.get_one(Variant, told.variant_id)
    assert record(session, variant, packs=60).packs == 60
    service.publish_lot(session, told)
    with pytest.raises(LotClosed):
        record(session, variant, packs=61)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"packs": 63}, "packs"),
        ({"fresh_grams": 44_000}, "fresh_grams"),
        ({"fresh_grams": 20_000}, "fresh_grams"),
        ({"fresh_grams": 40_000}, "balance_note"),
        ({"picking_standard": "dinh", "fresh_grams": 20_000}, "fresh_grams"),
        ({"packed_on": TODAY + timedelta(days=1)}, "packed_on"),
        ({"packed_on": TODAY - timedelta(days=11)}, "packed_on"),
        ({"expires_on": TODAY - timedelta(days=8)}, "expires_on"),
        ({"harvested_on": TODAY + timedelta(days=1)}, "harvested_on"),
        ({"variant_id": uuid4()}, "variant_id"),
        ({"growing_area_id": uuid4()}, "growing_area_id"),
    ],
)
def test_what_does_not_add_up_is_refused_by_field(
    session: Session, variant: Variant, change: dict[str, Any], fault: str
) -> None:
    with pytest.raises(Invalid) as error:
        record(session, variant, **change)
    assert fault in faults(error)
    assert session.exec(select(Lot)).all() == []


def test_an_unusual_ratio_passes_with_its_reason(session: Session, variant: Variant) -> None:
    lot = record(session, variant, fresh_grams=40_000, balance_note="Búp già cuối vụ.")
    assert lot.balance_note


def test_dinh_takes_three_times_the_leaf_of_bup(session: Session, variant: Variant) -> None:
    assert record(session, variant, picking_standard="dinh", fresh_grams=93_000).packs == 62


@pytest.mark.parametrize(
    "field",
    [{"packs": 0}, {"packs": -1}, {"bulk_grams": 0}, {"lot_number": "lô/7"}, {"lot_number": ""}],
)
def test_malformed_facts_never_become_a_lot(variant: Variant, field: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        lot_in(variant, **field)


def test_a_strangers_variant_and_area_do_not_exist(session: Session, variant: Variant) -> None:
    stranger = make_variant(session)
    with pytest.raises(Invalid) as error:
        service.record_lot(session, stranger.seller_id, lot_in(variant))
    assert faults(error) == {"variant_id"}
    with pytest.raises(Invalid) as error:
        record(session, variant, growing_area_id=make_area(session).id)
    assert faults(error) == {"growing_area_id"}


def test_the_same_step_twice_is_one_entry(session: Session, variant: Variant) -> None:
    lot = record(session, variant)
    first = service.append_event(session, lot, step_in(lot, Stage.HARVEST))
    again = service.append_event(session, lot, step_in(lot, Stage.HARVEST))
    assert (first[1], again[1]) == (True, False)
    with pytest.raises(StepTaken):
        service.append_event(session, lot, step_in(lot, Stage.HARVEST, note="khác"))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"event_time": datetime.now(UTC) + timedelta(minutes=6)}, "event_time"),
        ({"event_time": datetime(2020, 1, 1, tzinfo=UTC), "stage": Stage.ROLL}, "event_time"),
        ({"event_end": datetime(2020, 1, 1, tzinfo=UTC)}, "event_end"),
        ({"corrects_id": uuid4()}, "corrects_id"),
    ],
)
def test_a_step_that_cannot_be_is_refused_by_field(
    session: Session, variant: Variant, change: dict[str, Any], fault: str
) -> None:
    lot = record(session, variant)
    with pytest.raises(Invalid) as error:
        service.append_event(session, lot, step_in(lot, **{"stage": Stage.HARVEST} | change))
    assert faults(error) == {fault}


def test_a_correction_stands_beside_what_it_corrects(session: Session, variant: Variant) -> None:
    lot = record(session, variant)
    wrong, _ = service.append_event(session, lot, step_in(lot, Stage.HARVEST, note="29 kg"))
    right = step_in(lot, Stage.HARVEST, note="31 kg", corrects_id=wrong.id)
    assert service.append_event(session, lot, right)[1]
    assert not service.append_event(session, lot, right)[1]
    assert len(session.exec(select(TrackingEvent)).all()) == 2


def test_the_database_itself_refuses_to_change_an_entry(session: Session, told: Lot) -> None:
    with pytest.raises(DBAPIError), session.begin_nested():
        session.connection().execute(text("UPDATE tracking_event SET note = 'x'"))


def test_publishing_asks_for_what_the_law_lists(session: Session) -> None:
    lot = record(session, make_variant(session))
    with pytest.raises(IncompleteRecord) as error:
        service.publish_lot(session, lot)
    assert "ảnh sản phẩm" in error.value.missing
    assert "tiêu chuẩn áp dụng" in error.value.missing
    assert "công đoạn đóng gói" in error.value.missing


def test_a_published_lot_is_what_the_shop_shows(session: Session, told: Lot) -> None:
    assert service.publish_lot(session, told)
    assert not service.publish_lot(session, told)
    product = session.get_one(Product, told.product_id)
    assert product.traceable
    assert product.harvested_on == told.harvested_on
    assert product.next_lot is not None
    assert product.next_lot["code"] == told.code


def test_the_first_to_expire_goes_first_and_a_recall_takes_it_off(
    session: Session, told: Lot, variant: Variant
) -> None:
    later = tell(
        session,
        record(session, variant, lot_number="B", expires_on=told.expires_on + timedelta(days=1)),
    )
    for lot in (later, told):
        service.publish_lot(session, lot)
    product = session.get_one(Product, told.product_id)
    assert product.next_lot is not None
    assert product.next_lot["code"] == told.code
    service.recall_lot(session, told, RecallIn(reason="Hộp hở nắp, chè hút ẩm."))
    assert product.next_lot["code"] == later.code
    service.recall_lot(session, later, RecallIn(reason="Hộp hở nắp, chè hút ẩm."))
    session.refresh(product)
    assert product.next_lot is None
    assert not product.traceable
    assert product.harvested_on is None


def test_a_recall_is_news_once(
    session: Session, told: Lot, monkeypatch: pytest.MonkeyPatch
) -> None:
    news: list[LotRecalled] = []
    monkeypatch.setattr(events, "_handlers", {LotRecalled: [lambda _, event: news.append(event)]})
    service.publish_lot(session, told)
    why = RecallIn(reason="Hộp hở nắp, chè hút ẩm.")
    assert service.recall_lot(session, told, why)
    assert not service.recall_lot(session, told, RecallIn(reason="Một lý do khác hẳn."))
    assert [event.code for event in news] == [told.code]
    assert told.recall_reason == why.reason


def test_a_draft_cannot_be_recalled(session: Session, told: Lot) -> None:
    with pytest.raises(NotPublished):
        service.recall_lot(session, told, RecallIn(reason="Hộp hở nắp, chè hút ẩm."))


def test_a_recall_needs_a_reason_that_can_be_read() -> None:
    with pytest.raises(ValidationError):
        RecallIn(reason="lỗi")


def test_at_midnight_an_expired_lot_gives_way(session: Session, told: Lot) -> None:
    service.publish_lot(session, told)
    assert renew_expired(session) == 0
    told.expires_on = TODAY - timedelta(days=1)
    product = session.get_one(Product, told.product_id)
    assert product.next_lot is not None
    product.next_lot = product.next_lot | {"expires_on": told.expires_on.isoformat()}
    session.flush()
    assert renew_expired(session) == 1
    assert product.next_lot is None


def test_areas_and_papers_are_saved_by_their_natural_keys(session: Session) -> None:
    lot = make_lot(session)
    area = AreaIn(name="Đồi Hồng Thái 2", ward_code="05503", hectares=3.1)
    report = ReportIn(number="1187", laboratory="Phòng", reported_on=TODAY, result="Đạt")
    paper = CertificateIn(
        scheme="VietGAP", number="1", issuer="Nơi cấp", valid_from=TODAY, valid_to=TODAY
    )
    for expected in (True, False):
        assert service.save_area(session, lot.seller_id, area)[1] is expected
        assert service.save_report(session, lot, report)[1] is expected
        assert service.save_certificate(session, lot.seller_id, paper)[1] is expected
    changed = area.model_copy(update={"hectares": 4.0})
    assert service.save_area(session, lot.seller_id, changed)[1]
    assert session.exec(select(GrowingArea.hectares)).one() == 4


def test_papers_must_not_end_before_they_begin() -> None:
    with pytest.raises(ValidationError):
        CertificateIn(
            scheme="VietGAP",
            number="1",
            issuer="Nơi cấp",
            valid_from=date(2026, 1, 2),
            valid_to=date(2026, 1, 1),
        )


def test_an_area_lies_in_a_ward_that_exists() -> None:
    with pytest.raises(ValidationError):
        AreaIn(name="Đồi", ward_code="99999")
