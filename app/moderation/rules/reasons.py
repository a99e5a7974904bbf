"""A reason that an officer gives: a sentence of the list, own words, or both."""

from typing import Annotated

from pydantic import BaseModel, Field, ValidationInfo, field_validator

from app.core.i18n import mark

SHORTEST, LONGEST = 10, 1000


class ReasonGiven(BaseModel):
    """What the fields of `shared/_reasons.html` send; `reason` is then the whole of it."""

    chosen_reason: Annotated[str, Field(max_length=300)] = ""
    reason: Annotated[str, Field(max_length=LONGEST, validate_default=True)] = ""

    @field_validator("reason")
    @classmethod
    def says_enough(cls, typed: str, info: ValidationInfo) -> str:
        said = reason(info.data.get("chosen_reason", ""), typed)
        if len(said) < SHORTEST:
            raise ValueError(mark("Mời chọn một lý do, hoặc ghi ít nhất 10 chữ."))
        return said


def reason(chosen: str, typed: str) -> str:
    """
    >>> reason("Ảnh chưa rõ sản phẩm.", " Nhãn bị loá. "), reason("", "Nhãn bị loá.")
    ('Ảnh chưa rõ sản phẩm. Nhãn bị loá.', 'Nhãn bị loá.')
    """
    parts = [part.strip() for part in (chosen, typed) if part.strip()]
    if len(parts) == 2 and parts[1].startswith(parts[0]):
        parts = parts[1:]  # the list's sentence was put into the field, and added to
    return " ".join(parts)[:LONGEST]
