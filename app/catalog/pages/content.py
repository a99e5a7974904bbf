"""What a seller writes about a product."""

from fastapi import APIRouter, Depends, Request, Response

from app.catalog.deps import OwnProduct
from app.catalog.models import Product
from app.catalog.pages.products import LIST, to_product
from app.catalog.queries import desk as queries
from app.catalog.rules.forms import ContentIn, differences, flat
from app.catalog.rules.words import FIELDS, TASTES, TEA_TYPES
from app.catalog.service import content
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.forms import Form, Submitted
from app.core.i18n import gettext
from app.core.templates import render
from app.sellers.deps import CurrentMember, SellerDesk

router = APIRouter(
    prefix=f"{LIST}/{{slug}}/noi-dung",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


@router.get("")
def content_page(
    request: Request, product: OwnProduct, desk: SellerDesk, session: SessionDep
) -> Response:
    last = queries.last_revision(session, product.id)
    values = flat(queries.written(product, last)) | {"edition": queries.edition(product, last)}
    return _show(request, product, desk, session, Form(values))


@router.post("")
def save_content(
    request: Request,
    data: Submitted,
    product: OwnProduct,
    member: CurrentMember,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(ContentIn, data)
    if form.model is None:
        return _show(request, product, desk, session, form, status=422)
    typed = form.model.content()
    try:
        waits = content.edit(session, member.user.id, product.id, typed, edition=form.model.edition)
    except content.Stale:
        return _show_conflict(request, product, desk, session, form)
    return to_product(product, "cho" if waits else "luu")


def _show_conflict(
    request: Request,
    product: Product,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[ContentIn],
) -> Response:
    """What was typed stays in the form; beside it, what somebody else saved meanwhile."""
    assert form.model is not None
    last = queries.last_revision(session, product.id)
    stored = queries.written(product, last)
    form.values["edition"] = queries.edition(product, last)
    theirs = differences(form.model.content(), stored)
    return _show(request, product, desk, session, form, status=409, theirs=theirs)


def _show(
    request: Request,
    product: Product,
    desk: SellerDesk,
    session: SessionDep,
    form: Form[ContentIn],
    *,
    status: int = 200,
    theirs: list[tuple[str, str, str]] | None = None,
) -> Response:
    return render(
        request,
        "catalog/content.html",
        status=status,
        desk=desk,
        product=product,
        form=form,
        choices=queries.category_choices(session),
        tea_types=[(key, gettext(said)) for key, said in TEA_TYPES.items()],
        tastes=TASTES,
        fields=FIELDS,
        theirs=theirs,
        waits=product.status == "approved",
    )
