"""Provinces, communes and wards as they are named and compared; nothing here reads a file."""

import re
from dataclasses import dataclass
from enum import StrEnum

from app.core.i18n import gettext
from app.core.text import fold, slugify

HOME = "19"
"""Thái Nguyên, with the former Bắc Kạn (National Assembly Resolution 202/2025)."""


class Kind(StrEnum):
    """The types of units of the lower tier (Law 72/2025 on local government, art. 1)."""

    COMMUNE = "xã"
    WARD = "phường"
    SPECIAL_ZONE = "đặc khu"


@dataclass(frozen=True, slots=True)
class Ward:
    """A commune, ward or special zone; `code` has five digits, `name` begins with the type."""

    code: str
    name: str
    province_code: str

    @property
    def kind(self) -> Kind:
        return next(kind for kind in Kind if self.name.lower().startswith(kind))

    @property
    def short_name(self) -> str:
        return self.name[len(self.kind) + 1 :]

    @property
    def choice(self) -> str:
        """As a list shows it: typing the first letters of the name must find it."""
        return f"{self.short_name} ({self.kind})"


@dataclass(frozen=True, slots=True)
class Province:
    """`merged` names the former provinces that became part of it on 1 July 2025."""

    code: str
    name: str
    merged: tuple[str, ...]
    wards: tuple[Ward, ...]

    @property
    def short_name(self) -> str:
        return self.name.removeprefix("Tỉnh ").removeprefix("Thành phố ")

    @property
    def choice(self) -> str:
        """With the former names, since many still look for the province they grew up in."""
        if not self.merged:
            return self.short_name
        merged = ", ".join(self.merged)
        return gettext("{province} (gồm {merged})").format(province=self.short_name, merged=merged)


@dataclass(frozen=True, slots=True)
class LegacyUnit:
    """A unit that ended on 30 June 2025; `ward_codes` are what it became, the usual one first."""

    name: str
    district: str
    province: str
    ward_codes: tuple[str, ...]

    @property
    def full_name(self) -> str:
        return ", ".join(part for part in (self.name, self.district, self.province) if part)


_TYPES = re.compile(
    r"^(?:(?:thanh pho|thi xa|thi tran|dac khu|phuong|quan|huyen|tinh|xa)\s+"
    r"|(?:tp|tx|tt|dk|p|q|h|t|x)\.\s*)"
)


def bare(text: str) -> str:
    """A unit's name folded and without its type, as people leave the type out or shorten it.

    >>> bare("Thị trấn Chợ Rã"), bare("TX. Phổ Yên"), bare("P.12"), bare("xã Xã Khánh")
    ('cho ra', 'pho yen', '12', 'xa khanh')
    """
    return _TYPES.sub("", fold(text), count=1)


def parts(text: str) -> list[str]:
    """
    >>> parts("Thị trấn Chợ Rã, Ba Bể,, Bắc Kạn")
    ['Thị trấn Chợ Rã', 'Ba Bể', 'Bắc Kạn']
    """
    return [part.strip() for part in text.split(",") if part.strip()]


def rank(name: str, wanted: str) -> int | None:
    """How well a folded `name` answers: 0 the whole, 1 its beginning, 2 a later word; None not.

    >>> [rank(name, "tan") for name in ("tan", "tan cuong", "phu tan", "quan tay")]
    [0, 1, 2, None]
    """
    if name == wanted:
        return 0
    if name.startswith(wanted):
        return 1
    return 2 if f" {wanted}" in name else None


def slugs(wards: tuple[Ward, ...]) -> dict[str, Ward]:
    """Each ward by its address; two that fold alike (Văn Lang, Văn Lăng) carry their codes too."""
    plain = [slugify(ward.short_name) for ward in wards]
    return {
        slug if plain.count(slug) == 1 else f"{slug}-{ward.code}": ward
        for slug, ward in zip(plain, wards, strict=True)
    }


def address_line(street: str, ward: Ward, province: Province) -> str:
    """The two-level address as it is printed and stored on an order; types begin small inside it.

    >>> home = Province("19", "Tỉnh Thái Nguyên", (), ())
    >>> address_line("Xóm Gò Pháo", Ward("05503", "Xã Tân Cương", "19"), home)
    'Xóm Gò Pháo, xã Tân Cương, tỉnh Thái Nguyên'
    """
    first, *rest = (part for part in (street, ward.name, province.name) if part)
    return ", ".join([first, *(name[0].lower() + name[1:] for name in rest)])
