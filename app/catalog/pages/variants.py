"""A product's weights and packagings: what they are, what they cost, how many there are."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BeforeValidator, Field

from app.catalog.deps import OwnProduct
from app.catalog.models import Product, Variant
from app.catalog.pages.products import LIST, show_product, to_product
from app.catalog.queries import desk as queries
from app.catalog.service import variants
from app.catalog.service.variants import DEAREST, MOST_UNITS, Seen, VariantIn
from app.core import forms
from app.core.csrf import require_token
from app.core.db import SessionDep
from app.core.errors import Conflict, Invalid, NotFound
from app.core.forms import Form, Submitted
from app.core.i18n import gettext, mark
from app.core.money import read_dong, vnd
from app.core.templates import render
from app.sellers.deps import SellerDesk

Dong = Annotated[int, BeforeValidator(read_dong), Field(ge=1000, le=DEAREST)]
Units = Annotated[int, BeforeValidator(read_dong), Field(ge=0, le=MOST_UNITS)]
NAMES = tuple(name for name in VariantIn.model_fields if name not in {"on_hand", "position"})
"""What the form of a variant that is there asks for."""

BESIDE = mark("Người khác vừa lưu: {value}.")
router = APIRouter(
    prefix=f"{LIST}/{{slug}}/quy-cach",
    include_in_schema=False,
    dependencies=[Depends(require_token)],
)


class VariantForm(VariantIn):
    """Sums may be typed with dots; an unticked box is not sent at all."""

    price: Dong
    list_price: Dong | None = None
    on_hand: Units = 0
    active: bool = False
    edition: str = ""

    def given(self, position: int = 0) -> VariantIn:
        """`position`, its place among the others, is not asked."""
        return VariantIn.model_validate(self.model_dump() | {"position": position})


class PriceAndStockIn(Seen):
    price: Dong
    on_hand: Units


@router.get("/moi")
def new_page(request: Request, product: OwnProduct, desk: SellerDesk) -> Response:
    return _show(request, product, desk, Form({"active": "1", "packaging": "hộp"}))


@router.post("")
def add(
    request: Request, data: Submitted, product: OwnProduct, desk: SellerDesk, session: SessionDep
) -> Response:
    form = forms.read(VariantForm, data)
    if form.model is None:
        return _show(request, product, desk, form, status=422)
    try:
        variants.add_variant(session, product.id, form.model.given())
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, product, desk, form, status=422)
    return to_product(product, "quy-cach")


@router.get("/{sku}")
def variant_page(
    request: Request, sku: str, product: OwnProduct, desk: SellerDesk, session: SessionDep
) -> Response:
    return _show(request, product, desk, _filled(_variant(session, product, sku)), sku=sku)


@router.post("/{sku}")
def change(
    request: Request,
    sku: str,
    data: Submitted,
    product: OwnProduct,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(VariantForm, data)
    if form.model is None:
        return _show(request, product, desk, form, sku=sku, status=422)
    try:
        given = form.model.given(_variant(session, product, sku).position)
        variants.update_variant(session, product.id, sku, given, seen=form.model.edition)
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show(request, product, desk, form, sku=sku, status=422)
    except variants.Overtaken:
        _set_beside(form, _variant(session, product, sku))
        return _show(request, product, desk, form, sku=sku, status=409, overtaken=True)
    return to_product(product, "quy-cach")


@router.post("/{sku}/gia-va-ton")
def set_price_and_stock(
    request: Request,
    sku: str,
    data: Submitted,
    product: OwnProduct,
    desk: SellerDesk,
    session: SessionDep,
) -> Response:
    form = forms.read(PriceAndStockIn, data)
    if form.model is None:
        return _show_again(request, product, desk, session, sku, form)
    given = form.model
    try:
        variants.set_price_and_stock(
            session, product.id, sku, price=given.price, on_hand=given.on_hand, seen=given
        )
    except Invalid as wrong:
        form.errors |= wrong.fields
        return _show_again(request, product, desk, session, sku, form)
    except Conflict as changed:
        form.errors["on_hand"] = gettext(str(changed))
        return _show_again(request, product, desk, session, sku, form, status=409)
    return to_product(product, "gia")


def _show_again(
    request: Request,
    product: Product,
    desk: SellerDesk,
    session: SessionDep,
    sku: str,
    form: Form[Any],
    status: int = 422,
) -> Response:
    """The product's page, with what was typed still in that variant's row."""
    _variant(session, product, sku)
    return show_product(request, product, desk, session, status=status, forms_by_sku={sku: form})


def _variant(session: SessionDep, product: Product, sku: str) -> Variant:
    for variant in queries.variants_of(session, product.id):
        if variant.sku == sku:
            return variant
    raise NotFound


def _filled(variant: Variant) -> Form[VariantForm]:
    given = VariantIn.model_validate(variant).model_dump()
    values = {name: "" if value is None else str(value) for name, value in given.items()}
    edition = variants.edition(variant)
    return Form(values | {"active": "1" if variant.active else "", "edition": edition})


def _set_beside(form: Form[VariantForm], variant: Variant) -> None:
    """Beside each field that differs what somebody else saved; saving again is a choice then."""
    for name in NAMES:
        kept = getattr(variant, name)
        if getattr(form.model, name) != kept:
            form.errors[name] = gettext(BESIDE).format(value=_in_words(name, kept))
    form.values["edition"] = variants.edition(variant)


def _in_words(name: str, value: Any) -> str:
    if name == "active":
        return gettext(mark("đang bán")) if value else gettext(mark("dừng bán"))
    if name in {"price", "list_price"} and value is not None:
        return vnd(value)
    return str(value or gettext(mark("để trống")))


def _show(
    request: Request,
    product: Product,
    desk: SellerDesk,
    form: Form[VariantForm],
    *,
    sku: str = "",
    status: int = 200,
    overtaken: bool = False,
) -> Response:
    return render(
        request,
        "catalog/variant.html",
        status=status,
        desk=desk,
        product=product,
        form=form,
        sku=sku,
        overtaken=overtaken,
    )
