"""Sellers, products and their packings."""

from typing import Any
from uuid import UUID

from app.catalog.models import Product, ProductStatus, Variant
from app.catalog.queries import desk
from app.catalog.rules.content import Content
from app.catalog.rules.forms import BREWING, PARTS
from app.catalog.service import content as texts
from app.catalog.service import images, products
from app.catalog.service.products import save_product
from app.catalog.service.variants import VariantIn, save_variant
from app.core.i18n import mark
from app.core.media import Medium, NotAPhotograph
from app.identity.service import audit
from app.imports.rules import Row
from app.imports.rules.merging import merged, over
from app.imports.service.pictures import MissingPicture
from app.imports.service.records import CONTENT, differing
from app.imports.service.run import CellRefused, Import
from app.places import queries as places
from app.sellers import queries as known_sellers
from app.sellers import service as sellers
from app.sellers.models import Seller
from app.sellers.rules import Decider
from app.sellers.service import SellerIn
from app.sellers.service.claims import note_claims


def write_seller(run: Import, row: Row) -> tuple[bool, bool]:
    """A new seller is approved: the operator who imports it answers for it."""
    current = known_sellers.seller_by_key(run.session, row["tax_code"], row["phone"])
    before = _facts(current)
    cells = {name: value for name, value in row.cells.items() if name not in {"ward", "portrait"}}
    if row["ward"]:
        code = run.ward_code(row["ward"])
        cells |= {"ward_code": code, "province_code": province_of(code)}
    if row["portrait"]:
        cells["portrait"] = medium(run, row, "portrait", row["portrait"][0]).content_hash
    given = SellerIn.model_validate(merged(SellerIn, current, cells))
    seller, changed = sellers.save_seller(run.session, given)
    run.add_seller(seller)
    if changed and not run.sample:
        _record_seller(run, seller, before)
    if current is None:
        sellers.approve_seller(run.session, run.actor_id, seller, by=Decider.IMPORT)
    if changed and not run.sample:
        note_claims(run.session, seller)
    return current is None, changed


def _record_seller(run: Import, seller: Seller, before: dict[str, Any]) -> None:
    after = _facts(seller)
    names = differing(before, after)
    audit(
        run.session,
        run.actor_id,
        "seller.import",
        seller,
        before={name: before[name] for name in names if name in before} or None,
        after={name: after[name] for name in names},
    )


def _facts(seller: Seller | None) -> dict[str, Any]:
    return SellerIn.model_validate(seller).model_dump(mode="json") if seller else {}


def province_of(ward_code: str) -> str:
    return places.ward(ward_code).province_code


def write_product(run: Import, row: Row) -> tuple[bool, bool]:
    """As an operator: what is on sale changes at once."""
    seller_id = run.seller_id(row)
    current = run.product(seller_id, row["sku"])
    base = _content(current)
    content = _written(run, row, base)
    status = ProductStatus.APPROVED if row["approved"] else ProductStatus.DRAFT
    if current is not None and content == base and status in {current.status, ProductStatus.DRAFT}:
        return False, _write_images(run, row, current.id)
    product, changed = save_product(
        run.session, seller_id, content, product_id=current.id if current else None, status=status
    )
    run.products[seller_id, row["sku"]] = product
    run.worded.add(product.id)
    run.changes.note(product, CONTENT, _stored(base), _stored(content))
    return current is None, _write_images(run, row, product.id) or changed


def write_own_product(run: Import, row: Row) -> tuple[bool, bool]:
    """As its seller: new ones are drafts, and the text of what is approved waits for approval."""
    assert run.actor_id is not None
    seller_id = run.seller_id(row)
    current = run.product(seller_id, row["sku"]) or _unpacked(run, seller_id, row)
    revision = run.revisions.get(current.id) if current else None
    base = Content.model_validate(revision.content) if revision else _content(current)
    content = _written(run, row, base)
    is_new = current is None
    product = current or products.new_product(run.session, seller_id, content)
    changed = is_new or content != base
    if changed and not is_new:
        waiting = texts.edit(
            run.session, run.actor_id, product.id, content, edition=desk.edition(product, revision)
        )
        run.revisions |= {product.id: waiting} if waiting else {}
    run.products[seller_id, row["sku"]] = product
    run.changes.note(product, CONTENT, _stored(base), _stored(content))
    return is_new, _add_photos(run, row, product.id) or changed


def _unpacked(run: Import, seller_id: UUID, row: Row) -> Product | None:
    """What the seller began under that name and never gave a packing: this is it."""
    named = products.product_named(run.session, seller_id, row["name"] or "")
    packed = named is not None and desk.variants_of(run.session, named.id)
    return None if packed else named


def _content(current: Product | None) -> Content | None:
    return Content.model_validate(current) if current else None


def _stored(content: Content | None) -> dict[str, Any]:
    return content.model_dump(mode="json") if content else {}


def _written(run: Import, row: Row, base: Content | None) -> Content:
    """What moves to another trade leaves behind what that one is not asked, as in the form."""
    said = Content.model_validate(_said_over(run, row, base))
    if base is None or base.category_id == said.category_id:
        return said
    return said.of_trade(run.group(said.category_id))


def _said_over(run: Import, row: Row, current: Content | None) -> dict[str, Any]:
    base: dict[str, Any] = current.model_dump() if current else {"attributes": {}, "label": {}}
    plain = {name: value for name, value in row.cells.items() if name in Content.model_fields}
    attributes, label = base["attributes"], base["label"]
    attributes = over(attributes, _said(row, PARTS["attributes"]))
    attributes["taste"] = over(attributes.get("taste", {}), _said(row, PARTS["taste"]))
    attributes["brewing"] = over(attributes.get("brewing", {}), _said(row, BREWING, "brew_"))
    category = {"category_id": run.category_id(row["category"])} if row["category"] else {}
    said = plain | category
    return over(base, said) | {
        "attributes": attributes,
        "label": over(label, _said(row, PARTS["label"])),
    }


def _said(row: Row, names: tuple[str, ...], prefix: str = "") -> dict[str, Any]:
    """What the row says, an emptied cell included."""
    return {name: row[prefix + name] for name in names if prefix + name in row.cells}


def _write_images(run: Import, row: Row, product_id: UUID) -> bool:
    """Whether any picture is new; those that a workbook does not name stay where they are."""
    changed = False
    for position, name in enumerate(row["images"] or ()):
        found = medium(run, row, "images", name)
        alt = (
            {"alt": row["image_alt"] or "", "alt_en": row["image_alt_en"] or ""}
            if position == 0
            else {}
        )
        _, new = images.save_image(
            run.session, product_id, found.content_hash, width=found.width, height=found.height,
            ready=found.ready, position=position, **alt,
        )  # fmt: skip
        changed = changed or new
    return changed


def _add_photos(run: Import, row: Row, product_id: UUID) -> bool:
    """Behind those that are there; of an approved product they wait with its text."""
    assert run.actor_id is not None
    before = {one.content_hash for one in desk.images_of(run.session, product_id)}
    added = [medium(run, row, "images", name) for name in row["images"] or ()]
    for one in added:
        images.add_photo(run.session, run.actor_id, product_id, one)
    return any(one.content_hash not in before for one in added)


def medium(run: Import, row: Row, column: str, name: str) -> Medium:
    """A picture that the row names; what is wrong with it becomes a fault of that cell."""
    try:
        return run.pictures.medium(name)
    except MissingPicture:
        raise CellRefused(
            column, mark("Không thấy ảnh “{name}” đi cùng bảng tính."), name=name
        ) from None
    except NotAPhotograph as error:
        raise CellRefused(column, str(error)) from error


def write_variant(run: Import, row: Row) -> tuple[bool, bool]:
    seller_id = run.seller_id(row)
    product = run.product(seller_id, row["product"])
    if product is None:
        raise CellRefused("product", mark("Chưa có sản phẩm {sku}."), sku=row["product"])
    current = run.variants.get((seller_id, row["sku"]))
    cells = {name: value for name, value in row.cells.items() if name in VariantIn.model_fields}
    if run.seller is None and {"name", "name_en"} & set(cells):
        run.worded.add(product.id)
    if current is None:
        cells = {"gross_grams": row["net_grams"], "position": run.next_position(product.id)} | cells
    return current is None, _save(run, product, current, cells)


def write_price(run: Import, row: Row) -> tuple[bool, bool]:
    """Price and stock of a packing that is there; an earlier price that is none any more goes."""
    variant = run.variant(row)
    product = run.product(variant.seller_id, variant.sku)
    assert product is not None
    cells = {name: row[name] for name in ("price", "list_price", "on_hand") if name in row.cells}
    price = row["price"] or variant.price
    if "list_price" not in cells and variant.list_price and variant.list_price <= price:
        cells["list_price"] = None
    return False, _save(run, product, variant, {"sku": variant.sku} | cells)


def _save(run: Import, product: Product, current: Variant | None, cells: dict[str, Any]) -> bool:
    before = VariantIn.model_validate(current).model_dump(mode="json") if current else {}
    given = VariantIn.model_validate(merged(VariantIn, current, cells))
    variant, changed = save_variant(run.session, product.id, given)
    run.variants[variant.seller_id, variant.sku] = variant
    run.changes.note(product, variant.sku, before, given.model_dump(mode="json"))
    return changed
