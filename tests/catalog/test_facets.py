"""The numbers beside the filters."""

from datetime import date, timedelta

import time_machine
from sqlmodel import Session

from app.catalog.models import TeaType
from app.catalog.queries.facets import FacetCache, counts, total
from app.catalog.queries.listing import listing
from app.catalog.rules.listing import Wanted
from app.catalog.rules.search import search_vector
from tests.conftest import Queries
from tests.factories import make_product

TODAY = date(2026, 11, 23)


def make_shelf(session: Session) -> None:
    for n in range(6):
        make_product(
            session,
            name=f"Chè {n}",
            search=search_vector(f"Chè {n}"),
            category_slug="che-dinh" if n < 2 else "che-bup",
            group_slug="che",
            tea_type=TeaType.DINH if n < 2 else TeaType.BUP,
            ocop_stars=5 if n % 2 else 4,
            ocop_expires_on=TODAY if n < 4 else TODAY - timedelta(days=1),
            price=(n + 1) * 100_000,
            net_grams=100 * (n + 1),
            harvested_on=TODAY - timedelta(days=n * 8),
            in_stock=n != 5,
            traceable=n < 3,
            ward_code="05503",
            seller_slug="htx-a" if n < 4 else "htx-b",
            seller_name="HTX A" if n < 4 else "HTX B",
        )


def test_each_filter_counts_what_it_would_leave(session: Session) -> None:
    make_shelf(session)
    found = counts(session.connection(), Wanted(), TODAY)
    assert found.total == 6
    assert found.of["category"] == {"che-dinh": 2, "che-bup": 4}
    assert found.of["groups"] == {"che": 6}
    assert found.of["tea_types"] == {"dinh": 2, "bup": 4}
    assert found.of["stars"] == {"5": 2, "4": 2}
    assert found.of["wards"] == {"05503": 6}
    assert found.of["sellers"] == {"htx-a": 4, "htx-b": 2}
    assert found.seller_names == {"htx-a": "HTX A", "htx-b": "HTX B"}
    assert found.of["price"] == {"duoi-200": 1, "200-500": 4, "tren-500": 1}
    assert found.of["weight"] == {"den-100": 1, "den-250": 1, "den-1000": 4}
    assert found.of["harvest"] == {"7-ngay": 1, "30-ngay": 4, "90-ngay": 6}
    assert found.of["in_stock"] == {"1": 5}
    assert found.of["traceable"] == {"1": 3}


def test_a_filters_own_numbers_disregard_what_is_chosen_in_it(session: Session) -> None:
    make_shelf(session)
    found = counts(session.connection(), Wanted(stars=(5,), price="200-500"), TODAY)
    assert found.total == 2
    assert found.of["stars"] == {"5": 2, "4": 1}
    assert found.of["price"] == {"200-500": 2}
    assert found.of["sellers"] == {"htx-a": 2}


def test_a_makers_page_counts_no_other_maker(session: Session) -> None:
    make_shelf(session)
    view = Wanted(sellers=("htx-a",), stars=(5,))
    found = counts(session.connection(), view, TODAY, fixed="sellers")
    assert found.total == 2
    assert found.of["sellers"] == {}
    assert found.of["stars"] == {"5": 2, "4": 2}


def test_the_total_alone_is_the_same_total(session: Session) -> None:
    make_shelf(session)
    connection = session.connection()
    for view in (Wanted(sellers=("htx-a",)), Wanted(sellers=("htx-a",), text="che 1")):
        assert total(connection, view, TODAY).total == counts(connection, view, TODAY).total > 0


def test_numbers_agree_with_the_list(session: Session) -> None:
    make_shelf(session)
    connection = session.connection()
    for view in (Wanted(text="che"), Wanted(text="che", stars=(4,)), Wanted(in_stock=True)):
        cards = listing(connection, view, TODAY).cards
        assert counts(connection, view, TODAY).total == len(cards)


def test_numbers_are_one_statement_and_are_kept(session: Session, queries: Queries) -> None:
    make_shelf(session)
    kept, connection = FacetCache(), session.connection()
    queries.clear()
    kept.get(connection, Wanted(stars=(5,), traceable=True), TODAY)
    kept.get(connection, Wanted(stars=(5,), traceable=True, after="1.2.x"), TODAY)
    assert len(queries) == 1


def test_a_change_is_counted_soon_and_until_then_the_page_is_told_to_ask_again(
    session: Session,
) -> None:
    make_shelf(session)
    kept, connection = FacetCache(), session.connection()
    assert kept.get(connection, Wanted(), TODAY)[1] is None
    make_product(session)
    kept.clear()
    old, again = kept.get(connection, Wanted(), TODAY)
    assert old.total == 6
    assert again is not None
    with time_machine.travel(again + timedelta(seconds=1)):
        new, fresh = kept.get(connection, Wanted(), TODAY)
    assert (new.total, fresh) == (7, None)
