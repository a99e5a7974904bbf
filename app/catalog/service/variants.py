"""One weight in one packaging: what it is, what it costs, how many there are."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlalchemy import and_, false
from sqlmodel import Session, col, select

from app.catalog.models import Product, Variant
from app.catalog.rules.shown import honest_discount
from app.catalog.service.claims import refuse_claims
from app.catalog.service.listing import HELD, Held, added, relist, take
from app.catalog.service.products import assign
from app.core import gtins
from app.core.errors import Conflict, DomainError, Invalid, NotFound
from app.core.i18n import gettext, mark
from app.identity.service import record
from app.moderation.rules.findings import Forbidden

DEAREST = 100_000_000
HEAVIEST = 50_000
MOST_UNITS = 1_000_000


def normal_sku(typed: str) -> str:
    """Capital letters, digits, hyphens and dots: it stands in addresses and workbooks."""
    code = typed.upper().replace(" ", "-")
    if not all(letter.isascii() and (letter.isalnum() or letter in "-._") for letter in code):
        raise ValueError(mark("Mã SKU chỉ gồm chữ không dấu, số, gạch nối và dấu chấm."))
    return code


def normal_gtin(typed: str) -> str:
    """As 14 digits. Raises ValueError for wrong or restricted ones."""
    try:
        return gtins.circulating_gtin(typed.replace(" ", ""), sample=True)
    except gtins.WrongGtin as error:
        raise ValueError(str(error)) from error


class VariantIn(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    sku: Annotated[str, Field(min_length=1, max_length=40), AfterValidator(normal_sku)]
    gtin: Annotated[str, AfterValidator(normal_gtin)] | None = None
    name: Annotated[str, Field(min_length=2, max_length=80)]
    name_en: Annotated[str, Field(max_length=80)] = ""
    packaging: Annotated[str, Field(max_length=40)] = ""
    net_grams: Annotated[int, Field(ge=1, le=HEAVIEST)]
    gross_grams: Annotated[int, Field(ge=1, le=HEAVIEST)]
    price: Annotated[int, Field(ge=1000, le=DEAREST)]
    list_price: Annotated[int, Field(ge=1000, le=DEAREST)] | None = None
    on_hand: Annotated[int, Field(ge=0, le=MOST_UNITS)] = 0
    min_per_order: Annotated[int, Field(ge=1, le=999)] = 1
    max_per_order: Annotated[int, Field(ge=1, le=999, validate_default=True)] = 99
    active: bool = True
    position: Annotated[int, Field(ge=0, le=9999)] = 0

    @field_validator("gross_grams")
    @classmethod
    def packed_is_heavier(cls, grams: int, info: ValidationInfo) -> int:
        if grams < info.data.get("net_grams", 0):
            raise ValueError(mark("Cân cả bao bì không thể nhẹ hơn khối lượng tịnh."))
        return grams

    @field_validator("max_per_order")
    @classmethod
    def most_is_not_less_than_least(cls, most: int, info: ValidationInfo) -> int:
        if most < info.data.get("min_per_order", 1):
            raise ValueError(mark("Nhiều nhất một đơn không thể ít hơn ít nhất một đơn."))
        return most

    @field_validator("list_price")
    @classmethod
    def earlier_price_is_higher(cls, earlier: int | None, info: ValidationInfo) -> int | None:
        if earlier is not None and earlier <= info.data.get("price", 0):
            raise ValueError(mark("Giá cũ phải cao hơn giá bán."))
        return earlier


class StockTooLow(Invalid):
    """More units are promised to orders than would be left."""


class Overtaken(Conflict):
    """Somebody else saved this variant since the form was opened."""


class DiscountTooDeep(Invalid):
    """More is taken off the earlier price than the law allows (`honest_discount`)."""


def save_variant(session: Session, product_id: UUID, given: VariantIn) -> tuple[Variant, bool]:
    """This product's variant of that SKU, and whether anything changed; for imports.

    Raises Invalid by field: an SKU or GTIN of another product, less stock than was promised, too
    deep a discount.
    """
    product, variants = take(session, product_id)
    variant = next((one for one in variants if one.sku == given.sku), None)
    if variant is None:
        return _add(session, product, given), True
    changed = _change(session, product, variant, given)
    return variant, changed


def add_variant(session: Session, product_id: UUID, given: VariantIn) -> Variant:
    """A new one; sending the same form twice adds one. Raises Invalid by field."""
    product, variants = take(session, product_id)
    for variant in variants:
        if variant.sku == given.sku and VariantIn.model_validate(variant) == _plain(given):
            return variant
    variant = _add(session, product, given)
    record(session, "variant.add", variant, after=_facts(variant))
    return variant


def update_variant(
    session: Session, product_id: UUID, sku: str, given: VariantIn, *, seen: str | None = None
) -> Variant:
    """Everything but its stock (`set_price_and_stock`).

    `seen` names what the form was showing (`edition`). Raises NotFound, Invalid by field,
    Overtaken.
    """
    product, variant = owned_variant(session, product_id, sku)
    before = _facts(variant)
    given = given.model_copy(update={"on_hand": variant.on_hand})
    if seen not in {None, edition(variant)} and _plain(given) != VariantIn.model_validate(variant):
        raise Overtaken
    _change(session, product, variant, given)
    record(session, "variant.change", variant, before=before, after=_facts(variant))
    return variant


def edition(variant: Variant) -> str:
    """Which facts a form shows; stock is none of them, since every order moves it."""
    facts = VariantIn.model_validate(variant).model_dump_json(exclude={"on_hand"})
    return hashlib.sha256(facts.encode()).hexdigest()[:20]


def _facts(variant: Variant) -> dict[str, Any]:
    """For the record of a change."""
    return {name: getattr(variant, name) for name in VariantIn.model_fields}


def _plain(given: VariantIn) -> VariantIn:
    return VariantIn.model_validate(given.model_dump())


def _add(session: Session, product: Product, given: VariantIn) -> Variant:
    _refuse_taken(session, product, given, None)
    _refuse_discount(None, given.price, given.list_price)
    _refuse_claims(session, given)
    fields = given.model_dump()
    variant = Variant(product_id=product.id, seller_id=product.seller_id, **fields)
    session.add(variant)
    added(session, variant)
    relist(session, product.id)
    return variant


def _change(session: Session, product: Product, variant: Variant, given: VariantIn) -> bool:
    """Of a variant that `take` holds."""
    if (variant.sku, variant.gtin) != (given.sku, given.gtin):
        _refuse_taken(session, product, given, variant.id)
    _refuse_promised(variant, given.on_hand)
    _refuse_weight(product, variant, given)
    _refuse_discount(variant, given.price, given.list_price)
    if given.name != variant.name or given.name_en != variant.name_en:
        _refuse_claims(session, given)
    changed = assign(variant, given.model_dump())
    if changed:
        if HELD in session.info:
            session.info[HELD].add(variant)
        relist(session, product.id)
    return changed


def _refuse_taken(session: Session, product: Product, given: VariantIn, own: UUID | None) -> None:
    of_sku, of_gtin = _users(session, product.seller_id, given)
    if of_sku - {own}:
        raise Invalid(fields={"sku": gettext(mark("Mã SKU này đã dùng cho quy cách khác."))})
    if of_gtin - {own}:
        raise Invalid(fields={"gtin": gettext(mark("Mã GTIN này đã dùng cho quy cách khác."))})


def _users(
    session: Session, seller_id: UUID, given: VariantIn
) -> tuple[set[UUID | None], set[UUID | None]]:
    """Who has this SKU, and who has this GTIN."""
    held: Held | None = session.info.get(HELD)
    if held is not None:
        of_sku, of_gtin = held.skus.get((seller_id, given.sku)), held.gtins.get(given.gtin or "")
        return {of_sku} - {None}, {of_gtin} - {None}
    same_sku = and_(col(Variant.seller_id) == seller_id, col(Variant.sku) == given.sku)
    same_gtin = col(Variant.gtin) == given.gtin if given.gtin else false()
    found = session.exec(select(Variant.id, same_sku, same_gtin).where(same_sku | same_gtin)).all()
    return {one for one, sku, _ in found if sku}, {one for one, _, gtin in found if gtin}


def _refuse_claims(session: Session, given: VariantIn) -> None:
    """A variant's name stands on the shop at once, before anybody looks at it."""
    try:
        refuse_claims(session, {"variant": f"{given.name}. {given.name_en}"})
    except Forbidden as wrong:
        raise Forbidden(fields={"name": wrong.fields["variant"]}) from None


def _refuse_promised(variant: Variant, on_hand: int) -> None:
    if on_hand < variant.allocated:
        said = gettext(mark("Đang có {units} đơn vị đã hứa cho đơn hàng, tồn không thể ít hơn."))
        raise StockTooLow(fields={"on_hand": said.format(units=variant.allocated)})


def _refuse_weight(product: Product, variant: Variant, given: VariantIn) -> None:
    """What was bought and labelled by this SKU had one weight: a new weight is a new SKU."""
    if product.published_at is not None and given.net_grams != variant.net_grams:
        said = mark(
            "Khối lượng của quy cách đã lên sàn không đổi được. Mời thêm quy cách mới, rồi dừng bán"
            " quy cách này."
        )
        raise Invalid(fields={"net_grams": gettext(said)})


def _refuse_discount(variant: Variant | None, price: int, earlier: int | None) -> None:
    """Said beside what changes; prices that were there before the rule stay as they are."""
    if variant is not None and (variant.price, variant.list_price) == (price, earlier):
        return
    if earlier is not None and not honest_discount(earlier, price):
        kept = variant is not None and variant.list_price == earlier
        said = gettext(mark("Giảm quá nửa giá cũ là vượt mức được phép."))
        raise DiscountTooDeep(fields={"price" if kept else "list_price": said})


def owned_variant(session: Session, product_id: UUID, sku: str) -> tuple[Product, Variant]:
    """Locked with its product. Raises NotFound."""
    product, variants = take(session, product_id)
    for variant in variants:
        if variant.sku == sku:
            return product, variant
    raise NotFound


class Seen(BaseModel):
    """What the form was showing when somebody typed over it."""

    seen_price: int
    seen_on_hand: int


def set_price_and_stock(  # noqa: PLR0913  # two values and what they replace
    session: Session,
    product_id: UUID,
    sku: str,
    *,
    price: int,
    on_hand: int,
    seen: Seen,
) -> Variant:
    """At once, on a live product too. Raises Conflict if either changed meanwhile, StockTooLow,
    DiscountTooDeep.
    """
    product, variant = owned_variant(session, product_id, sku)
    if (variant.price, variant.on_hand) != (seen.seen_price, seen.seen_on_hand):
        raise Conflict(mark("Giá hoặc tồn vừa thay đổi, có thể do một đơn đã gửi đi."))
    _refuse_promised(variant, on_hand)
    _refuse_discount(variant, price, variant.list_price)
    before = {"price": variant.price, "on_hand": variant.on_hand}
    variant.price, variant.on_hand = price, on_hand
    after = {"price": price, "on_hand": on_hand}
    record(session, "variant.set_offer", variant, before=before, after=after)
    if variant.list_price is not None and variant.list_price <= price:
        variant.list_price = None
    session.flush()  # the list's columns are made of it
    relist(session, product.id)
    return variant


@dataclass(frozen=True)
class Change:
    """A price and a stock for one SKU, and what its form was showing."""

    sku: str
    price: int
    on_hand: int
    seen: Seen


class SomeRefused(Conflict):
    """`faults` by SKU; nothing was changed."""

    def __init__(self, faults: dict[str, DomainError]) -> None:
        super().__init__()
        self.faults = faults


def set_many(session: Session, seller_id: UUID, changes: Sequence[Change]) -> None:
    """All of them, or none. Raises SomeRefused, and NotFound for an SKU of somebody else.

    In the order of products: two who change the same ones wait for each other in turn.
    """
    found = select(Variant.sku, Variant.product_id).where(
        Variant.seller_id == seller_id, col(Variant.sku).in_([one.sku for one in changes])
    )
    products = dict(session.exec(found).all())
    if len(products) < len(changes):
        raise NotFound
    with session.begin_nested():
        faults = dict[str, DomainError]()
        for one in sorted(changes, key=lambda change: products[change.sku]):
            try:
                set_price_and_stock(
                    session, products[one.sku], one.sku,
                    price=one.price, on_hand=one.on_hand, seen=one.seen,
                )  # fmt: skip
            except (Conflict, StockTooLow, DiscountTooDeep) as refused:
                faults[one.sku] = refused
        if faults:
            raise SomeRefused(faults)
