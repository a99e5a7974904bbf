"""Pages of a large shop go by indexes: the plans of their statements on thousands of rows."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import ClauseElement, text
from sqlmodel import Session

from app.catalog.models import Product
from app.catalog.queries import listing
from app.catalog.queries.conditions import names
from app.catalog.rules.listing import Sort, Wanted
from app.catalog.rules.search import parse_query, search_vector
from app.traceability.rules import Stage
from app.web.queries import home, product, seller
from tests.factories import make_event, make_lot, make_product, make_variant

TODAY = date(2026, 11, 23)
MANY = 2000


@pytest.fixture
def sold(session: Session) -> Product:
    """One product among thousands of the same name, one in forty of them sold a hundred times."""
    name = "Chè đinh Tân Cương"
    made = make_product(session, name=name, sold=100, search=search_vector(name))
    variant = make_variant(session, made)
    lot = make_lot(session, variant)
    event = make_event(session, lot, Stage.HARVEST)
    seller_id = "CASE WHEN n % 20 = 0 THEN seller_id ELSE gen_random_uuid() END"
    session.execute(text("SET LOCAL session_replication_role = replica"))  # makers are made up
    multiply(
        session,
        "product",
        {
            "id": "gen_random_uuid()",
            "slug": "'p' || n",
            "sold": "CASE WHEN n % 40 = 0 THEN 100 ELSE n % 40 END",
            "seller_id": seller_id,
            "seller_slug": "CASE WHEN n % 20 = 0 THEN seller_slug ELSE 's' || n % 50 END",
        },
    )
    codes = {"id": "gen_random_uuid()", "code": "'c' || n", "lot_number": "'l' || n"}
    multiply(session, "lot", codes | {"seller_id": seller_id})
    later = {"id": "gen_random_uuid()", "event_time": "event_time + n * interval '1 day'"}
    multiply(session, "tracking_event", later | {"lot_id": "gen_random_uuid()"})
    session.execute(text("SET LOCAL session_replication_role = origin"))
    assert event.lot_id == lot.id
    return made


def multiply(session: Session, table: str, changed: dict[str, str]) -> None:
    """Copies the only row of `table`, with columns changed by SQL that may say `n`."""
    pairs = ", ".join(f"'{column}', {value}" for column, value in changed.items())
    copied = f"(jsonb_populate_record(t, jsonb_build_object({pairs}))).*"
    rows = f"SELECT {copied} FROM {table} t, generate_series(1, {MANY}) n"  # noqa: S608
    session.execute(text(f"INSERT INTO {table} {rows}"))
    session.execute(text(f"ANALYZE {table}"))


def plan(session: Session, statement: ClauseElement, values: dict[str, Any]) -> str:
    connection = session.connection()
    compiled = statement.compile(dialect=connection.dialect)
    bound = compiled.construct_params(values)
    rows = connection.exec_driver_sql(f"EXPLAIN {compiled}", bound)
    return "\n".join(row[0] for row in rows)


def found(text: str, **wanted: Any) -> tuple[ClauseElement, dict[str, Any]]:
    view, query = Wanted(text=text, **wanted), parse_query(text)
    sort = Sort.RELEVANT if query else Sort.HARVEST
    filters = names(view)
    statement = listing._statement(filters, sort, searched=query is not None, continued=False)
    return statement, listing.values(view, TODAY, query)


def test_pages_go_by_the_indexes_made_for_them(session: Session, sold: Product) -> None:
    plans = {
        "search": plan(session, *found("chè")),
        "makers list": plan(session, *found("", sellers=(sold.seller_slug,))),
        "around": plan(
            session,
            product.AROUND,
            {"product_id": sold.id, "seller_id": sold.seller_id, "code": "c1", "today": TODAY},
        ),
        "makers lots": plan(session, seller.LOTS, {"seller_id": sold.seller_id}),
        "growers": plan(session, home.GROWERS, {"wards": [sold.ward_code]}),
    }
    expected = {
        "search": ["Bitmap Index Scan on ix_product_search_sold_100 "],
        "makers list": ["Scan Backward using ix_product_order_seller on product"],
        "around": [
            "Scan using ix_product_of_seller on product",
            "ix_lot_seller_id_status on lot",
            "using ix_tracking_event_corrects_id",
        ],
        "makers lots": ["Index Scan using ix_lot_of_seller on lot"],
        "growers": ["using ix_product_of_seller on product"],
    }
    for page, parts in expected.items():
        for part in parts:
            assert part in plans[page], f"{page}: {plans[page]}"
