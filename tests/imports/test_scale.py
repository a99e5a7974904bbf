"""Generated sellers and products: the same every time, and whole like any other."""

from datetime import date
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import TextClause, text
from sqlmodel import Session, select
from stdnum.vn import mst

from app.catalog.models import Product, ProductImage, TeaType, Variant
from app.catalog.service.listing import relist
from app.core.config import settings
from app.core.ids import is_code
from app.core.phones import e164
from app.imports.service import scale
from app.imports.service.scale import Size, grow
from app.imports.service.scale.copying import made_id
from app.imports.service.scale.people import made_sellers
from app.sellers.models import Seller
from app.traceability.models import Lot, TrackingEvent
from app.traceability.rules.balance import packs_from
from app.traceability.service import renew_next_lot
from tests.factories import make_product

TINY = Size(sellers=12, products=40)


def _ids(session: Session) -> list[UUID]:
    return sorted(session.exec(select(Product.id)))


@pytest.fixture
def grown(session: Session, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Session:
    """A market of twelve sellers and forty products, one of each tea drawn by hand."""
    monkeypatch.setattr(settings, "var_dir", tmp_path)
    monkeypatch.setitem(scale.SIZES, "tiny", TINY)
    for tea in (None, *TeaType):
        drawn = make_product(session, tea_type=tea, cover="ab" * 32)
        session.add(
            ProductImage(
                product_id=drawn.id, content_hash="ab" * 32, width=800, height=880, ready=True
            )
        )
    session.flush()
    assert grow(session, "tiny") == TINY.products - 9
    return session


def test_a_market_grows_to_its_size_once(grown: Session) -> None:
    assert len(_ids(grown)) == TINY.products
    assert len(grown.exec(select(Seller.id)).all()) == TINY.sellers
    assert grow(grown, "tiny") == 0
    assert grow(grown, "sample") == 0


def test_it_grows_from_one_size_to_the_next(
    grown: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = set(_ids(grown))
    monkeypatch.setitem(scale.SIZES, "small", Size(sellers=12, products=50))
    assert grow(grown, "small") == 10
    assert before < set(_ids(grown))


def test_lists_show_what_they_would_show_of_any_product(grown: Session) -> None:
    """The columns that were copied are those that the catalogue itself would write."""
    columns = "to_jsonb(product) - 'updated_at'"
    statement = text(f"SELECT slug, {columns} FROM product WHERE slug ~ '-m[0-9]+$'")  # noqa: S608
    before = _by_slug(grown, statement)
    grown.expire_all()
    for product in grown.exec(select(Product)).all():
        if product.slug in before:
            relist(grown, product.id)
            renew_next_lot(grown, product.id)
    grown.flush()
    assert _by_slug(grown, statement) == before
    assert len(before) == TINY.products - 9


def _by_slug(session: Session, statement: TextClause) -> dict[str, Any]:
    return {slug: row for slug, row in session.connection().execute(statement)}  # noqa: C416


def test_lots_balance_and_have_codes_and_journeys(grown: Session) -> None:
    lots = grown.exec(select(Lot)).all()
    assert lots
    for lot in lots:
        assert is_code(lot.code, 10)
        assert lot.packs <= packs_from(lot.bulk_grams, lot.net_grams)
        assert lot.harvested_on < lot.packed_on < lot.expires_on
    stages = grown.exec(select(TrackingEvent.lot_id)).all()
    assert len(stages) == 4 * len(lots)


def test_prices_and_stock_make_sense(grown: Session) -> None:
    for variant in grown.exec(select(Variant)).all():
        assert variant.price >= 1000
        assert variant.price % 1000 == 0
        assert variant.gross_grams > variant.net_grams


def test_sellers_are_always_the_same_and_pass_every_check() -> None:
    first, second = list(made_sellers(938)), list(made_sellers(938))
    assert [seller.id for seller in first] == [seller.id for seller in second]
    assert len({seller.slug for seller in first}) == 938
    codes = [seller.tax_code for seller in first if seller.tax_code]
    assert len(set(codes)) == len(codes)
    assert all(map(mst.is_valid, codes))
    assert all(e164(seller.phone) == seller.phone for seller in first)
    assert all(seller.is_sample for seller in first)


def test_made_ids_are_version_7_and_in_order() -> None:
    ids = [made_id(Random(n), n) for n in range(1000)]
    assert {one.version for one in ids} == {7}
    assert {one.variant for one in ids} == {"specified in RFC 4122"}
    assert ids == sorted(ids)


def test_the_days_of_lots_follow_today(grown: Session) -> None:
    newest = max(lot.harvested_on for lot in grown.exec(select(Lot)))
    assert 0 < (date.today() - newest).days < 111  # noqa: DTZ011 - a day more or less is the same
