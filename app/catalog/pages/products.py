"""A seller's products: the list, a new one, one product with all that can be done to it."""

from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from app.catalog.deps import OwnProduct
from app.catalog.models import Product, ProductDraft, ProductStatus
from app.catalog.queries import desk as queries
from app.catalog.queries import papers as known_papers
from app.catalog.queries import writing
from app.catalog.rules import papers
from app.catalog.rules.checklist import gaps
from app.catalog.rules.forms import NewProductIn
from app.catalog.rules.words import FIELDS
from app.catalog.service import approval, content, products
from app.core import forms
from app.core.csrf import require_token
from app.core.days import today
from app.core.db import SessionDep
from app.core.errors import DomainError
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, localised_path, mark
from app.core.ids import new_id
from app.core.templates import render
from app.sellers.deps import CurrentMember, CurrentSeller, SellerDesk

LIST = "/ban-hang/san-pham"
router = APIRouter(prefix=LIST, include_in_schema=False, dependencies=[Depends(require_token)])


@router.get("")
def product_list(
    request: Request,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
    trang_thai: Annotated[ProductStatus | None, Query(alias="trang-thai")] = None,
    truoc: UUID | None = None,
    q: Annotated[str, Query(max_length=80)] = "",
) -> Response:
    rows = queries.seller_products(session, seller.id, trang_thai, truoc, q)
    shown, more = rows[: queries.PAGE], len(rows) > queries.PAGE
    return render(
        request,
        "catalog/product_list.html",
        desk=desk,
        products=shown,
        older=shown[-1].id if more else None,
        newer=truoc is not None,
        counts=queries.status_counts(session, seller.id),
        chosen=trang_thai,
        q=q,
        kept=_kept({"trang-thai": trang_thai or "", "q": q}),
    )


def _kept(said: dict[str, str]) -> str:
    """What the address of the next page has to say too."""
    return urlencode({name: value for name, value in said.items() if value})


@router.get("/moi")
def new_page(request: Request, desk: SellerDesk, session: SessionDep) -> Response:
    return _show_new(request, desk, session, Form({"product_id": str(new_id())}))


@router.post("")
def start(
    request: Request,
    data: Submitted,
    seller: CurrentSeller,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(NewProductIn, data)
    refuse_category(session, form)
    if form.model is None:
        return _show_new(request, desk, session, form, status=422)
    given = form.model
    product = products.start_product(session, seller.id, given.product_id, given.content())
    return to_product(product)


def refuse_category(session: SessionDep, form: Form[Any]) -> None:
    """Of what was understood: a category that is not there, or a group that has parts."""
    if form.model and queries.category(session, form.model.category_id) is None:
        form.errors["category_id"] = gettext(mark("Mời chọn một mục trong danh sách."))
        form.model = None


def _show_new(
    request: Request,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[NewProductIn],
    status: int = 200,
) -> Response:
    choices = queries.category_choices(session)
    return render(
        request, "catalog/new_product.html", status=status, desk=desk, form=form, choices=choices
    )


@router.get("/{slug}")
def product_page(
    request: Request,
    product: OwnProduct,
    desk: SellerDesk,
    session: SessionDep,
    xong: Annotated[str, Query(max_length=20)] = "",
) -> Response:
    return show_product(request, product, desk, session, done=xong)


def show_product(  # a page has its parts
    request: Request,
    product: Product,
    desk: SellerDesk,
    session: SessionDep,
    *,
    status: int = 200,
    done: str = "",
    error: DomainError | None = None,
    forms_by_sku: dict[str, Form[Any]] | None = None,
    photo_error: str = "",
) -> Response:
    """The product's page, as it is or with what was wrong with the last form on it."""
    facts = writing.facts(session, product)
    last = queries.last_revision(session, product.id)
    pending = queries.pending_revision(session, product.id)
    return render(
        request,
        "catalog/product.html",
        status=error.status if error else 422 if photo_error else status,
        desk=desk,
        product=product,
        variants=queries.variants_of(session, product.id),
        images=queries.images_of(session, product.id, pending),
        facts=facts,
        gaps=gaps(facts),
        draft=session.get(ProductDraft, product.id),
        fields=FIELDS,
        pending=pending,
        refused=last if last and last.status == "rejected" and pending is None else None,
        done=done,
        error=error,
        forms=forms_by_sku or {},
        photo_error=photo_error,
        **_papers(session, product),
    )


def _papers(session: SessionDep, product: Product) -> dict[str, Any]:
    return {
        "papers": {paper.kind: paper for paper in known_papers.papers_of(session, product)},
        "papers_needed": known_papers.papers_needed(session, product),
        "paper_words": papers.WORDS,
        "expired": lambda paper: papers.expired(paper, today()),
        "ends_soon": lambda paper: papers.ends_soon(paper, today()),
    }


@router.post("/{slug}/gui-duyet")
def submit(
    request: Request,
    product: OwnProduct,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    try:
        approval.submit(session, member.user.id, product.id)
    except approval.Incomplete as missing:
        return show_product(request, product, desk, session, error=missing)
    return to_product(product, "gui")


@router.post("/{slug}/tam-dung")
def pause(product: OwnProduct, session: SessionDep) -> Response:
    products.set_paused(session, product.id, paused=True)
    return to_product(product, "dung")


@router.post("/{slug}/ban-tiep")
def resume(product: OwnProduct, session: SessionDep) -> Response:
    products.set_paused(session, product.id, paused=False)
    return to_product(product, "ban")


@router.post("/{slug}/cat-di")
def archive(product: OwnProduct, session: SessionDep) -> Response:
    products.archive(session, product.id)
    return RedirectResponse(localised_path(LIST), 303)


@router.post("/{slug}/rut-sua-doi")
def withdraw(product: OwnProduct, session: SessionDep) -> Response:
    content.withdraw(session, product.id)
    return to_product(product, "rut")


def to_product(product: Product, done: str = "") -> RedirectResponse:
    query = f"?xong={done}" if done else ""
    return RedirectResponse(localised_path(f"{LIST}/{product.slug}{query}"), 303)
