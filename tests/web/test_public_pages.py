"""The pages that anybody may see: what they show, say to search engines, and cost."""

import json
import re
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from sqlmodel import Session

from app.catalog.models import Product, ProductSlug
from app.catalog.queries.facets import facets
from app.catalog.queries.spelling import spelling
from app.catalog.rules.search import search_vector
from app.core.days import today
from app.core.db import utc_now
from app.ocop.models import Certificate
from app.sellers.models import SellerSlug, SellerStatus
from app.traceability.rules import Stage
from app.web.pages.guides import GUIDES
from tests.conftest import Client, Queries
from tests.factories import (
    make_area,
    make_event,
    make_lot,
    make_product,
    make_seller,
    make_variant,
    save,
)


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    facets.clear()
    spelling.clear()


def make_tea(session: Session, **fields: Any) -> Product:
    """A product on sale with a lot, as its listing columns say it."""
    defaults: dict[str, Any] = {
        "name": "Chè đinh Tân Cương",
        "price": 350_000,
        "net_grams": 100,
        "unit_price": 350_000,
        "in_stock": True,
        "category_slug": "che-cao-cap",
        "group_slug": "che",
        "search": search_vector("Chè đinh Tân Cương"),
    }
    product = make_product(session, **defaults | fields)
    variant = make_variant(session, product)
    area = make_area(session, last_treatment_days=21)
    lot = make_lot(session, variant, growing_area_id=area.id)
    make_event(session, lot, Stage.HARVEST, title="Hái một tôm")
    product.variant_id, product.traceable, product.harvested_on = variant.id, True, lot.harvested_on
    product.next_lot = {
        "code": lot.code,
        "lot_number": lot.lot_number,
        "harvested_on": lot.harvested_on.isoformat(),
        "packed_on": lot.packed_on.isoformat(),
        "expires_on": lot.expires_on.isoformat(),
        "area": area.name,
        "maker": "Bà Nhài",
        "packs": lot.packs,
    }
    return save(session, product)


def certify(session: Session, product: Product, until: date) -> None:
    product.ocop_stars, product.ocop_expires_on = 5, until
    save(
        session,
        Certificate(
            product_id=product.id,
            decision_no="4127/QĐ",
            issuer="Bộ",
            stars=5,
            issued_on=until - timedelta(days=1000),
            expires_on=until,
        ),
    )


def json_ld(text: str) -> list[dict[str, Any]]:
    return [json.loads(found) for found in re.findall(r'ld\+json">(.*?)</script>', text)]


PAGES = ("/", "/tim", "/danh-muc/che", "/danh-muc/gao", "/xa/tan-cuong", "/ocop", "/huong-dan",
         "/ban-hang-cung-san", *(f"/huong-dan/{slug}" for slug in GUIDES))  # fmt: skip


@pytest.mark.parametrize("lang", ["", "/en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_on_an_empty_shop(client: Client, path: str, lang: str) -> None:
    assert client.get(lang + (path if path != "/" or not lang else "")).status_code == 200


@pytest.mark.parametrize("lang", ["", "/en"])
def test_a_product_shows_what_the_buyer_will_receive(
    session: Session, client: Client, lang: str
) -> None:
    product = make_tea(session, attributes={"brewing": {"grams": 5}, "taste": {"aroma": 5}})
    answer = client.get(f"{lang}/san-pham/{product.slug}")
    assert answer.status_code == 200
    for shown in ("TC-2610", "350.000₫", "Hái một tôm", "Xóm Hồng Thái 2", "5 g"):
        assert shown in answer.text


def test_a_product_page_is_two_statements(
    session: Session, client: Client, queries: Queries
) -> None:
    product = make_tea(session)
    queries.clear()
    client.get(f"/san-pham/{product.slug}")
    assert len(queries) == 2


def test_a_list_page_is_one_statement_beside_the_kept_counts(
    session: Session, client: Client, queries: Queries
) -> None:
    make_tea(session)
    for rows in (1, 30):
        client.get("/tim?loai=dinh")
        for _ in range(rows):
            make_product(session)
        queries.clear()
        client.get("/tim?loai=dinh")
        assert len(queries) == 1


def test_a_producer_page_does_not_grow_with_what_it_sells(
    session: Session, client: Client, queries: Queries
) -> None:
    seller = make_seller(session)
    counts = []
    for _ in range(2):
        queries.clear()
        client.get(f"/nha-ban/{seller.slug}")
        counts.append(len(queries))
        for _ in range(10):
            make_product(session, seller)
        facets.clear()
    assert counts[0] <= 5
    assert counts[1] <= counts[0]


def test_search_engines_are_told_the_price_the_trail_and_the_languages(
    session: Session, client: Client
) -> None:
    product = make_tea(session)
    text = client.get(f"/san-pham/{product.slug}").text
    said, trail = json_ld(text)
    assert said["@type"] == "Product"
    assert said["offers"][0]["price"] == 350_000
    assert said["offers"][0]["priceCurrency"] == "VND"
    assert said["offers"][0]["availability"].endswith("InStock")
    assert [one["position"] for one in trail["itemListElement"]] == [1, 2, 3]
    assert f'rel="canonical" href="http://127.0.0.1:8000/san-pham/{product.slug}"' in text
    assert f'hreflang="en" href="http://127.0.0.1:8000/en/san-pham/{product.slug}"' in text
    assert 'property="og:image"' in text


def test_a_name_cannot_break_out_of_what_machines_read(session: Session, client: Client) -> None:
    product = make_tea(session, name='Chè </script><script>alert("x")</script>')
    text = client.get(f"/san-pham/{product.slug}").text
    assert "<script>alert" not in text
    assert json_ld(text)[0]["name"] == product.name


def test_a_renamed_product_or_producer_is_found_under_its_old_address(
    session: Session, client: Client
) -> None:
    product = make_tea(session)
    save(session, ProductSlug(slug="che-cu", product_id=product.id))
    save(session, SellerSlug(slug="htx-cu", seller_id=product.seller_id))
    moved = client.get("/en/san-pham/che-cu")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/en/san-pham/{product.slug}")
    seller = client.get("/nha-ban/htx-cu")
    assert (seller.status_code, seller.headers["location"]) == (
        301,
        f"/nha-ban/{product.seller_slug}",
    )


@pytest.mark.parametrize(
    "path", ["/san-pham/x", "/nha-ban/x", "/danh-muc/x", "/xa/x", "/huong-dan/x"]
)
def test_what_does_not_exist_is_a_page_that_helps(client: Client, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert 'action="/tim"' in answer.text
    assert 'action="/ma"' in answer.text


def test_the_badge_goes_when_the_certificate_ends(session: Session, client: Client) -> None:
    product = make_tea(session)
    certify(session, product, until=today())
    for path in (f"/san-pham/{product.slug}", "/tim", "/ocop"):
        assert "OCOP 5 sao" in client.get(path).text
    facets.clear()
    with time_machine.travel(utc_now() + timedelta(days=1, hours=1)):
        for path in (f"/san-pham/{product.slug}", "/tim", "/ocop"):
            assert "OCOP 5 sao" not in client.get(path).text


def test_a_product_that_is_sold_out_or_paused_cannot_be_bought(
    session: Session, client: Client
) -> None:
    product = make_tea(session, listed=False)
    text = client.get(f"/san-pham/{product.slug}").text
    assert "mua-ngay" not in text
    assert "tạm ngừng bán" in text
    assert 'content="noindex"' in text


def test_what_was_never_approved_does_not_exist(session: Session, client: Client) -> None:
    draft = make_tea(session, published_at=None, listed=False)
    suspended = make_seller(session, status=SellerStatus.SUSPENDED)
    theirs = make_tea(session, seller_id=suspended.id, listed=False)
    for path in (
        f"/san-pham/{draft.slug}",
        f"/san-pham/{theirs.slug}",
        f"/nha-ban/{suspended.slug}",
    ):
        assert client.get(path).status_code == 404


def test_the_packets_of_a_lot_are_called_what_they_are(session: Session, client: Client) -> None:
    product = make_tea(session)
    assert "Một lô, 62 hộp." in client.get(f"/san-pham/{product.slug}").text
    assert "One lot, 62 boxes." in client.get(f"/en/san-pham/{product.slug}").text


def test_a_recalled_lot_is_not_promised(session: Session, client: Client) -> None:
    """Until the listing columns follow, the page asks the lot itself."""
    product = make_tea(session)
    assert product.next_lot is not None
    session.connection().exec_driver_sql("UPDATE lot SET status = 'recalled'")
    text = client.get(f"/san-pham/{product.slug}").text
    assert "Bạn sẽ nhận" not in text


@pytest.mark.parametrize(
    "path", ["/tim?sao=5", "/tim?q=che", "/danh-muc/che?gia=duoi-200", "/ocop?sau=3.a"]
)
def test_mixtures_of_filters_are_not_for_search_engines(client: Client, path: str) -> None:
    assert 'content="noindex"' in client.get(path).text


def test_a_lots_code_in_the_search_box_opens_the_lot(session: Session, client: Client) -> None:
    lot = make_lot(session)
    typed = f"{lot.code[:5]}-{lot.code[5:]}".lower()
    answer = client.get("/tim", params={"q": typed})
    assert (answer.status_code, answer.headers["location"]) == (302, f"/Q/{lot.code}")


def test_a_misspelt_search_shows_what_was_meant(session: Session, client: Client) -> None:
    make_tea(session)
    text = client.get("/tim?q=chee+dihn").text
    assert "Chè đinh Tân Cương" in text
    assert "Đang xem kết quả cho" in text


@pytest.mark.parametrize(
    "query",
    [
        "sao=9&sao=x",
        "gia=abc",
        "xep=%00",
        "sau=x",
        "loai=%27",
        "xa=khong-co",
        "nha=%3Cb%3E",
        "q=" + "a" * 999,
    ],
)
def test_nonsense_in_the_address_counts_as_not_said(client: Client, query: str) -> None:
    assert client.get(f"/tim?{query}").status_code == 200


def test_filters_of_a_trade_stay_on_its_page(session: Session, client: Client) -> None:
    product = make_tea(session)
    certify(session, product, until=today() + timedelta(days=9))
    text = client.get("/danh-muc/che?sao=5").text
    assert product.name in text
    assert 'action="/danh-muc/che"' in text
    assert 'href="/danh-muc/che"' in text


def test_the_sitemap_names_live_pages_in_every_language(session: Session, client: Client) -> None:
    live, hidden = make_tea(session), make_tea(session, listed=False)
    index = client.get("/sitemap.xml").text
    parts = re.findall(r"<loc>http://127.0.0.1:8000(.*?)</loc>", index)
    text = "".join(client.get(part).text for part in parts)
    assert f"/en/san-pham/{live.slug}</loc>" in text
    assert f"<loc>http://127.0.0.1:8000/san-pham/{live.slug}</loc><lastmod>" in text
    assert hidden.slug not in text
    assert "/Q/" not in text
    assert "/nha-ban/" in text


def test_robots_keep_out_of_private_places(client: Client) -> None:
    text = client.get("/robots.txt").text
    assert "Disallow: /gio-hang" in text
    assert "Disallow: /en/thanh-toan" in text
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text


def test_a_public_page_shows_nothing_of_who_is_looking(session: Session, client: Client) -> None:
    product = make_tea(session)
    client.cookies.set("ng-gio", "mine")
    text = client.get(f"/san-pham/{product.slug}").text
    assert "_token" not in text
    assert "set-cookie" not in client.get("/").headers


def test_the_register_lists_certificates_that_hold(session: Session, client: Client) -> None:
    holds, expired = make_tea(session), make_tea(session, name="Chè hết hạn")
    certify(session, holds, until=today() + timedelta(days=1))
    certify(session, expired, until=today() - timedelta(days=1))
    text = client.get("/ocop?sao=5").text
    assert "Chè đinh Tân Cương" in text
    assert "Chè hết hạn" not in text
    assert "4127/QĐ" in text


def test_the_day_of_harvest_is_the_one_of_the_lot(session: Session, client: Client) -> None:
    product = make_tea(session)
    assert product.harvested_on is not None
    said = datetime(
        product.harvested_on.year, product.harvested_on.month, product.harvested_on.day, tzinfo=UTC
    )
    assert f"Hái {said:%d/%m}" in client.get("/tim").text
