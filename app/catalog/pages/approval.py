"""The operator's desk for products: what waits, one product with all its data, the decision."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.deps import AnyProduct
from app.catalog.models import Category, Product, ProductRevision
from app.catalog.queries import approval as queue
from app.catalog.queries import desk as queries
from app.catalog.rules.content import Content
from app.catalog.rules.forms import differences, flat
from app.catalog.rules.words import FIELDS, REASONS, TEA_TYPES
from app.catalog.service import approval
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Conflict, DomainError, Invalid
from app.core.i18n import gettext, localised_path
from app.core.templates import render
from app.identity import queries as identity
from app.identity.deps import OperatorDesk, ProductReviewer
from app.ocop import queries as ocop
from app.sellers.models import Seller

QUEUE = "/dieu-hanh/san-pham"
router = APIRouter(prefix=QUEUE, include_in_schema=False, dependencies=[Depends(require_token)])
Edition = Annotated[str, Form(max_length=40)]
Reason = Annotated[str, Form(max_length=1000)]


@router.get("")
def approval_queue(
    request: Request,
    desk: OperatorDesk,
    session: SessionDep,
    q: Annotated[str, Query(max_length=80)] = "",
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    waiting = queue.approval_queue(session)
    return render(
        request,
        "catalog/approval_queue.html",
        desk=desk.counting(san_pham=len(waiting)),
        waiting=waiting,
        q=q,
        found=queue.found_products(session, q) if q else [],
        done=xong,
    )


@router.get("/{slug}")
def review_page(
    request: Request, product: AnyProduct, desk: OperatorDesk, session: SessionDep
) -> Response:
    return _show(request, product, desk, session)


@router.post("/{slug}/duyet")
def approve(
    request: Request,
    product: AnyProduct,
    operator: ProductReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
) -> Response:
    command = approval.approve_revision if _revised(session, product) else approval.approve
    try:
        command(session, operator.id, product.id, edition=edition)
    except Conflict as refused:
        return _show(request, product, desk, session, error=refused)
    return _to_queue("duyet")


@router.post("/{slug}/tu-choi")
def reject(
    request: Request,
    product: AnyProduct,
    operator: ProductReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    edition: Edition = "",
    reason: Reason = "",
) -> Response:
    command = approval.reject_revision if _revised(session, product) else approval.reject
    try:
        command(session, operator.id, product.id, edition=edition, reason=reason)
    except (Conflict, Invalid) as refused:
        return _show(request, product, desk, session, error=refused, reason=reason)
    return _to_queue("tu-choi")


@router.post("/{slug}/go")
def take_down(
    request: Request,
    product: AnyProduct,
    operator: ProductReviewer,
    desk: OperatorDesk,
    session: SessionDep,
    reason: Reason = "",
) -> Response:
    try:
        approval.take_down(session, operator.id, product.id, reason=reason)
    except Invalid as refused:
        return _show(request, product, desk, session, error=refused, reason=reason)
    return _to_queue("go")


def _revised(session: SessionDep, product: Product) -> bool:
    return queries.pending_revision(session, product.id) is not None


def _to_queue(done: str) -> RedirectResponse:
    return RedirectResponse(localised_path(f"{QUEUE}?xong={done}"), 303)


def _show(
    request: Request,
    product: Product,
    desk: OperatorDesk,
    session: SessionDep,
    *,
    error: DomainError | None = None,
    reason: str = "",
) -> Response:
    revision = queries.pending_revision(session, product.id)
    return render(
        request,
        "catalog/review.html",
        status=error.status if error else 200,
        desk=desk,
        product=product,
        error=error,
        reason=reason,
        reasons=REASONS,
        fields=FIELDS,
        edition=queries.edition(product, revision),
        **_material(session, product, revision),
    )


def _material(
    session: SessionDep, product: Product, revision: ProductRevision | None
) -> dict[str, Any]:
    """Everything that a decision rests on."""
    before = Content.model_validate(product)
    after = Content.model_validate(revision.content) if revision else before
    trail = identity.audit_trail(session, product.id)
    return {
        "content": _in_words(session, after),
        "changes": _changed_words(session, before, after) if revision else [],
        "revision": revision,
        "images": queries.images_of(session, product.id, revision),
        "variants": queries.variants_of(session, product.id),
        "gaps": queries.product_gaps(session, product),
        "seller": session.get_one(Seller, product.seller_id),
        "certificates": ocop.certificates(session, product.id),
        "trail": trail,
        "names": identity.user_names(session, {e.actor_id for e in trail if e.actor_id}),
    }


def _in_words(session: SessionDep, content: Content) -> dict[str, str]:
    values = flat(content)
    values["category_id"] = session.get_one(Category, content.category_id).name
    values["tea_type"] = gettext(TEA_TYPES.get(values["tea_type"], ""))
    return values


def _changed_words(
    session: SessionDep, before: Content, after: Content
) -> list[tuple[str, str, str]]:
    old, new = _in_words(session, before), _in_words(session, after)
    return [(name, old[name], new[name]) for name, *_ in differences(before, after)]
