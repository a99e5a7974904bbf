"""How a message becomes words, and when sending is given up: no database, no network."""

from dataclasses import dataclass

from app.core.text import unaccented

ATTEMPTS = 8
"""Over about three hours: half a minute apart at first, then ever longer."""
FIRST_WAIT = 30

_MARKS = str.maketrans({"₫": "d", "–": "-", "→": "->", "“": '"', "”": '"', "×": "x", "…": "..."})


@dataclass(frozen=True, slots=True)
class Letter:
    """A message ready to go; `html` and `subject` are empty where the channel has none."""

    key: str  # the same for every try of a message
    recipient: str
    subject: str
    text: str
    html: str = ""


def plain_sms(text: str) -> str:
    r"""One line without accents, in the alphabet that lets an SMS hold 160 letters (GSM 03.38).

    >>> plain_sms("Đơn TN7K2: 372.000₫,\n  người bán đã nhận.")
    'Don TN7K2: 372.000d, nguoi ban da nhan.'
    """
    return " ".join(unaccented(text.translate(_MARKS)).split())
