"""What a form that asks for an address has in common with every other; nothing here is stored."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from app.core.i18n import mark
from app.places import queries


class AddressIn(BaseModel):
    """Province, ward and street as `shared/address.html` sends them; inherit to ask for more."""

    province_code: str
    ward_code: str
    street: Annotated[str, Field(min_length=2, max_length=120)]

    @field_validator("province_code")
    @classmethod
    def province_exists(cls, code: str) -> str:
        if not queries.is_province(code):
            raise ValueError(mark("Mời chọn một tỉnh trong danh sách."))
        return code

    @field_validator("ward_code")
    @classmethod
    def ward_lies_in_the_province(cls, code: str, info: ValidationInfo) -> str:
        province = info.data.get("province_code")
        if province is not None and not queries.is_ward_of(code, province):
            raise ValueError(mark("Xã, phường này không thuộc tỉnh đã chọn, mời chọn lại."))
        return code

    @property
    def address_line(self) -> str:
        return queries.address_line(self.street, self.ward_code)


def only_choosing_province(data: Mapping[str, Any]) -> bool:
    """The form was sent to see the wards of a province, not to be carried out."""
    return "choose_province" in data
