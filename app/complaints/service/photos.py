"""Photographs that came with reports: their dots alone, sealed, out of the public store."""

import secrets

from app.complaints.models import Ticket
from app.core import media
from app.core.days import today
from app.core.errors import DomainError, NotFound
from app.core.i18n import mark
from app.core.sealing import BrokenSeal, sealed, unsealed
from app.core.storage import store

PHOTO_PURPOSE = "complaints.photo"
FOLDER = "complaints/"
LONGEST_SIDE = 1600


class NotKept(DomainError):
    """The photograph is good, but where it would be kept does not answer."""

    status, title = 503, mark("Kho ảnh báo lỗi")


def keep(photo: bytes) -> str:
    """The key of the sealed picture; one that no row will name is swept up (see `tasks`)."""
    picture = media.as_jpeg(photo, LONGEST_SIDE)
    key = f"{FOLDER}{today():%Y-%m-%d}/{secrets.token_hex(16)}"
    try:
        store("private").put(key, sealed(picture, purpose=PHOTO_PURPOSE))
    except OSError as error:
        said = mark("Kho đang trục trặc nên chưa nhận được ảnh. Mời bỏ ảnh rồi gửi lại.")
        raise NotKept(said) from error
    return key


def open_photo(ticket: Ticket) -> bytes:
    """A JPEG. Raises NotFound when there is none, or it cannot be unsealed any more."""
    if not ticket.photo_key:
        raise NotFound
    try:
        return unsealed(store("private").get(ticket.photo_key), purpose=PHOTO_PURPOSE)
    except (FileNotFoundError, BrokenSeal) as error:
        raise NotFound from error
