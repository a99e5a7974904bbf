"""A seller's products: their list, their text, the switch that takes one off the shop."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Body, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError

from app.catalog.api import own
from app.catalog.api.schemas import ContentIn, ContentPatch, ProductOut, ProductRow
from app.catalog.models import Product, ProductStatus
from app.catalog.queries import desk
from app.catalog.service import content, products
from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.ids import new_id
from app.core.rest import cursors
from app.core.rest.conditions import IfMatch, require_match
from app.core.rest.cursors import CursorText
from app.core.rest.document import CONFLICT, CREATED
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Page, Slug, answer
from app.tokens.deps import ProductsReader, ProductsWriter

router = api_router("products")
LIST = "/seller/products"
ONE = LIST + "/{slug}"


@router.get(
    LIST,
    operation_id="listOwnProducts",
    summary=mark("Sản phẩm của đơn vị, mới nhất trước"),
    response_model=Page[ProductRow],
)
def list_products(
    caller: ProductsReader,
    session: SessionDep,
    status: ProductStatus | None = None,
    cursor: CursorText = "",
) -> Response:
    place = f"own-products:{caller.seller.id}:{status}"
    before = UUID(cursors.read(place, cursor)[0]) if cursor else None
    rows = desk.seller_products(session, caller.seller.id, status, before)
    items = [_row(row) for row in rows[: desk.PAGE]]
    more = len(rows) > desk.PAGE
    following = cursors.write(place, str(rows[desk.PAGE - 1].id)) if more else None
    return answer(Page[ProductRow](items=items, next_cursor=following))


def _row(row: Any) -> ProductRow:
    facts = {name: getattr(row, name) for name in ("slug", "name", "status", "paused", "listed")}
    return ProductRow(
        **facts,
        waits=row.revised,
        decision_reason=row.decision_reason,
        price=row.price,
        available=row.stock,
    )


@router.post(
    LIST,
    status_code=201,
    operation_id="createProduct",
    summary=mark("Thêm một sản phẩm nháp"),
    response_model=ProductOut,
    responses=CREATED,
)
def create_product(body: ContentIn, caller: ProductsWriter, session: SessionDep) -> Response:
    written = own.content_of(session, body)
    product = products.start_product(session, caller.seller.id, new_id(), written)
    where = f"/api/v1{LIST}/{product.slug}"
    return answer(own.shown(session, product), 201, location=where)


@router.get(
    ONE,
    operation_id="getOwnProduct",
    summary=mark("Một sản phẩm của đơn vị"),
    response_model=ProductOut,
)
def get_product(slug: Slug, caller: ProductsReader, session: SessionDep) -> Response:
    return answer(own.shown(session, own.product_of(session, caller, slug)))


@router.put(
    ONE,
    operation_id="replaceProductContent",
    summary=mark("Thay toàn bộ nội dung; sản phẩm đã duyệt thì bản mới chờ duyệt"),
    response_model=ProductOut,
    responses=CONFLICT,
)
def replace_content(
    slug: Slug,
    body: ContentIn,
    caller: ProductsWriter,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Response:
    product = own.held(session, caller, slug)
    require_match(if_match, own.shown(session, product))
    return _written(session, caller, product.id, body)


@router.patch(
    ONE,
    operation_id="changeProductContent",
    summary=mark("Sửa vài mục của nội dung (JSON Merge Patch)"),
    response_model=ProductOut,
    responses=CONFLICT,
)
def change_content(
    slug: Slug,
    body: Annotated[ContentPatch, Body()],
    caller: ProductsWriter,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Response:
    product = own.held(session, caller, slug)
    before = own.shown(session, product)
    require_match(if_match, before)
    return _written(session, caller, product.id, _patched(before, body))


def _patched(before: ProductOut, body: ContentPatch) -> ContentIn:
    merged = merge(before.content.model_dump(), body.model_dump(exclude_unset=True))
    try:
        return ContentIn.model_validate(merged)
    except ValidationError as wrong:  # `null` for what cannot be left out
        faults = [{**fault, "loc": ("body", *fault["loc"])} for fault in wrong.errors()]
        raise RequestValidationError(faults) from wrong


def merge(whole: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """
    >>> merge({"a": {"b": 1, "c": 2}, "d": 3}, {"a": {"b": 5}})
    {'a': {'b': 5, 'c': 2}, 'd': 3}
    """
    merged = dict(whole)
    for name, value in patch.items():
        inside = isinstance(value, dict) and isinstance(whole.get(name), dict)
        merged[name] = merge(whole[name], value) if inside else value
    return merged


def _written(
    session: SessionDep, caller: ProductsWriter, product_id: UUID, body: ContentIn
) -> Response:
    product = session.get_one(Product, product_id)
    edition = desk.edition(product, desk.last_revision(session, product_id))
    typed = own.content_of(session, body)
    content.edit(session, caller.user.id, product_id, typed, edition=edition)
    return answer(own.shown(session, product))


@router.delete(
    ONE,
    operation_id="archiveProduct",
    summary=mark("Cất sản phẩm đi: không bán nữa, đơn và lô cũ vẫn còn"),
    response_model=ProductOut,
)
def archive(
    slug: Slug, caller: ProductsWriter, session: SessionDep, if_match: IfMatch = None
) -> Response:
    product = own.held(session, caller, slug)
    require_match(if_match, own.shown(session, product))
    return answer(own.shown(session, products.archive(session, product.id)))
