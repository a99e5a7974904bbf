"""The portrait and the logo of a shop: shown once their sizes are made."""

from uuid import UUID

from sqlmodel import Session, select

from app.core.jobs import defer
from app.core.media import Medium
from app.core.page_cache import touch
from app.identity.service import audit
from app.sellers.models import Seller, SellerPicture
from app.sellers.rules import PictureSlot

MAKE_SIZES = "sellers.make_sizes"


def set_picture(
    session: Session, actor_id: UUID, seller: Seller, slot: PictureSlot, medium: Medium
) -> None:
    """The last upload for this place counts; the one before stays until its sizes are made."""
    picture = _taken(session, seller, slot) or SellerPicture(
        seller_id=seller.id, slot=slot, content_hash=""
    )
    if picture.content_hash == medium.content_hash:
        return
    picture.content_hash, picture.ready = medium.content_hash, medium.ready
    session.add(picture)
    after = {slot.value: medium.content_hash}
    audit(session, actor_id, "shop.set_picture", seller, after=after)
    if medium.ready:
        _show(session, seller, slot, medium.content_hash)
    else:
        name = medium.content_hash
        defer(session, MAKE_SIZES, lock=name, content_hash=name)


def remove_picture(session: Session, actor_id: UUID, seller: Seller, slot: PictureSlot) -> None:
    """A picture that is gone already is no error."""
    picture = _taken(session, seller, slot)
    shown = getattr(seller, slot.value)
    if picture is None and not shown:
        return
    if picture is not None:
        session.delete(picture)
    audit(session, actor_id, "shop.remove_picture", seller, before={slot.value: shown})
    _show(session, seller, slot, "")


def make_ready(session: Session, content_hash: str) -> None:
    """The sizes of this picture are made: every shop that waited for it shows it."""
    waiting = select(SellerPicture).where(
        SellerPicture.content_hash == content_hash,
        SellerPicture.ready == False,  # noqa: E712
    )
    for picture in session.exec(waiting.with_for_update()).all():
        picture.ready = True
        _show(session, session.get_one(Seller, picture.seller_id), picture.slot, content_hash)


def _show(session: Session, seller: Seller, slot: PictureSlot, content_hash: str) -> None:
    setattr(seller, slot.value, content_hash)
    touch(session, f"seller:{seller.id}")


def _taken(session: Session, seller: Seller, slot: PictureSlot) -> SellerPicture | None:
    session.exec(select(Seller.id).where(Seller.id == seller.id).with_for_update(key_share=True))
    return session.get(SellerPicture, (seller.id, slot), with_for_update=True)
