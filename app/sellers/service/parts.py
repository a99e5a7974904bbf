"""The forms of an application, one a step: it may be left half filled, never filled wrongly."""

import re
from datetime import date
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field, ValidationInfo, field_validator

from app.core.days import today
from app.core.i18n import mark
from app.places.service import AddressIn
from app.sellers import rules
from app.sellers.rules import Part, SellerKind
from app.sellers.service.saving import Phone

_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
ADULT_YEARS = 18
Name = Annotated[str, Field(min_length=2, max_length=160)]


class OpeningIn(AddressIn):
    """The least that a gian hàng begins with: its kind, its name, and the commune it is in."""

    kind: SellerKind
    name: Name
    street: Annotated[str, Field(max_length=120)] = ""


class UnitIn(BaseModel):
    kind: SellerKind
    name: Name | None = None  # nothing once it is approved: shoppers know it by that name
    legal_name: Annotated[str, Field(max_length=200)] = ""


def _given(day: date) -> date:
    if day > today():
        raise ValueError(mark("Ngày cấp không thể ở sau hôm nay."))
    return day


class PapersIn(BaseModel):
    tax_code: Annotated[str, AfterValidator(rules.tax_code_of_firm)] | None = None
    licence_no: Annotated[str, Field(max_length=60)] = ""
    licence_issued_on: Annotated[date, AfterValidator(_given)] | None = None
    licence_issuer: Annotated[str, Field(max_length=160)] = ""


class PersonIn(BaseModel):
    """Number and birthday come together; both left blank keep what is there."""

    representative: Annotated[str, Field(max_length=120)] = ""
    personal_number: Annotated[str, AfterValidator(rules.personal_number)] = ""
    born_on: Annotated[date | None, Field(validate_default=True)] = None

    @field_validator("born_on")
    @classmethod
    def agrees_with_the_number(cls, born: date | None, info: ValidationInfo) -> date | None:
        number = info.data.get("personal_number")
        if number is None or (born is None and not number):
            return born
        if born is None or not number:
            raise ValueError(mark("Mời ghi cả số định danh và ngày sinh, để sàn đối chiếu."))
        if (born.year + ADULT_YEARS, born.month, born.day) > today().timetuple()[:3]:
            raise ValueError(mark("Người đại diện cần đủ 18 tuổi."))
        if not rules.born_as_numbered(number, born):
            raise ValueError(rules.NOT_BORN_THEN)
        return born


def _address(typed: str) -> str:
    if not _EMAIL.fullmatch(typed):
        raise ValueError(mark("Địa chỉ e-mail chưa đúng, ví dụ hoptacxa@gmail.com."))
    return typed


class ContactIn(BaseModel):
    email: Annotated[str, Field(max_length=200), AfterValidator(_address)] | None = None
    zalo: Phone | None = None


FORMS: dict[Part, type[BaseModel]] = {
    Part.UNIT: UnitIn,
    Part.PAPERS: PapersIn,
    Part.PERSON: PersonIn,
    Part.PLACE: AddressIn,
    Part.CONTACT: ContactIn,
}
