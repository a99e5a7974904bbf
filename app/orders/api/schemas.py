"""What a seller's order reads like in JSON."""

from typing import Annotated, Any

from pydantic import Field

from app.core.rest.schemas import In, Moment, Out, example
from app.orders.queries.desk import Row
from app.orders.rules.states import Actor, CashHolder, CodState, OrderState, may_move
from app.orders.service.fulfilment import Case

ROW: dict[str, Any] = {
    "code": "TNK7Q4M9MXD01",
    "state": "placed",
    "total": 730_000,
    "buyer_name": "Nguyễn Thu Hà",
    "place": "phường Phan Đình Phùng, tỉnh Thái Nguyên",
    "confirm_due_at": "2026-11-28T03:00:00Z",
    "placed_at": "2026-11-27T03:00:00Z",
}


class OrderRow(Out):
    model_config = Out.model_config | example(ROW)

    code: str
    state: OrderState
    total: int
    buyer_name: str
    place: str
    confirm_due_at: Moment
    placed_at: Moment


class Buyer(Out):
    name: str
    phone: str
    address: str
    note: str


class Line(Out):
    sku: str
    product_slug: str
    product_name: str
    variant_name: str
    net_grams: int
    unit_price: int
    quantity: int
    total: int


class Change(Out):
    """`from_state` is null for the order's first state."""

    from_state: OrderState | None
    to_state: OrderState
    actor: str
    reason: str
    at: Moment


class OrderOut(Out):
    """`next_states` are those that the seller may take it to now."""

    model_config = Out.model_config | example(
        {
            "code": "TNK7Q4M9MXD01",
            "state": "placed",
            "next_states": ["confirmed", "cancelled"],
            "goods_total": 700_000,
            "shipping_fee": 30_000,
            "discount": 0,
            "total": 730_000,
            "gross_grams": 320,
            "payment_method": "cod",
            "cod_state": "due",
            "cash_holder": "seller",
            "carrier": "",
            "tracking_number": "",
            "confirm_due_at": "2026-11-28T03:00:00Z",
            "placed_at": "2026-11-27T03:00:00Z",
            "changed_at": "2026-11-27T03:00:00Z",
            "buyer": {
                "name": "Nguyễn Thu Hà",
                "phone": "+84912345678",
                "address": "12 Hoàng Văn Thụ, phường Phan Đình Phùng, tỉnh Thái Nguyên",
                "note": "",
            },
            "lines": [
                {
                    "sku": "CD-100",
                    "product_slug": "che-dinh-tan-cuong",
                    "product_name": "Chè đinh Tân Cương",
                    "variant_name": "Hộp 100 g",
                    "net_grams": 100,
                    "unit_price": 350_000,
                    "quantity": 2,
                    "total": 700_000,
                }
            ],
            "history": [
                {
                    "from_state": None,
                    "to_state": "placed",
                    "actor": "buyer",
                    "reason": "",
                    "at": "2026-11-27T03:00:00Z",
                }
            ],
        }
    )

    code: str
    state: OrderState
    next_states: list[OrderState]
    goods_total: int
    shipping_fee: int
    discount: int
    total: int
    gross_grams: int
    payment_method: str
    cod_state: CodState
    cash_holder: CashHolder
    carrier: str
    tracking_number: str
    confirm_due_at: Moment
    placed_at: Moment
    changed_at: Moment
    buyer: Buyer
    lines: list[Line]
    history: list[Change]


Reason = Annotated[str, Field(min_length=3, max_length=300)]
Short = Annotated[str, Field(max_length=60)]


class ShipmentIn(In):
    """Without a carrier the seller brings it, and so holds the cash."""

    model_config = example({"carrier": "Viettel Post", "tracking_number": "VTP123456789"})

    carrier: Short = ""
    tracking_number: Short = ""


class ReasonIn(In):
    """In words that the buyer reads."""

    model_config = example({"reason": "Hết hàng, lò sấy hỏng đến thứ Hai."})

    reason: Reason


class ReturnIn(In):
    """`sellable` goods were looked at and go back on the shelf."""

    model_config = example({"sellable": True})

    sellable: Annotated[bool, Field(strict=True)]


def row(found: Row) -> OrderRow:
    facts = found.order.model_dump(include={"code", "state", "total", "confirm_due_at"})
    return OrderRow(
        **facts,
        buyer_name=found.buyer_name,
        place=found.place,
        placed_at=found.order.placed_at,
    )


def shown(case: Case) -> OrderOut:
    order, group = case.order, case.group
    return OrderOut(
        **order.model_dump(include=set(OrderOut.model_fields)),
        next_states=[to for to in OrderState if may_move(order.state, to, Actor.SELLER)],
        payment_method=group.payment_method,
        buyer=Buyer(
            name=group.buyer_name, phone=group.phone, address=group.address, note=group.note
        ),
        lines=[Line.model_validate(line) for line in case.part.lines],
        history=[Change.model_validate(change) for change in case.part.changes],
    )
