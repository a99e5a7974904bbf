"""A seller's lots: their list, a new one, its weights while it is a draft, its publication."""

from typing import Annotated

from fastapi import Path, Response

from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.rest import cursors
from app.core.rest.conditions import IfMatch, require_match
from app.core.rest.cursors import CursorText
from app.core.rest.document import CONFLICT, CREATED
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Page, answer
from app.tokens.deps import LotsReader, LotsWriter
from app.traceability.api import own
from app.traceability.api.schemas import LotNew, LotOut, LotRow, Weights
from app.traceability.queries import desk
from app.traceability.rules.forms import PackedLotIn, StepRow, WeighedIn
from app.traceability.service import declaration
from app.traceability.service.publication import publish_lot

router = api_router("lots")
LIST = "/seller/lots"
ONE = LIST + "/{code}"
Code = Annotated[str, Path(pattern=r"^[0-9A-Z]{10}$")]


@router.get(
    LIST,
    operation_id="listOwnLots",
    summary=mark("Các lô của đơn vị, mới nhất trước"),
    response_model=Page[LotRow],
)
def list_lots(caller: LotsReader, session: SessionDep, cursor: CursorText = "") -> Response:
    place = f"lots:{caller.seller.id}"
    before = cursors.read(place, cursor)[0] if cursor else ""
    rows = desk.own_lots(session, caller.seller.id, before)
    more = len(rows) > desk.PAGE
    following = cursors.write(place, rows[desk.PAGE - 1].code) if more else None
    items = [LotRow.model_validate(row) for row in rows[: desk.PAGE]]
    return answer(Page[LotRow](items=items, next_cursor=following))


@router.post(
    LIST,
    status_code=201,
    operation_id="createLot",
    summary=mark("Ghi một lô nháp với cả hành trình"),
    response_model=LotOut,
    responses=CREATED,
)
def create_lot(body: LotNew, caller: LotsWriter, session: SessionDep) -> Response:
    """The same lot twice is one."""
    given = PackedLotIn(**own.weighed(session, caller, body))
    rows = [StepRow.model_validate(step.model_dump()) for step in body.steps]
    with own.in_our_names():
        lot = declaration.declare_lot(session, caller.seller, given, rows, caller.user.id)
    return answer(own.shown(session, lot), 201, location=f"/api/v1{LIST}/{lot.code}")


@router.get(
    ONE,
    operation_id="getOwnLot",
    summary=mark("Một lô của đơn vị với hành trình của nó"),
    response_model=LotOut,
)
def get_lot(code: Code, caller: LotsReader, session: SessionDep) -> Response:
    return answer(own.shown(session, own.lot_of(session, caller, code)))


@router.put(
    ONE + "/weights",
    operation_id="weighLotAgain",
    summary=mark("Cân lại khi lô còn nháp; số lô, ngày và hành trình giữ nguyên"),
    response_model=LotOut,
    responses=CONFLICT,
)
def weigh_again(
    code: Code, body: Weights, caller: LotsWriter, session: SessionDep, if_match: IfMatch = None
) -> Response:
    lot = own.held(session, caller, code)
    require_match(if_match, own.shown(session, lot))
    given = WeighedIn(**own.weighed(session, caller, body))
    with own.in_our_names():
        lot, _ = declaration.weigh_again(session, lot, given, caller.user.id)
    return answer(own.shown(session, lot))


@router.post(
    ONE + "/publication",
    operation_id="publishLot",
    summary=mark("Công khai lô, mở trang mã lô; đã công khai thì không đổi gì"),
    response_model=LotOut,
    responses=CONFLICT,
)
def publish(code: Code, caller: LotsWriter, session: SessionDep) -> Response:
    lot = own.lot_of(session, caller, code)
    publish_lot(session, lot, caller.user.id)
    return answer(own.shown(session, lot))
