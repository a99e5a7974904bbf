"""The seller's product desk, as a browser uses it."""

from collections.abc import Callable

import pytest
from sqlmodel import Session, select

from app.catalog.models import Category, Product, ProductRevision, ProductStatus
from app.catalog.queries import desk
from app.core import media
from app.core.ids import new_id
from app.sellers.models import Seller, SellerStatus
from tests.catalog.product_desk import LIST, Desk
from tests.conftest import Client, Queries
from tests.factories import (
    make_category,
    make_member,
    make_product,
    make_seller,
    make_user,
    make_variant,
)
from tests.pictures import photograph
from tests.sessions import form_token, signed_in


def test_an_empty_list_says_how_to_begin(client: Client, session: Session) -> None:
    signed_in(client, make_member(session))
    assert "Thêm sản phẩm đầu tiên" in client.get(LIST).text


def test_the_list_shows_products_by_status(on_sale: Desk, session: Session) -> None:
    seller = session.get_one(Seller, on_sale.product.seller_id)
    make_product(session, seller, name="Trà nháp", status=ProductStatus.DRAFT, listed=False)
    page = on_sale.client.get(LIST).text
    assert on_sale.product.name in page
    assert "Trà nháp" in page
    drafts = on_sale.client.get(f"{LIST}?trang-thai=draft").text
    assert "Trà nháp" in drafts
    assert on_sale.product.name not in drafts


def test_the_list_pages_through_many(client: Client, session: Session) -> None:
    seller = make_seller(session)
    signed_in(client, make_member(session, seller))
    for _ in range(desk.PAGE + 1):
        make_product(session, seller)
    first = client.get(LIST).text
    older = first.split('rel="next" href="')[1].split('"')[0]
    assert client.get(older).text.count('class="good"') == 1


def test_the_lists_queries_do_not_grow_with_products(
    client: Client, session: Session, queries: Queries
) -> None:
    seller = make_seller(session)
    signed_in(client, make_member(session, seller))
    counts = []
    for _ in range(2):
        for _ in range(5):
            make_variant(session, make_product(session, seller))
        session.flush()
        queries.clear()
        client.get(LIST)
        counts.append(len(queries))
    assert counts == [4, 4]  # session, member, products, counts


def test_a_product_is_begun_once_however_often_the_form_is_sent(
    client: Client, session: Session
) -> None:
    signed_in(client, make_member(session))
    category = make_category(session)
    assert client.get(f"{LIST}/moi").status_code == 200
    said = {"product_id": str(new_id()), "category_id": str(category.id), "name": "Chè nõn tôm"}
    token = form_token(client)
    answers = [client.post(LIST, data=said | token) for _ in range(2)]
    assert [answer.headers["location"] for answer in answers] == [f"{LIST}/che-non-tom"] * 2
    assert session.exec(select(Product.name)).all() == ["Chè nõn tôm"]


def test_a_form_with_the_id_of_another_sellers_product_finds_nothing(
    client: Client, session: Session
) -> None:
    signed_in(client, make_member(session))
    theirs, category = make_product(session), make_category(session)
    said = {"product_id": str(theirs.id), "category_id": str(category.id), "name": "Chè nõn tôm"}
    assert client.post(LIST, data=said | form_token(client)).status_code == 404
    assert session.exec(select(Product.name)).all() == [theirs.name]


def test_beginning_without_a_name_keeps_what_was_typed(client: Client, session: Session) -> None:
    signed_in(client, make_member(session))
    category = make_category(session)
    said = {"product_id": str(new_id()), "category_id": str(category.id), "name": "a"}
    answer = client.post(LIST, data=said | form_token(client))
    assert answer.status_code == 422
    assert f'value="{category.id}" data-group="{category.slug}" selected' in answer.text


def test_a_draft_says_what_is_missing(draft: Desk) -> None:
    page = draft.get().text
    assert "Còn thiếu 7 mục" in page
    assert "/noi-dung#f-ingredients" in page
    assert draft.post("/gui-duyet").status_code == 409


def test_a_complete_draft_is_sent_once(draft: Desk, session: Session) -> None:
    assert draft.post("/noi-dung", **draft.content()).status_code == 303
    make_variant(session, draft.product)
    assert draft.upload(("anh.jpg", photograph())).status_code == 303
    assert "Đủ thông tin rồi" in draft.get().text
    assert [draft.post("/gui-duyet").status_code for _ in range(2)] == [303, 303]
    product = session.get_one(Product, draft.product.id)
    assert product.status is ProductStatus.PENDING
    assert "Đang chờ sàn duyệt" in draft.get().text


def test_a_seller_who_is_not_approved_may_draft_but_not_send(draft: Desk, session: Session) -> None:
    session.get_one(Seller, draft.product.seller_id).status = SellerStatus.SUBMITTED
    assert "Hồ sơ đơn vị còn chờ sàn duyệt" in draft.get().text
    assert draft.post("/gui-duyet").status_code == 409


def test_content_is_saved_with_its_markdown_made_safe(draft: Desk) -> None:
    evil = "Chè **ngon** <script>alert(1)</script> [bấm](javascript:alert(1)) " + "x" * 60
    draft.post("/noi-dung", **draft.content(description=evil))
    page = draft.get().text
    assert "<strong>ngon</strong>" in page
    assert "<script>alert" not in page
    assert 'href="javascript' not in page


def test_content_that_is_wrong_keeps_what_was_typed(draft: Desk) -> None:
    said = draft.content(name="", shelf_life_days="lâu", summary="Một câu rất riêng")
    answer = draft.post("/noi-dung", **said)
    assert answer.status_code == 422
    assert "Một câu rất riêng" in answer.text
    assert 'id="e-shelf_life_days"' in answer.text
    assert 'id="e-name"' in answer.text


def test_tea_is_asked_for_its_type(draft: Desk, session: Session) -> None:
    tea = session.exec(select(Category).where(Category.slug == "che-hang-ngay")).one()
    draft.post("/noi-dung", **draft.content(category_id=str(tea.id)))
    assert "/noi-dung#f-tea_type" in draft.get().text


def test_a_file_over_ten_megabytes_is_named(draft: Desk) -> None:
    heavy = photograph() + b"\0" * media.MOST_BYTES
    assert "nang.jpg: Ảnh nặng quá 10 MB" in draft.upload(("nang.jpg", heavy)).text


def test_two_people_editing_do_not_overwrite_each_other(draft: Desk) -> None:
    mine = draft.content(summary="Câu của mình")
    draft.post("/noi-dung", **draft.content(summary="Câu của người kia"))
    answer = draft.post("/noi-dung", **mine)
    assert answer.status_code == 409
    for said in ("Bản vừa gõ", "Câu của mình", "Bản đang lưu", "Câu của người kia"):
        assert said in answer.text
    edition = answer.text.split('name="edition" value="')[1].split('"')[0]
    assert draft.post("/noi-dung", **mine | {"edition": edition}).status_code == 303
    assert "Câu của mình" in draft.get().text


def test_an_approved_text_stays_until_the_new_one_is_approved(
    on_sale: Desk, session: Session
) -> None:
    before = on_sale.product.name
    assert on_sale.post("/noi-dung", **on_sale.content(name="Tên mới")).status_code == 303
    assert session.get_one(Product, on_sale.product.id).name == before
    assert "Bản sửa đổi đang chờ duyệt" in on_sale.get().text
    assert 'value="Tên mới"' in on_sale.get("/noi-dung").text
    on_sale.post("/noi-dung", **on_sale.content(name="Tên mới hơn"))
    assert len(session.exec(select(ProductRevision)).all()) == 1
    on_sale.post("/rut-sua-doi")
    assert "Bản sửa đổi đang chờ duyệt" not in on_sale.get().text


def test_saving_an_approved_text_as_it_is_asks_nobody(on_sale: Desk, session: Session) -> None:
    same = dict.fromkeys(("summary", "description", "ingredients", "storage"), "")
    on_sale.post("/noi-dung", **on_sale.content(**same, shelf_life_days=""))
    assert session.exec(select(ProductRevision)).all() == []


def test_what_is_put_away_can_no_longer_be_edited(on_sale: Desk) -> None:
    assert on_sale.post("/cat-di").status_code == 303
    assert on_sale.post("/noi-dung", **on_sale.content()).status_code == 409
    assert on_sale.post("/gui-duyet").status_code == 409
    assert "Gửi ảnh" not in on_sale.get().text


ROUTES = [
    ("GET", ""),
    ("GET", "/noi-dung"),
    ("GET", "/quy-cach/moi"),
    ("GET", "/quy-cach/HOP-100"),
    ("POST", "/noi-dung"),
    ("POST", "/gui-duyet"),
    ("POST", "/tam-dung"),
    ("POST", "/ban-tiep"),
    ("POST", "/cat-di"),
    ("POST", "/rut-sua-doi"),
    ("POST", "/quy-cach"),
    ("POST", "/quy-cach/HOP-100"),
    ("POST", "/quy-cach/HOP-100/gia-va-ton"),
    ("POST", "/anh"),
    ("POST", f"/anh/{'0' * 64}/bo"),
    ("POST", f"/anh/{'0' * 64}/anh-bia"),
]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_another_sellers_product_does_not_exist(
    on_sale: Desk,
    visit: Callable[[], Client],
    session: Session,
    method: str,
    part: str,
) -> None:
    for stranger in (make_member(session), make_user(session)):
        browser = signed_in(visit(), stranger)
        data = form_token(browser) if method == "POST" else None
        answer = browser.request(method, on_sale.path + part, data=data)
        assert answer.status_code == 404
    assert visit().request(method, on_sale.path + part).status_code in {303, 403}
