"""A workbook tried and written, with every domain's own commands behind it."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, ProductImage, Variant
from app.core.config import settings
from app.imports.rules.reports import Outcome, Report
from app.imports.service import try_workbook, write_workbook
from app.imports.service.pictures import Beside, SentAlong
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerStatus
from app.traceability.models import (
    GrowingArea,
    LabelRun,
    LabReport,
    Lot,
    LotStatus,
    StandardCertificate,
    TrackingEvent,
)
from tests.factories import make_seller, make_variant
from tests.imports.books import PICTURE, SOUND, TAX_CODE, Book, book, upload
from tests.pictures import photograph

TABLES = (Seller, Product, Variant, GrowingArea, Lot, TrackingEvent, Certificate)
FILES = {PICTURE: photograph(kind="PNG")}


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


def write(session: Session, made: Book, files: dict[str, bytes] | None = None) -> Report:
    sent = upload(made, files if files is not None else FILES)
    return write_workbook(session, sent, SentAlong(sent.pictures, keep=True))


def attempt(session: Session, made: Book) -> Report:
    sent = upload(made, FILES)
    return try_workbook(session, sent, SentAlong(sent.pictures))


def rows_in(session: Session) -> Counter[str]:
    counted = {
        t.__tablename__: session.exec(select(func.count()).select_from(t)).one() for t in TABLES
    }
    return Counter({str(name): number for name, number in counted.items()})


def wrong(report: Report) -> list[tuple[str, int, str]]:
    return [(fault.sheet, fault.row, fault.column) for fault in report.faults]


def total(report: Report) -> dict[Outcome, int]:
    return {outcome: report.total(outcome) for outcome in Outcome}


def test_trying_says_what_writing_does_and_writes_nothing(session: Session) -> None:
    before = rows_in(session)
    tried = attempt(session, SOUND)
    assert wrong(tried) == []
    assert rows_in(session) == before
    assert not list(settings.var_dir.rglob("*.webp"))
    written = write(session, SOUND)
    assert written.as_json() == tried.as_json()
    assert total(written) == {Outcome.NEW: 10, Outcome.CHANGED: 0, Outcome.UNCHANGED: 0}


def test_everything_of_a_sound_workbook_is_there_and_shown(session: Session) -> None:
    write(session, SOUND)
    seller = session.exec(select(Seller).where(Seller.tax_code == TAX_CODE)).one()
    assert (seller.status, seller.phone, seller.ward_code) == (
        SellerStatus.APPROVED,
        "+84900000101",
        "05503",
    )
    product = session.exec(select(Product).where(Product.seller_id == seller.id)).one()
    assert product.attributes == {"taste": {"aroma": 5}, "brewing": {"celsius": 82}}
    assert (product.listed, product.price, product.ocop_stars) == (True, 350_000, 5)
    assert (product.traceable, product.next_lot["lot_number"]) == (True, "TC-2610-07")  # type: ignore[index]
    lot = session.exec(select(Lot)).one()
    assert (lot.status, lot.gtin, lot.packs) == (LotStatus.PUBLISHED, "08931234561017", 62)
    report = session.exec(select(LabReport)).one()
    assert (report.number, report.reported_on.isoformat()) == ("1187", "2026-10-14")
    assert session.exec(select(StandardCertificate)).one().growing_area_id == lot.growing_area_id


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    write(session, SOUND)
    again = write(session, SOUND)
    assert total(again) == {Outcome.NEW: 0, Outcome.CHANGED: 0, Outcome.UNCHANGED: 10}


def test_a_blank_cell_leaves_what_is_there_and_a_filled_one_changes_it(session: Session) -> None:
    write(session, SOUND)
    later = write(
        session,
        {
            "Đơn vị": [{"phone": "0900 000 101", "street": "Xóm Hồng Thái 1"}],
            "Quy cách": [
                {
                    "seller": TAX_CODE,
                    "sku": "DS-DINH-100",
                    "product": "DS-DINH-100",
                    "price": 360_000,
                }
            ],
        },
    )
    assert total(later) == {Outcome.NEW: 0, Outcome.CHANGED: 2, Outcome.UNCHANGED: 0}
    variant = session.exec(select(Variant)).one()
    assert (variant.price, variant.on_hand, variant.name) == (360_000, 46, "Hộp 100 g")
    seller = session.exec(select(Seller)).one()
    assert (seller.street, seller.name, seller.tax_code) == (
        "Xóm Hồng Thái 1",
        "HTX chè Đồi Sương",
        TAX_CODE,
    )
    assert session.exec(select(Product.price)).one() == 360_000


def test_a_renamed_product_keeps_its_lots_and_moves_its_address(session: Session) -> None:
    write(session, SOUND)
    renamed = book(sản_phẩm={"name": "Chè đinh Hồng Thái"})
    report = write(session, {"Sản phẩm": renamed["Sản phẩm"]})
    assert total(report)[Outcome.CHANGED] == 1
    assert session.exec(select(Product.slug)).one() == "che-dinh-hong-thai"


def test_a_product_without_approval_stays_its_sellers_draft(session: Session) -> None:
    write(session, book(sản_phẩm={"approved": False}))
    assert session.exec(select(Product.status)).one() == "draft"
    assert not session.exec(select(Product.listed)).one()


def test_a_published_lot_cannot_be_rewritten_by_a_file(session: Session) -> None:
    write(session, SOUND)
    report = write(session, {"Lô": [SOUND["Lô"][0] | {"packs": 60}]})
    assert wrong(report) == [("Lô", 2, "")]
    assert session.exec(select(Lot.packs)).one() == 62


def test_a_recorded_step_cannot_be_rewritten_but_new_ones_are_added(session: Session) -> None:
    write(session, SOUND)
    step = SOUND["Công đoạn"][0]
    assert wrong(write(session, {"Công đoạn": [step | {"note": "Khác"}]})) == [
        ("Công đoạn", 2, "event_time")
    ]
    added = write(
        session, {"Công đoạn": [step | {"event_time": step["event_time"].replace(hour=7)}]}
    )
    assert total(added)[Outcome.NEW] == 1


def test_a_recall_in_a_file_turns_the_lot_red_once(session: Session) -> None:
    write(session, SOUND)
    row = SOUND["Lô"][0]
    recalled = {"recalled_on": row["packed_on"], "recall_reason": "Mép túi hàn không kín, hút ẩm."}
    report = write(session, {"Lô": [row | recalled]})
    assert total(report) == {Outcome.NEW: 0, Outcome.CHANGED: 1, Outcome.UNCHANGED: 0}
    assert session.exec(select(Lot.status)).one() is LotStatus.RECALLED
    assert not session.exec(select(Product.traceable)).one()
    assert total(write(session, {"Lô": [row | recalled]}))[Outcome.UNCHANGED] == 1


def test_labels_that_are_on_the_packets_already_are_counted_once(session: Session) -> None:
    write(session, SOUND)
    row = SOUND["Lô"][0]
    assert wrong(write(session, {"Lô": [row | {"labels": 65}]})) == [("Lô", 2, "labels")]
    labelled = {"Lô": [row | {"labels": 62}]}
    assert total(write(session, labelled))[Outcome.CHANGED] == 1
    assert total(write(session, labelled))[Outcome.UNCHANGED] == 1
    assert session.exec(select(LabelRun.labels)).all() == [62]


def test_a_lot_without_what_the_law_wants_is_not_published(session: Session) -> None:
    made = book(lô={"published": True})  # no picture
    report = write(session, made)
    assert wrong(report) == [("Lô", 2, "")]
    assert "ảnh sản phẩm" in report.faults[0].gaps["missing"]
    assert session.exec(select(Lot)).first() is None


@pytest.mark.parametrize("files", [{}, {PICTURE: b"no picture"}])
def test_a_picture_that_is_missing_or_none_is_said_in_its_cell(
    session: Session, files: dict[str, bytes]
) -> None:
    assert wrong(write(session, SOUND, files)) == [("Sản phẩm", 2, "images")]
    assert session.exec(select(Product)).first() is None


def test_what_a_domain_alone_knows_is_said_in_the_cell(session: Session) -> None:
    other = make_variant(session, sku="B-1", gtin="08931234561024")
    assert wrong(write(session, book(sản_phẩm={"name": "C"}))) == [("Sản phẩm", 2, "name")]
    assert wrong(write(session, book(quy_cách={"price": 500}))) == [("Quy cách", 2, "price")]
    taken = book(quy_cách={"gtin": "8931234561024"})
    assert wrong(write(session, taken)) == [("Quy cách", 2, "gtin")]
    assert session.exec(select(Variant).where(Variant.seller_id != other.seller_id)).first() is None


def test_stock_below_what_was_promised_is_refused(session: Session) -> None:
    write(session, SOUND)
    variant = session.exec(select(Variant)).one()
    variant.allocated = 10
    session.flush()
    row = {"seller": TAX_CODE, "sku": variant.sku, "product": variant.sku, "on_hand": 9}
    assert wrong(write(session, {"Quy cách": [row]})) == [("Quy cách", 2, "on_hand")]


def test_a_seller_of_another_file_is_found_by_its_phone(session: Session) -> None:
    seller = make_seller(session, phone="+84912345678")
    area = {"seller": "0912 345 678", "name": "Đồi Mới", "ward": "La Bằng"}
    assert total(write(session, {"Vùng trồng": [area]}))[Outcome.NEW] == 1
    assert session.exec(select(GrowingArea)).one().seller_id == seller.id


SEVEN_KINDS: dict[str, dict[str, Any]] = {
    "đơn_vị": {"ward": "Xã Trên Mây"},
    "sản_phẩm": {"category": "Ô tô"},
    "quy_cách": {"price": -350_000, "gtin": "8931234561018"},
    "vùng_trồng": {"seller": "0912345678"},
    "lô": {"expires_on": SOUND["Lô"][0]["harvested_on"].replace(day=1), "packs": 63},
    "công_đoạn": {"lot_number": "KHONG-CO"},
    "chứng_nhận": {"stars": 6},
}


def test_seven_kinds_of_error_are_reported_by_sheet_row_and_column_and_nothing_is_written(
    session: Session,
) -> None:
    made = book(**SEVEN_KINDS)
    made["Quy cách"].append(made["Quy cách"][0] | {"price": 1_000, "gtin": None})
    before = rows_in(session)
    report = write(session, made)
    assert set(wrong(report)) >= {
        ("Đơn vị", 2, "ward"),  # a commune that is none
        ("Sản phẩm", 2, "category"),
        ("Quy cách", 2, "price"),  # negative
        ("Quy cách", 2, "gtin"),  # check digit
        ("Quy cách", 3, "sku"),  # twice
        ("Vùng trồng", 2, "seller"),  # nobody's key
        ("Lô", 2, "expires_on"),  # before the harvest
        ("Lô", 2, "packs"),  # more than was made
        ("Công đoạn", 2, "lot_number"),  # no such lot
        ("Chứng nhận", 2, "stars"),  # out of bounds
    }
    assert rows_in(session) == before
    assert report.as_json()["counts"] == {}


def test_a_long_list_of_faults_is_cut_and_says_so() -> None:
    from app.imports.rules import Fault  # noqa: PLC0415

    report = Report(faults=[Fault("Lô", n, "", "Sai") for n in range(2_100)])
    stored = report.as_json()
    assert (len(stored["faults"]), stored["more_faults"]) == (2_000, 100)


def test_ready_pictures_beside_the_workbook_are_taken_over_as_they_are(
    session: Session, tmp_path: Path
) -> None:
    from PIL import Image  # noqa: PLC0415

    (tmp_path / "in" / "img").mkdir(parents=True)
    for width in (400, 800):
        Image.new("RGB", (width, width)).save(tmp_path / "in" / "img" / f"che-{width}.webp")
    sent = upload(book(sản_phẩm={"images": ["che-800.webp"]}))
    report = write_workbook(session, sent, Beside(tmp_path / "in"))
    assert wrong(report) == []
    image = session.exec(select(ProductImage)).one()
    assert (image.ready, image.width) == (True, 800)
    assert session.exec(select(col(Product.cover))).one() == image.content_hash
