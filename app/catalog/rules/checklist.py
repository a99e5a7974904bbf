"""What a product still needs before it can be sent for approval."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.i18n import mark

SHORTEST_DESCRIPTION = 60


@dataclass(frozen=True)
class Gap:
    """`part` is where it is filled in (content, variants, images, seller), `field` what."""

    part: str
    field: str
    said: str


@dataclass(frozen=True)
class Facts:
    """What the checklist looks at; `label` and `attributes` as the product stores them."""

    name: str
    summary: str
    description: str
    is_tea: bool
    tea_type: str | None
    label: Mapping[str, Any]
    active_variants: int
    images: int
    seller_approved: bool


def gaps(facts: Facts) -> Sequence[Gap]:
    """In the order of the form; empty when the product can be sent."""
    return [*_content(facts), *_label(facts), *_around(facts)]


def _content(facts: Facts) -> Iterator[Gap]:
    if facts.is_tea and not facts.tea_type:
        yield Gap("content", "tea_type", mark("Chọn loại chè"))
    if not facts.summary:
        yield Gap("content", "summary", mark("Một câu giới thiệu"))
    if len(facts.description) < SHORTEST_DESCRIPTION:
        yield Gap("content", "description", mark("Mô tả, khoảng vài câu"))


def _label(facts: Facts) -> Iterator[Gap]:
    """What a label must say (Decree 43/2017, amended by 111/2021)."""
    if not facts.label.get("ingredients"):
        yield Gap("content", "ingredients", mark("Thành phần"))
    if not facts.label.get("storage"):
        yield Gap("content", "storage", mark("Cách bảo quản"))
    if not facts.label.get("shelf_life_days"):
        yield Gap("content", "shelf_life_days", mark("Hạn dùng"))


def _around(facts: Facts) -> Iterator[Gap]:
    if facts.images == 0:
        yield Gap("images", "photo", mark("Ít nhất một tấm ảnh"))
    if facts.active_variants == 0:
        yield Gap("variants", "variant", mark("Ít nhất một quy cách có giá"))
    if not facts.seller_approved:
        yield Gap("seller", "seller", mark("Hồ sơ đơn vị còn chờ sàn duyệt"))
