"""The basket in a browser without scripts."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, col, select

from app.catalog.models import ProductStatus, Variant
from app.orders.models import Cart, CartLine
from app.orders.service import basket as service
from tests.conftest import Client, Queries
from tests.factories import make_product, make_seller, make_variant
from tests.orders.forms import hidden


def add(client: Client, variant: Variant, quantity: Any = 1, path: str = "them") -> Response:
    form = {"variant": str(variant.id), "quantity": str(quantity)}
    return client.post(f"/gio-hang/{path}", data=form)


def change(client: Client, variant: Variant, quantity: Any) -> Response:
    token = hidden(client.get("/gio-hang").text)["_token"]
    form = {"variant": str(variant.id), "quantity": str(quantity), "_token": token}
    return client.post("/gio-hang/so-luong", data=form)


def quantities(session: Session) -> list[int]:
    return list(session.exec(select(CartLine.quantity).order_by(col(CartLine.quantity))))


@pytest.fixture
def tea(session: Session) -> Variant:
    product = make_product(session, name="Chè đinh Tân Cương", name_en="Dinh tea")
    return make_variant(session, product)


def test_an_empty_basket_says_what_to_do(client: Client) -> None:
    page = client.get("/gio-hang")
    assert page.status_code == 200
    assert "Giỏ còn trống" in page.text
    assert not client.cookies


def test_a_product_goes_into_the_basket_from_a_page_without_token(
    client: Client, tea: Variant
) -> None:
    answer = add(client, tea, 2)
    assert (answer.status_code, answer.headers["location"]) == (303, "/gio-hang?them=1")
    assert client.cookies["ng_gio"] == "2"
    page = client.get("/gio-hang").text
    assert "Chè đinh Tân Cương" in page
    assert "700.000₫" in page
    assert "722.000₫" in page  # with what sending costs


def test_the_cookie_is_opaque_and_only_its_hash_is_kept(
    client: Client, tea: Variant, session: Session
) -> None:
    answer = add(client, tea)
    [cookie] = [c for c in answer.headers.get_list("set-cookie") if c.startswith("ng-gio=")]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert session.exec(select(Cart.token_hash)).one() not in cookie


def test_the_same_variant_twice_is_one_line(client: Client, tea: Variant, session: Session) -> None:
    add(client, tea, 2)
    add(client, tea, 3)
    assert quantities(session) == [5]


@pytest.mark.parametrize(
    "typed", ["0", "-1", "1.5", "1e9", "1000000000", "NaN", "", "abc", "99999999999999999999"]
)
def test_a_quantity_that_is_none_is_explained_and_changes_nothing(
    client: Client, tea: Variant, session: Session, typed: str
) -> None:
    add(client, tea, 2)
    answer = change(client, tea, typed)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert f'value="{typed}"' in answer.text
    assert quantities(session) == [2]


@pytest.mark.parametrize("typed", ["0", "-1", "1.5", "1e9", "NaN"])
def test_a_tampered_quantity_adds_nothing(
    client: Client, tea: Variant, session: Session, typed: str
) -> None:
    answer = add(client, tea, typed)
    assert answer.status_code == 422
    assert "Chưa thêm được vào giỏ" in answer.text
    assert session.exec(select(Cart)).first() is None


def test_a_tampered_price_is_not_even_read(client: Client, tea: Variant) -> None:
    form = {"variant": str(tea.id), "quantity": "1", "price": "1", "unit_price": "1"}
    client.post("/gio-hang/them", data=form)
    assert "350.000₫" in client.get("/gio-hang").text


def test_more_than_there_is_is_refused_with_what_there_is(
    client: Client, tea: Variant, session: Session
) -> None:
    answer = add(client, tea, 11)
    assert answer.status_code == 422
    assert "Chỉ còn 10" in answer.text
    assert session.exec(select(Cart)).first() is None


def test_what_is_sold_out_is_refused(client: Client, tea: Variant) -> None:
    tea.on_hand = 0
    assert "Quy cách này vừa hết hàng" in add(client, tea).text


def test_more_than_an_order_may_hold_is_refused(client: Client, session: Session) -> None:
    tea = make_variant(session, on_hand=500, max_per_order=20)
    assert "Mỗi đơn tối đa 20" in add(client, tea, 21).text


@pytest.mark.parametrize("variant", ["", "x", "0199f5a0-0000-7000-8000-000000000000"])
def test_an_unknown_variant_is_explained(client: Client, variant: str) -> None:
    answer = client.post("/gio-hang/them", data={"variant": variant, "quantity": "1"})
    assert answer.status_code in (409, 422)
    assert "Chưa thêm được vào giỏ" in answer.text


def test_a_product_of_a_seller_who_is_not_approved_cannot_be_added(
    client: Client, session: Session
) -> None:
    seller = make_seller(session, status="suspended")
    tea = make_variant(session, make_product(session, seller))
    assert add(client, tea).status_code == 409


def test_quantity_changes_and_lines_go_without_scripts(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea, 2)
    assert change(client, tea, 5).status_code == 303
    assert quantities(session) == [5]
    assert client.cookies["ng_gio"] == "5"
    token = hidden(client.get("/gio-hang").text)["_token"]
    client.post("/gio-hang/bo", data={"variant": str(tea.id), "_token": token})
    assert quantities(session) == []
    assert "Giỏ còn trống" in client.get("/gio-hang").text


def test_a_change_without_the_pages_token_is_refused(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea, 2)
    form = {"variant": str(tea.id), "quantity": "5"}
    assert client.post("/gio-hang/so-luong", data=form).status_code == 403
    assert quantities(session) == [2]


def test_another_sites_page_cannot_fill_the_basket(client: Client, tea: Variant) -> None:
    form = {"variant": str(tea.id), "quantity": "1"}
    headers = {"sec-fetch-site": "cross-site"}
    assert client.post("/gio-hang/them", data=form, headers=headers).status_code == 403


def test_a_basket_is_its_browsers_alone(
    visit: Callable[[], Client], tea: Variant, session: Session
) -> None:
    owner, stranger = visit(), visit()
    add(owner, tea, 2)
    assert "Giỏ còn trống" in stranger.get("/gio-hang").text
    form = {"variant": str(tea.id), "quantity": "9"}
    stranger.post("/gio-hang/so-luong", data=form)
    stranger.post("/gio-hang/bo", data=form)
    assert quantities(session) == [2]


def test_what_changed_since_it_was_added_is_shown(client: Client, session: Session) -> None:
    dearer, few, gone, out = (make_variant(session) for _ in range(4))
    for variant in (dearer, few, gone, out):
        add(client, variant, 3)
    dearer.price = 400_000
    few.on_hand = 2
    session.get_one(type(gone), gone.id)
    product = make_product(session)
    gone.product_id = product.id
    product.status = ProductStatus.ARCHIVED
    out.on_hand = 0
    session.flush()
    page = client.get("/gio-hang").text
    assert "trước 350.000₫, nay 400.000₫" in page
    assert "Chỉ còn 2, bớt số lượng" in page
    assert "Người bán đã ngừng bán món này" in page
    assert "Quy cách này vừa hết hàng" in page
    assert 'href="/thanh-toan"' not in page
    client.post("/gio-hang/chinh", data={"_token": hidden(page)["_token"]})
    assert quantities(session) == [2, 3]
    assert 'href="/thanh-toan"' in client.get("/gio-hang").text


def test_buying_now_goes_to_checkout_with_that_line_alone(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, make_variant(session, price=99_000), 1)
    answer = add(client, tea, 2, path="mua-ngay")
    where = answer.headers["location"]
    assert where.startswith("/thanh-toan?gio=")
    page = client.get(where).text
    assert "700.000₫" in page
    assert "99.000₫" not in page
    assert client.cookies["ng_gio"] == "1"


def test_the_basket_speaks_english(client: Client, tea: Variant) -> None:
    answer = client.post("/en/gio-hang/them", data={"variant": str(tea.id), "quantity": "1"})
    assert answer.headers["location"] == "/en/gio-hang?them=1"
    assert "Dinh tea" in client.get("/en/gio-hang").text


def test_a_basket_costs_the_same_statements_however_many_lines(
    client: Client, session: Session, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(4):
            add(client, make_variant(session))
        queries.clear()
        client.get("/gio-hang")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_full_basket_takes_no_further_kind_but_more_of_the_same(
    client: Client, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MOST_LINES", 2)
    goods = [make_variant(session) for _ in range(3)]
    for variant in goods[:2]:
        add(client, variant)
    refused = add(client, goods[2])
    assert refused.status_code == 422
    assert "Giỏ đã đầy" in refused.text
    assert add(client, goods[0]).status_code == 303
    assert quantities(session) == [1, 2]


def test_buying_now_is_refused_like_adding(client: Client, tea: Variant) -> None:
    assert add(client, tea, 0, path="mua-ngay").status_code == 422
    assert add(client, tea, 11, path="mua-ngay").status_code == 422
    tea.active = False
    assert add(client, tea, 1, path="mua-ngay").status_code == 409


def test_more_than_there_is_cannot_be_typed_into_the_basket(
    client: Client, tea: Variant, session: Session
) -> None:
    add(client, tea, 2)
    answer = change(client, tea, 11)
    assert answer.status_code == 422
    assert "Chỉ còn 10" in answer.text
    assert 'value="11"' in answer.text
    assert quantities(session) == [2]


def test_a_basket_of_one_thing_to_buy_now_can_be_edited_too(
    client: Client, tea: Variant, session: Session
) -> None:
    apart = add(client, tea, 2, path="mua-ngay").headers["location"].partition("gio=")[2]
    page = client.get("/gio-hang", params={"gio": apart}).text
    form = hidden(page) | {"variant": str(tea.id), "quantity": "4"}
    answer = client.post("/gio-hang/so-luong", data=form)
    assert answer.headers["location"] == f"/gio-hang?gio={apart}"
    assert quantities(session) == [4]


def test_nobodys_basket_cannot_be_changed(client: Client, tea: Variant, session: Session) -> None:
    form = {"variant": str(tea.id), "quantity": "4", "gio": "khong-co-gio-nay"}
    for path in ("so-luong", "bo", "chinh"):
        assert client.post(f"/gio-hang/{path}", data=form).status_code == 303
    assert session.exec(select(Cart)).first() is None
