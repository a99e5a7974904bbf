"""What a seller's own page says, and when the shop is open. It applies at once and is recorded."""

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, field_validator
from sqlmodel import Session, col, delete, select

from app.core.days import today
from app.core.errors import Conflict
from app.core.i18n import mark
from app.core.page_cache import touch
from app.core.text import slugify
from app.core.typed import Clock, Day
from app.identity.service import audit
from app.sellers import queries
from app.sellers.models import Seller, SellerHours
from app.sellers.rules import LONGEST_AWAY, OWN_WORDS
from app.sellers.service.claims import note_claims, refuse_claims
from app.sellers.service.saving import Phone, change_seller

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class ShopIn(BaseModel):
    """What shoppers read about a seller; the registered name and address are another form's."""

    model_config = ConfigDict(from_attributes=True)

    name: Annotated[str, Field(min_length=2, max_length=160)]
    story: Annotated[str, Field(max_length=4000)] = ""
    story_en: Annotated[str, Field(max_length=4000)] = ""
    quote: Annotated[str, Field(max_length=300)] = ""
    quote_en: Annotated[str, Field(max_length=300)] = ""
    quote_by: Annotated[str, Field(max_length=120)] = ""
    email: Annotated[str, Field(max_length=200)] = ""
    zalo: Phone | Annotated[str, Field(max_length=0)] = ""

    @field_validator("name")
    @classmethod
    def name_can_stand_in_an_address(cls, typed: str) -> str:
        if not slugify(typed):
            raise ValueError(mark("Tên gian hàng cần có chữ hoặc số."))
        return typed

    @field_validator("email")
    @classmethod
    def email_looks_like_one(cls, typed: str) -> str:
        if typed and not _EMAIL.fullmatch(typed):
            raise ValueError(mark("Địa chỉ e-mail chưa đúng, ví dụ htx@thu.vn. Có thể để trống."))
        return typed


class Stale(Conflict):
    """Somebody else saved the page since this form was opened."""

    title = mark("Người khác vừa sửa gian hàng này")


def edition(seller: Seller) -> str:
    """Names what the form was filled with."""
    said = ShopIn.model_construct(**seller.model_dump(include=set(ShopIn.model_fields)))
    return hashlib.sha256(said.model_dump_json().encode()).hexdigest()[:20]


def save_shop(
    session: Session, actor_id: UUID, seller: Seller, given: ShopIn, *, seen: str
) -> bool:
    """Whether anything changed. Raises Stale when the page is no longer what `seen` names,
    and Forbidden for words that food may not be sold with.
    """
    _take(session, seller)
    fields = given.model_dump()
    before = {name: getattr(seller, name) for name in fields}
    if fields == before:
        return False
    if edition(seller) != seen:
        raise Stale(mark("Những gì vừa gõ còn nguyên bên dưới, chưa lưu."))
    refuse_claims(session, {name: fields[name] for name in OWN_WORDS if name in fields})
    change_seller(session, seller, fields)
    note_claims(session, seller)
    changed = {name for name, value in fields.items() if before[name] != value}
    audit(
        session,
        actor_id,
        "shop.change",
        seller,
        before={name: before[name] for name in changed},
        after={name: fields[name] for name in changed},
    )
    return True


class OpenDay(BaseModel):
    """One day of the week; Monday is 0."""

    weekday: Annotated[int, Field(ge=0, le=6)]
    opens: Clock
    closes: Clock

    @field_validator("closes")
    @classmethod
    def closes_after_it_opens(cls, typed: Clock, info: ValidationInfo) -> Clock:
        if typed <= info.data.get("opens", typed.min):
            raise ValueError(mark("Giờ đóng cửa phải sau giờ mở cửa."))
        return typed


def set_hours(session: Session, actor_id: UUID, seller: Seller, days: Sequence[OpenDay]) -> bool:
    """Exactly these days are open from now on; whether anything changed."""
    _take(session, seller)
    before = _said(queries.hours(session, seller.id))
    if before == _said(days):
        return False
    session.exec(delete(SellerHours).where(col(SellerHours.seller_id) == seller.id))
    session.add_all(SellerHours(seller_id=seller.id, **day.model_dump()) for day in days)
    audit(session, actor_id, "shop.set_hours", seller, before=before, after=_said(days))
    touch(session, f"seller:{seller.id}")
    return True


def _said(days: Sequence[Any]) -> dict[str, str]:
    return {str(day.weekday): f"{day.opens:%H:%M}–{day.closes:%H:%M}" for day in days}


class AwayIn(BaseModel):
    """From a day to a day, both without new orders."""

    away_from: Day
    away_until: Day
    away_note: Annotated[str, Field(max_length=300)] = ""

    @field_validator("away_until")
    @classmethod
    def ends_after_it_begins(cls, day: date, info: ValidationInfo) -> date:
        first = info.data.get("away_from", day)
        if day < first:
            raise ValueError(mark("Ngày nghỉ cuối phải từ ngày bắt đầu nghỉ trở đi."))
        if day < today():
            raise ValueError(mark("Những ngày này đã qua rồi."))
        if (day - first).days >= LONGEST_AWAY:
            raise ValueError(mark("Mỗi lần nghỉ tối đa 120 ngày."))
        return day


def go_away(session: Session, actor_id: UUID, seller: Seller, given: AwayIn) -> bool:
    """New orders are refused on these days, old ones stay; whether anything changed.

    Raises Forbidden for a note that food may not be sold with.
    """
    refuse_claims(session, {"away_note": given.away_note})
    return _set_away(session, actor_id, seller, "shop.go_away", given.model_dump())


def come_back(session: Session, actor_id: UUID, seller: Seller) -> bool:
    """Orders are taken again from now on, whatever days were given."""
    nothing = {"away_from": None, "away_until": None, "away_note": ""}
    return _set_away(session, actor_id, seller, "shop.come_back", nothing)


def _set_away(
    session: Session, actor_id: UUID, seller: Seller, action: str, fields: dict[str, Any]
) -> bool:
    _take(session, seller)
    before = {name: getattr(seller, name) for name in fields}
    if not change_seller(session, seller, fields):
        return False
    note_claims(session, seller)
    audit(session, actor_id, action, seller, before=_as_text(before), after=_as_text(fields))
    return True


def _as_text(fields: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in fields.items() if value}


def _take(session: Session, seller: Seller) -> None:
    """The row as it is now, held: two people of one shop save one after the other."""
    one = select(Seller).where(Seller.id == seller.id).with_for_update(key_share=True)
    session.exec(one, execution_options={"populate_existing": True}).one()
