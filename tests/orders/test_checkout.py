"""Placing an order: everything happens, or nothing does."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, col, select

from app.catalog.models import Product, ProductStatus, Variant
from app.notifications.models import Channel, Message
from app.orders.models import IdempotencyKey, OrderChange, OrderGroup, OrderLine, SellerOrder
from app.orders.queries import basket as queries
from app.orders.rules.states import CodState, OrderState
from app.orders.service import checkout
from app.orders.service.checkout import BuyerIn, Checkout, ShownIn, place_order
from app.sellers.models import SellerStatus
from app.shipping.rules import Place
from tests.factories import make_basket, make_product, make_seller, make_variant

BUYER = {
    "phone": "0912 345 678",
    "buyer_name": "Nguyễn Thị Mẫu",
    "province_code": "19",
    "ward_code": "05443",
    "street": "12 Hoàng Văn Thụ",
}


def buyer(**fields: Any) -> BuyerIn:
    return BuyerIn(**BUYER | fields)


def as_shown(session: Session, token: str, key: str = "khoa-thu-0123456789") -> ShownIn:
    """What the checkout page of this basket would carry now."""
    session.flush()
    connection = session.connection()
    shown = queries.add_up(connection, queries.lines(connection, token), Place("19", "05443"))
    return ShownIn(key=key, seal=shown.seal, total=shown.total)


def order(session: Session, token: str, **fields: Any) -> str:
    shown = as_shown(session, token, fields.pop("key", f"khoa-{token}-0123456789"))
    with session.begin_nested():
        return place_order(session, Checkout(token, buyer(**fields), shown))


def nothing_was_created(session: Session) -> bool:
    return not any(
        session.exec(select(table)).first() for table in (OrderGroup, Message, IdempotencyKey)
    )


def test_an_order_holds_what_was_agreed(session: Session) -> None:
    tea = make_variant(session, price=350_000)
    code = order(session, make_basket(session, (tea, 2)), note="Gói quà giúp mình")
    group = session.exec(select(OrderGroup).where(OrderGroup.code == code)).one()
    assert group.phone == "+84912345678"
    assert group.address == "12 Hoàng Văn Thụ, phường Phan Đình Phùng, tỉnh Thái Nguyên"
    part = session.exec(select(SellerOrder)).one()
    assert (part.code, part.state) == (f"{code}01", OrderState.PLACED)
    assert (part.goods_total, part.shipping_fee, part.total) == (700_000, 22_000, 722_000)
    assert group.total == 722_000
    assert part.cod_state == CodState.DUE
    line = session.exec(select(OrderLine)).one()
    assert (line.sku, line.unit_price, line.quantity, line.total) == (
        tea.sku,
        350_000,
        2,
        700_000,
    )
    session.refresh(tea)
    assert (tea.on_hand, tea.allocated) == (10, 2)


def test_a_later_price_does_not_reach_an_order(session: Session) -> None:
    tea = make_variant(session, price=350_000)
    order(session, make_basket(session, (tea, 1)))
    tea.price = 1
    session.flush()
    assert session.exec(select(OrderLine.unit_price)).one() == 350_000


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(1_000, 3_000_000), st.integers(1, 9), st.integers(20, 9_000)),
            min_size=1,
            max_size=3,
        ),
        min_size=1,
        max_size=5,
    )
)
def test_random_baskets_of_one_to_five_sellers_sum_up(
    session: Session, sellers: list[list[tuple[int, int, int]]]
) -> None:
    wanted = []
    for lines in sellers:
        product = make_product(session)
        for price, quantity, grams in lines:
            variant = make_variant(
                session, product, price=price, net_grams=grams, gross_grams=grams + 20
            )
            wanted.append((variant, quantity))
    code = order(session, make_basket(session, *wanted))
    group = session.exec(select(OrderGroup).where(OrderGroup.code == code)).one()
    parts = session.exec(select(SellerOrder).where(SellerOrder.group_id == group.id)).all()
    assert len(parts) == len(sellers)
    assert group.total == sum(part.total for part in parts)
    for part in parts:
        lines_total = sum(
            line.total
            for line in session.exec(select(OrderLine).where(OrderLine.seller_order_id == part.id))
        )
        assert part.goods_total == lines_total
    assert sum(part.goods_total for part in parts) == sum(v.price * q for v, q in wanted)


def test_each_seller_gets_a_part_with_its_own_code_lines_and_letter(session: Session) -> None:
    one, other = make_variant(session), make_variant(session)
    code = order(session, make_basket(session, (one, 1), (other, 3)))
    parts = session.exec(select(SellerOrder).order_by(SellerOrder.code)).all()
    assert [part.code for part in parts] == [f"{code}01", f"{code}02"]
    assert {part.seller_id for part in parts} == {one.seller_id, other.seller_id}
    letters = session.exec(select(Message).where(col(Message.event).like("order_received:%")))
    for letter in letters:
        assert [line["quantity"] for line in letter.context["part"]["lines"]] in ([1], [3])


def test_a_seller_has_24_working_hours_to_confirm(session: Session) -> None:
    token = make_basket(session, (make_variant(session), 1))
    with time_machine.travel(datetime(2026, 11, 21, 3, 0, tzinfo=UTC), tick=False):  # Saturday
        order(session, token)
    due = session.exec(select(SellerOrder.confirm_due_at)).one()
    assert due == datetime(2026, 11, 23, 3, 0, tzinfo=UTC)


def test_the_buyer_is_written_by_mail_if_there_is_an_address_else_by_sms(
    session: Session,
) -> None:
    tea = make_variant(session)
    with_mail = order(session, make_basket(session, (tea, 1)), email="lan@thu.vn")
    without = order(session, make_basket(session, (tea, 1)))
    said = {
        m.event: (m.channel, m.recipient)
        for m in session.exec(select(Message).where(col(Message.event).like("order_placed:%")))
    }
    assert said == {
        f"order_placed:{with_mail}": (Channel.EMAIL, "lan@thu.vn"),
        f"order_placed:{without}": (Channel.SMS, "+84912345678"),
    }
    jobs = session.connection().execute(
        text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'notifications.send'")
    )
    assert jobs.scalar_one() == 4  # two buyers, twice a seller


def test_the_same_form_sent_twice_is_one_order(session: Session) -> None:
    token = make_basket(session, (make_variant(session), 1))
    shown = as_shown(session, token)
    first = place_order(session, Checkout(token, buyer(), shown))
    assert place_order(session, Checkout(token, buyer(), shown)) == first
    assert len(session.exec(select(OrderGroup)).all()) == 1


def test_the_same_key_with_other_contents_is_refused(session: Session) -> None:
    token = make_basket(session, (make_variant(session), 1))
    shown = as_shown(session, token)
    place_order(session, Checkout(token, buyer(), shown))
    with pytest.raises(checkout.KeyReused) as refusal:
        place_order(session, Checkout(token, buyer(street="Nơi khác"), shown))
    assert refusal.value.status == 422


def test_a_basket_is_ordered_once_whatever_the_key(session: Session) -> None:
    token = make_basket(session, (make_variant(session), 1))
    shown = as_shown(session, token)
    code = place_order(session, Checkout(token, buyer(), shown))
    again = shown.model_copy(update={"key": "khoa-khac-0123456789"})
    with pytest.raises(checkout.AlreadyOrdered) as refusal, session.begin_nested():
        place_order(session, Checkout(token, buyer(), again))
    assert refusal.value.code == code


def test_a_price_that_rose_meanwhile_is_shown_before_anything_is_ordered(
    session: Session,
) -> None:
    tea = make_variant(session, price=350_000)
    token = make_basket(session, (tea, 1))
    shown = as_shown(session, token)
    tea.price = 360_000
    session.flush()
    with pytest.raises(checkout.ChangedSinceShown) as refusal, session.begin_nested():
        place_order(session, Checkout(token, buyer(), shown))
    [line] = refusal.value.summary.dearer_or_cheaper
    assert (line.price_seen, line.price) == (350_000, 360_000)
    assert nothing_was_created(session)


def test_a_basket_that_another_tab_changed_is_shown_again(session: Session) -> None:
    tea, more = make_variant(session), make_variant(session)
    token = make_basket(session, (tea, 1))
    shown = as_shown(session, token)
    other = make_basket(session, (tea, 1), (more, 1))
    with pytest.raises(checkout.ChangedSinceShown), session.begin_nested():
        place_order(session, Checkout(other, buyer(), shown))


def test_a_farther_address_than_shown_asks_again_and_a_nearer_one_does_not(
    session: Session,
) -> None:
    tea = make_variant(session)
    token = make_basket(session, (tea, 1))
    shown = as_shown(session, token)
    far = {"province_code": "79", "ward_code": "27094"}
    with pytest.raises(checkout.ChangedSinceShown), session.begin_nested():
        place_order(session, Checkout(token, buyer(**far), shown))
    place_order(session, Checkout(token, buyer(ward_code="05503"), shown))
    assert session.exec(select(SellerOrder.shipping_fee)).one() == 12_000


@pytest.mark.parametrize("what", ["seller", "product", "pause", "variant"])
def test_what_was_withdrawn_meanwhile_is_named_and_nothing_is_created(
    session: Session, what: str
) -> None:
    seller = make_seller(session)
    product = make_product(session, seller)
    gone, kept = make_variant(session, product), make_variant(session)
    token = make_basket(session, (gone, 1), (kept, 1))
    shown = as_shown(session, token)
    match what:
        case "seller":
            seller.status = SellerStatus.SUSPENDED
        case "product":
            product.status = ProductStatus.ARCHIVED
        case "pause":
            product.paused = True
        case _:
            gone.active = False
    session.flush()
    with pytest.raises(checkout.LinesUnavailable) as refusal, session.begin_nested():
        place_order(session, Checkout(token, buyer(), shown))
    assert [line.variant_id for line in refusal.value.lines] == [gone.id]
    assert nothing_was_created(session)
    session.refresh(kept)
    assert kept.allocated == 0


def test_what_sold_out_meanwhile_is_named(session: Session) -> None:
    tea = make_variant(session, on_hand=5)
    token = make_basket(session, (tea, 3))
    shown = as_shown(session, token)
    order(session, make_basket(session, (tea, 3)))
    with pytest.raises(checkout.LinesUnavailable) as refusal, session.begin_nested():
        place_order(session, Checkout(token, buyer(), shown))
    assert refusal.value.lines[0].most == 2


def test_the_last_unit_takes_the_product_off_the_list_and_its_return_puts_it_back(
    session: Session,
) -> None:
    product = make_product(session, in_stock=True)
    tea = make_variant(session, product, on_hand=2)
    order(session, make_basket(session, (tea, 2)))
    session.refresh(product)
    assert not product.in_stock


def test_an_empty_basket_is_no_order(session: Session) -> None:
    token = make_basket(session)
    with pytest.raises(checkout.BasketEmpty), session.begin_nested():
        place_order(session, Checkout(token, buyer(), as_shown(session, token)))
    with pytest.raises(checkout.BasketEmpty):
        place_order(session, Checkout("no such", buyer(), ShownIn(key="khoa-0123456789ab")))


def test_an_order_begins_its_record(session: Session) -> None:
    order(session, make_basket(session, (make_variant(session), 1)))
    change = session.exec(select(OrderChange)).one()
    assert (change.from_state, change.to_state, change.actor) == (None, "placed", "buyer")


def test_stock_can_never_be_promised_twice_by_the_tables_own_check(session: Session) -> None:
    tea = make_variant(session, on_hand=1)
    with pytest.raises(Exception, match="variant_stock_check"), session.begin_nested():
        session.connection().execute(
            text("UPDATE variant SET allocated = 2 WHERE id = :id"), {"id": tea.id}
        )
    assert session.get_one(Variant, tea.id).allocated == 0
    assert session.exec(select(Product)).first() is not None
