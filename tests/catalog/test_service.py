"""Saving what is sold, and what lists then show."""

from datetime import date

import pytest
from pydantic import ValidationError
from sqlalchemy import text
from sqlmodel import Session, select

from app import wiring
from app.catalog.models import Product, ProductSlug, ProductStatus
from app.catalog.rules.content import Content
from app.catalog.service import images, listing, products, variants
from app.catalog.service.variants import DiscountTooDeep, Seen, StockTooLow, VariantIn
from app.core.errors import Conflict, Invalid, NotFound
from app.core.ids import new_id
from app.ocop import service as ocop
from app.ocop.service import CertificateIn
from app.sellers import service as sellers
from app.sellers.models import Seller, SellerStatus
from tests.factories import make_category, make_product, make_seller, make_variant


def box(**fields: object) -> VariantIn:
    said = {
        "sku": "dinh-100",
        "name": "Hộp 100 g",
        "net_grams": 100,
        "gross_grams": 160,
        "price": 350_000,
        "on_hand": 5,
    }
    return VariantIn.model_validate(said | fields)


def tea(session: Session, **fields: object) -> Content:
    said = {"category_id": make_category(session).id, "name": "Chè đinh Hồng Thái"}
    return Content.model_validate(said | fields)


def test_saving_the_same_again_changes_nothing(session: Session) -> None:
    seller = make_seller(session)
    content = tea(session, tea_type="dinh", label={"ingredients": "Búp chè"})
    first, made = products.save_product(session, seller.id, content)
    again, changed = products.save_product(session, seller.id, content)
    assert (made, changed, again.id) == (True, False, first.id)
    _, made = variants.save_variant(session, first.id, box())
    _, changed = variants.save_variant(session, first.id, box())
    assert (made, changed) == (True, False)
    category = {"name": "Chè", "name_en": "Tea"}
    assert products.save_category(session, "che", **category)[1]  # type: ignore[arg-type]
    assert not products.save_category(session, "che", **category)[1]  # type: ignore[arg-type]


def test_an_import_may_bring_what_is_approved_already(session: Session) -> None:
    seller, content = make_seller(session), tea(session)
    product, _ = products.save_product(session, seller.id, content)
    product, changed = products.save_product(
        session, seller.id, content, status=ProductStatus.APPROVED
    )
    variants.save_variant(session, product.id, box())
    assert changed
    assert product.listed
    assert product.published_at is not None


def test_names_alike_get_numbered_addresses(session: Session) -> None:
    addresses = []
    for _ in range(3):
        content = tea(session)
        product, _ = products.save_product(session, make_seller(session).id, content)
        addresses.append(product.slug)
    assert addresses == ["che-dinh-hong-thai", "che-dinh-hong-thai-2", "che-dinh-hong-thai-3"]


def test_the_old_address_of_a_published_product_is_kept(session: Session) -> None:
    seller, content = make_seller(session), tea(session)
    product, _ = products.save_product(session, seller.id, content, status=ProductStatus.APPROVED)
    renamed = content.model_copy(update={"name": "Chè đinh Tân Cương"})
    products.save_product(session, seller.id, renamed, product_id=product.id)
    assert product.slug == "che-dinh-tan-cuong"
    assert session.exec(select(ProductSlug.slug)).all() == ["che-dinh-hong-thai"]


def test_a_change_that_leaves_the_address_as_it_was_keeps_it(session: Session) -> None:
    seller, content = make_seller(session), tea(session)
    product, _ = products.save_product(session, seller.id, content, status=ProductStatus.APPROVED)
    other = content.model_copy(update={"name": "Chè Đinh Hồng  Thái"})
    products.save_product(session, seller.id, other, product_id=product.id)
    assert product.slug == "che-dinh-hong-thai"


def test_a_list_shows_the_cheapest_active_variant(session: Session) -> None:
    product = make_product(session)
    make_variant(session, product, price=100_000, net_grams=50, gross_grams=60, active=False)
    cheap = make_variant(session, product, price=190_000, net_grams=500, gross_grams=600, on_hand=0)
    make_variant(session, product, price=350_000)
    listing.relist(session, product.id)
    assert (product.variant_id, product.price, product.unit_price) == (cheap.id, 190_000, 38_000)
    assert product.in_stock


def test_a_product_is_listed_while_everything_about_it_is_in_order(session: Session) -> None:
    product = make_product(session)
    variant = make_variant(session, product)
    seller = session.get_one(Seller, product.seller_id)
    assert listing.relist(session, product.id).listed
    for row, field, value, back in (
        (product, "paused", True, False),
        (product, "status", ProductStatus.REJECTED, ProductStatus.APPROVED),
        (variant, "active", False, True),
        (seller, "status", SellerStatus.SUSPENDED, SellerStatus.APPROVED),
    ):
        setattr(row, field, value)
        assert not listing.relist(session, product.id).listed, field
        setattr(row, field, back)
    assert listing.relist(session, product.id).listed


def test_search_finds_what_a_list_shows(session: Session) -> None:
    product = make_product(session, name="Chè đinh", tea_type="dinh")
    make_variant(session, product)
    listing.relist(session, product.id)
    found = text("SELECT search @@ 'tan & cuong'::tsquery FROM product WHERE id = :id")
    assert session.connection().scalar(found, {"id": product.id})


def test_suspending_a_seller_takes_its_products_out_of_the_shop(session: Session) -> None:
    wiring.connect()
    product = make_product(session)
    make_variant(session, product)
    seller = session.get_one(Seller, product.seller_id)
    sellers.suspend_seller(session, None, seller, "Thiếu giấy tờ")
    assert not product.listed
    sellers.approve_seller(session, None, seller)
    assert session.get_one(Product, product.id).listed


def test_a_certificate_shows_until_it_is_revoked(session: Session) -> None:
    wiring.connect()
    product = make_product(session)
    given = CertificateIn(
        product_id=product.id,
        decision_no="512/QĐ-UBND",
        issuer="UBND tỉnh Thái Nguyên",
        stars=4,
        issued_on=date(2025, 12, 12),
    )
    certificate, made = ocop.save_certificate(session, given)
    assert (made, product.ocop_stars, product.ocop_expires_on) == (True, 4, date(2028, 12, 12))
    assert not ocop.save_certificate(session, given)[1]
    assert ocop.save_certificate(session, given.model_copy(update={"stars": 5}))[1]
    assert product.ocop_stars == 5
    ocop.revoke_certificate(session, None, certificate, on=date(2026, 1, 2), reason="Sai hồ sơ")
    assert product.ocop_stars == 0


def test_price_and_stock_change_at_once(session: Session) -> None:
    product = make_product(session)
    variant = make_variant(session, product, list_price=400_000)
    seen = Seen(seen_price=350_000, seen_on_hand=10)
    variants.set_price_and_stock(
        session, product.id, variant.sku, price=420_000, on_hand=3, seen=seen
    )
    assert (product.price, variant.on_hand, variant.list_price) == (420_000, 3, None)


def test_no_more_than_half_of_the_earlier_price_is_taken_off(session: Session) -> None:
    product = make_product(session)
    with pytest.raises(DiscountTooDeep) as refused:
        variants.save_variant(session, product.id, box(list_price=700_001))
    assert list(refused.value.fields) == ["list_price"]
    variant, _ = variants.save_variant(session, product.id, box(list_price=700_000))
    with pytest.raises(DiscountTooDeep) as refused:
        variants.save_variant(session, product.id, box(list_price=700_000, price=349_999))
    assert list(refused.value.fields) == ["price"]
    seen = Seen(seen_price=350_000, seen_on_hand=5)
    with pytest.raises(DiscountTooDeep):
        variants.set_price_and_stock(
            session, product.id, variant.sku, price=349_999, on_hand=5, seen=seen
        )
    assert (variant.price, variant.list_price) == (350_000, 700_000)


def test_a_discount_that_was_there_before_the_rule_keeps_no_stock_from_changing(
    session: Session,
) -> None:
    variant = make_variant(session, sku="OLD-1", list_price=1_000_000)
    seen = Seen(seen_price=350_000, seen_on_hand=10)
    variants.set_price_and_stock(
        session, variant.product_id, "OLD-1", price=350_000, on_hand=3, seen=seen
    )
    given = VariantIn.model_validate(variant).model_copy(update={"active": False})
    variants.update_variant(session, variant.product_id, "OLD-1", given)
    assert (variant.on_hand, variant.active, variant.list_price) == (3, False, 1_000_000)


def test_a_form_that_shows_an_old_stock_cannot_undo_what_was_sold(session: Session) -> None:
    product = make_product(session)
    variant = make_variant(session, product, on_hand=7)
    seen = Seen(seen_price=350_000, seen_on_hand=10)
    with pytest.raises(Conflict):
        variants.set_price_and_stock(
            session, product.id, variant.sku, price=350_000, on_hand=12, seen=seen
        )


def test_stock_never_falls_below_what_was_promised(session: Session) -> None:
    product = make_product(session)
    variant = make_variant(session, product, on_hand=10, allocated=4)
    seen = Seen(seen_price=350_000, seen_on_hand=10)
    with pytest.raises(StockTooLow) as refused:
        variants.set_price_and_stock(
            session, product.id, variant.sku, price=350_000, on_hand=3, seen=seen
        )
    assert "4 đơn vị" in refused.value.fields["on_hand"]
    with pytest.raises(StockTooLow):
        variants.save_variant(session, product.id, box(sku=variant.sku, on_hand=3))


def test_an_sku_is_the_sellers_and_a_gtin_everybodys(session: Session) -> None:
    one = make_product(session)
    two, theirs = make_product(session, seller_id=one.seller_id), make_product(session)
    code = "8931234567897"
    variants.save_variant(session, one.id, box(gtin=code))
    with pytest.raises(Invalid) as taken:
        variants.save_variant(session, two.id, box())
    assert list(taken.value.fields) == ["sku"]
    with pytest.raises(Invalid) as taken:
        variants.save_variant(session, theirs.id, box(gtin=code))
    assert list(taken.value.fields) == ["gtin"]
    assert variants.save_variant(session, theirs.id, box())[1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"gtin": "8931234567890"},
        {"price": 0},
        {"price": -1},
        {"price": 10**9},
        {"on_hand": -1},
        {"net_grams": 0},
        {"gross_grams": 90},
        {"list_price": 300_000},
        {"sku": "chè/100"},
    ],
    ids=str,
)
def test_a_variant_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        box(**wrong)


def test_a_gtin_is_kept_as_fourteen_digits() -> None:
    assert box(gtin="893 1234 567897").gtin == "08931234567897"


def test_a_picture_becomes_the_cover_when_its_sizes_are_made(session: Session) -> None:
    product = make_product(session)
    said = {"width": 800, "height": 600}
    images.save_image(session, product.id, "a" * 64, ready=False, **said)  # type: ignore[arg-type]
    assert product.cover == ""
    images.make_ready(session, "a" * 64)
    assert (product.cover, product.cover_alt) == ("a" * 64, product.name)
    assert not images.save_image(session, product.id, "a" * 64, ready=True, **said)[1]  # type: ignore[arg-type]


def test_a_product_that_is_put_away_is_no_longer_sold(session: Session) -> None:
    product = make_product(session)
    make_variant(session, product)
    assert listing.relist(session, product.id).listed
    assert not products.archive(session, product.id).listed


def test_a_product_that_does_not_exist_is_not_found(session: Session) -> None:
    with pytest.raises(NotFound):
        listing.relist(session, new_id())


def test_an_unknown_tea_type_is_refused(session: Session) -> None:
    with pytest.raises(ValidationError):
        tea(session, tea_type="oolong")


def test_a_form_of_somebody_elses_product_begins_nothing(session: Session) -> None:
    theirs = make_product(session)
    with pytest.raises(NotFound):
        products.start_product(session, make_seller(session).id, theirs.id, tea(session))


def test_a_drafts_old_address_is_free_again(session: Session) -> None:
    seller, content = make_seller(session), tea(session)
    product, _ = products.save_product(session, seller.id, content)
    renamed = content.model_copy(update={"name": "Chè đinh Tân Cương"})
    products.save_product(session, seller.id, renamed, product_id=product.id)
    assert session.exec(select(ProductSlug.slug)).all() == []


def test_a_pictures_words_can_be_changed_by_an_import(session: Session) -> None:
    product = make_product(session)
    said = {"width": 800, "height": 600, "ready": True}
    images.save_image(session, product.id, "a" * 64, **said)  # type: ignore[arg-type]
    assert images.save_image(session, product.id, "a" * 64, alt="Hộp chè", **said)[1]  # type: ignore[arg-type]
    assert product.cover_alt == "Hộp chè"


def test_of_two_certificates_the_list_shows_the_later_one(session: Session) -> None:
    wiring.connect()
    product = make_product(session)
    for number, stars, year in (("1/QĐ", 3, 2024), ("2/QĐ", 4, 2026)):
        ocop.save_certificate(
            session,
            CertificateIn(
                product_id=product.id,
                decision_no=number,
                issuer="UBND tỉnh",
                stars=stars,
                issued_on=date(year, 1, 1),
            ),
        )
    assert product.ocop_stars == 4
