"""Sellers: saved, renamed, approved, suspended; and the people who work for them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, select
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from app.core import events, slugs
from app.core.db import utc_now
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.phones import e164
from app.identity.service import audit
from app.places import queries as places
from app.sellers import queries
from app.sellers.models import (
    MemberRole,
    Seller,
    SellerKind,
    SellerMember,
    SellerSlug,
    SellerStatus,
)


@dataclass(frozen=True)
class SellerChanged:
    """What lists show of a seller is different now: name, address, place or status."""

    seller_id: UUID


def normal_tax_code(typed: str) -> str:
    """Ten digits, or thirteen with a hyphen (Circular 86/2024/TT-BTC). Raises ValueError."""
    try:
        return str(mst.validate(typed))
    except ValidationError as error:
        raise ValueError(mark("Mã số thuế chưa đúng.")) from error


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
    """The seller with this tax code or phone, made or changed, and whether anything changed."""
    seller = queries.seller_by_key(session, given.tax_code, given.phone)
    fields = given.model_dump()
    if seller is None:
        slug = free_slug(session, given.name)
        seller = Seller(**fields, slug=slug)
        session.add(seller)
        session.flush()  # products and members refer to it
        return seller, True
    changed = {name for name, value in fields.items() if getattr(seller, name) != value}
    if changed:
        _change(session, seller, {name: fields[name] for name in changed})
    return seller, bool(changed)


def _change(session: Session, seller: Seller, fields: dict[str, Any]) -> None:
    if "name" in fields and not slugs.fits(seller.slug, fields["name"], "nha-ban"):
        _move(session, seller, free_slug(session, fields["name"]))
    for name, value in fields.items():
        setattr(seller, name, value)
    seller.updated_at = utc_now()
    _announce(session, seller)


def _move(session: Session, seller: Seller, slug: str) -> None:
    """The old address leads to the new one from now on."""
    session.add(SellerSlug(slug=seller.slug, seller_id=seller.id))
    seller.slug = slug


def free_slug(session: Session, name: str) -> str:
    return slugs.free_slug(session, name, (Seller.slug, SellerSlug.slug), "nha-ban")


def approve_seller(session: Session, actor_id: UUID | None, seller: Seller) -> bool:
    """From now on its approved products may be shown; False when that was so already."""
    if seller.status is SellerStatus.APPROVED:
        return False
    if seller.status is SellerStatus.CLOSED:
        raise Conflict(mark("Đơn vị này đã đóng."))
    _decide(session, actor_id, seller, SellerStatus.APPROVED, "seller.approve")
    seller.approved_at = seller.approved_at or utc_now()
    return True


def suspend_seller(session: Session, actor_id: UUID | None, seller: Seller, reason: str) -> None:
    """Its products leave the shop at once; its orders and lots stay what they are."""
    _decide(session, actor_id, seller, SellerStatus.SUSPENDED, "seller.suspend", reason)


def _decide(  # noqa: PLR0913, PLR0917  # a decision and its record
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    status: SellerStatus,
    action: str,
    reason: str = "",
) -> None:
    before, seller.status = seller.status, status
    seller.updated_at = utc_now()
    audit(
        session,
        actor_id,
        action,
        seller,
        before={"status": before},
        after={"status": status},
        reason=reason,
    )
    _announce(session, seller)


def _announce(session: Session, seller: Seller) -> None:
    session.flush()  # listeners read it
    events.publish(session, SellerChanged(seller.id))


def save_member(session: Session, seller_id: UUID, user_id: UUID, role: MemberRole) -> bool:
    """Lets `user_id` work for the seller; whether anything changed."""
    statement = select(SellerMember).where(
        SellerMember.seller_id == seller_id, SellerMember.user_id == user_id
    )
    member = session.exec(statement).first()
    if member is None:
        session.add(SellerMember(seller_id=seller_id, user_id=user_id, role=role))
        return True
    before, member.role = member.role, role
    return before is not role
