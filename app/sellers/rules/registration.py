"""What a seller is registered as: the facts that an operator answers for, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from app.core.i18n import mark
from app.sellers.rules.states import SellerKind


class Part(StrEnum):
    """A step of the application; its value is the last word of its address."""

    UNIT = "don-vi"
    PAPERS = "giay-phep"
    PERSON = "dai-dien"
    PLACE = "dia-chi"
    CONTACT = "lien-he"


TITLES = {
    Part.UNIT: mark("Đơn vị"),
    Part.PAPERS: mark("Giấy đăng ký"),
    Part.PERSON: mark("Người đại diện"),
    Part.PLACE: mark("Địa chỉ"),
    Part.CONTACT: mark("Liên hệ"),
}


class Registration(BaseModel):
    """Facts that only an operator's word changes once the seller is approved."""

    model_config = ConfigDict(from_attributes=True)

    kind: SellerKind
    legal_name: str
    tax_code: str | None
    licence_no: str
    licence_issued_on: date | None
    licence_issuer: str
    representative: str
    province_code: str
    ward_code: str
    street: str


FIELDS = {
    "kind": mark("Loại đơn vị"),
    "name": mark("Tên gian hàng"),
    "legal_name": mark("Tên đăng ký"),
    "tax_code": mark("Mã số thuế"),
    "licence_no": mark("Số giấy đăng ký"),
    "licence_issued_on": mark("Ngày cấp"),
    "licence_issuer": mark("Nơi cấp"),
    "representative": mark("Người đại diện"),
    "personal_number": mark("Số định danh cá nhân"),
    "born_on": mark("Ngày sinh"),
    "address": mark("Địa chỉ"),
    "email": mark("E-mail"),
    "zalo": "Zalo",
}

LICENSED = {SellerKind.ENTERPRISE, SellerKind.COOPERATIVE, SellerKind.HOUSEHOLD_BUSINESS}
TAXED = {SellerKind.ENTERPRISE, SellerKind.COOPERATIVE}
"""Households pay tax by their owner's personal number where they have no other."""


@dataclass(frozen=True)
class Gap:
    """`part` is where it is filled in, `field` what."""

    part: Part
    field: str
    said: str


@dataclass(frozen=True)
class Known:
    """What the list of missing facts looks at besides the registration itself."""

    has_person: bool
    """A personal number and a day of birth are kept."""
    phone_verified: bool


def gaps(facts: Registration, known: Known) -> Sequence[Gap]:
    """In the order of the form; empty when the application can be sent."""
    return [
        *_of_unit(facts),
        *_of_papers(facts),
        *_of_person(facts, known),
        *_of_place(facts, known),
    ]


def _of_unit(facts: Registration) -> Iterator[Gap]:
    if not facts.legal_name:
        yield Gap(Part.UNIT, "legal_name", mark("Tên đăng ký"))


def _of_papers(facts: Registration) -> Iterator[Gap]:
    if facts.kind in TAXED and not facts.tax_code:
        yield Gap(Part.PAPERS, "tax_code", mark("Mã số thuế"))
    if facts.kind not in LICENSED:
        return
    if not facts.licence_no:
        yield Gap(Part.PAPERS, "licence_no", mark("Số giấy đăng ký"))
    if facts.licence_issued_on is None:
        yield Gap(Part.PAPERS, "licence_issued_on", mark("Ngày cấp"))
    if not facts.licence_issuer:
        yield Gap(Part.PAPERS, "licence_issuer", mark("Nơi cấp"))


def _of_person(facts: Registration, known: Known) -> Iterator[Gap]:
    if not facts.representative:
        yield Gap(Part.PERSON, "representative", mark("Họ tên người đại diện"))
    if not known.has_person:
        yield Gap(Part.PERSON, "personal_number", mark("Số định danh và ngày sinh"))


def _of_place(facts: Registration, known: Known) -> Iterator[Gap]:
    if not facts.street:
        yield Gap(Part.PLACE, "street", mark("Số nhà, thôn xóm"))
    if not known.phone_verified:
        yield Gap(Part.CONTACT, "phone", mark("Xác minh số điện thoại"))


def differences(before: Registration, after: Registration) -> dict[str, tuple[Any, Any]]:
    """Field to (old, new) for every fact that differs, as JSON values, in the form's order."""
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    return {name: (old[name], new[name]) for name in old if old[name] != new[name]}
