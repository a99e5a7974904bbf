"""An exported file imported again changes nothing, whatever people wrote into their rows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlmodel import Session, select

from app.catalog.models import Category, TeaType, Variant
from app.catalog.rules.asked import BY_GROUP
from app.catalog.rules.forms import PARTS
from app.core.config import settings
from app.core.escaping import BROKEN, escaped, unescaped
from app.imports.queries.known import ward_codes, ward_said
from app.imports.rules.naming import known_as
from app.imports.rules.reports import Report
from app.imports.rules.wanted import FileKind
from app.imports.workbook.columns import Kind
from app.ocop.models import Certificate
from app.places import queries as places
from app.sellers.models import Seller, SellerKind
from app.traceability.models import (
    Assurance,
    GrowingArea,
    LabReport,
    Lot,
    LotStatus,
    StandardCertificate,
)
from app.traceability.rules import Stage
from tests.factories import (
    make_area,
    make_category,
    make_event,
    make_lot,
    make_product,
    make_seller,
    make_variant,
    save,
)
from tests.imports.exports import KINDS, brought, taken

each_kind = pytest.mark.parametrize("kind", KINDS)


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


def nothing_changed(report: Report) -> None:
    said = [(f.sheet, f.row, f.column, f.reason, f.gaps) for f in report.faults]
    assert said == []
    assert report.changes == 0, {sheet: dict(found) for sheet, found in report.counts.items()}


TAKEN = [*BROKEN, *(f"'{error}" for error in BROKEN), *(f" {error}\n" for error in BROKEN)]


@given(some.text() | some.sampled_from(TAKEN))
def test_an_escaped_text_is_exact_again_and_never_begins_as_a_formula(text: str) -> None:
    assert unescaped(escaped(text)) == text
    assert not escaped(text).startswith(("=", "+", "-", "@", "\t", "\r"))
    assert escaped(text).strip() not in BROKEN


def test_every_commune_is_found_by_what_an_export_calls_it() -> None:
    wards = [ward for province in places.provinces() for ward in places.wards(province.code)]
    codes = ward_codes()
    assert all(codes[known_as(ward_said(ward.code), codes) or ""] == ward.code for ward in wards)


LETTERS = some.characters(
    categories=("L", "M", "N", "P", "S", "Zs"), include_characters="\n\r\t'\"=+-@;,", codec="utf-8"
)
NASTY = some.sampled_from(
    [
        "=1+1", "+84", "-", "--", "@x", "'=1", "''", "007", "1.250", "1,5", "Hà Nội", "che\u0300",
        '"nháy"', "a\r\nb", "a\nb\n", " ", "<script>alert(1)</script>", "_x0041_", "x" * 300,
        "TRUE", "12/10/2026", "1e5", "#NULL!", "'#N/A",
        "đ" * 60, "\u2028", "🍵", "a;b,c", "{name}", "%(x)s",
    ]
)  # fmt: skip


def text(longest: int, shortest: int = 0) -> some.SearchStrategy[str]:
    """What a form may have stored: composed, trimmed, no longer than its column."""
    return (
        some.one_of(NASTY, some.text(LETTERS, max_size=12))
        .map(lambda value: _stored(value)[:longest].strip())
        .filter(lambda value: len(value) >= shortest)
    )


def _stored(value: str) -> str:
    from app.core.text import nfc  # noqa: PLC0415

    return nfc(value).strip()


words = some.fixed_dictionaries(
    {
        "name": text(160, 3),
        "name_en": text(160),
        "summary": text(300),
        "description": text(2000),
        "tea_type": some.sampled_from([None, *TeaType]),
        "attributes": some.fixed_dictionaries(
            {},
            optional={name: text(80, 1) for name in PARTS["attributes"]}
            | {
                "taste": some.fixed_dictionaries({}, optional={"sweet": some.integers(1, 5)}),
                "brewing": some.fixed_dictionaries({}, optional={"ml": some.integers(10, 5000)}),
            },
        ),
        "label": some.fixed_dictionaries(
            {},
            optional={
                "ingredients": text(500, 1),
                "storage": text(300, 1),
                "shelf_life_days": some.integers(1, 3650),
            },
        ),
        "geographical_indication": text(80),
    }
)
packings = some.fixed_dictionaries(
    {
        "name": text(80, 2),
        "name_en": text(80),
        "packaging": text(40),
        "net_grams": some.integers(1, 1000),
        "gross_grams": some.integers(1000, 2000),
        "price": some.integers(1000, 1_000_000),
        "list_price": some.none() | some.integers(1_000_001, 2_000_000),
        "on_hand": some.integers(0, 1000),
        "min_per_order": some.integers(1, 5),
        "max_per_order": some.integers(5, 99),
        "active": some.booleans(),
    }
)
sellers = some.fixed_dictionaries(
    {
        "name": text(160, 2),
        "legal_name": text(200, 2),
        "street": text(200, 2),
        "representative": text(120),
        "story": text(1000),
        "founded_on": some.none() | some.dates(date(1950, 1, 1), date(2026, 1, 1)),
        "households": some.integers(0, 10_000),
        "kind": some.sampled_from(SellerKind),
        "zalo": some.sampled_from(["", "+84912345678"]),
    }
)
plots = some.fixed_dictionaries(
    {
        "name": text(120, 2),
        "code": text(40),
        "hectares": some.floats(0, 10_000, allow_nan=False),
        "households": some.integers(0, 1000),
        "latitude": some.none() | some.floats(8, 24),
        "longitude": some.none() | some.floats(102, 110),
        "last_treatment_days": some.none() | some.integers(0, 365),
        "ward_code": some.sampled_from(["05503", "00004"]),
    }
)
journeys = some.fixed_dictionaries(
    {
        "maker": text(120),
        "standards": text(200),
        "fresh_grams": some.just(0),
        "bulk_grams": some.integers(100_000, 10_000_000),
        "packs": some.integers(1, 50),
        "picking_standard": some.sampled_from(["", "dinh", "bup"]),
    }
)
events = some.fixed_dictionaries(
    {
        "title": text(120, 1),
        "note": text(500),
        "place": text(160, 1),
        "grams_in": some.none() | some.integers(0, 10**7),
        "responsible": text(120),
        "second": some.integers(0, 59),
        "details": some.sampled_from([{}, {"nồi": 2}]),
    }
)


papers = some.fixed_dictionaries(
    {
        "laboratory": text(160, 1),
        "result": text(300, 1),
        "issuer": text(160, 2),
        "number": text(60, 2),
        "assurance": some.sampled_from(Assurance),
        "of_area": some.booleans(),
    }
)
markets = some.fixed_dictionaries(
    {
        "seller": sellers,
        "group": some.sampled_from(sorted(BY_GROUP)),
        "words": words,
        "packings": some.tuples(packings, packings),
        "gtin": some.sampled_from([None, "08931234561017", "09521234567899"]),
        "plot": plots,
        "status": some.sampled_from(LotStatus),
        "journey": journeys,
        "events": some.tuples(events, events, events),
        "papers": papers,
    }
)
FEW = hypothesis.settings(
    max_examples=20,
    suppress_health_check=list(hypothesis.HealthCheck),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)


@contextmanager
def undone(session: Session) -> Iterator[None]:
    """One of many examples in one test."""
    example = session.begin_nested()
    try:
        yield
    finally:
        example.rollback()
        session.expunge_all()


@each_kind
@FEW
@given(market=markets)
def test_whatever_people_wrote_comes_back_as_it_went(
    session: Session, kind: FileKind, market: dict[str, Any]
) -> None:
    with undone(session):
        seller = make_seller(session, **market["seller"])
        _fill(session, seller, market)
        nothing_changed(brought(session, *taken(session, kind=kind, seller_id=seller.id)))
        nothing_changed(brought(session, *taken(session, seller, kind=kind), seller))


def _fill(session: Session, seller: Seller, market: dict[str, Any]) -> None:
    """A product with two packings, an area, a lot with its journey and papers."""
    group = session.exec(select(Category.id).where(Category.slug == market["group"])).one()
    category = make_category(session, parent_id=group)
    product = make_product(session, seller, category_id=category.id, **market["words"])
    first, second = (
        make_variant(session, product, position=place, **facts)
        for place, facts in enumerate(market["packings"])
    )
    first.gtin = market["gtin"]
    area = make_area(session, seller, **market["plot"])
    lot = _record(session, second, area, market)
    _certify(session, lot, market["papers"])


def _record(session: Session, variant: Variant, area: GrowingArea, market: dict[str, Any]) -> Lot:
    recalled = market["status"] is LotStatus.RECALLED
    lot = make_lot(
        session,
        variant,
        status=market["status"],
        growing_area_id=area.id,
        recalled_at=datetime.now(UTC) if recalled else None,
        recall_reason="Mép túi hàn không kín." if recalled else "",
        **market["journey"],
    )
    for stage, told in zip((Stage.HARVEST, Stage.TEST, Stage.PACK), market["events"], strict=True):
        day = lot.packed_on if stage is Stage.PACK else lot.harvested_on
        at = datetime(day.year, day.month, day.day, 5, 10, told["second"], tzinfo=UTC)
        facts = {name: value for name, value in told.items() if name != "second"}
        make_event(session, lot, stage, event_time=at, **facts)
    return lot


def _certify(session: Session, lot: Lot, told: dict[str, Any]) -> None:
    day, issuer, number = lot.harvested_on, told["issuer"], told["number"]
    report = {name: told[name] for name in ("laboratory", "result")}
    save(session, LabReport(lot_id=lot.id, number="1187", reported_on=day, passed=True, **report))
    standard = StandardCertificate(
        seller_id=lot.seller_id,
        scheme="VietGAP",
        number=number,
        issuer=issuer,
        valid_from=day,
        valid_to=day + timedelta(days=365),
        assurance=told["assurance"],
        growing_area_id=lot.growing_area_id if told["of_area"] else None,
    )
    save(session, standard)
    ocop = Certificate(
        product_id=lot.product_id,
        decision_no=number,
        issuer=issuer,
        stars=4,
        issued_on=day,
        expires_on=day + timedelta(days=1095),
    )
    save(session, ocop)


def test_every_kind_of_column_is_written_and_read_as_the_same() -> None:
    """Of the kinds that a sheet has, none is left to chance."""
    from app.imports.workbook.sheets import SHEETS  # noqa: PLC0415

    assert {column.kind for sheet in SHEETS for column in sheet.columns} == set(Kind)


def test_a_second_export_is_the_same_file(session: Session) -> None:
    make_variant(session, sku="A-1", price=350_000)
    assert taken(session)[1] == taken(session)[1]
    assert session.exec(select(Variant.price)).one() == 350_000
