"""A seller's orders: their list by state, and one order."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Response

from app.core.db import SessionDep
from app.core.i18n import mark
from app.core.rest import cursors
from app.core.rest.cursors import CursorText
from app.core.rest.route import router as api_router
from app.core.rest.schemas import Page, answer
from app.orders.api import schemas
from app.orders.api.schemas import OrderOut, OrderRow
from app.orders.queries import desk
from app.orders.rules.states import OrderState
from app.orders.service.fulfilment import Case
from app.tokens.deps import OrdersReader
from app.tokens.queries import Caller

router = api_router("orders")
LIST = "/seller/orders"
Code = Annotated[str, Path(pattern=r"^[0-9A-Z]{1,13}$")]


@router.get(
    LIST,
    operation_id="listOrders",
    summary=mark("Đơn hàng của đơn vị, mới nhất trước"),
    response_model=Page[OrderRow],
)
def list_orders(
    caller: OrdersReader,
    session: SessionDep,
    state: OrderState | None = None,
    cursor: CursorText = "",
) -> Response:
    place = f"orders:{caller.seller.id}:{state}"
    before = UUID(cursors.read(place, cursor)[0]) if cursor else None
    rows = desk.latest(session, caller.seller.id, state, before)
    more = len(rows) > desk.PAGE
    following = cursors.write(place, str(rows[desk.PAGE - 1].order.id)) if more else None
    items = [schemas.row(each) for each in rows[: desk.PAGE]]
    return answer(Page[OrderRow](items=items, next_cursor=following))


@router.get(
    LIST + "/{code}",
    operation_id="getOrder",
    summary=mark("Một đơn hàng, có hàng, người mua và lịch sử"),
    response_model=OrderOut,
)
def get_order(code: Code, caller: OrdersReader, session: SessionDep) -> Response:
    return answer(schemas.shown(case_of(session, caller, code)))


def case_of(session: SessionDep, caller: Caller, code: str) -> Case:
    """Raises NotFound, also for another seller's."""
    return Case(*desk.own_order(session, caller.seller, code))
