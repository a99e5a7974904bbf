"""The trades of the market."""

import pytest
from sqlmodel import Session, select

from app.catalog.models import Category
from app.catalog.rules.categories import TREE, trade, trades
from app.core.assets import static_url
from app.core.i18n import speaking


def test_the_table_holds_exactly_the_trades(session: Session) -> None:
    rows = {row.slug: row for row in session.exec(select(Category))}
    assert set(rows) == {one.slug for one, _ in trades()}
    for one, parent in trades():
        row = rows[one.slug]
        assert (row.name, row.name_en, row.picture) == (one.name, one.name_en, one.picture)
        assert row.parent_id == (rows[parent.slug].id if parent else None)


def test_every_trade_has_a_picture_and_a_group_at_least_one_leaf() -> None:
    assert all(static_url(f"img/{one.picture}") for one, _ in trades())
    assert all(group.children for group in TREE)


@pytest.mark.parametrize(("lang", "said"), [("vi", "Mật ong"), ("en", "Honey")])
def test_a_trade_is_said_in_the_language_of_the_page(lang: str, said: str) -> None:
    found = trade("mat-ong")
    with speaking(lang):
        assert found is not None
        assert found.said == said
