"""What people report, by when it is answered, and how it ends; words for all of it."""

from enum import StrEnum

from app.core.i18n import gettext, mark


class Kind(StrEnum):
    """What is wrong, as whoever holds the packet sees it."""

    FAKE = "fake"  # the label or the packet looks false
    UNWELL = "unwell"  # somebody felt unwell
    SPOILED = "spoiled"  # mould, a foreign body, an open packet
    WRONG = "wrong"  # what the page says is not what the packet says
    OTHER = "other"


class Subject(StrEnum):
    """What a ticket is about; `subject` of the row names it."""

    LOT = "lot"  # a public lot, by its code
    CODE = "code"  # what somebody read off a label that is none of ours


class State(StrEnum):
    """`answered` still waits for the exchange to close it."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"


class Outcome(StrEnum):
    """How a ticket was closed."""

    CONFIRMED = "confirmed"
    UNFOUNDED = "unfounded"
    UNCLEAR = "unclear"


class Side(StrEnum):
    """Who answered."""

    SELLER = "seller"
    EXCHANGE = "exchange"


KINDS = {
    Kind.FAKE: mark("Tem hoặc hàng nghi giả"),
    Kind.UNWELL: mark("Dùng xong thấy không khỏe"),
    Kind.SPOILED: mark("Hàng hỏng, mốc, có vật lạ"),
    Kind.WRONG: mark("Chữ trên trang khác chữ trên hộp"),
    Kind.OTHER: mark("Chuyện khác"),
}
STATES = {
    State.OPEN: mark("đã nhận, đang chờ trả lời"),
    State.ANSWERED: mark("đã có trả lời"),
    State.CLOSED: mark("đã xong"),
}
OUTCOMES = {
    Outcome.CONFIRMED: mark("Đúng như báo"),
    Outcome.UNFOUNDED: mark("Không đúng như báo"),
    Outcome.UNCLEAR: mark("Không đủ để kết luận"),
}
SIDES = {Side.SELLER: mark("Người bán"), Side.EXCHANGE: mark("Sàn Nguyên Gốc")}
HOURS = {Kind.FAKE: 24, Kind.UNWELL: 12, Kind.SPOILED: 48, Kind.WRONG: 72, Kind.OTHER: 72}
"""By when a ticket is answered, unless an operator set other hours."""


def kinds() -> list[tuple[str, str]]:
    """For a list to choose from, in the page's language."""
    return [(kind.value, gettext(words)) for kind, words in KINDS.items()]


def outcomes() -> list[tuple[str, str]]:
    return [(outcome.value, gettext(words)) for outcome, words in OUTCOMES.items()]
