"""Prices, stock, variants and photographs at the seller's product desk."""

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog import tasks
from app.catalog.models import Product, ProductImage
from app.catalog.queries import desk
from app.catalog.service import variants
from tests.catalog.product_desk import Desk
from tests.factories import (
    make_variant,
)
from tests.pictures import photograph


def test_price_and_stock_of_a_live_product_change_at_once(on_sale: Desk, session: Session) -> None:
    seen = {"seen_price": 350_000, "seen_on_hand": 10}
    said = {"price": "320.000₫", "on_hand": "1.200", **seen}
    assert on_sale.post("/quy-cach/HOP-100/gia-va-ton", **said).status_code == 303
    assert session.get_one(Product, on_sale.product.id).price == 320_000
    assert on_sale.post("/quy-cach/HOP-100/gia-va-ton", **said).status_code == 409


@pytest.mark.parametrize(
    "wrong",
    [{"price": "0"}, {"price": "-5"}, {"price": "1.5"}, {"price": "x"}, {"on_hand": "-1"}],
    ids=str,
)
def test_a_price_or_stock_that_cannot_be_is_kept_in_its_row(
    on_sale: Desk, session: Session, wrong: dict[str, str]
) -> None:
    said = {"price": "350000", "on_hand": "10", "seen_price": 350_000, "seen_on_hand": 10}
    answer = on_sale.post("/quy-cach/HOP-100/gia-va-ton", **said | wrong)
    assert answer.status_code == 422
    ((_, typed),) = wrong.items()
    assert f'value="{typed}"' in answer.text
    assert session.get_one(Product, on_sale.product.id).price == 350_000


def test_stock_promised_to_orders_cannot_be_taken_away(on_sale: Desk, session: Session) -> None:
    (variant,) = desk.variants_of(session, on_sale.product.id)
    variant.allocated = 4
    said = {"price": "350000", "on_hand": "3", "seen_price": 350_000, "seen_on_hand": 10}
    answer = on_sale.post("/quy-cach/HOP-100/gia-va-ton", **said)
    assert answer.status_code == 422
    assert "4 đơn vị đã hứa" in answer.text


def test_pausing_takes_the_product_out_of_the_shop_and_back(
    on_sale: Desk, session: Session
) -> None:
    on_sale.post("/tam-dung")
    assert not session.get_one(Product, on_sale.product.id).listed
    on_sale.post("/ban-tiep")
    assert session.get_one(Product, on_sale.product.id).listed


BOX = {
    "sku": "tui-500",
    "name": "Túi 500 g",
    "net_grams": "500",
    "gross_grams": "560",
    "price": "900.000",
    "on_hand": "7",
    "active": "1",
}


def test_a_variant_is_added_once_and_changed_without_touching_its_stock(
    draft: Desk, session: Session
) -> None:
    assert draft.get("/quy-cach/moi").status_code == 200
    assert [draft.post("/quy-cach", **BOX).status_code for _ in range(2)] == [303, 303]
    assert draft.get("/quy-cach/TUI-500").status_code == 200
    draft.change("TUI-500", **BOX | {"price": "850.000", "on_hand": "0"})
    (variant,) = desk.variants_of(session, draft.product.id)
    assert (variant.price, variant.on_hand, variant.sku) == (850_000, 7, "TUI-500")
    assert draft.get("/quy-cach/KHONG-CO").status_code == 404
    assert draft.post("/quy-cach/KHONG-CO", **BOX | {"sku": "K"}).status_code == 404


def test_a_variant_says_what_is_wrong_beside_the_field(draft: Desk, session: Session) -> None:
    make_variant(session, draft.product, sku="TUI-500")
    answer = draft.post("/quy-cach", **BOX | {"gtin": "893"})
    assert answer.status_code == 422
    assert 'id="e-gtin"' in answer.text
    answer = draft.post("/quy-cach", **BOX)
    assert "Mã SKU này đã dùng" in answer.text
    answer = draft.change("TUI-500", **BOX | {"list_price": "1.800.001"})
    assert 'id="e-list_price"' in answer.text
    assert "Giảm quá nửa giá cũ" in answer.text
    answer = draft.change("TUI-500", **BOX | {"gross_grams": "1"})
    assert "không thể nhẹ hơn" in answer.text
    make_variant(session, draft.product, sku="HOP-1")
    answer = draft.change("TUI-500", **BOX | {"sku": "HOP-1"})
    assert "Mã SKU này đã dùng" in answer.text


def test_what_somebody_else_saved_meanwhile_is_shown_beside_and_kept(
    on_sale: Desk, session: Session
) -> None:
    (variant,) = desk.variants_of(session, on_sale.product.id)
    said = BOX | {"sku": "HOP-100", "name": variant.name, "net_grams": "100", "gross_grams": "160"}
    opened = variants.edition(variant)
    assert on_sale.change("HOP-100", **said | {"price": "250.000"}).status_code == 303
    answer = on_sale.change("HOP-100", **said | {"name_en": "Box"}, edition=opened)
    assert answer.status_code == 409
    assert "Người khác vừa lưu: 250.000" in answer.text
    session.refresh(variant)
    assert (variant.price, variant.name_en) == (250_000, "")
    again = said | {"price": "250.000", "name_en": "Box"}
    for _ in range(2):  # a double click, whose second form is old
        answer = on_sale.change("HOP-100", **again, edition=variants.edition(variant))
        assert answer.status_code == 303


LIGHTER = BOX | {"net_grams": "80", "gross_grams": "160"}


def test_the_weight_of_what_was_on_sale_stays(on_sale: Desk) -> None:
    answer = on_sale.change("HOP-100", **LIGHTER | {"sku": "HOP-100"})
    assert answer.status_code == 422
    assert "Khối lượng của quy cách đã lên sàn không đổi được" in answer.text


def test_the_weight_of_a_draft_may_change(draft: Desk, session: Session) -> None:
    make_variant(session, draft.product, sku="TUI-500")
    assert draft.change("TUI-500", **LIGHTER).status_code == 303


def test_a_variant_keeps_its_place(draft: Desk, session: Session) -> None:
    variant = make_variant(session, draft.product, sku="TUI-500", position=3)
    assert draft.change("TUI-500", **BOX).status_code == 303
    session.refresh(variant)
    assert variant.position == 3


def test_a_photograph_waits_for_its_sizes_and_then_shows(draft: Desk, session: Session) -> None:
    draft.upload(("anh.jpg", photograph()))
    assert "Đang xử lý" in draft.get().text
    jobs = text("SELECT args FROM procrastinate_jobs WHERE task_name = 'catalog.make_sizes'")
    (args,) = session.connection().scalars(jobs).all()
    tasks.make_sizes(**args)
    session.expire_all()
    assert "Đang xử lý" not in draft.get().text
    product = session.get_one(Product, draft.product.id)
    assert draft.client.get(f"/media/{product.cover}-800.avif").status_code == 200


def test_of_several_photographs_the_good_ones_are_kept(draft: Desk, session: Session) -> None:
    answer = draft.upload(("a.jpg", photograph()), ("ghi-chu.txt", b"khong phai anh"))
    assert answer.status_code == 422
    assert "ghi-chu.txt: Tệp này không phải ảnh" in answer.text
    assert len(session.exec(select(ProductImage)).all()) == 1
    assert draft.upload().status_code == 422
    assert draft.upload(("a.jpg", photograph())).status_code == 303
    assert len(session.exec(select(ProductImage)).all()) == 1


def test_photographs_are_put_in_order_and_let_go(draft: Desk, session: Session) -> None:
    draft.upload(*((f"{n}.jpg", photograph(seed=n)) for n in range(3)))
    first, second, third = (i.content_hash for i in desk.images_of(session, draft.product.id))
    draft.post(f"/anh/{third}/anh-bia")
    draft.post(f"/anh/{first}/bo")
    draft.post(f"/anh/{first}/bo")
    assert [i.content_hash for i in desk.images_of(session, draft.product.id)] == [third, second]
    assert draft.post(f"/anh/{first}/anh-bia").status_code == 404


def test_a_ninth_photograph_is_refused(draft: Desk, session: Session) -> None:
    answer = draft.upload(*((f"{n}.jpg", photograph(300, 300, seed=n)) for n in range(9)))
    assert "tối đa 8 ảnh" in answer.text
    assert len(session.exec(select(ProductImage)).all()) == 8


def test_a_new_photograph_of_a_live_product_waits_for_approval(
    on_sale: Desk, session: Session
) -> None:
    on_sale.upload(("a.jpg", photograph()))
    (image,) = session.exec(select(ProductImage)).all()
    assert not image.live
    assert desk.images_of(session, on_sale.product.id) == []
    assert "Bản sửa đổi đang chờ duyệt" in on_sale.get().text
