"""Sellers, products and their packings."""

from typing import Any
from uuid import UUID

from app.catalog.models import Product, ProductStatus
from app.catalog.rules.content import Content
from app.catalog.service import images
from app.catalog.service.products import save_product
from app.catalog.service.variants import VariantIn, save_variant
from app.core.i18n import mark
from app.core.media import Medium, NotAPhotograph
from app.imports import queries
from app.imports.rules import Row
from app.imports.service.pictures import MissingPicture
from app.imports.service.writing import CellRefused, Import, merged
from app.places.rules import HOME
from app.sellers import queries as known_sellers
from app.sellers import service as sellers
from app.sellers.rules import Decider
from app.sellers.service import SellerIn

TASTES = ("aroma", "astringent", "sweet", "strong")
BREWS = ("grams", "ml", "celsius", "seconds", "infusions")
LABELS = (
    "ingredients",
    "ingredients_en",
    "storage",
    "storage_en",
    "shelf_life_days",
    "warnings",
    "standard",
)


def write_seller(run: Import, row: Row) -> tuple[bool, bool]:
    """A new seller is approved: the operator who imports it answers for it."""
    current = known_sellers.seller_by_key(run.session, row["tax_code"], row["phone"])
    cells = {name: value for name, value in row.cells.items() if name not in {"ward", "portrait"}}
    if row["ward"]:
        cells |= {"ward_code": run.ward_code(row["ward"]), "province_code": HOME}
    if row["portrait"]:
        cells["portrait"] = medium(run, row, "portrait", row["portrait"][0]).content_hash
    given = SellerIn.model_validate(merged(SellerIn, current, cells))
    seller, changed = sellers.save_seller(run.session, given)
    if current is None:
        sellers.approve_seller(run.session, run.actor_id, seller, by=Decider.IMPORT)
    return current is None, changed


def write_product(run: Import, row: Row) -> tuple[bool, bool]:
    seller_id = run.seller_id(row)
    current = queries.product_of(run.session, seller_id, row["sku"])
    content = Content.model_validate(_content(run, row, current))
    product, changed = save_product(
        run.session,
        seller_id,
        content,
        product_id=current.id if current else None,
        status=ProductStatus.APPROVED if row["approved"] else ProductStatus.DRAFT,
    )
    run.products[seller_id, row["sku"]] = product.id
    return current is None, _write_images(run, row, product.id) or changed


def _content(run: Import, row: Row, current: Product | None) -> dict[str, Any]:
    base: dict[str, Any] = {"attributes": {}, "label": {}}
    if current is not None:
        base = Content.model_validate(current).model_dump()
    plain = {name: value for name, value in row.cells.items() if name in Content.model_fields}
    attributes, label = base["attributes"], base["label"]
    attributes |= {name: row[name] for name in ("cultivar", "season") if row[name]}
    attributes["taste"] = attributes.get("taste", {}) | _said(row, TASTES)
    attributes["brewing"] = attributes.get("brewing", {}) | _said(row, BREWS, "brew_")
    category = {"category_id": run.category_id(row["category"])} if row["category"] else {}
    return base | plain | category | {"attributes": attributes, "label": label | _said(row, LABELS)}


def _said(row: Row, names: tuple[str, ...], prefix: str = "") -> dict[str, Any]:
    return {name: row[prefix + name] for name in names if row[prefix + name] is not None}


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
    product_id = run.product_id(seller_id, row["product"])
    current = queries.variant(run.session, seller_id, row["sku"])
    cells = {name: value for name, value in row.cells.items() if name in VariantIn.model_fields}
    if current is None:
        cells = {"gross_grams": row["net_grams"], "position": run.next_position(product_id)} | cells
    given = VariantIn.model_validate(merged(VariantIn, current, cells))
    _, changed = save_variant(run.session, product_id, given)
    return current is None, changed
