"""The seller's product desk, as a browser uses it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from sqlalchemy import text
from sqlmodel import Session, select

from app.catalog import tasks
from app.catalog.models import Category, Product, ProductImage, ProductRevision, ProductStatus
from app.catalog.queries import desk
from app.catalog.service import listing
from app.core import media
from app.core.config import settings
from app.core.ids import new_id
from app.sellers.models import Seller, SellerStatus
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

LIST = "/ban-hang/san-pham"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "var_dir", tmp_path)


class Desk:
    """A signed-in member of a seller, and one product of that seller."""

    def __init__(self, client: Client, session: Session, **fields: Any) -> None:
        self.client, self.session = client, session
        self.product = make_product(session, **fields)
        seller = session.get_one(Seller, self.product.seller_id)
        self.user = make_member(session, seller)
        signed_in(client, self.user)
        self.token = form_token(client)

    @property
    def path(self) -> str:
        return f"{LIST}/{self.session.get_one(Product, self.product.id).slug}"

    def get(self, part: str = "") -> Response:
        return self.client.get(self.path + part)

    def post(self, part: str, **data: object) -> Response:
        return self.client.post(self.path + part, data={**self.token, **data})

    def upload(self, *files: tuple[str, bytes]) -> Response:
        photos = [("photo", file) for file in files]
        return self.client.post(f"{self.path}/anh", data=self.token, files=photos)

    def content(self, **changes: object) -> dict[str, object]:
        """The content form as it stands, with `changes` typed over it."""
        product = self.session.get_one(Product, self.product.id)
        said = {
            "edition": desk.edition(product, desk.last_revision(self.session, product.id)),
            "category_id": str(product.category_id),
            "name": product.name,
            "summary": "Búp đinh hái tay.",
            "description": "Búp đinh hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm.",
            "ingredients": "Búp chè LDP1",
            "storage": "Nơi khô, tránh nắng",
            "shelf_life_days": "730",
        }
        return said | changes


@pytest.fixture
def draft(client: Client, session: Session) -> Desk:
    return Desk(client, session, status=ProductStatus.DRAFT, published_at=None, listed=False)


@pytest.fixture
def on_sale(client: Client, session: Session) -> Desk:
    at_desk = Desk(client, session)
    make_variant(session, at_desk.product, sku="HOP-100")
    listing.relist(session, at_desk.product.id)
    return at_desk


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


def test_beginning_without_a_name_keeps_what_was_typed(client: Client, session: Session) -> None:
    signed_in(client, make_member(session))
    category = make_category(session)
    said = {"product_id": str(new_id()), "category_id": str(category.id), "name": "a"}
    answer = client.post(LIST, data=said | form_token(client))
    assert answer.status_code == 422
    assert f'value="{category.id}" selected' in answer.text


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
    tea = session.exec(select(Category).where(Category.slug == desk.TEA)).one()
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
    assert 'value="Câu của mình"' in answer.text
    assert "“Câu của người kia”" in answer.text
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
    draft.post("/quy-cach/TUI-500", **BOX | {"price": "850.000", "on_hand": "0"})
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
    answer = draft.post("/quy-cach/TUI-500", **BOX | {"gross_grams": "1"})
    assert "không thể nhẹ hơn" in answer.text
    make_variant(session, draft.product, sku="HOP-1")
    answer = draft.post("/quy-cach/TUI-500", **BOX | {"sku": "HOP-1"})
    assert "Mã SKU này đã dùng" in answer.text


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
