"""A seller's growing areas, known by their names."""

from fastapi import Response

from app.core.db import SessionDep
from app.core.errors import Invalid
from app.core.i18n import gettext, mark
from app.core.rest.route import router as api_router
from app.core.rest.schemas import answer
from app.tokens.deps import LotsReader, LotsWriter
from app.traceability.api import own
from app.traceability.api.schemas import AreaBody, AreaList, AreaOut
from app.traceability.queries import desk
from app.traceability.service import AreaIn, save_area
from app.traceability.service.areas import known_ward

router = api_router("lots")
LIST = "/seller/growing-areas"


@router.get(
    LIST,
    operation_id="listGrowingAreas",
    summary=mark("Các vùng trồng của đơn vị"),
    response_model=AreaList,
)
def list_areas(caller: LotsReader, session: SessionDep) -> Response:
    found = desk.own_areas(session, caller.seller.id)
    return answer(AreaList(items=[AreaOut.model_validate(area) for area in found]))


@router.post(
    LIST,
    operation_id="saveGrowingArea",
    summary=mark("Thêm vùng trồng, hoặc sửa vùng trùng tên"),
    response_model=AreaOut,
)
def save(body: AreaBody, caller: LotsWriter, session: SessionDep) -> Response:
    try:
        known_ward(body.ward_code)
    except ValueError as wrong:
        raise Invalid(fields={"ward_code": gettext(str(wrong))}) from wrong
    known = own.area_of(session, caller, body.name)
    given = AreaIn(**body.model_dump(), picture=known.picture if known else "")
    area, _ = save_area(session, caller.seller.id, given, caller.user.id)
    return answer(AreaOut.model_validate(area))
