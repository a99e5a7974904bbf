"""From a browser's form to a checked model, keeping what was typed for the page that asks again."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends, Request
from markupsafe import Markup
from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData

from app.core.i18n import gettext, mark
from app.core.text import plain

Model = TypeVar("Model", bound=BaseModel)

SAID = {
    "missing": mark("Chưa điền mục này."),
    "string_too_short": mark("Chưa điền mục này, hoặc còn ngắn quá."),
    "string_too_long": mark("Dài quá, tối đa {max_length} chữ."),
    "int_parsing": mark("Cần một số nguyên, ví dụ 250000."),
    "int_from_float": mark("Cần một số nguyên, không có phần lẻ."),
    "greater_than_equal": mark("Nhỏ nhất là {ge}."),
    "greater_than": mark("Phải lớn hơn {gt}."),
    "less_than_equal": mark("Lớn nhất là {le}."),
    "date_from_datetime_parsing": mark("Ngày chưa đúng, ví dụ 12/10/2026."),
    "enum": mark("Mời chọn một mục trong danh sách."),
    "literal_error": mark("Mời chọn một mục trong danh sách."),
    "uuid_parsing": mark("Mời chọn một mục trong danh sách."),
    "extra_forbidden": mark("Không có mục nào tên như vậy."),
    "string_type": mark("Cần một chuỗi chữ."),
    "string_pattern_mismatch": mark("Chưa đúng dạng."),
    "int_type": mark("Cần một số nguyên, ví dụ 250000."),
    "bool_type": mark("Cần true hoặc false."),
    "list_type": mark("Cần một danh sách."),
    "too_long": mark("Danh sách dài quá, tối đa {max_length} mục."),
    "too_short": mark("Danh sách ngắn quá, ít nhất {min_length} mục."),
    "model_attributes_type": mark("Cần một đối tượng JSON."),
    "model_type": mark("Cần một đối tượng JSON."),
}


class Form(Generic[Model]):
    """What was typed, what is wrong with it, and the model when nothing is.

    `values` are texts by field name (the last one where a name repeats), `errors` sentences.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = dict(values or {})
        self.errors: dict[str, str] = {}
        self.model: Model | None = None

    def value(self, name: str, default: Any = "") -> Any:
        return self.values.get(name, default)

    def error(self, name: str) -> str:
        return self.errors.get(name, "")


def read(model: type[Model], data: FormData | Mapping[str, Any]) -> Form[Model]:
    """`data` as a form; texts are made `plain`, empty ones count as missing."""
    form: Form[Model] = Form(
        {key: plain(value) for key, value in data.items() if isinstance(value, str)}
    )
    try:
        form.model = model.model_validate({k: v for k, v in form.values.items() if v != ""})
    except ValidationError as error:
        for fault in error.errors():
            form.errors.setdefault(str(fault["loc"][0] if fault["loc"] else ""), sentence(fault))
    return form


def option_tags(pairs: Iterable[tuple[Any, str]], chosen: str) -> Markup:
    """What a `<select>` holds. A list that is always the same, as a province's wards, is made once
    and the chosen one marked in it.
    """
    tags = _option_tags(tuple((str(value), text) for value, text in pairs))
    tag = Markup('<option value="{}">').format(chosen)
    return Markup(tags.replace(tag, f"{tag[:-1]} selected>", 1) if chosen else tags)  # noqa: S704  # both are escaped


@lru_cache(128)
def _option_tags(pairs: tuple[tuple[str, str], ...]) -> str:
    return "".join(Markup('<option value="{}">{}</option>').format(*pair) for pair in pairs)


async def submitted(request: Request) -> FormData:
    return await request.form()


Submitted = Annotated[FormData, Depends(submitted)]
"""What a form sent, for `read`; parsed on the event loop, so that the route stays synchronous."""


def sentence(fault: Any) -> str:
    """A domain's own `ValueError` speaks for itself; pydantic's words are replaced by ours."""
    if fault["type"] == "value_error":
        return gettext(str(fault["ctx"]["error"]))
    return gettext(SAID.get(fault["type"], mark("Mục này chưa đúng."))).format(
        **fault.get("ctx", {})
    )
