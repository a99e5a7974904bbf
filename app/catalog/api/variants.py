"""A product's weights and packagings, their prices and how many there are."""

from typing import Any

from fastapi import Response
from pydantic import ValidationError

from app.catalog.api import own
from app.catalog.api.schemas import (
    SKU,
    NewVariant,
    StockChange,
    VariantChange,
    VariantList,
    VariantOut,
)
from app.catalog.models import Variant
from app.catalog.queries import desk
from app.catalog.service import variants
from app.catalog.service.variants import Seen, VariantIn
from app.core import forms
from app.core.db import SessionDep
from app.core.errors import Invalid, NotFound
from app.core.i18n import mark
from app.core.rest.conditions import IfMatch, require_match
from app.core.rest.document import CREATED
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Slug, answer
from app.tokens.deps import ProductsReader, ProductsWriter, StockWriter

router = api_router("variants")
LIST = "/seller/products/{slug}/variants"
ONE = LIST + "/{sku}"


@router.get(
    LIST,
    operation_id="listVariants",
    summary=mark("Các quy cách của sản phẩm"),
    response_model=VariantList,
)
def list_variants(slug: Slug, caller: ProductsReader, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    found = desk.variants_of(session, product.id)
    return answer(VariantList(items=[VariantOut.model_validate(one) for one in found]))


@router.post(
    LIST,
    status_code=201,
    operation_id="addVariant",
    summary=mark("Thêm một quy cách; gửi lại y hệt thì vẫn là một"),
    response_model=VariantOut,
    responses=CREATED,
)
def add_variant(
    slug: Slug, body: NewVariant, caller: ProductsWriter, session: SessionDep
) -> Response:
    product = own.product_of(session, caller, slug)
    added = variants.add_variant(session, product.id, _checked(body.model_dump()))
    where = f"/api/v1/seller/products/{slug}/variants/{added.sku}"
    return answer(VariantOut.model_validate(added), 201, location=where)


@router.get(
    ONE,
    operation_id="getVariant",
    summary=mark("Một quy cách"),
    response_model=VariantOut,
)
def get_variant(slug: Slug, sku: SKU, caller: ProductsReader, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    found = next((v for v in desk.variants_of(session, product.id) if v.sku == sku), None)
    if found is None:
        raise NotFound
    return answer(VariantOut.model_validate(found))


@router.put(
    ONE,
    operation_id="replaceVariant",
    summary=mark("Thay mọi mục của quy cách, trừ tồn kho"),
    response_model=VariantOut,
)
def replace_variant(
    slug: Slug,
    sku: SKU,
    body: VariantChange,
    caller: ProductsWriter,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Response:
    found = _held(session, caller, slug, sku, if_match)
    given = _checked(body.model_dump() | {"on_hand": found.on_hand})
    changed = variants.update_variant(session, found.product_id, sku, given)
    return answer(VariantOut.model_validate(changed))


@router.patch(
    ONE,
    operation_id="changeStock",
    summary=mark("Đổi giá, tồn kho hoặc bật tắt; có hiệu lực ngay"),
    response_model=VariantOut,
)
def change_stock(
    slug: Slug,
    sku: SKU,
    body: StockChange,
    caller: StockWriter,
    session: SessionDep,
    if_match: IfMatch = None,
) -> Response:
    found = _held(session, caller, slug, sku, if_match)
    seen = Seen(seen_price=found.price, seen_on_hand=found.on_hand)
    price = found.price if body.price is None else body.price
    on_hand = found.on_hand if body.on_hand is None else body.on_hand
    changed = variants.set_price_and_stock(
        session, found.product_id, sku, price=price, on_hand=on_hand, seen=seen
    )
    if body.active is not None and body.active is not changed.active:
        given = VariantIn.model_validate(changed).model_copy(update={"active": body.active})
        changed = variants.update_variant(session, found.product_id, sku, given)
    return answer(VariantOut.model_validate(changed))


def _held(
    session: SessionDep, caller: ProductsWriter, slug: str, sku: str, if_match: str | None
) -> Variant:
    """Locked with its product, and as the client saw it. Raises NotFound, ConditionFailed."""
    product = own.product_of(session, caller, slug)
    _, found = variants.owned_variant(session, product.id, sku)
    require_match(if_match, VariantOut.model_validate(found))
    return found


def _checked(fields: dict[str, Any]) -> VariantIn:
    """What forms and imports check too: SKU, GTIN, weights and prices that fit together."""
    try:
        return VariantIn.model_validate(fields)
    except ValidationError as wrong:
        faults = {str(each["loc"][0]): forms.sentence(each) for each in wrong.errors()}
        raise Invalid(fields=faults) from wrong
