"""Rates as they lie in the tables."""

from datetime import date, timedelta
from uuid import uuid4

from sqlmodel import Session

from app.core.db import utc_now
from app.shipping.models import FREE_FROM, ShippingRate
from app.shipping.queries import tariff
from app.shipping.rules import Zone
from tests.factories import make_seller, save

TODAY = date(2026, 11, 23)


def test_the_platform_comes_with_a_table_for_every_zone(session: Session) -> None:
    rates = tariff(session.connection(), [], TODAY)
    fees = [rates.fee(uuid4(), way, 200, 0) for way in Zone]
    assert fees == [12_000, 22_000, 28_000, 34_000]


def test_another_sellers_table_is_not_read(session: Session) -> None:
    mine, other = make_seller(session), make_seller(session)
    for seller, fee in ((mine, 5_000), (other, 1)):
        row = ShippingRate(
            seller_id=seller.id, zone=Zone.NORTH, up_to_grams=1_000, fee=fee, valid_from=TODAY
        )
        save(session, row)
    assert tariff(session.connection(), [mine.id], TODAY).fee(mine.id, Zone.NORTH, 200, 0) == 5_000


def test_the_operator_sets_from_when_parcels_travel_free(session: Session) -> None:
    before_this_transaction = utc_now() - timedelta(minutes=1)
    FREE_FROM.set(session, 300_000, by=None, since=before_this_transaction)
    session.flush()
    assert tariff(session.connection(), [], TODAY).fee(uuid4(), Zone.NORTH, 200, 300_000) == 0
