"""The households that belong to a cooperative."""

import re
from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from sqlmodel import Session, select

from app.core.days import today
from app.core.errors import Invalid, NotFound
from app.core.i18n import gettext, mark
from app.core.page_cache import touch
from app.core.typed import Day
from app.identity.service import audit
from app.places import queries as places
from app.sellers import queries
from app.sellers.models import MemberHousehold, Seller
from app.sellers.service.saving import Phone

_CODE = re.compile(r"[A-Z0-9](?:[A-Z0-9-]{0,18}[A-Z0-9])?")


def normal_code(typed: str) -> str:
    """
    >>> normal_code(" h 012 ")
    'H012'
    """
    code = "".join(typed.upper().split())
    if not _CODE.fullmatch(code):
        raise ValueError(mark("Mã hộ gồm chữ không dấu, chữ số và gạch ngang, tối đa 20 ký tự."))
    return code


class HouseholdIn(BaseModel):
    """Without a code the next free one is given."""

    model_config = ConfigDict(from_attributes=True)

    code: Annotated[str, AfterValidator(normal_code)] = ""
    name: Annotated[str, Field(min_length=2, max_length=120)]
    phone: Phone | Annotated[str, Field(max_length=0)] = ""
    ward_code: str
    plot: Annotated[str, Field(max_length=300)] = ""
    joined_on: Day | None = None

    @model_validator(mode="after")
    def joined_by_now(self) -> "HouseholdIn":
        if self.joined_on is not None and self.joined_on > today():
            raise ValueError(mark("Ngày vào hợp tác xã không thể ở sau hôm nay."))
        return self


class NewHouseholdIn(HouseholdIn):
    """With the id that its form was made with: a second click adds nothing."""

    household_id: UUID


class LeavingIn(BaseModel):
    left_on: Day


def add_household(
    session: Session, actor_id: UUID | None, seller: Seller, given: NewHouseholdIn
) -> MemberHousehold:
    """Raises Invalid for a code that another household has, by field; NotFound for the id of
    another cooperative's.
    """
    _take(session, seller)
    known = session.get(MemberHousehold, given.household_id)
    if known is not None:
        if known.seller_id != seller.id:
            raise NotFound
        return known
    fields = _checked(seller, given)
    fields["code"] = given.code or next_code(queries.household_codes(session, seller.id))
    _refuse_taken(session, seller, fields["code"])
    household = MemberHousehold(id=given.household_id, seller_id=seller.id, **fields)
    session.add(household)
    _record(session, actor_id, seller, household, "household.add", before=None)
    return household


def change_household(
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    household: MemberHousehold,
    given: HouseholdIn,
) -> bool:
    """Whether anything changed. A household keeps its code unless another is typed."""
    _take(session, seller)
    fields = _checked(seller, given) | {"code": given.code or household.code}
    if fields["code"] != household.code:
        _refuse_taken(session, seller, fields["code"])
    if _left_too_early(household, fields["joined_on"]):
        raise _wrong("joined_on", mark("Hộ này đã rời trước ngày đó."))
    before = _said(household)
    for name, value in fields.items():
        setattr(household, name, value)
    if _said(household) == before:
        return False
    _record(session, actor_id, seller, household, "household.change", before=before)
    return True


def leave(
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    household: MemberHousehold,
    given: LeavingIn,
) -> None:
    """From that day it is no member; what it grew before stays its own. Again changes nothing."""
    _take(session, seller)
    if given.left_on > today():
        raise _wrong("left_on", mark("Ngày rời không thể ở sau hôm nay."))
    if household.joined_on is not None and given.left_on < household.joined_on:
        raise _wrong("left_on", mark("Ngày rời phải sau ngày vào."))
    if household.left_on is None:
        before = _said(household)
        household.left_on = given.left_on
        _record(session, actor_id, seller, household, "household.leave", before=before)


def come_back(
    session: Session, actor_id: UUID | None, seller: Seller, household: MemberHousehold
) -> None:
    """A leaving noted by mistake, or a household that joins again."""
    _take(session, seller)
    if household.left_on is not None:
        before = _said(household)
        household.left_on = None
        _record(session, actor_id, seller, household, "household.come_back", before=before)


def next_code(taken: Iterable[str]) -> str:
    """
    >>> next_code(["H001", "H003", "TO-1"]), next_code([])
    ('H004', 'H001')
    """
    found = (re.fullmatch(r"H(\d{1,6})", code) for code in taken)
    return f"H{max((int(one[1]) for one in found if one), default=0) + 1:03}"


def _take(session: Session, seller: Seller) -> None:
    """One write at a time: codes are given and households counted without a gap."""
    session.exec(select(Seller.id).where(Seller.id == seller.id).with_for_update(key_share=True))


def _checked(seller: Seller, given: HouseholdIn) -> dict[str, Any]:
    if not places.is_ward_of(given.ward_code, seller.province_code):
        raise _wrong("ward_code", mark("Mời chọn một mục trong danh sách."))
    return given.model_dump(exclude={"household_id"})


def _refuse_taken(session: Session, seller: Seller, code: str) -> None:
    if queries.household(session, seller.id, code) is not None:
        raise _wrong("code", mark("Hộ khác của hợp tác xã đã mang mã này."))


def _left_too_early(household: MemberHousehold, joined_on: date | None) -> bool:
    left = household.left_on
    return left is not None and joined_on is not None and joined_on > left


def _wrong(field: str, said: str) -> Invalid:
    return Invalid(gettext(said), {field: gettext(said)})


def _said(household: MemberHousehold) -> dict[str, Any]:
    """What a record keeps of a household: its phone number only in part."""
    said = household.model_dump(mode="json", exclude={"id", "seller_id", "created_at"})
    return said | {"phone": household.phone[-3:]}


def _record(  # noqa: PLR0913  # a change and its record
    session: Session,
    actor_id: UUID | None,
    seller: Seller,
    household: MemberHousehold,
    action: str,
    *,
    before: dict[str, Any] | None,
) -> None:
    """The shop's page says how many belong."""
    session.flush()  # they are counted
    audit(session, actor_id, action, household, before=before, after=_said(household))
    seller.households = queries.household_counts(session, seller.id)[0]
    touch(session, f"seller:{seller.id}")
