"""Before an operator's word nothing of a seller is public, by whatever door one tries."""

import pytest
from sqlmodel import Session

from app.catalog.models import ProductStatus
from app.catalog.service import approval, listing
from app.sellers import service
from app.sellers.models import Seller, SellerStatus
from app.traceability.models import Lot, LotStatus
from app.traceability.rules.records import IncompleteRecord
from app.traceability.service import publish_lot
from tests.conftest import Client
from tests.factories import (
    make_lot,
    make_member,
    make_operator,
    make_product,
    make_seller,
    make_variant,
)

GTIN = "08938505974194"
NAME = "Nhà vườn Chưa Duyệt"


def make_goods(session: Session, status: SellerStatus) -> tuple[Seller, Lot]:
    """A product and a lot that somehow are public already, of a seller that never was."""
    seller = make_seller(
        session, status=status, approved_at=None, name=NAME, slug="nha-vuon-chua-duyet",
        legal_name="Hộ Chưa Duyệt", quote="Chè nhà tôi", ward_code="05503",
    )  # fmt: skip
    product = make_product(session, seller, name="Chè Chưa Duyệt", slug="che-chua-duyet")
    variant = make_variant(session, product, gtin=GTIN)
    lot = make_lot(session, variant, lot_number="CD-01", gtin=GTIN)
    listing.relist(session, product.id)
    return seller, lot


NEVER = [SellerStatus.DRAFT, SellerStatus.SUBMITTED, SellerStatus.NEEDS_CHANGES]


@pytest.mark.parametrize("status", [*NEVER, SellerStatus.CLOSED])
def test_no_door_shows_a_seller_who_was_never_approved(
    client: Client, session: Session, status: SellerStatus
) -> None:
    _, lot = make_goods(session, status)
    gone = [
        "/nha-ban/nha-vuon-chua-duyet", "/san-pham/che-chua-duyet", f"/Q/{lot.code}",
        f"/Q/{lot.code}.json", f"/Q/{lot.code}/qr.svg",
    ]  # fmt: skip
    for lang in ("", "/en"):
        for path in gone:
            assert client.get(lang + path).status_code == 404, path
        link = client.get(f"{lang}/01/{GTIN}/10/CD-01")
        assert lot.code not in link.headers.get("location", "")
        for path in ("/", "/tim", "/tim?q=chua+duyet", "/xa/tan-cuong", "/ocop", "/danh-muc/che"):
            page = client.get(lang + path).text
            assert NAME not in page, path
            assert "Chè Chưa Duyệt" not in page, path
    for path in ("/sitemap.xml", "/sitemap/trang.xml", "/sitemap/nha-ban.xml"):
        assert "chua-duyet" not in client.get(path).text


def test_approval_opens_every_door(client: Client, session: Session) -> None:
    seller, lot = make_goods(session, SellerStatus.SUBMITTED)
    service.approve_seller(session, make_operator(session).id, seller)
    for path in ("/nha-ban/nha-vuon-chua-duyet", "/san-pham/che-chua-duyet", f"/Q/{lot.code}"):
        page = client.get(path)
        assert page.status_code == 200, path
        assert NAME in page.text, path
    assert "Chè Chưa Duyệt" in client.get("/tim?q=che+chua+duyet").text


@pytest.mark.parametrize("status", [SellerStatus.SUSPENDED, SellerStatus.CLOSED])
def test_packets_that_are_about_keep_their_page_when_the_seller_goes(
    client: Client, session: Session, status: SellerStatus
) -> None:
    seller = make_seller(session, status=status, decision_reason="Giấy hết hạn")
    lot = make_lot(session, make_variant(session, make_product(session, seller)))
    assert client.get(f"/Q/{lot.code}").status_code == 200
    assert client.get(f"/nha-ban/{seller.slug}").status_code == 404


@pytest.mark.parametrize("status", [*NEVER, SellerStatus.SUSPENDED])
def test_products_may_be_drafted_but_not_sent_and_lots_not_published(
    session: Session, status: SellerStatus
) -> None:
    seller, lot = make_goods(session, status)
    product = make_product(session, seller, status=ProductStatus.DRAFT, published_at=None)
    user = make_member(session, seller)
    with pytest.raises(approval.Incomplete, match="chờ sàn duyệt"):
        approval.submit(session, user.id, product.id)
    lot.status, lot.published_at = LotStatus.DRAFT, None
    with pytest.raises(IncompleteRecord) as refused:
        publish_lot(session, lot, user.id)
    assert "hồ sơ đơn vị được sàn duyệt" in refused.value.missing


@pytest.mark.parametrize("lang", ["", "/en"])
def test_the_registered_name_and_address_stand_on_shop_and_product_pages(
    client: Client, session: Session, lang: str
) -> None:
    """Decree 248/2026, art. 18; as long as names get."""
    legal = "Hợp tác xã sản xuất, chế biến và tiêu thụ chè an toàn " + "Hồng Thái " * 12
    seller = make_seller(session, legal_name=legal.strip(), street="Số 12, xóm Hồng Thái 2")
    product = make_product(session, seller)
    make_variant(session, product)
    listing.relist(session, product.id)
    for path in (f"/nha-ban/{seller.slug}", f"/san-pham/{product.slug}"):
        page = client.get(lang + path).text
        assert legal.strip() in page
        assert "Số 12, xóm Hồng Thái 2, xã Tân Cương, tỉnh Thái Nguyên" in page
