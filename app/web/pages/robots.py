"""For search engines: what there is to find, and what is nobody's business."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from xml.sax.saxutils import escape, quoteattr

from fastapi import APIRouter, Response

from app.catalog.rules.categories import trades
from app.core import page_cache
from app.core.config import absolute
from app.core.db import ReaderDep, utc_now
from app.core.errors import NotFound
from app.core.i18n import LANGUAGES, localised_path
from app.places import queries as places
from app.web.pages.guides import GUIDES
from app.web.queries import sitemap as queries

router = APIRouter(include_in_schema=False)
PRIVATE = ("/gio-hang", "/thanh-toan", "/don-hang", "/tra-cuu", "/tai-khoan", "/dang-nhap",
           "/su-co", "/ban-hang/", "/dieu-hanh", "/api/")  # fmt: skip
KEPT = timedelta(hours=1)
Entry = tuple[str, datetime | None]
NAMESPACES = (
    'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
)


@router.get("/robots.txt")
def robots() -> Response:
    closed = [f"Disallow: {path}" for lang in LANGUAGES for path in _in(lang, PRIVATE)]
    lines = ["User-agent: *", *closed, f"Sitemap: {absolute('/sitemap.xml')}", ""]
    return Response("\n".join(lines), media_type="text/plain")


def _in(lang: str, paths: Iterable[str]) -> list[str]:
    return [localised_path(path, lang) for path in paths]


@router.get("/sitemap.xml")
def index(reader: ReaderDep) -> Response:
    parts = [f"/sitemap/san-pham/{first}.xml" for first in queries.product_parts(reader)]
    paths = ["/sitemap/trang.xml", "/sitemap/nha-ban.xml", *parts]
    entries = "".join(f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>" for path in paths)
    return _xml(f"<sitemapindex {NAMESPACES}>{entries}</sitemapindex>")


@router.get("/sitemap/trang.xml")
def pages(reader: ReaderDep) -> Response:
    """Home, trades, communes with something on sale, the register, the guides."""
    paths = ["/", "/tim", "/ocop", "/ban-hang-cung-san", "/huong-dan", "/minh-bach"]
    paths += [f"/danh-muc/{one.slug}" for one, _ in trades()]
    paths += [f"/xa/{slug}" for slug in _communes(queries.communes(reader))]
    paths += [f"/huong-dan/{slug}" for slug in GUIDES]
    return _part((path, None) for path in paths)


def _communes(codes: Iterable[str]) -> Iterable[str]:
    for code in codes:
        try:
            yield places.ward_slug(code)
        except places.UnknownPlace:
            continue


@router.get("/sitemap/nha-ban.xml")
def sellers(reader: ReaderDep) -> Response:
    return _part((f"/nha-ban/{row.slug}", row.updated_at) for row in queries.sellers(reader))


@router.get("/sitemap/san-pham/{first}.xml")
def products(reader: ReaderDep, first: str) -> Response:
    rows = queries.products(reader, first[:120])
    if not rows:
        raise NotFound
    return _part((f"/san-pham/{row.slug}", row.updated_at) for row in rows)


def _part(entries: Iterable[Entry]) -> Response:
    urls = "".join(_url(path, changed, lang) for path, changed in entries for lang in LANGUAGES)
    return _xml(f"<urlset {NAMESPACES}>{urls}</urlset>")


def _url(path: str, changed: datetime | None, lang: str) -> str:
    """Each language is a page of its own that names the others."""
    others = "".join(
        f'<xhtml:link rel="alternate" hreflang="{other}" href={_quoted(path, other)}/>'
        for other in LANGUAGES
    )
    day = f"<lastmod>{changed.date().isoformat()}</lastmod>" if changed else ""
    return f"<url><loc>{escape(absolute(localised_path(path, lang)))}</loc>{day}{others}</url>"


def _quoted(path: str, lang: str) -> str:
    return quoteattr(absolute(localised_path(path, lang)))


def _xml(body: str) -> Response:
    text = f'<?xml version="1.0" encoding="UTF-8"?>{body}'
    response = Response(text, media_type="application/xml")
    return page_cache.public(response, "sitemap", until=utc_now() + KEPT)


page_cache.keep("/sitemap.xml")
page_cache.keep("/sitemap")
