"""What a shop's own page has room for."""

from enum import StrEnum

from app.core.i18n import mark

OWN_WORDS = {
    "name": mark("Tên gian hàng"),
    "story": mark("Câu chuyện"),
    "story_en": mark("Câu chuyện, tiếng Anh"),
    "quote": mark("Một câu của người làm"),
    "quote_en": mark("Câu của người làm, tiếng Anh"),
    "quote_by": mark("Ai nói"),
    "away_note": mark("Nhắn người mua"),
}
"""Fields in which a shop speaks for itself, as its forms call them."""


class PictureSlot(StrEnum):
    """Where a picture stands on the page; named as the column that shows it."""

    PORTRAIT = "portrait"
    LOGO = "logo"
