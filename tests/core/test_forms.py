from datetime import date
from enum import StrEnum
from typing import Literal
from uuid import UUID

import pytest
from pydantic import BaseModel, Field, field_validator
from starlette.datastructures import FormData

from app.core.forms import SAID, Form, option_tags, read
from app.core.i18n import speaking


class Kind(StrEnum):
    TEA = "tea"


class GoodsIn(BaseModel):
    name: str = Field(min_length=2, max_length=10)
    price: int = Field(ge=1000, le=1_000_000, default=1000)
    weight: int = Field(gt=0, default=1)
    kind: Kind = Kind.TEA
    unit: Literal["hộp", "gói"] = "hộp"
    seller: UUID | None = None
    packed_on: date | None = None

    @field_validator("name")
    @classmethod
    def not_a_test(cls, name: str) -> str:
        if name == "thử":
            raise ValueError("Tên này đã có.")
        return name


def error(**typed: str) -> str:
    """What is said beside the last field of `typed`."""
    form = read(GoodsIn, {"name": "Chè đinh"} | typed)
    assert form.model is None
    return form.error(list(typed)[-1])


def test_a_valid_form_is_a_model() -> None:
    form = read(GoodsIn, {"name": "  Chè đinh ", "price": "350000"})
    assert form.model == GoodsIn(name="Chè đinh", price=350000)
    assert form.errors == {}


def test_decomposed_letters_are_composed() -> None:
    assert read(GoodsIn, {"name": "Che\u0300"}).values["name"] == "Chè"


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("price", "999", "Nhỏ nhất là 1000."),
        ("price", "2000000", "Lớn nhất là 1000000."),
        ("price", "-1", "Nhỏ nhất là 1000."),
        ("price", "12,5", "Cần một số nguyên, ví dụ 250000."),
        ("price", "ba trăm", "Cần một số nguyên, ví dụ 250000."),
        ("weight", "0", "Phải lớn hơn 0."),
        ("name", "a", SAID["string_too_short"]),
        ("name", "Chè đinh Tân Cương", "Dài quá, tối đa 10 chữ."),
        ("name", "thử", "Tên này đã có."),
        ("kind", "coffee", "Mời chọn một mục trong danh sách."),
        ("unit", "tấn", "Mời chọn một mục trong danh sách."),
        ("seller", "ai đó", "Mời chọn một mục trong danh sách."),
        ("packed_on", "hôm qua", SAID["date_from_datetime_parsing"]),
    ],
)
def test_what_is_wrong_is_said_in_vietnamese_beside_the_field(
    field: str, typed: str, said: str
) -> None:
    assert error(**{field: typed}) == said


def test_an_empty_field_counts_as_missing_and_what_was_typed_is_kept() -> None:
    form = read(GoodsIn, {"name": "   ", "price": "abc", "packed_on": ""})
    assert form.error("name") == "Chưa điền mục này."
    assert form.value("price") == "abc"
    assert form.value("packed_on") == ""
    assert "packed_on" not in form.errors


def test_fields_that_were_not_asked_for_do_not_reach_the_model() -> None:
    model = read(GoodsIn, {"name": "Chè", "status": "approved"}).model
    assert model is not None
    assert not hasattr(model, "status")


def test_files_are_not_texts_and_the_last_of_a_repeated_field_counts() -> None:
    data = FormData([("name", "Chè"), ("name", "Trà"), ("photo", object())])  # type: ignore[list-item]
    assert read(GoodsIn, data).values == {"name": "Trà"}


def test_an_empty_form_has_nothing_to_say() -> None:
    form: Form[GoodsIn] = Form()
    assert (form.value("name"), form.value("unit", "hộp"), form.error("name")) == ("", "hộp", "")


def test_english_pages_say_it_in_english_where_the_catalogue_has_it() -> None:
    with speaking("en"):
        assert error(price="999").rstrip(".").endswith("1000")


def test_the_chosen_option_is_marked_and_nothing_typed_becomes_markup() -> None:
    pairs = [(1, "một"), ("a&b", "<hai>")]
    assert option_tags(pairs, "1") == (
        '<option value="1" selected>một</option><option value="a&amp;b">&lt;hai&gt;</option>'
    )
    assert '"a&amp;b" selected>' in option_tags(pairs, "a&b")
    for nobodys in ("", "2", '1">x'):
        assert "selected" not in option_tags(pairs, nobodys)
