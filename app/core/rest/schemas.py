"""Models of the API: what is read is checked strictly, what is written has one strong tag.

Money is whole đồng, weight whole grams, moments are RFC 3339 in UTC; unknown fields are refused.
"""

import hashlib
import json
from datetime import UTC, date, datetime
from typing import Annotated, Any, Generic, TypeVar

from fastapi import Response
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    Strict,
)

from app.core.i18n import mark

Whole = Annotated[int, Strict()]
"""`100`, and neither `100.0` nor `"100"`."""
Switch = Annotated[bool, Strict()]
Moment = Annotated[
    datetime, PlainSerializer(lambda at: at.astimezone(UTC).isoformat().replace("+00:00", "Z"))
]
Item = TypeVar("Item")


def written(value: object) -> object:
    """A day is a text `2026-10-12`; a number is no day."""
    if not isinstance(value, str):
        raise ValueError(mark("Ngày ghi dạng 2026-10-12."))  # noqa: TRY004  # pydantic wants it so
    return value


def plausible(day: date) -> date:
    if not 1900 <= day.year <= 2200:
        raise ValueError(mark("Năm từ 1900 đến 2200."))
    return day


Day = Annotated[date, BeforeValidator(written), AfterValidator(plausible)]
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=120)]


class In(BaseModel):
    """A body: unknown fields are refused, so that a misspelt one is not silently lost."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)


class Out(BaseModel):
    """A representation. `json_schema_extra={"example": …}` of each stands in the document."""

    model_config = ConfigDict(from_attributes=True)


class Page(Out, Generic[Item]):
    """One page of a list; `next_cursor` is null on the last."""

    items: list[Item]
    next_cursor: Annotated[str | None, Field(max_length=600)] = None


def representation(model: BaseModel) -> bytes:
    return model.model_dump_json().encode()


def tag_of(model: BaseModel) -> str:
    """A strong entity tag (RFC 9110, 8.8.3): other bytes, other tag.

    >>> tag_of(Page[int](items=[1])) == tag_of(Page[int](items=[1]))
    True
    """
    return f'"{hashlib.sha256(representation(model)).hexdigest()[:32]}"'


def answer(model: BaseModel, status: int = 200, *, location: str = "") -> Response:
    headers = {"etag": tag_of(model)} | ({"location": location} if location else {})
    return Response(representation(model), status, headers, "application/json")


def example(said: dict[str, Any]) -> ConfigDict:
    """The configuration of an `Out` or `In` model that shows itself by `said`.

    As a text: a document's nulls are dropped on the way, and those of an example must not be.
    """
    return ConfigDict(json_schema_extra={"example": json.dumps(said, ensure_ascii=False)})
