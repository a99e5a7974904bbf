"""Reads of what a seller's own page is made of."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.sellers.models import SellerHours, SellerPicture
from app.sellers.rules import PictureSlot


def hours(session: Session, seller_id: UUID) -> Sequence[SellerHours]:
    """The days on which the shop's door is open, from Monday."""
    statement = select(SellerHours).where(SellerHours.seller_id == seller_id)
    return session.exec(statement.order_by(col(SellerHours.weekday))).all()


def pictures(session: Session, seller_id: UUID) -> dict[PictureSlot, SellerPicture]:
    """The last upload for each place, whether or not it can be shown yet."""
    found = session.exec(select(SellerPicture).where(SellerPicture.seller_id == seller_id))
    return {picture.slot: picture for picture in found}
