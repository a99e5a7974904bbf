"""The shop with one thing different, to see what that thing costs.

Started as `benchmarks.variants:without_scans` and `benchmarks.variants:by_entities`, factories.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from fastapi import FastAPI
from markupsafe import Markup
from sqlalchemy import Connection
from sqlmodel import Session, col, select

from app.catalog.models import Product
from app.catalog.queries.listing import Listing
from app.catalog.rules.listing import PAGE_SIZE, Wanted
from app.core import log
from app.core.page_cache import marks
from app.core.templates import env
from app.main import create_app
from app.web.queries import view


def without_scans() -> FastAPI:
    """Opening a lot's page leaves no trace."""
    log.set_up()
    app = create_app()
    marks._kept["Q"].served = None  # noqa: SLF001
    return app


def by_entities() -> FastAPI:
    """Lists are of `Product` entities, as an ORM is used when nobody looks.

    An entity is equal to itself alone, so a fragment made of it would never be found again: its
    card is drawn for every page, which is part of what entities cost.
    """
    log.set_up()
    view.listing = _listing_of_entities  # type: ignore[attr-defined]
    env.globals["kept"] = _drawn_anew
    return create_app()


def _drawn_anew(name: str, macro: str, *arguments: Any) -> Markup:
    drawn: Markup = getattr(env.get_template(name).module, macro)(*arguments)
    return drawn


def _listing_of_entities(reader: Connection, wanted: Wanted, today: date) -> Listing:
    newest = (col(Product.in_stock).desc(), col(Product.harvested_on).desc().nulls_last())
    statement = select(Product).where(col(Product.listed)).order_by(*newest, col(Product.slug))
    # A session wants the connection itself, not the one that is taken when used.
    with Session(getattr(reader, "_connection", None) or _taken(reader)) as session:
        found: Sequence[Any] = session.exec(statement.limit(PAGE_SIZE + 1)).all()
    return Listing(found[:PAGE_SIZE], "more" if len(found) > PAGE_SIZE else "")


def _taken(reader: Any) -> Connection:
    reader.closed  # noqa: B018  # any look at it takes the connection
    taken: Connection = reader._connection  # noqa: SLF001
    return taken
