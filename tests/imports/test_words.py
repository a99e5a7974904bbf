"""Words that food may not be sold with, in the workbooks of operators."""

from pathlib import Path

import pytest
from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.core.config import settings
from app.moderation import service
from app.moderation.models import ClaimFinding, FoundIn
from app.moderation.rules.claims import Severity
from app.sellers.models import Seller
from tests.conftest import Queries
from tests.factories import make_operator
from tests.imports.books import TAX_CODE, Book, book
from tests.imports.test_service import attempt, write, wrong

CURE = "Chè này chữa bệnh gan."


@pytest.fixture(autouse=True)
def _var(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


@pytest.fixture(autouse=True)
def _rule(session: Session) -> None:
    given = service.ClaimIn(phrase="mát phổi", severity=Severity.WARN)
    service.save_claim(session, make_operator(session).id, given)


@pytest.mark.parametrize(
    ("made", "cell"),
    [
        (book(sản_phẩm={"description": CURE}), ("Sản phẩm", 2, "description")),
        (book(sản_phẩm={"warnings": CURE}), ("Sản phẩm", 2, "warnings")),
        (book(quy_cách={"name": CURE}), ("Quy cách", 2, "name")),
        (book(đơn_vị={"story": CURE}), ("Đơn vị", 2, "story")),
        (book(đơn_vị={"quote": CURE}), ("Đơn vị", 2, "quote")),
        (book(vùng_trồng={"cultivar": CURE}), ("Vùng trồng", 2, "cultivar")),
        (book(lô={"maker": CURE}), ("Lô", 2, "maker")),
        (book(công_đoạn={"note": CURE}), ("Công đoạn", 2, "note")),
    ],
)
def test_forbidden_words_are_a_fault_of_their_cell(
    session: Session, made: Book, cell: tuple[str, int, str]
) -> None:
    for report in (attempt(session, made), write(session, made)):
        assert wrong(report) == [cell]
        assert "chữa bệnh" in report.faults[0].reason
    assert session.exec(select(Product)).all() == []


def test_a_draft_may_say_what_is_refused_once_it_is_approved(session: Session) -> None:
    assert wrong(write(session, book(sản_phẩm={"description": CURE, "approved": False}))) == []
    row = {"seller": TAX_CODE, "sku": "DS-DINH-100", "approved": True}
    assert wrong(write(session, {"Sản phẩm": [row]})) == [("Sản phẩm", 2, "description")]


def test_what_is_on_sale_gets_no_forbidden_words(session: Session) -> None:
    write(session, book())
    product = {"seller": TAX_CODE, "sku": "DS-DINH-100", "summary": CURE}
    shop = {"tax_code": TAX_CODE, "phone": "0900 000 101", "story_en": CURE}
    assert wrong(write(session, {"Sản phẩm": [product]})) == [("Sản phẩm", 2, "summary")]
    assert wrong(write(session, {"Đơn vị": [shop]})) == [("Đơn vị", 2, "story_en")]


def test_a_row_that_leaves_a_story_as_it_is_may_change_the_rest(session: Session) -> None:
    write(session, book())
    seller = session.exec(select(Seller)).one()
    seller.story = CURE
    shop = {"tax_code": TAX_CODE, "phone": "0900 000 101", "street": "Xóm Hồng Thái 1"}
    assert wrong(write(session, {"Đơn vị": [shop]})) == []
    assert (seller.street, seller.story) == ("Xóm Hồng Thái 1", CURE)


def found(session: Session) -> set[tuple[FoundIn, str]]:
    rows = session.exec(select(ClaimFinding).where(col(ClaimFinding.settled_at).is_(None)))
    return {(row.kind, row.places[0][0]) for row in rows}


def test_words_that_are_looked_at_wait_for_an_officer(session: Session) -> None:
    said = "Nước mát phổi."
    write(session, book(đơn_vị={"story": said}, sản_phẩm={"summary": said}))
    assert found(session) == {(FoundIn.SHOP, "story"), (FoundIn.PRODUCT, "summary")}
    row = {"seller": TAX_CODE, "sku": "DS-DINH-100", "summary": "Nước xanh."}
    write(session, {"Sản phẩm": [row]})
    assert found(session) == {(FoundIn.SHOP, "story")}


def test_words_of_a_packing_wait_and_those_of_a_draft_do_not(session: Session) -> None:
    write(session, book(quy_cách={"name": "Hộp mát phổi"}, sản_phẩm={"approved": False}))
    assert found(session) == set()
    row = {"seller": TAX_CODE, "sku": "DS-DINH-100", "approved": True}
    write(session, {"Sản phẩm": [row]})
    assert found(session) == {(FoundIn.PRODUCT, "variant")}


def test_a_try_leaves_nothing_to_look_at(session: Session) -> None:
    attempt(session, book(đơn_vị={"story": "Nước mát phổi."}))
    assert found(session) == set()


def test_the_rules_are_read_once_for_all_rows(session: Session, queries: Queries) -> None:
    made = book()
    rows = [made["Đơn vị"][0] | {"tax_code": None, "phone": f"090000020{n}"} for n in range(5)]
    queries.clear()
    assert wrong(write(session, made | {"Đơn vị": [*made["Đơn vị"], *rows]})) == []
    assert len([one for one in queries if "FROM claim_rule" in one]) == 1
