"""The checkout in a browser without scripts."""

import re
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.catalog.models import Variant
from app.orders.models import CartLine, OrderGroup, SellerOrder
from tests.conftest import Client
from tests.factories import make_product, make_seller, make_variant
from tests.orders.forms import hidden
from tests.orders.test_basket_pages import add

BUYER = {
    "phone": "0912345678",
    "buyer_name": "Nguyễn Thị Mẫu",
    "province_code": "19",
    "ward_code": "05443",
    "street": "12 Hoàng Văn Thụ",
}


@pytest.fixture
def tea(session: Session) -> Variant:
    seller = make_seller(session, name="HTX chè Đồi Sương")
    return make_variant(session, make_product(session, seller, name="Chè đinh Tân Cương"))


def send(client: Client, page: str, path: str = "/thanh-toan", **fields: Any) -> Response:
    return client.post(path, data=hidden(page) | BUYER | fields)


def order(client: Client, variant: Variant, quantity: int = 1, **fields: Any) -> Response:
    """From nothing to an order."""
    add(client, variant, quantity)
    return send(client, client.get("/thanh-toan").text, **fields)


def test_an_empty_basket_has_no_checkout(client: Client) -> None:
    assert client.get("/thanh-toan").headers["location"] == "/gio-hang"


def test_the_button_carries_the_amount_and_cash_is_chosen(client: Client, tea: Variant) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    assert "Đặt hàng, 372.000₫" in page
    assert re.search(r'value="cod" checked', page)
    assert "22.000₫" in page  # what sending costs, before anything is ordered


def test_five_fields_make_an_order_and_the_basket_is_empty_again(
    client: Client, tea: Variant, session: Session
) -> None:
    answer = order(client, tea)
    assert answer.status_code == 303
    code = session.exec(select(OrderGroup.code)).one()
    assert answer.headers["location"].startswith(f"/don-hang/{code}?khoa=")
    page = client.get(answer.headers["location"])
    assert page.status_code == 200
    assert "Cảm ơn, đơn đã tới người bán" in page.text
    assert "12 Hoàng Văn Thụ, phường Phan Đình Phùng" in page.text
    assert "ng_gio" not in client.cookies
    assert "Giỏ còn trống" in client.get("/gio-hang").text


@pytest.mark.parametrize(
    "wrong",
    [
        ("phone", "0912", "Số điện thoại chưa đúng"),
        ("phone", "01201234567", "Số điện thoại chưa đúng"),
        ("phone", "", "Chưa điền số điện thoại"),
        ("buyer_name", "", "Chưa điền tên người nhận"),
        ("buyer_name", "L", "còn ngắn quá"),
        ("street", "", "Chưa điền số nhà, thôn xóm"),
        ("ward_code", "", "Chưa chọn xã, phường"),
        ("ward_code", "00070", "không thuộc tỉnh đã chọn"),
        ("province_code", "99", "Mời chọn một tỉnh"),
        ("email", "lan@", "Địa chỉ e-mail chưa đúng"),
        ("note", "x" * 301, "tối đa 300 chữ"),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(
    client: Client, tea: Variant, session: Session, wrong: tuple[str, str, str]
) -> None:
    field, typed, said = wrong
    add(client, tea)
    form = {"note": "Gọi trước giúp mình", field: typed}
    answer = send(client, client.get("/thanh-toan").text, **form)
    assert answer.status_code == 422
    assert re.search(rf'id="e-{field}">.*?{said}', answer.text, re.DOTALL)
    for name in {"buyer_name", "street", "phone"} - {field}:
        assert BUYER[name] in answer.text
    if field != "note":
        assert "Gọi trước giúp mình" in answer.text
    assert session.exec(select(OrderGroup)).first() is None
    assert len(session.exec(select(CartLine)).all()) == 1


def test_a_corrected_form_goes_through_with_the_same_key(client: Client, tea: Variant) -> None:
    add(client, tea)
    first = send(client, client.get("/thanh-toan").text, phone="0912")
    assert send(client, first.text).status_code == 303


def test_choosing_a_province_without_scripts_offers_its_wards_and_its_fee(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    form = hidden(client.get("/thanh-toan").text) | {
        "province_code": "01",
        "choose_province": "1",
        "buyer_name": "Nguyễn Thị Mẫu",
    }
    page = client.post("/thanh-toan", data=form)
    assert page.status_code == 200
    assert "Hoàn Kiếm" in page.text
    assert "Nguyễn Thị Mẫu" in page.text
    assert "Đặt hàng, 378.000₫" in page.text
    assert "mục cần sửa" not in page.text
    assert session.exec(select(OrderGroup)).first() is None


def test_a_farther_address_than_shown_is_asked_about_once(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    far = {"province_code": "01", "ward_code": "00070"}
    asked = send(client, client.get("/thanh-toan").text, **far)
    assert asked.status_code == 409
    assert "Đặt hàng, 378.000₫" in asked.text
    assert BUYER["street"] in asked.text
    assert send(client, asked.text, **far).status_code == 303
    assert session.exec(select(OrderGroup.total)).one() == 378_000


def test_a_price_that_changed_is_shown_with_its_difference(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    tea.price = 360_000
    asked = send(client, page)
    assert asked.status_code == 409
    assert "trước 350.000₫, nay 360.000₫" in asked.text
    assert session.exec(select(OrderGroup)).first() is None
    assert send(client, asked.text).status_code == 303
    assert session.exec(select(OrderGroup.total)).one() == 382_000


@pytest.mark.parametrize("total", ["1", "0", "-5", "NaN", ""])
def test_a_tampered_total_buys_nothing_cheaper(
    client: Client, tea: Variant, session: Session, total: str
) -> None:
    add(client, tea)
    answer = send(client, client.get("/thanh-toan").text, total=total)
    assert answer.status_code in (409, 422)
    assert session.exec(select(OrderGroup)).first() is None


def test_what_sold_out_is_named_and_the_rest_can_be_ordered(
    client: Client, tea: Variant, session: Session
) -> None:
    few = make_variant(session, make_product(session, name="Chè búp"), on_hand=5, price=100_000)
    add(client, tea)
    add(client, few, 3)
    page = client.get("/thanh-toan").text
    few.on_hand = 2
    asked = send(client, page)
    assert asked.status_code == 409
    assert "Chè búp" in asked.text
    assert "chỉ còn 2" in asked.text
    assert session.exec(select(OrderGroup)).first() is None
    assert send(client, asked.text).status_code == 303
    assert session.exec(select(OrderGroup.total)).one() == 350_000 + 200_000 + 2 * 22_000


def test_when_nothing_is_left_the_page_says_so(client: Client, tea: Variant) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    tea.active = False
    asked = send(client, page)
    assert asked.status_code == 409
    assert "người bán đã ngừng bán" in asked.text
    assert "Mời chọn món khác" in asked.text
    assert '<button class="btn btn-buy' not in asked.text
    assert send(client, asked.text).status_code == 409


def test_the_double_click_gets_the_same_order(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    cookies = dict(client.cookies)
    first = send(client, page)
    client.cookies.update(cookies)
    second = send(client, page)
    assert first.headers["location"].split("?")[0] == second.headers["location"].split("?")[0]
    assert len(session.exec(select(OrderGroup)).all()) == 1


def test_the_same_form_with_other_contents_is_refused(client: Client, tea: Variant) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    cookies = dict(client.cookies)
    send(client, page)
    client.cookies.update(cookies)
    answer = send(client, page, street="Một nơi khác")
    assert answer.status_code == 422
    assert "gửi một lần với thông tin khác" in answer.text


def test_a_second_tab_is_led_to_the_order(client: Client, tea: Variant) -> None:
    add(client, tea)
    page, other_tab = client.get("/thanh-toan").text, client.get("/thanh-toan").text
    cookies = dict(client.cookies)
    first = send(client, page)
    client.cookies.update(cookies)
    answer = send(client, other_tab)
    assert answer.status_code == 409
    assert first.headers["location"].split("?")[0] in answer.text


def test_a_form_from_before_signing_in_is_shown_again_and_not_lost(
    client: Client, tea: Variant
) -> None:
    add(client, tea)
    page = client.get("/thanh-toan").text
    client.cookies.set("ng", "mot-phien-moi")
    again = send(client, page)
    assert again.status_code == 422
    assert "Biểu mẫu đã cũ" in again.text
    assert BUYER["street"] in again.text
    assert send(client, again.text).status_code == 303


def test_buying_now_leaves_the_basket_alone(client: Client, tea: Variant, session: Session) -> None:
    kept = make_variant(session)
    add(client, kept, 4)
    where = add(client, tea, 2, path="mua-ngay").headers["location"]
    assert send(client, client.get(where).text).status_code == 303
    assert session.exec(select(SellerOrder.goods_total)).one() == 700_000
    client.get("/gio-hang")
    assert client.cookies["ng_gio"] == "4"


def test_markup_in_a_note_stays_text(client: Client, tea: Variant) -> None:
    answer = order(client, tea, note="<script>alert(1)</script>")
    page = client.get(answer.headers["location"]).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_an_order_in_english_leads_to_its_english_page(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea)
    page = client.get("/en/thanh-toan").text
    answer = send(client, page, path="/en/thanh-toan")
    assert answer.headers["location"].startswith("/en/don-hang/TN")
    assert session.exec(select(OrderGroup.language)).one() == "en"
