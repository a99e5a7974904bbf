"""Adding up: whatever lies in a basket, the parts sum to the whole."""

from datetime import date
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from app.orders.rules.basket import Line, Trouble, summary
from app.shipping.rules import Place, Rate, Step, Zone, in_force

TARIFF = in_force(
    [
        Rate(None, zone, Step(grams, fee), date(2026, 1, 1))
        for zone in Zone
        for grams, fee in ((500, 22_000), (5_000, 40_000))
    ]
)
HANOI = Place("01", "00070")


def line(**fields: object) -> Line:
    defaults: dict[str, object] = {
        "variant_id": uuid4(),
        "product_id": uuid4(),
        "seller_id": UUID(int=1),
        "seller_name": "HTX chè Đồi Sương",
        "seller_slug": "htx-che-doi-suong",
        "seller_email": "",
        "seller_phone": "+84901234567",
        "province_code": "19",
        "ward_code": "05503",
        "product_name": "Chè đinh",
        "product_name_en": "",
        "product_slug": "che-dinh",
        "cover": "",
        "variant_name": "Hộp 100 g",
        "variant_name_en": "",
        "sku": "D-100",
        "net_grams": 100,
        "gross_grams": 160,
        "price": 350_000,
        "price_seen": 350_000,
        "quantity": 1,
        "available": 10,
        "min_per_order": 1,
        "max_per_order": 99,
        "on_sale": True,
    }
    return Line(**defaults | fields)  # type: ignore[arg-type]


lines = st.lists(
    st.builds(
        line,
        seller_id=st.integers(1, 5).map(lambda n: UUID(int=n)),
        price=st.integers(1, 5_000_000),
        price_seen=st.integers(1, 5_000_000),
        quantity=st.integers(1, 99),
        available=st.integers(0, 120),
        min_per_order=st.integers(1, 99),
        gross_grams=st.integers(1, 30_000),
        on_sale=st.booleans(),
        away_until=st.none() | st.just(date(2027, 2, 9)),
    ),
    max_size=20,
)


@given(lines)
def test_the_whole_is_the_sum_of_its_sellers_parts(basket: list[Line]) -> None:
    whole = summary(basket, TARIFF, HANOI)
    assert whole.total == sum(parcel.total for parcel in whole.parcels)
    assert whole.goods_total == sum(each.price * each.quantity for each in whole.lines)
    assert whole.total == whole.goods_total + whole.shipping_total


@given(lines)
def test_every_line_is_in_one_parcel_or_in_trouble(basket: list[Line]) -> None:
    whole = summary(basket, TARIFF, HANOI)
    assert sorted(each.variant_id for each in (*whole.lines, *whole.troubled)) == sorted(
        each.variant_id for each in basket
    )
    for parcel in whole.parcels:
        assert {each.seller_id for each in parcel.lines} == {parcel.seller.seller_id}
        assert parcel.shipping_fee > 0


@given(lines)
def test_a_basket_of_one_seller_has_one_parcel(basket: list[Line]) -> None:
    sellers = {each.seller_id for each in basket if each.trouble is None}
    assert len(summary(basket, TARIFF, HANOI).parcels) == len(sellers)


@given(lines)
def test_nothing_of_an_absent_seller_is_ordered_and_the_rest_is(basket: list[Line]) -> None:
    whole = summary(basket, TARIFF, HANOI)
    assert all(each.away_until is None for each in whole.lines)
    for each in whole.troubled:
        assert each.adjusted is None or each.trouble in {Trouble.TOO_MANY, Trouble.TOO_FEW}
    left = [each.adjusted for each in basket if each.adjusted]
    assert summary(left, TARIFF, HANOI).troubled == ()


def test_an_absent_seller_is_back_on_the_day_after() -> None:
    away = line(away_until=date(2027, 2, 9))
    assert (away.trouble, away.back_on) == (Trouble.AWAY, date(2027, 2, 10))
    assert line(away_until=date(2027, 2, 9), on_sale=False).trouble is Trouble.GONE
    assert line().back_on is None


def test_the_seal_names_what_was_shown() -> None:
    tea = line()
    seals = {
        summary([tea], TARIFF, HANOI).seal,
        summary([line(variant_id=tea.variant_id, quantity=2)], TARIFF, HANOI).seal,
        summary([line(variant_id=tea.variant_id, price=1)], TARIFF, HANOI).seal,
        summary([tea, line()], TARIFF, HANOI).seal,
    }
    assert len(seals) == 4


def test_what_is_wrong_with_a_line_is_said_in_order_of_weight() -> None:
    assert line(on_sale=False, available=0).trouble == Trouble.GONE
    assert line(available=0).trouble == Trouble.SOLD_OUT
    assert line(quantity=11).trouble == Trouble.TOO_MANY
    assert line(quantity=100, available=500).trouble == Trouble.TOO_MANY
    assert line(price_seen=1).trouble is None
    assert line(quantity=2, min_per_order=3).trouble == Trouble.TOO_FEW
    assert line(available=2, min_per_order=3).trouble == Trouble.SOLD_OUT


@given(lines)
def test_a_line_that_was_adjusted_can_be_ordered(basket: list[Line]) -> None:
    for each in basket:
        left = each.adjusted
        if left is None:
            assert not each.on_sale or each.away_until or each.most == 0
        else:
            assert left.trouble is None
            assert each.min_per_order <= left.quantity <= each.most
            assert left.quantity == each.quantity or each.trouble
