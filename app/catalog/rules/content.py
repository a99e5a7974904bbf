"""What a seller says about a product, and an operator approves."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.catalog.rules.asked import asked
from app.catalog.rules.words import TEA_TYPES
from app.core.i18n import mark

Short = Annotated[str, Field(max_length=80)]
Line = Annotated[str, Field(max_length=300)]
Text = Annotated[str, Field(max_length=2000)]
Grade = Annotated[int, Field(ge=1, le=5)]


def known_tea(key: str) -> str:
    if key not in TEA_TYPES:
        raise ValueError(mark("Mời chọn một mục trong danh sách."))
    return key


class Taste(BaseModel):
    """From 1, hardly, to 5, very; only what the seller said."""

    aroma: Grade | None = None
    astringent: Grade | None = None
    sweet: Grade | None = None
    strong: Grade | None = None


class Brewing(BaseModel):
    grams: Annotated[int, Field(ge=1, le=100)] | None = None
    ml: Annotated[int, Field(ge=10, le=5000)] | None = None
    celsius: Annotated[int, Field(ge=0, le=100)] | None = None
    seconds: Annotated[int, Field(ge=1, le=86400)] | None = None
    infusions: Annotated[int, Field(ge=1, le=20)] | None = None


class Attributes(BaseModel):
    """Of every trade; which ones a product has is its trade's business (`rules.asked`)."""

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
    taste: Taste = Taste()
    brewing: Brewing = Brewing()


class Label(BaseModel):
    """What the packet must say (Decree 43/2017, amended by 111/2021)."""

    ingredients: Text = ""
    ingredients_en: Text = ""
    storage: Line = ""
    storage_en: Line = ""
    shelf_life_days: Annotated[int, Field(ge=1, le=3650)] | None = None
    warnings: Line = ""
    standard: Line = ""


class Content(BaseModel):
    model_config = ConfigDict(from_attributes=True)

    category_id: UUID
    name: Annotated[str, Field(min_length=3, max_length=160)]
    name_en: Annotated[str, Field(max_length=160)] = ""
    summary: Line = ""
    summary_en: Line = ""
    description: Annotated[str, Field(max_length=8000)] = ""
    description_en: Annotated[str, Field(max_length=8000)] = ""
    tea_type: Annotated[str, AfterValidator(known_tea)] | None = None
    attributes: Attributes = Attributes()
    label: Label = Label()
    geographical_indication: Short = ""

    def of_trade(self, group: str) -> "Content":
        """Without what the trade is not asked: it may have been typed for another one."""
        what = asked(group)
        kept = {name: getattr(self.attributes, name) for name in what.attributes}
        tea = {"taste": self.attributes.taste, "brewing": self.attributes.brewing}
        changes = {"attributes": Attributes(**kept, **(tea if what.tea else {}))}
        return self.model_copy(update=changes if what.tea else changes | {"tea_type": None})

    def columns(self) -> dict[str, Any]:
        """By the product's columns; of attributes and label only what was said."""
        stored = self.model_dump()
        for name in ("attributes", "label"):
            stored[name] = said(stored[name])
        return stored


def said(values: dict[str, Any]) -> dict[str, Any]:
    """Without what nobody filled in.

    >>> said({"cultivar": "LDP1", "season": "", "taste": {"aroma": None}})
    {'cultivar': 'LDP1'}
    """
    found = {k: said(v) if isinstance(v, dict) else v for k, v in values.items()}
    return {k: v for k, v in found.items() if v not in (None, "", {})}
