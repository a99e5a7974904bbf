"""Products, what they are sold as, and the columns that lists and search read."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Column, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

from app.catalog.rules.papers import NEEDED
from app.core.db import UtcDateTime, text_enum, utc_now
from app.core.ids import new_id
from app.core.options import Option


class Category(SQLModel, table=True):
    id: UUID = Field(default_factory=new_id, primary_key=True)
    slug: str = Field(max_length=80, unique=True)
    name: str = Field(max_length=80)
    name_en: str = Field(max_length=80)
    parent_id: UUID | None = Field(default=None, foreign_key="category.id", index=True)
    position: int = 0
    picture: str = Field(default="", max_length=120)  # under static/img


class ProductStatus(StrEnum):
    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    ARCHIVED = "archived"


class TeaType(StrEnum):
    """Market terms of Thái Nguyên, finest first; scented tea is trà, the rest is chè."""

    DINH = "dinh"
    TOM_NON = "tom_non"
    MOC_CAU = "moc_cau"
    BUP = "bup"
    SCENTED = "scented"
    BLACK = "black"
    MATCHA = "matcha"
    HERBAL = "herbal"


BEST_SOLD = (1000, 200, 100)
"""Units sold, the most first: what sold so often is searched first, in an index of its own."""


def _order(name: str, *parts: str) -> Index:
    columns = [text(part) for part in (*parts, "slug")]
    return Index(f"ix_product_order_{name}", *columns, postgresql_where=text("listed"))


def _filter(column: str) -> Index:
    return Index(f"ix_product_listed_{column}", column, postgresql_where=text("listed"))


def _best_sold(sold: int) -> Index:
    where = text(f"listed AND sold >= {sold}")
    name = f"ix_product_search_sold_{sold}"
    return Index(name, "search", postgresql_using="gin", postgresql_where=where)


class Product(SQLModel, table=True):
    """A product as its seller describes it, and, kept beside it, what a list shows of it.

    The listing columns are written by `catalog.service` alone, in the transaction that changes
    what they are made of, so that a list is one statement.
    """

    id: UUID = Field(default_factory=new_id, primary_key=True)
    seller_id: UUID = Field(foreign_key="seller.id", index=True)
    category_id: UUID = Field(foreign_key="category.id", index=True)
    slug: str = Field(max_length=120, unique=True)
    status: ProductStatus = Field(default=ProductStatus.DRAFT, sa_type=text_enum(ProductStatus))
    paused: bool = False  # the seller's own switch; applies at once
    papers_lapsed: bool = False  # a food-safety paper that it needs ran out (`service.papers`)
    name: str = Field(max_length=160)
    name_en: str = Field(default="", max_length=160)
    summary: str = Field(default="", max_length=300)
    summary_en: str = Field(default="", max_length=300)
    description: str = Field(default="", max_length=8000)  # Markdown
    description_en: str = Field(default="", max_length=8000)
    tea_type: TeaType | None = Field(default=None, sa_type=text_enum(TeaType))
    attributes: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """What its trade asks for (`rules.attributes`), taste {aroma, astringent, sweet, strong: 1–5},
    brewing {grams, ml, celsius, seconds, infusions}; only what the seller said."""
    label: dict[str, Any] = Field(default_factory=dict, sa_type=JSONB)
    """ingredients, ingredients_en, storage, storage_en, shelf_life_days, warnings, standard."""
    geographical_indication: str = Field(default="", max_length=80)
    submitted_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    published_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision_reason: str = Field(default="", max_length=1000)
    version: int = 1  # optimistic locking
    created_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    updated_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)

    # What a list shows, filters and sorts by.
    listed: bool = False  # approved, not paused, papers in force, seller approved, a variant active
    seller_name: str = Field(default="", max_length=160)
    seller_slug: str = Field(default="", max_length=120)
    ward_code: str = Field(default="", max_length=5)
    category_slug: str = Field(default="", max_length=80)
    group_slug: str = Field(default="", max_length=80)  # the category's parent, or itself
    price: int = 0  # of the cheapest active variant, đồng
    net_grams: int = 0  # of the same
    unit_price: int = 0  # đồng for 100 g of the same; sorts lists
    variant_id: UUID | None = None  # the same: what the card's + adds
    variant_name: str = Field(default="", max_length=80)
    in_stock: bool = False
    cover: str = Field(default="", max_length=64)
    cover_alt: str = Field(default="", max_length=200)
    ocop_stars: int = 0  # of the latest certificate that was not revoked
    ocop_expires_on: date | None = None
    harvested_on: date | None = None  # of next_lot
    traceable: bool = False  # has a published lot that may be sold
    next_lot: dict[str, Any] | None = Field(default=None, sa_type=JSONB)
    """code, lot_number, harvested_on, packed_on, expires_on (ISO), area, maker, packs."""
    sold: int = 0  # delivered units
    search: Any = Field(default=None, sa_column=Column(TSVECTOR))

    __table_args__ = (
        Index("ix_product_search", "search", postgresql_using="gin"),
        *map(_best_sold, BEST_SOLD),
        Index("ix_product_status_submitted_at", "status", "submitted_at"),
        # One for each order that the list offers, stock first (`catalog.queries.listing.ORDERS`).
        _order("harvest", "in_stock", "coalesce(harvested_on, '1900-01-01'::date)"),
        _order("sold", "in_stock", "sold"),
        _order("price_down", "in_stock", "price"),
        _order("price_up", "(NOT in_stock)", "price"),
        _order("unit_price", "(NOT in_stock)", "unit_price"),
        # What else a maker has, the best-selling first (`web.queries.product`).
        Index(
            "ix_product_of_seller",
            "seller_id",
            *(text(part) for part in ("in_stock DESC", "sold DESC", "slug")),
            postgresql_where=text("listed"),
        ),
        # And for filters that keep few of many; a commune's and a maker's own page in their order.
        *(_filter(name) for name in ("group_slug", "category_slug")),
        *(
            _order(name, column, "in_stock", "coalesce(harvested_on, '1900-01-01'::date)")
            for name, column in (("ward", "ward_code"), ("seller", "seller_slug"))
        ),
    )


class ProductSlug(SQLModel, table=True):
    """An address that a product once had; it redirects for ever."""

    __tablename__ = "product_slug"

    slug: str = Field(max_length=120, primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)


class Variant(SQLModel, table=True):
    """One weight in one packaging, with its price and stock."""

    __table_args__ = (
        UniqueConstraint("seller_id", "sku"),
        CheckConstraint("price > 0", name="price"),
        CheckConstraint("net_grams > 0 AND gross_grams >= net_grams", name="grams"),
        CheckConstraint("on_hand >= 0 AND allocated BETWEEN 0 AND on_hand", name="stock"),
        CheckConstraint("min_per_order BETWEEN 1 AND max_per_order", name="per_order"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)
    seller_id: UUID = Field(foreign_key="seller.id")
    sku: str = Field(max_length=40)
    gtin: str | None = Field(default=None, max_length=14, unique=True)
    name: str = Field(max_length=80)  # "Hộp 100 g"
    name_en: str = Field(default="", max_length=80)
    packaging: str = Field(default="", max_length=40)  # hộp, túi, chai: counts packs
    net_grams: int
    gross_grams: int
    price: int
    list_price: int | None = None  # the earlier price, shown struck through
    on_hand: int = 0
    allocated: int = 0  # promised to orders that have not left
    min_per_order: int = 1
    max_per_order: int = 99
    active: bool = True
    position: int = 0


class ImageTrouble(StrEnum):
    """Why the sizes of a picture are not made."""

    PASSING = "passing"  # the job comes back by itself
    LASTING = "lasting"  # the file cannot be read: trying again would not help


class ProductImage(SQLModel, table=True):
    __tablename__ = "product_image"

    id: UUID = Field(default_factory=new_id, primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)
    content_hash: str = Field(max_length=64)
    width: int
    height: int
    ready: bool = False  # its sizes are made; until then only its seller sees it
    trouble: ImageTrouble | None = Field(default=None, sa_type=text_enum(ImageTrouble))
    live: bool = True  # false: waits, with a revision, for approval
    alt: str = Field(default="", max_length=200)
    alt_en: str = Field(default="", max_length=200)
    position: int = 0

    @property
    def in_progress(self) -> bool:
        return not self.ready and self.trouble is None


class ProductDraft(SQLModel, table=True):
    """What its seller is typing about a product that others already look at: kept as it was typed,
    seen by nobody else, gone once it is sent.
    """

    __tablename__ = "product_draft"

    product_id: UUID = Field(foreign_key="product.id", primary_key=True)
    typed: dict[str, str] = Field(sa_type=JSONB)  # the form's fields (`rules.forms`)
    begun_on: str = Field(max_length=20)  # the name of the text that it was typed over
    saved_by: UUID | None = None
    saved_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)


REQUIRED_PAPERS = Option[dict[str, Any]]("catalog.required_papers", dict(NEEDED))
"""Kinds of food-safety papers by category or group, for as long as the law says so."""


class RevisionStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class ProductRevision(SQLModel, table=True):
    """How the seller wants an approved product to read; shoppers see the old text until then."""

    __tablename__ = "product_revision"
    __table_args__ = (
        Index(
            "ix_product_revision_pending",
            "product_id",
            unique=True,
            postgresql_where=text("status = 'pending'"),
        ),
        Index("ix_product_revision_status_submitted_at", "status", "submitted_at"),
    )

    id: UUID = Field(default_factory=new_id, primary_key=True)
    product_id: UUID = Field(foreign_key="product.id", index=True)
    status: RevisionStatus = Field(
        default=RevisionStatus.PENDING, sa_type=text_enum(RevisionStatus)
    )
    content: dict[str, Any] = Field(sa_type=JSONB)  # `rules.content.Content`
    images: list[str] = Field(sa_type=JSONB)  # ids of product_image, in order
    version: int = 1  # optimistic locking
    submitted_by: UUID | None = None
    submitted_at: datetime = Field(default_factory=utc_now, sa_type=UtcDateTime)
    decided_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    decision_reason: str = Field(default="", max_length=1000)
