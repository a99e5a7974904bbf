"""A real process with one kind of page and one command, on the real tables."""

from itertools import count

from fastapi import FastAPI, Response
from sqlalchemy import text
from starlette.responses import PlainTextResponse

from app.core import page_cache
from app.core.config import settings
from app.core.db import ReaderDep, SessionDep
from app.core.page_cache import PageCache

_renders = count(1)


def create_shelf() -> FastAPI:
    page_cache.keep("/loai")
    app = FastAPI()
    app.add_api_route("/loai/{slug}", show)
    app.add_api_route("/loai/{slug}", rename, methods=["POST"])
    app.add_middleware(PageCache, megabytes=settings.page_cache_mb, conninfo=settings.libpq_url)
    return app


def show(slug: str, connection: ReaderDep) -> Response:
    """The category's name, and how many pages this process has rendered."""
    found = text("SELECT name FROM category WHERE slug = :slug")
    name = connection.execute(found, {"slug": slug}).scalar_one()
    page = PlainTextResponse(name, headers={"x-render": str(next(_renders))})
    return page_cache.public(page, f"category:{slug}")


def rename(slug: str, name: str, session: SessionDep) -> None:
    change = text("UPDATE category SET name = :name WHERE slug = :slug")
    session.connection().execute(change, {"name": name, "slug": slug})
    page_cache.touch(session, f"category:{slug}")
