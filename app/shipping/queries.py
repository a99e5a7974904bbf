"""Reads of shipping."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, or_, select

from app.shipping.models import FREE_FROM, ShippingRate
from app.shipping.rules import Rate, Step, Tariff, in_force


def tariff(session: Session, seller_ids: Collection[UUID], on: date) -> Tariff:
    """The platform's rates and these sellers' own, as in force on that day."""
    statement = select(ShippingRate).where(
        or_(col(ShippingRate.seller_id).is_(None), col(ShippingRate.seller_id).in_(seller_ids)),
        ShippingRate.valid_from <= on,
    )
    rates = [
        Rate(row.seller_id, row.zone, Step(row.up_to_grams, row.fee), row.valid_from)
        for row in session.exec(statement)
    ]
    return in_force(rates, FREE_FROM.get(session))
