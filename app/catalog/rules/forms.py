"""A product's text as one flat form: every field by a name of its own."""

import hashlib
import json
from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, Field, ValidationError

from app.catalog.rules.asked import asked
from app.catalog.rules.content import (
    Attributes,
    Brewing,
    Content,
    Grade,
    Label,
    Line,
    Short,
    Taste,
    Text,
    known_tea,
)

PARTS = {
    "taste": ("aroma", "astringent", "sweet", "strong"),
    "attributes": (
        "cultivar",
        "grade",
        "picking_standard",
        "season",
        "source",
        "processing",
        "usage",
        "material",
        "dimensions",
        "contents",
    ),
    "label": (
        "ingredients",
        "ingredients_en",
        "storage",
        "storage_en",
        "shelf_life_days",
        "warnings",
        "standard",
    ),
}
BREWING = ("grams", "ml", "celsius", "seconds", "infusions")
TEA = ("tea_type", *PARTS["taste"], *(f"brew_{name}" for name in BREWING))
"""What tea alone is asked."""
PLAIN = (
    "category_id",
    "name",
    "name_en",
    "summary",
    "summary_en",
    "description",
    "description_en",
    "tea_type",
    "geographical_indication",
)


class NewProductIn(BaseModel):
    """What it takes to begin: the rest is filled in on the product's own page."""

    product_id: UUID
    category_id: UUID
    name: Annotated[str, Field(min_length=3, max_length=160)]

    def content(self) -> Content:
        return Content(category_id=self.category_id, name=self.name)


class ContentIn(BaseModel):
    """Field by field what `Content` nests."""

    edition: str = ""
    category_id: UUID
    name: Annotated[str, Field(min_length=3, max_length=160)]
    name_en: Annotated[str, Field(max_length=160)] = ""
    summary: Line = ""
    summary_en: Line = ""
    description: Annotated[str, Field(max_length=8000)] = ""
    description_en: Annotated[str, Field(max_length=8000)] = ""
    tea_type: Annotated[str, AfterValidator(known_tea)] | None = None
    geographical_indication: Short = ""
    cultivar: Short = ""
    grade: Short = ""
    picking_standard: Short = ""
    season: Short = ""
    source: Line = ""
    processing: Line = ""
    usage: Line = ""
    material: Line = ""
    dimensions: Short = ""
    contents: Line = ""
    aroma: Grade | None = None
    astringent: Grade | None = None
    sweet: Grade | None = None
    strong: Grade | None = None
    brew_grams: Annotated[int, Field(ge=1, le=100)] | None = None
    brew_ml: Annotated[int, Field(ge=10, le=5000)] | None = None
    brew_celsius: Annotated[int, Field(ge=0, le=100)] | None = None
    brew_seconds: Annotated[int, Field(ge=1, le=86400)] | None = None
    brew_infusions: Annotated[int, Field(ge=1, le=20)] | None = None
    ingredients: Text = ""
    ingredients_en: Text = ""
    storage: Line = ""
    storage_en: Line = ""
    shelf_life_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    warnings: Line = ""
    standard: Line = ""

    def content(self) -> Content:
        given = self.model_dump()
        brewing = {name: given[f"brew_{name}"] for name in BREWING}
        return Content(
            **{name: given[name] for name in PLAIN},
            attributes=Attributes(
                **_picked(given, "attributes"),
                taste=Taste(**_picked(given, "taste")),
                brewing=Brewing(**brewing),
            ),
            label=Label(**_picked(given, "label")),
        )


def _picked(given: dict[str, Any], part: str) -> dict[str, Any]:
    return {name: given[name] for name in PARTS[part]}


def unasked(group: str) -> tuple[str, ...]:
    """The fields that a trade's form leaves out (`rules.asked`).

    >>> unasked("che")
    ('source', 'processing', 'usage', 'material', 'dimensions', 'contents')
    """
    what = asked(group)
    others = (name for name in PARTS["attributes"] if name not in what.attributes)
    return (*others, *(() if what.tea else TEA))


def flat(content: Content) -> dict[str, str]:
    """The form's values for a text that is stored."""
    given = content.model_dump(mode="json")
    attributes = given["attributes"]
    values = {name: given[name] for name in PLAIN}
    values |= {name: attributes[name] for name in PARTS["attributes"]} | attributes["taste"]
    values |= {f"brew_{name}": attributes["brewing"][name] for name in BREWING} | given["label"]
    return {name: "" if value is None else str(value) for name, value in values.items()}


def differences(before: Content, after: Content) -> list[tuple[str, str, str]]:
    """(field, old, new) for every field that differs, in the form's order."""
    old, new = flat(before), flat(after)
    return [(name, old[name], new[name]) for name in new if old[name] != new[name]]


def texts(content: Content) -> dict[str, str]:
    """The fields that hold a seller's own words."""
    said = flat(content)
    return {name: said[name] for name in said if said[name] and name not in NOT_WORDS}


def as_typed(values: Mapping[str, str]) -> dict[str, str]:
    """A form's values, whatever else came with them; every field is there."""
    return {name: values.get(name, "") for name in NAMES}


def understood(typed: Mapping[str, str], stored: Mapping[str, str]) -> Content:
    """The text without what cannot be understood; its name and category as stored if need be."""
    needed = {name: stored[name] for name in ("category_id", "name")}
    given = {name: value for name, value in as_typed(typed).items() if value}
    try:
        return ContentIn.model_validate(needed | given).content()
    except ValidationError as wrong:
        faults = {fault["loc"][0] for fault in wrong.errors()}
    known = {name: value for name, value in given.items() if name not in faults}
    return ContentIn.model_validate(needed | known).content()


def name_of(typed: Mapping[str, str]) -> str:
    """Which text a form shows: the same text has the same name, whoever saved it and when."""
    said = json.dumps(as_typed(typed), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(said.encode()).hexdigest()[:20]


def prints_of(typed: Mapping[str, str]) -> str:
    """A short print of every field, in the form's order: what a form was opened with."""
    values = as_typed(typed).values()
    return "".join(hashlib.sha256(value.encode()).hexdigest()[:PRINT] for value in values)


def untouched(typed: Mapping[str, str], prints: str) -> list[str]:
    """The fields that are still as the form was opened with; none when it does not say."""
    now = prints_of(typed)
    if len(prints) != len(now):
        return []
    starts = zip(NAMES, range(0, len(now), PRINT), strict=True)
    return [name for name, at in starts if now.startswith(prints[at : at + PRINT], at)]


def typed_differences(
    stored: Mapping[str, str], typed: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """(field, stored, typed) for every field that differs, in the form's order."""
    old, new = as_typed(stored), as_typed(typed)
    return [(name, old[name], new[name]) for name in NAMES if old[name] != new[name]]


NAMES = tuple(name for name in ContentIn.model_fields if name != "edition")
"""The fields of the form, in its order."""

PRINT = 6

NOT_WORDS = {
    "category_id",
    "tea_type",
    *PARTS["taste"],
    *(f"brew_{name}" for name in BREWING),
    "shelf_life_days",
}
