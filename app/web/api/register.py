"""The public register of OCOP products."""

from datetime import date
from typing import Literal

from fastapi import Depends, Response

from app.core.days import today
from app.core.db import ReaderDep
from app.core.i18n import mark
from app.core.rest import cursors
from app.core.rest.cursors import CursorText
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Out, Page, answer, example
from app.tokens.deps import visitor
from app.web.queries.register import register

router = api_router("public")


class Entry(Out):
    """A certificate that holds today."""

    model_config = Out.model_config | example(
        {
            "slug": "che-dinh-tan-cuong",
            "name": "Chè đinh Tân Cương",
            "name_en": "Tân Cương đinh tea",
            "seller_slug": "htx-che-tan-cuong",
            "seller_name": "HTX chè Tân Cương",
            "ward_code": "05503",
            "stars": 5,
            "decision_no": "123/QĐ-UBND",
            "issuer": "UBND tỉnh Thái Nguyên",
            "issued_on": "2025-06-30",
            "expires_on": "2028-06-30",
        }
    )

    slug: str
    name: str
    name_en: str
    seller_slug: str
    seller_name: str
    ward_code: str
    stars: int
    decision_no: str
    issuer: str
    issued_on: date
    expires_on: date


@router.get(
    "/ocop-certificates",
    operation_id="listOcopCertificates",
    summary=mark("Giấy chứng nhận OCOP còn hiệu lực, nhiều sao trước"),
    response_model=Page[Entry],
    dependencies=[Depends(visitor)],
)
def list_certificates(
    reader: ReaderDep, stars: Literal["3", "4", "5"] | None = None, cursor: CursorText = ""
) -> Response:
    place = f"ocop:{stars}"
    after = cursors.read(place, cursor)[0] if cursor else ""
    found = register(reader, today(), int(stars or 0), after)
    following = cursors.write(place, found.more) if found.more else None
    items = [Entry.model_validate(row) for row in found.rows]
    return answer(Page[Entry](items=items, next_cursor=following))
