"""What shoppers read of a product is what an operator approved, whatever happens to it later."""

from collections.abc import Callable

import pytest
from sqlmodel import Session

from app.catalog.models import Product, ProductStatus, RevisionStatus
from app.catalog.queries import desk
from app.catalog.service import approval, content, drafts, images, listing, products
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.media import Medium
from app.identity.models import User
from tests.catalog.test_approval_pages import make_pending, make_revision, make_whole
from tests.conftest import Client
from tests.factories import make_operator

MENDED = "Búp non hái tay, sao lửa nhỏ."


@pytest.fixture
def operator(session: Session) -> User:
    return make_operator(session)


@pytest.fixture
def taken_down(session: Session, operator: User) -> Product:
    product = make_whole(session)
    listing.relist(session, product.id)
    approval.take_down(session, operator.id, product.id, reason="Giấy tờ hết hạn.")
    return product


def reads(client: Client, product: Product) -> set[int]:
    """The answers of the page and of the API."""
    addresses = (f"/san-pham/{product.slug}", f"/api/v1/products/{product.slug}")
    return {client.get(address).status_code for address in addresses}


def test_what_is_taken_down_is_read_by_nobody(client: Client, taken_down: Product) -> None:
    assert reads(client, taken_down) == {404}


def edit(session: Session, product: Product) -> None:
    text = desk.written(product, None).model_copy(update={"summary": MENDED})
    content.edit(session, product.seller_id, product.id, text, edition=desk.edition(product, None))


def autosave(session: Session, product: Product) -> None:
    text = desk.written(product, None).model_copy(update={"summary": MENDED})
    edition = desk.edition(product, None)
    drafts.autosave(session, product.seller_id, product.id, {}, text, edition=edition)


def add_photo(session: Session, product: Product) -> None:
    images.add_photo(session, product.seller_id, product.id, Medium("b" * 64, 800, 800, ready=True))


@pytest.mark.parametrize("act", [edit, autosave, add_photo])
def test_mending_it_shows_nothing_before_it_is_approved_again(
    client: Client,
    session: Session,
    taken_down: Product,
    operator: User,
    act: Callable[[Session, Product], None],
) -> None:
    act(session, taken_down)
    assert reads(client, taken_down) == {404}
    taken_down.status, taken_down.submitted_at = ProductStatus.PENDING, utc_now()
    assert reads(client, taken_down) == {404}
    edition = desk.edition(taken_down, None)
    approval.approve(session, operator.id, taken_down.id, edition=edition)
    assert reads(client, taken_down) == {200}


def test_the_page_of_what_is_put_away_stays_if_its_text_was_approved(
    client: Client, session: Session, taken_down: Product
) -> None:
    approved = make_whole(session)
    for product in (approved, taken_down):
        products.archive(session, product.id)
        products.archive(session, product.id)
    assert reads(client, approved) == {200}
    assert reads(client, taken_down) == {404}


def test_a_change_of_what_is_put_away_waits_for_nobody(session: Session) -> None:
    product = make_whole(session)
    revision = make_revision(session, product, summary="Đang chờ")
    products.archive(session, product.id)
    assert revision.status is RevisionStatus.WITHDRAWN
    assert desk.pending_revision(session, product.id) is None


def test_a_change_takes_the_last_picture_from_no_product(session: Session, operator: User) -> None:
    product = make_whole(session)
    listing.relist(session, product.id)
    images.remove_photo(session, product.seller_id, product.id, "a" * 64)
    waiting = desk.pending_revision(session, product.id)
    assert waiting is not None
    with pytest.raises(approval.Incomplete, match="Ít nhất một tấm ảnh"):
        approve_change(session, operator, product)
    images.add_photo(
        session, product.seller_id, product.id, Medium("c" * 64, 800, 800, ready=False)
    )
    with pytest.raises(Conflict, match="Ảnh đang xử lý"):
        approve_change(session, operator, product)
    images.make_ready(session, "c" * 64)
    approve_change(session, operator, product)
    assert product.cover == "c" * 64


def approve_change(session: Session, operator: User, product: Product) -> None:
    edition = desk.edition(product, desk.pending_revision(session, product.id))
    approval.approve_revision(session, operator.id, product.id, edition=edition)


def test_a_draft_is_read_by_nobody(client: Client, session: Session) -> None:
    assert reads(client, make_pending(session)) == {404}
