"""The trades that products stand in: a fixed list of two levels."""

from fastapi import Depends, Response

from app.catalog.rules.categories import TREE, Trade
from app.core.i18n import mark
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Out, answer, example
from app.tokens.deps import visitor

router = api_router("public")


class CategoryOut(Out):
    slug: str
    name: str
    name_en: str
    children: list["CategoryOut"]


class CategoryList(Out):
    """A product stands in a category without children."""

    model_config = Out.model_config | example(
        {
            "items": [
                {
                    "slug": "che",
                    "name": "Chè Thái Nguyên",
                    "name_en": "Thái Nguyên tea",
                    "children": [
                        {
                            "slug": "che-cao-cap",
                            "name": "Chè búp cao cấp",
                            "name_en": "Fine bud tea",
                            "children": [],
                        }
                    ],
                }
            ]
        }
    )

    items: list[CategoryOut]


@router.get(
    "/categories",
    operation_id="listCategories",
    summary=mark("Các ngành hàng"),
    response_model=CategoryList,
    dependencies=[Depends(visitor)],
)
def list_categories() -> Response:
    return answer(CategoryList(items=[_shown(trade) for trade in TREE]))


def _shown(trade: Trade) -> CategoryOut:
    return CategoryOut(
        slug=trade.slug,
        name=trade.name,
        name_en=trade.name_en,
        children=[_shown(child) for child in trade.children],
    )
