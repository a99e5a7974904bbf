"""Reads of shipping."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlalchemy import ARRAY, Connection, Uuid, any_, bindparam, or_, select
from sqlmodel import col

from app.shipping.models import FREE_FROM, ShippingRate
from app.shipping.rules import Rate, Step, Tariff, in_force

_RATES = select(
    col(ShippingRate.seller_id),
    col(ShippingRate.zone),
    col(ShippingRate.up_to_grams),
    col(ShippingRate.fee),
    col(ShippingRate.valid_from),
    FREE_FROM.column(),
).where(
    or_(
        col(ShippingRate.seller_id).is_(None),
        col(ShippingRate.seller_id) == any_(bindparam("sellers", type_=ARRAY(Uuid))),
    ),
    col(ShippingRate.valid_from) <= bindparam("on"),
)


def tariff(connection: Connection, seller_ids: Collection[UUID], on: date) -> Tariff:
    """The platform's rates and these sellers' own, as in force on that day. One statement."""
    values = {"sellers": list(seller_ids), "on": on}
    rows = connection.execute(_RATES, values).all()
    rates = [
        Rate(seller_id, zone, Step(grams, fee), since)
        for seller_id, zone, grams, fee, since, _ in rows
    ]
    return in_force(rates, FREE_FROM.or_default(rows[0][5] if rows else None))
