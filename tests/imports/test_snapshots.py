"""A file shows one moment, whatever is saved while it is made."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import create_engine
from sqlalchemy.exc import InternalError
from sqlmodel import Session, select, update

from app.catalog.models import Product
from app.core import db
from app.core.config import settings
from app.imports.models import ExportStatus
from app.imports.queries import exported
from app.imports.rules.wanted import Wanted
from app.imports.service import exports
from tests.factories import make_operator, make_product, make_variant

pytestmark = pytest.mark.live
BOTH = Wanted(sheets=["Sản phẩm", "Quy cách"])


@pytest.fixture(autouse=True)
def _own(live_database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    engine = create_engine(live_database, execution_options=db.AT_ONE_MOMENT)
    monkeypatch.setattr(db, "_snapshots", engine)
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    yield
    engine.dispose()


def test_what_is_saved_meanwhile_is_in_no_later_sheet(live_session: Session) -> None:
    product = make_product(live_session)
    variant = make_variant(live_session, product, sku="A-1", price=350_000)
    live_session.commit()
    with db.snapshot() as market:
        products = list(exported.rows_of(market, "Sản phẩm", BOTH))
        variant.price = 400_000
        make_variant(live_session, make_product(live_session), sku="B-1")
        live_session.commit()
        packings = list(exported.rows_of(market, "Quy cách", BOTH))
    assert [row["sku"] for row in products] == ["A-1"]
    assert [(row["sku"], row["price"]) for row in packings] == [("A-1", 350_000)]


def test_a_request_that_asks_for_a_file_gets_what_was_committed(live_session: Session) -> None:
    actor = make_operator(live_session)
    make_variant(live_session, sku="A-1")
    live_session.commit()
    make_variant(live_session, sku="B-1")
    run = exports.ask(live_session, actor.id, BOTH)
    content = b"".join(exports.content(run.id, run.parts))
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = book.get_sheet_by_name("Quy cách").to_python()
    assert (run.status, run.rows) == (ExportStatus.DONE, 2)
    assert [row[2] for row in rows[1:]] == ["A-1"]


def test_a_snapshot_writes_nothing(live_session: Session) -> None:
    make_variant(live_session, sku="A-1")
    live_session.commit()
    rename = update(Product).values(name="Tên khác")
    with db.snapshot() as market, pytest.raises(InternalError, match="read-only"):
        market.execute(rename)
    assert live_session.exec(select(Product.name)).one() != "Tên khác"
