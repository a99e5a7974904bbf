"""Every public page by an example of it, so that no new page escapes the checks.

The list comes from the router: a route that is neither here nor excused fails the tests.
"""

import re
from collections.abc import Callable

from fastapi.routing import iter_route_contexts
from sqlalchemy import Connection, text

from app.imports.service.samples import NOBODYS
from app.main import create_app
from app.traceability.rules.units import unit_code
from app.traceability.service.label_keys import unit_key
from app.web.pages.guides import GUIDES
from tests.processes import TESTS_KEY

NEEDS_SIGN_IN = ("/ban-hang", "/can-bo", "/dieu-hanh", "/tai-khoan")
NOT_PAGES = re.compile(
    r"^/(healthz|readyz|metrics|robots\.txt|places/|ban-do/|static/|media/|api/|epcis(?:/|$)|log/|\.well-known/)"
    r"|\.(svg|png|jpg|js|json|xml|pdf|txt)(\?|$)|sitemap"
)
FILES = re.compile(r"\.(xlsx|csv)$|/(tep|giay|anh)$")
REDIRECTS = {
    "/{key:gs1key}/{rest:path}",
    "/{segment:gs1segment}",
    "/q/{rest:path}",
    "/u/{rest:path}",
    # To a provider and back: none is connected in the sample.
    "/dang-nhap/oidc/{provider}",
    "/dang-nhap/oidc/{provider}/tro-lai",
    "/dang-nhap/oidc/{provider}/xac-nhan",
}

Example = Callable[[Connection], str]


def _one(statement: str, address: str) -> Example:
    """The address with the statement's single value in the place of `{}`."""

    def find(connection: Connection) -> str:
        return address.format(connection.execute(text(statement)).scalar_one())

    return find


def unit(connection: Connection) -> str:
    """A packet's code; the sample prints none, so one is added to its first run."""
    connection.execute(text(UNIT), {"serial": SERIAL})
    connection.commit()
    return f"/U/{unit_code(unit_key(TESTS_KEY['SECRET_KEY'].encode()), SERIAL)}"


SERIAL = 7
UNIT = r"""
    INSERT INTO unit_code (serial, run_id, place, pin)
    SELECT :serial, id, 1, '\x00' FROM label_run ORDER BY id LIMIT 1 ON CONFLICT DO NOTHING
"""
LOT = "SELECT code FROM lot WHERE status = '{}' AND expires_on {} CURRENT_DATE + 1 LIMIT 1"

EXAMPLES: dict[str, list[str | Example]] = {
    "/": ["/"],
    "/Q/{code}": [
        _one(LOT.format("published", ">"), "/Q/{}"),
        _one(LOT.format("published", "<"), "/Q/{}"),
        _one("SELECT code FROM lot WHERE status = 'recalled' LIMIT 1", "/Q/{}"),
        f"/Q/{NOBODYS}",
        "/Q/K7Q4M9MXDX",
    ],
    "/Q/{code}/bao-su-co": [
        _one(LOT.format("published", ">"), "/Q/{}/bao-su-co"),
        f"/Q/{NOBODYS}/bao-su-co",
    ],
    "/su-co": ["/su-co", "/su-co?ma=sai"],
    "/U/{code}": [unit],
    "/xac-minh-tem": ["/xac-minh-tem"],
    "/ma": ["/ma", "/ma?code=K7Q4M9MXDX"],
    "/tra-cuu": ["/tra-cuu"],
    "an unknown address": ["/khong-co-trang-nay"],
    "/dang-nhap": ["/dang-nhap"],
    "/dang-ky": ["/dang-ky"],
    "/quen-mat-khau": ["/quen-mat-khau"],
    "/api": ["/api"],
    "/ban-hang-cung-san": ["/ban-hang-cung-san"],
    "/danh-muc/{slug}": ["/danh-muc/che", "/danh-muc/hop-qua"],
    "/huong-dan": ["/huong-dan"],
    "/huong-dan/{slug}": [f"/huong-dan/{slug}" for slug in GUIDES],
    "/minh-bach": ["/minh-bach"],
    "/minh-bach/kiem-tra": ["/minh-bach/kiem-tra"],
    "/nha-ban/{slug}": [
        _one("SELECT slug FROM seller ORDER BY id LIMIT 1", "/nha-ban/{}"),
        _one("SELECT slug FROM seller WHERE households = 0 ORDER BY id LIMIT 1", "/nha-ban/{}"),
    ],
    "/noi-quet/{code}": [
        _one(LOT.format("published", ">"), "/noi-quet/{}"),
        _one(LOT.format("published", ">"), "/noi-quet/{}?xong=1"),
    ],
    "/ocop": ["/ocop", "/ocop?sao=5"],
    "/san-pham/{slug}": [
        _one("SELECT slug FROM product WHERE traceable ORDER BY id LIMIT 1", "/san-pham/{}"),
        _one("SELECT slug FROM product WHERE NOT traceable ORDER BY id LIMIT 1", "/san-pham/{}"),
    ],
    "/tim": ["/tim", "/tim?q=che&sao=5&sao=4", "/tim?q=chee+dihn", "/tim?q=khong-co-gi-het"],
    "/xa/{slug}": ["/xa/tan-cuong", "/xa/ba-be"],
}
STATEFUL = {
    "/dang-nhap/xac-thuc",
    "/gio-hang",
    "/thanh-toan",
    "/don-hang/{code}",
    "/su-co/{code}",
    "/dang-ky/ma",
    "/quen-mat-khau/ma",
    "/mo-gian-hang",
}
"""Pages of a visitor's own: the tests that walk to them check them."""


def public_routes() -> list[str]:
    """Paths of the routes that show a page to anybody."""
    return sorted(path for path in _pages() - REDIRECTS - STATEFUL if not _is_private(path))


def desk_routes() -> list[str]:
    """Paths of the routes that show a page to somebody who signed in."""
    return sorted(path for path in _pages() if _is_private(path) and not FILES.search(path))


def _pages() -> set[str]:
    paths = {
        route.path
        for route in iter_route_contexts(create_app().routes)
        if route.path and "GET" in (route.methods or ())
    }
    return {path for path in paths if not NOT_PAGES.search(path)}


def _is_private(path: str) -> bool:
    return any(path == desk or path.startswith(f"{desk}/") for desk in NEEDS_SIGN_IN)


def examples(route: str, connection: Connection) -> list[str]:
    """Addresses of `route`. Raises KeyError for a public page that nobody gave an example of."""
    return [
        example if isinstance(example, str) else example(connection) for example in EXAMPLES[route]
    ]
