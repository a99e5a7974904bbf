"""What a shop's own page has room for."""

from enum import StrEnum


class PictureSlot(StrEnum):
    """Where a picture stands on the page; named as the column that shows it."""

    PORTRAIT = "portrait"
    LOGO = "logo"
