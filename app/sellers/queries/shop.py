"""Reads of what a seller's own page is made of."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlmodel import Session, col, select

from app.moderation import queries as moderation
from app.moderation.rules.findings import Findings, looked_through
from app.sellers.models import Seller, SellerHours, SellerPicture
from app.sellers.rules import DECIDED, OWN_WORDS, PictureSlot


def findings(session: Session, said: Mapping[str, str]) -> Findings:
    """What a shop may not say, or is looked at for, in its own words by field."""
    own = {name: said[name] for name in OWN_WORDS if said.get(name)}
    return looked_through(own, moderation.claims(session))


def words_on_show(
    session: Session, after: UUID | None, limit: int
) -> Mapping[UUID, Mapping[str, str]]:
    """A shop's own words by field, of so many sellers behind `after` that shoppers may read or
    may read again.
    """
    statement = select(Seller).where(col(Seller.status).in_(DECIDED))
    if after is not None:
        statement = statement.where(col(Seller.id) > after)
    sellers = session.exec(statement.order_by(col(Seller.id)).limit(limit))
    return {seller.id: own_words(seller) for seller in sellers}


def own_words(seller: Seller) -> dict[str, str]:
    """By field, as `rules.OWN_WORDS` names them."""
    return {name: getattr(seller, name) for name in OWN_WORDS}


def hours(session: Session, seller_id: UUID) -> Sequence[SellerHours]:
    """The days on which the shop's door is open, from Monday."""
    statement = select(SellerHours).where(SellerHours.seller_id == seller_id)
    return session.exec(statement.order_by(col(SellerHours.weekday))).all()


def pictures(session: Session, seller_id: UUID) -> dict[PictureSlot, SellerPicture]:
    """The last upload for each place, whether or not it can be shown yet."""
    found = session.exec(select(SellerPicture).where(SellerPicture.seller_id == seller_id))
    return {picture.slot: picture for picture in found}
