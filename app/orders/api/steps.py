"""The steps of an order, each a resource to be posted; a step taken already changes nothing.

`If-Match` is welcome and not demanded: an order moves by its states alone, and a step that does
not fit the present one is refused (409).
"""

from collections.abc import Callable
from functools import partial
from typing import Annotated, Any

from fastapi import Header, Response
from sqlmodel import Session

from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.rest.conditions import require_match
from app.core.rest.document import CONFLICT
from app.core.rest.route import router as api_router
from app.core.rest.schemas import answer
from app.orders.api import schemas
from app.orders.api.orders import LIST, Code, case_of
from app.orders.api.schemas import OrderOut, ReasonIn, ReturnIn, ShipmentIn
from app.orders.rules.states import Actor
from app.orders.service import fulfilment
from app.orders.service.fulfilment import Case, Step
from app.tokens.deps import OrdersWriter
from app.tokens.queries import Caller

router = api_router("orders")
ONE = LIST + "/{code}"
IfUnchanged = Annotated[
    str | None,
    Header(
        alias="If-Match", max_length=600, description=mark("Có thì phải khớp; thiếu cũng được.")
    ),
]
STEP: dict[str, Any] = {"response_model": OrderOut, "responses": CONFLICT | {412: {}}}


def _take(
    session: SessionDep,
    caller: Caller,
    code: str,
    if_match: str | None,
    command: Callable[[Session, Case, Step], None],
    reason: str = "",
) -> Response:
    case = case_of(session, caller, code)
    if if_match is not None:
        require_match(if_match, schemas.shown(case))
    step = Step(Actor.SELLER, caller.user.id, case.order.version, reason)
    command(session, case, step)
    session.flush()  # the answer reads the change
    return answer(schemas.shown(case_of(session, caller, code)))


@router.post(
    ONE + "/confirmation",
    operation_id="confirmOrder",
    summary=mark("Nhận đơn"),
    **STEP,
)
def confirm(
    code: Code, caller: OrdersWriter, session: SessionDep, if_match: IfUnchanged = None
) -> Response:
    return _take(session, caller, code, if_match, fulfilment.confirm)


@router.post(
    ONE + "/packing",
    operation_id="packOrder",
    summary=mark("Đã đóng gói"),
    **STEP,
)
def pack(
    code: Code, caller: OrdersWriter, session: SessionDep, if_match: IfUnchanged = None
) -> Response:
    return _take(session, caller, code, if_match, fulfilment.pack)


@router.post(
    ONE + "/shipment",
    operation_id="shipOrder",
    summary=mark("Đã gửi đi, qua hãng vận chuyển hoặc tự giao"),
    **STEP,
)
def ship(
    code: Code,
    body: ShipmentIn,
    caller: OrdersWriter,
    session: SessionDep,
    if_match: IfUnchanged = None,
) -> Response:
    command = partial(fulfilment.ship, carrier=body.carrier, tracking_number=body.tracking_number)
    return _take(session, caller, code, if_match, command)


@router.post(
    ONE + "/delivery",
    operation_id="deliverOrder",
    summary=mark("Đã giao và thu tiền"),
    **STEP,
)
def deliver(
    code: Code, caller: OrdersWriter, session: SessionDep, if_match: IfUnchanged = None
) -> Response:
    return _take(session, caller, code, if_match, fulfilment.deliver)


@router.post(
    ONE + "/failed-delivery",
    operation_id="failDelivery",
    summary=mark("Giao chưa được, kèm lý do"),
    **STEP,
)
def fail(
    code: Code,
    body: ReasonIn,
    caller: OrdersWriter,
    session: SessionDep,
    if_match: IfUnchanged = None,
) -> Response:
    return _take(
        session,
        caller,
        code,
        if_match,
        fulfilment.fail_delivery,
        body.reason,
    )


@router.post(
    ONE + "/second-attempt",
    operation_id="tryDeliveryAgain",
    summary=mark("Giao lại sau lần chưa được"),
    **STEP,
)
def try_again(
    code: Code, caller: OrdersWriter, session: SessionDep, if_match: IfUnchanged = None
) -> Response:
    return _take(session, caller, code, if_match, fulfilment.try_again)


@router.post(
    ONE + "/turning-back",
    operation_id="turnOrderBack",
    summary=mark("Kiện hàng đang quay về"),
    **STEP,
)
def turn_back(
    code: Code, caller: OrdersWriter, session: SessionDep, if_match: IfUnchanged = None
) -> Response:
    return _take(session, caller, code, if_match, fulfilment.turn_back)


@router.post(
    ONE + "/return",
    operation_id="takeOrderBack",
    summary=mark("Đã nhận lại kiện hàng"),
    **STEP,
)
def take_back(
    code: Code,
    body: ReturnIn,
    caller: OrdersWriter,
    session: SessionDep,
    if_match: IfUnchanged = None,
) -> Response:
    return _take(
        session,
        caller,
        code,
        if_match,
        partial(fulfilment.take_back, sellable=body.sellable),
    )


@router.post(
    ONE + "/cancellation",
    operation_id="cancelOrder",
    summary=mark("Từ chối hoặc huỷ đơn, kèm lý do"),
    **STEP,
)
def cancel(
    code: Code,
    body: ReasonIn,
    caller: OrdersWriter,
    session: SessionDep,
    if_match: IfUnchanged = None,
) -> Response:
    return _take(
        session,
        caller,
        code,
        if_match,
        fulfilment.cancel,
        body.reason,
    )
