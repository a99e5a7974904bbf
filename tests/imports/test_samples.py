"""The sample province through its own import: one load, and everything that must hold of it."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, func, select

from app.catalog.models import Product, Variant
from app.core.config import ROOT, settings
from app.core.passwords import verified
from app.identity.queries import user_by_phone
from app.imports.rules.reports import Outcome
from app.imports.service import load_sample, load_waiting, samples, summary
from app.imports.service.samples import SampleBroken
from app.imports.service.waiting import APPLICANTS
from app.imports.workbook.writing import write_workbook
from app.ocop.models import Certificate
from app.sellers.models import Seller, SellerKind
from app.sellers.queries import membership
from app.traceability.models import GrowingArea, Lot, LotStatus, TrackingEvent
from app.traceability.rules import Stage
from tests.imports.books import book
from tools.demo_workbook import workbook


def number(session: Session, table: type) -> int:
    return session.exec(select(func.count()).select_from(table)).one()


@pytest.fixture
def loaded(session: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Session:
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    report = load_sample(session)
    assert report.total(Outcome.NEW) == sum(sum(found.values()) for found in report.counts.values())
    return session


def test_the_sample_province_is_whole(loaded: Session) -> None:
    _is_as_large_as_promised(loaded)
    _shows_every_verdict(loaded)
    _every_lot_has_its_journey(loaded)
    _marks_itself_as_sample(loaded)
    _is_found(loaded)
    _lets_its_accounts_in(loaded)
    again = load_sample(loaded)
    assert again.changes == 0


def _is_as_large_as_promised(session: Session) -> None:
    assert number(session, Seller) >= 30
    assert number(session, Product) >= 89
    assert number(session, GrowingArea) >= 25
    assert number(session, Lot) >= 60
    assert set(session.exec(select(Seller.kind))) == set(SellerKind)
    assert session.exec(select(func.count()).where(Product.listed)).one() >= 89
    covers = session.exec(select(Product.cover)).all()
    assert len(set(covers)) == len(covers)
    assert "" not in covers
    assert session.exec(select(func.count()).where(col(Variant.gtin).is_not(None))).one() >= 10


def _shows_every_verdict(session: Session) -> None:
    told = summary(session)
    assert set(told["codes"]) == {"valid", "caution", "recalled", "unknown"}
    by_code = {lot.code: lot for lot in session.exec(select(Lot))}
    valid, expired, recalled = (by_code[told["codes"][v]] for v in ("valid", "caution", "recalled"))
    assert (valid.status, valid.expires_on > date.today()) == (LotStatus.PUBLISHED, True)  # noqa: DTZ011
    assert (expired.status, expired.expires_on < date.today()) == (LotStatus.PUBLISHED, True)  # noqa: DTZ011
    assert recalled.status is LotStatus.RECALLED
    assert told["codes"]["unknown"] not in by_code
    assert told["digital_link"] == f"/01/{valid.gtin}/10/TC-2610-07"
    ends = session.exec(select(col(Certificate.expires_on))).all()
    assert min(ends) < date.today() < max(ends)  # noqa: DTZ011


def _every_lot_has_its_journey(session: Session) -> None:
    stages: dict[object, set[Stage]] = {}
    for lot_id, stage in session.exec(select(TrackingEvent.lot_id, TrackingEvent.stage)):
        stages.setdefault(lot_id, set()).add(Stage(stage))
    assert len(stages) == number(session, Lot)
    assert all(Stage.PACK in found and len(found) >= 3 for found in stages.values())
    untranslated = session.exec(select(func.count()).where(TrackingEvent.title_en == "")).one()
    assert untranslated == 0


def _marks_itself_as_sample(session: Session) -> None:
    assert all(seller.is_sample for seller in session.exec(select(Seller)))
    assert all("Dữ liệu mẫu" in said for said in session.exec(select(Product.description)))


def _is_found(session: Session) -> None:
    found = session.connection().execute(
        text("SELECT count(*) FROM product WHERE search @@ 'che'::tsquery")
    )
    assert found.scalar_one() >= 30


def _lets_its_accounts_in(session: Session) -> None:
    for account in samples.ACCOUNTS:
        user = user_by_phone(session, account.phone)
        assert user is not None
        assert verified(account.password, user.password_hash)[0]
        shop = membership(session, user.id)
        assert (shop is not None and shop[0].name == "HTX chè Đồi Sương") == (
            account.role == "seller"
        )


def test_a_sample_with_a_fault_is_not_loaded(session: Session, tmp_path: Path) -> None:
    path = tmp_path / "hong.xlsx"
    path.write_bytes(write_workbook(book(lô={"packs": 63})))
    with pytest.raises(SampleBroken):
        load_sample(session, path)
    assert session.exec(select(Seller)).first() is None


def test_a_shop_without_the_sample_has_nothing_to_try(session: Session) -> None:
    assert summary(session) == {
        "accounts": [],
        "codes": {"unknown": samples.NOBODYS},
        "digital_link": "",
    }


def test_the_committed_workbook_is_what_its_sources_make() -> None:
    assert workbook() == (ROOT / "demo" / "thai-nguyen.xlsx").read_bytes()


def test_without_the_sample_only_the_applicants_wait(session: Session) -> None:
    load_waiting(session)
    assert session.exec(select(func.count()).select_from(Seller)).one() == len(APPLICANTS)
