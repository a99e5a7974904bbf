"""Sellers: saved, renamed, approved, suspended; and the people who work for them."""

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, col, delete, select
from stdnum.exceptions import ValidationError
from stdnum.vn import mst

from app.core import events, slugs
from app.core.db import utc_now
from app.core.errors import Conflict, Invalid
from app.core.i18n import gettext, mark
from app.core.phones import e164
from app.identity import queries as accounts
from app.identity.models import User
from app.identity.rules import STAFF
from app.identity.service import audit, open_account
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


def suspend_seller(session: Session, actor_id: UUID | None, seller: Seller, reason: str) -> bool:
    """Its products leave the shop at once; its orders and lots stay what they are.

    False when that was so already; the first reason stands. Raises Conflict for a closed one.
    """
    if seller.status is SellerStatus.SUSPENDED:
        return False
    if seller.status is SellerStatus.CLOSED:
        raise Conflict(mark("Đơn vị này đã đóng."))
    _decide(session, actor_id, seller, SellerStatus.SUSPENDED, "seller.suspend", reason)
    return True


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


class MemberIn(BaseModel):
    """Somebody who may sign in for a seller."""

    phone: Phone
    name: Annotated[str, Field(min_length=2, max_length=120)]
    role: MemberRole = MemberRole.OWNER


def add_member(
    session: Session, actor: User, seller: Seller, given: MemberIn
) -> tuple[User, str | None]:
    """The account, and its temporary password if it is new: an account that exists keeps its own.

    Raises Invalid for the number of an officer, who could then decide on their own goods.
    """
    user, password = accounts.user_by_phone(session, given.phone), None
    if user is None:
        user, password = open_account(session, actor, phone=given.phone, name=given.name)
    elif user.role in STAFF:
        said = gettext(mark("Số này là của cán bộ sàn, không bán hàng được."))
        raise Invalid(said, {"phone": said})
    if save_member(session, seller.id, user.id, given.role):
        after = {"user": str(user.id), "role": given.role}
        audit(session, actor.id, "seller.save_member", seller, after=after)
    return user, password


def remove_member(session: Session, actor: User, seller: Seller, user: User) -> None:
    """They keep their account and open this desk no more. Raises Conflict for the last owner."""
    rows = session.exec(
        select(SellerMember).where(SellerMember.seller_id == seller.id).with_for_update()
    ).all()
    owners = {row.user_id for row in rows if row.role is MemberRole.OWNER}
    if owners == {user.id}:
        raise Conflict(mark("Đơn vị cần ít nhất một chủ gian hàng. Mời thêm người khác trước."))
    session.exec(
        delete(SellerMember).where(
            col(SellerMember.seller_id) == seller.id, col(SellerMember.user_id) == user.id
        )
    )
    audit(session, actor.id, "seller.remove_member", seller, before={"user": str(user.id)})
