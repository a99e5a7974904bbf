"""What a product still lacks, the way to the operator and back, and the seller's own switch."""

from fastapi import Response

from app.catalog.api import own
from app.catalog.api.schemas import Checklist, Gap, ProductOut
from app.catalog.queries import writing
from app.catalog.service import approval, content, products
from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.rest.document import CONFLICT
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Slug, answer
from app.tokens.deps import ProductsReader, ProductsWriter, StockWriter

router = api_router("products")
ONE = "/seller/products/{slug}"


@router.get(
    ONE + "/checklist",
    operation_id="getProductChecklist",
    summary=mark("Còn thiếu gì trước khi gửi duyệt"),
    response_model=Checklist,
)
def checklist(slug: Slug, caller: ProductsReader, session: SessionDep) -> Response:
    gaps = writing.product_gaps(session, own.product_of(session, caller, slug))
    missing = [Gap(part=one.part, field=one.field, detail=str(one)) for one in gaps]
    return answer(Checklist(missing=missing))


@router.post(
    ONE + "/submission",
    operation_id="submitProduct",
    summary=mark("Gửi sàn duyệt; đang chờ rồi thì không đổi gì"),
    response_model=ProductOut,
    responses=CONFLICT,
)
def submit(slug: Slug, caller: ProductsWriter, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    approval.submit(session, caller.user.id, product.id)
    return answer(own.shown(session, product))


@router.delete(
    ONE + "/revision",
    operation_id="withdrawRevision",
    summary=mark("Rút bản sửa đổi đang chờ duyệt; không có thì không đổi gì"),
    response_model=ProductOut,
)
def withdraw(slug: Slug, caller: ProductsWriter, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    content.withdraw(session, product.id)
    session.flush()  # the answer reads it
    return answer(own.shown(session, product))


@router.put(
    ONE + "/pause",
    operation_id="pauseProduct",
    summary=mark("Tạm dừng bán, có hiệu lực ngay"),
    response_model=ProductOut,
)
def pause(slug: Slug, caller: StockWriter, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    return answer(own.shown(session, products.set_paused(session, product.id, paused=True)))


@router.delete(
    ONE + "/pause",
    operation_id="resumeProduct",
    summary=mark("Bán tiếp"),
    response_model=ProductOut,
)
def resume(slug: Slug, caller: StockWriter, session: SessionDep) -> Response:
    product = own.product_of(session, caller, slug)
    return answer(own.shown(session, products.set_paused(session, product.id, paused=False)))
