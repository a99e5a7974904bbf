"""Sellers as imports and forms save them, and their addresses."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session

from app.core import slugs
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.page_cache import touch
from app.core.phones import e164
from app.places import queries as places
from app.sellers import queries
from app.sellers.models import Seller, SellerKind, SellerSlug
from app.sellers.rules import OWN_WORDS, normal_tax_code
from app.sellers.service.claims import refuse_claims
from app.sellers.service.news import announce

LISTED = {"name", "province_code", "ward_code", "kind"}
"""What lists and search show of a seller; the rest stands on pages that name it."""

Phone = Annotated[str, AfterValidator(e164)]


class SellerIn(BaseModel):
    """Everything that describes a seller, by which the import and forms save one."""

    model_config = ConfigDict(from_attributes=True)

    kind: SellerKind
    name: Annotated[str, Field(min_length=2, max_length=160)]
    legal_name: Annotated[str, Field(min_length=2, max_length=200)]
    tax_code: Annotated[str, AfterValidator(normal_tax_code)] | None = None
    phone: Phone
    email: Annotated[str, Field(max_length=200)] = ""
    zalo: Phone | Annotated[str, Field(max_length=0)] = ""
    representative: Annotated[str, Field(max_length=120)] = ""
    province_code: str
    ward_code: str
    street: Annotated[str, Field(min_length=2, max_length=200)]
    founded_on: date | None = None
    households: Annotated[int, Field(ge=0)] = 0
    quote: Annotated[str, Field(max_length=300)] = ""
    quote_en: Annotated[str, Field(max_length=300)] = ""
    quote_by: Annotated[str, Field(max_length=120)] = ""
    story: Annotated[str, Field(max_length=4000)] = ""
    story_en: Annotated[str, Field(max_length=4000)] = ""
    portrait: Annotated[str, Field(max_length=64)] = ""
    is_sample: bool = False

    @model_validator(mode="after")
    def ward_lies_in_province(self) -> "SellerIn":
        if not places.is_ward_of(self.ward_code, self.province_code):
            raise ValueError(mark("Xã, phường này không thuộc tỉnh đã ghi."))
        return self


def save_seller(session: Session, given: SellerIn) -> tuple[Seller, bool]:
    """The seller with this tax code or phone, made or changed, and whether anything changed.

    Raises Conflict for an application under way: what somebody typed there, with whatever tax
    code, must not become a seller that an import vouches for; Forbidden for words that a shop may
    not say.
    """
    seller = queries.seller_by_key(session, given.tax_code, given.phone)
    if seller is not None and queries.is_applying(session, seller):
        raise Conflict(mark("Đơn vị này đang nộp hồ sơ. Mời duyệt ở mục Đơn vị bán trước."))
    fields = given.model_dump()
    _refuse_claims(session, seller, fields)
    if seller is None:
        slug = free_slug(session, given.name)
        seller = Seller(**fields, slug=slug)
        session.add(seller)
        session.flush()  # products and members refer to it
        return seller, True
    if queries.counts_households(session, seller.id):
        del fields["households"]  # they are counted, whatever a workbook says
    return seller, change_seller(session, seller, fields)


def _refuse_claims(session: Session, seller: Seller | None, fields: dict[str, Any]) -> None:
    """Of what changes alone: a row that says nothing of a story leaves it as it is."""
    own = {name: fields[name] for name in OWN_WORDS if name in fields}
    new = {name: said for name, said in own.items() if not seller or getattr(seller, name) != said}
    refuse_claims(session, new)


def change_seller(session: Session, seller: Seller, fields: dict[str, Any]) -> bool:
    """Sets what differs and tells everybody who shows it; whether anything did.

    A new name moves the shop to a new address, to which the old one leads.
    """
    changed = {name: value for name, value in fields.items() if getattr(seller, name) != value}
    if changed:
        _change(session, seller, changed)
    return bool(changed)


def _change(session: Session, seller: Seller, fields: dict[str, Any]) -> None:
    if "name" in fields and not slugs.fits(seller.slug, fields["name"], "nha-ban"):
        _move(session, seller, free_slug(session, fields["name"]))
    for name, value in fields.items():
        setattr(seller, name, value)
    seller.updated_at = utc_now()
    if LISTED & set(fields):
        announce(session, seller)
    else:
        touch(session, f"seller:{seller.id}")


def _move(session: Session, seller: Seller, slug: str) -> None:
    """The old address leads to the new one from now on."""
    session.add(SellerSlug(slug=seller.slug, seller_id=seller.id))
    seller.slug = slug


def set_listens(session: Session, seller_id: UUID, *, listens: bool) -> None:
    """Whether a system of the seller's own hears news, so that orders know without asking."""
    session.get_one(Seller, seller_id).listens = listens


def free_slug(session: Session, name: str) -> str:
    return slugs.free_slug(session, name, (Seller.slug, SellerSlug.slug), "nha-ban")
