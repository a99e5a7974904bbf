"""The operator's desk: what waits, and what a decision does."""

from collections.abc import Callable
from typing import Any

import pytest
from httpx2 import Response
from sqlmodel import Session, select

from app.catalog.models import Product, ProductImage, ProductRevision, ProductStatus
from app.catalog.queries import desk
from app.catalog.rules.content import Content
from app.catalog.service import approval, images, listing
from app.catalog.service import content as commands
from app.catalog.service.approval import Decided
from app.catalog.service.content import Stale
from app.core.db import utc_now
from app.core.errors import NotFound
from app.core.media import Medium
from app.identity import queries as identity
from app.identity.models import User
from app.sellers.models import Seller
from tests.conftest import Client, Queries
from tests.factories import make_member, make_operator, make_product, make_seller, make_variant
from tests.sessions import form_token, signed_in

QUEUE = "/dieu-hanh/san-pham"
WHOLE = {
    "summary": "Búp đinh hái tay.",
    "description": "Búp đinh hái lúc sương chưa tan, sao suốt trên chảo gang, hương cốm.",
    "label": {"ingredients": "Búp chè", "storage": "Nơi khô", "shelf_life_days": 730},
}


def make_whole(session: Session, **fields: Any) -> Product:
    """A product that lacks nothing, with a variant and a ready picture."""
    product = make_product(session, **WHOLE | fields)
    make_variant(session, product)
    said = {"width": 800, "height": 800, "ready": True}
    images.save_image(session, product.id, "a" * 64, **said)  # type: ignore[arg-type]
    return product


def make_pending(session: Session, **fields: Any) -> Product:
    waiting = {"status": ProductStatus.PENDING, "submitted_at": utc_now(), "published_at": None}
    return make_whole(session, **waiting | fields)


def make_revision(session: Session, product: Product, **changes: object) -> ProductRevision:
    text = Content.model_validate(product).model_copy(update=changes)
    actor = make_member(session, session.get_one(Seller, product.seller_id))
    edition = desk.edition(product, desk.pending_revision(session, product.id))
    revision = commands.edit(session, actor.id, product.id, text, edition=edition)
    assert revision is not None
    return revision


class Operator:
    def __init__(self, client: Client, session: Session) -> None:
        self.client, self.session = client, session
        self.user: User = make_operator(session)
        signed_in(client, self.user)
        self.token = form_token(client)

    def decide(self, product: Product, what: str, **data: str) -> Response:
        shown = self.session.get_one(Product, product.id)
        pending = desk.pending_revision(self.session, product.id)
        said = {"edition": desk.edition(shown, pending)} | self.token | data
        return self.client.post(f"{QUEUE}/{shown.slug}/{what}", data=said)


@pytest.fixture
def operator(client: Client, session: Session) -> Operator:
    return Operator(client, session)


def test_the_queue_shows_new_products_and_changes(operator: Operator, session: Session) -> None:
    new, changed = make_pending(session, name="Chè mới"), make_whole(session, name="Chè cũ")
    make_revision(session, changed, summary="Câu khác")
    page = operator.client.get(QUEUE).text
    assert page.index("Chè mới") < page.index("Chè cũ")
    assert "Sửa đổi" in page
    assert new.seller_name in page


def test_an_empty_queue_says_so(operator: Operator) -> None:
    assert "Không còn sản phẩm nào chờ duyệt" in operator.client.get(QUEUE).text


def test_the_queues_queries_do_not_grow(
    operator: Operator, session: Session, queries: Queries
) -> None:
    counts = []
    for _ in range(2):
        for _ in range(3):
            make_pending(session)
        session.flush()
        queries.clear()
        operator.client.get(QUEUE)
        counts.append(len(queries))
    assert counts == [3, 3]  # session, counts, queue


def test_the_review_shows_everything_a_decision_rests_on(
    operator: Operator, session: Session
) -> None:
    product = make_pending(session, tea_type="dinh")
    page = operator.client.get(f"{QUEUE}/{product.slug}").text
    for said in ("Búp chè", "730", "350.000₫", product.seller_name, "Chè đinh", "SKU-"):
        assert said in page


def test_approving_puts_the_product_in_the_shop_and_is_recorded(
    operator: Operator, session: Session
) -> None:
    product = make_pending(session)
    assert operator.decide(product, "duyet").status_code == 303
    product = session.get_one(Product, product.id)
    assert (product.status, product.listed) == (ProductStatus.APPROVED, True)
    assert product.published_at is not None
    (entry,) = identity.audit_trail(session, product.id)
    assert (entry.action, entry.actor_id) == ("product.approve", operator.user.id)
    assert operator.decide(product, "duyet").status_code == 409
    assert "Duyệt" in operator.client.get(f"{QUEUE}/{product.slug}").text


def test_a_refusal_needs_a_reason_and_the_seller_reads_it(
    operator: Operator, session: Session
) -> None:
    product = make_pending(session)
    answer = operator.decide(product, "tu-choi", reason="  ")
    assert answer.status_code == 422
    assert "Mời ghi lý do" in answer.text
    assert operator.decide(product, "tu-choi", reason="Ảnh chưa rõ nhãn.").status_code == 303
    product = session.get_one(Product, product.id)
    assert (product.status, product.decision_reason) == (
        ProductStatus.REJECTED,
        "Ảnh chưa rõ nhãn.",
    )
    assert identity.audit_trail(session, product.id)[0].reason == "Ảnh chưa rõ nhãn."


def test_an_operator_decides_only_about_what_was_looked_at(
    operator: Operator, session: Session
) -> None:
    product = make_pending(session)
    edition = desk.edition(product, None)
    text = Content.model_validate(product).model_copy(update={"summary": "Vừa sửa"})
    commands.edit(session, make_member(session).id, product.id, text, edition=edition)
    answer = operator.decide(product, "duyet", edition=edition)
    assert answer.status_code == 409
    assert "Vừa sửa" in answer.text
    assert session.get_one(Product, product.id).status is ProductStatus.PENDING


def test_what_lacks_something_is_not_approved(operator: Operator, session: Session) -> None:
    product = make_pending(session, label={})
    answer = operator.decide(product, "duyet")
    assert answer.status_code == 409
    assert "Thành phần" in answer.text


def test_what_has_no_ready_picture_is_not_approved_yet(
    operator: Operator, session: Session
) -> None:
    product = make_pending(session)
    for image in session.exec(select(ProductImage)).all():
        image.ready = False
    session.flush()
    listing.relist(session, product.id)
    assert "Ảnh đang xử lý" in operator.decide(product, "duyet").text


def test_an_approved_change_replaces_the_text_and_the_address(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session, name="Chè đinh", slug="che-dinh")
    make_revision(session, product, name="Chè đinh Tân Cương")
    page = operator.client.get(f"{QUEUE}/che-dinh").text
    assert "Chè <del>đinh</del>" in page
    assert "Chè <ins>đinh Tân Cương</ins>" in page
    assert operator.decide(product, "duyet").status_code == 303
    product = session.get_one(Product, product.id)
    assert (product.name, product.slug) == ("Chè đinh Tân Cương", "che-dinh-tan-cuong")
    assert identity.audit_trail(session, product.id)[0].action == "product.approve_revision"
    assert operator.decide(product, "duyet").status_code == 409


def test_an_approved_change_of_pictures_shows_them_in_their_order(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session)
    new = Medium("b" * 64, 800, 800, ready=True)
    added = images.add_photo(session, operator.user.id, product.id, new)
    images.make_cover(session, operator.user.id, product.id, "b" * 64)
    assert session.get_one(Product, product.id).cover == "a" * 64
    assert "Chỉ thay ảnh" in operator.client.get(f"{QUEUE}/{product.slug}").text
    operator.decide(product, "duyet")
    assert session.get_one(Product, product.id).cover == "b" * 64
    assert added.live


def test_a_refused_change_leaves_the_product_as_it_was(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session)
    revision = make_revision(session, product, summary="Chữa bách bệnh")
    assert operator.decide(product, "tu-choi", reason="Bỏ lời chữa bệnh.").status_code == 303
    assert session.get_one(Product, product.id).summary == "Búp đinh hái tay."
    assert session.get_one(ProductRevision, revision.id).decision_reason == "Bỏ lời chữa bệnh."
    assert desk.written(product, revision).summary == "Chữa bách bệnh"


def test_taking_down_is_immediate_recorded_and_safe_to_repeat(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session)
    make_revision(session, product, summary="Đang chờ")
    assert operator.decide(product, "go", reason="x").status_code == 422
    for _ in range(2):
        assert operator.decide(product, "go", reason="Giấy tờ hết hạn.").status_code == 303
    product = session.get_one(Product, product.id)
    assert (product.status, product.listed) == (ProductStatus.REJECTED, False)
    assert desk.pending_revision(session, product.id) is None
    actions = [entry.action for entry in identity.audit_trail(session, product.id)]
    assert actions == ["product.take_down"]


def test_products_on_sale_are_found_by_name_or_maker(operator: Operator, session: Session) -> None:
    product = make_whole(session, seller=make_seller(session, name="HTX Vô Tranh"))
    listing.relist(session, product.id)
    assert product.name in operator.client.get(f"{QUEUE}?q=vô tranh").text
    assert "Không thấy sản phẩm nào" in operator.client.get(f"{QUEUE}?q=100%").text


ROUTES = [("GET", ""), ("GET", "/{slug}")]
ROUTES += [("POST", f"/{{slug}}/{what}") for what in ("duyet", "tu-choi", "go")]


@pytest.mark.parametrize(("method", "part"), ROUTES)
def test_only_operators_decide(
    visit: Callable[[], Client], session: Session, method: str, part: str
) -> None:
    product = make_pending(session)
    seller = session.get_one(Seller, product.seller_id)
    member = signed_in(visit(), make_member(session, seller))
    path = QUEUE + part.format(slug=product.slug)
    data = form_token(member) if method == "POST" else None
    assert member.request(method, path, data=data).status_code == 403
    assert visit().request(method, path).status_code in {303, 403}


def test_an_unknown_product_is_not_found(operator: Operator) -> None:
    assert operator.client.get(f"{QUEUE}/khong-co").status_code == 404


def test_a_change_of_what_is_no_longer_on_sale_is_not_decided(
    operator: Operator, session: Session
) -> None:
    product = make_whole(session)
    revision = make_revision(session, product, summary="Câu khác")
    edition = desk.edition(product, revision)
    for stale in ("1.9", edition):
        if stale == edition:
            product.status = ProductStatus.ARCHIVED
        expected = NotFound if stale == edition else Stale
        with pytest.raises(expected):
            approval.approve_revision(session, operator.user.id, product.id, edition=stale)


def test_a_change_decided_by_somebody_else_is_decided(operator: Operator, session: Session) -> None:
    product = make_whole(session)
    with pytest.raises(Decided):
        approval.reject_revision(
            session, operator.user.id, product.id, edition="1.0", reason="Muộn rồi"
        )


def test_a_change_is_withdrawn_once(session: Session) -> None:
    product = make_whole(session)
    make_revision(session, product, summary="Câu khác")
    for _ in range(2):
        commands.withdraw(session, product.id)
    assert desk.pending_revision(session, product.id) is None


def test_saving_the_same_text_of_a_draft_changes_nothing(session: Session) -> None:
    product = make_pending(session)
    same = Content.model_validate(product)
    edition = desk.edition(product, None)
    assert (
        commands.edit(session, make_member(session).id, product.id, same, edition=edition) is None
    )
    assert desk.edition(session.get_one(Product, product.id), None) == edition
