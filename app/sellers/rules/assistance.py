"""Help with consent: what may be consented to, how long it holds, what it opens.

Consent to the use of personal data is given freely, for a named purpose, is provable and may be
taken back at any time (Law 91/2025/QH15 on personal data protection): nothing is ticked
beforehand, each part is ticked by itself, and the text that was agreed to keeps its version.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from pydantic import BaseModel

from app.core.i18n import mark


class Scope(StrEnum):
    """A part of the seller's work that somebody else may do for it."""

    PROFILE = "profile"
    PAPERS = "papers"
    PRODUCTS = "products"
    LOTS = "lots"
    ORDERS = "orders"


class ScopesIn(BaseModel):
    """What was ticked, each part by itself: a browser sends nothing for the rest."""

    profile: bool = False
    papers: bool = False
    products: bool = False
    lots: bool = False
    orders: bool = False

    @property
    def scopes(self) -> list[Scope]:
        return [scope for scope in Scope if getattr(self, scope)]


class ConsentWay(StrEnum):
    """How consent was given, and so what proves it."""

    PAPER = "paper"  # signed in person; a photograph of the paper is kept
    CODE = "code"  # a one-time code, sent to the seller's phone and read out
    TAP = "tap"  # the seller's own tap at its desk


class ConsentState(StrEnum):
    ASKED = "asked"
    LAPSED = "lapsed"  # asked, and never answered
    DECLINED = "declined"
    GIVEN = "given"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


ANSWER_WITHIN = timedelta(days=7)
"""How long a question waits for the seller's tap."""

TEXTS = {
    "2026-11": mark(
        "Tôi đồng ý để {officer} làm giúp tôi những phần đã đánh dấu trên sàn Nguyên Gốc, và xem "
        "dữ liệu của gian hàng trong những phần đó, đến hết ngày {day}. Tôi biết mọi việc làm giúp "
        "đều được ghi lại cho tôi xem, và tôi thôi đồng ý lúc nào cũng được."
    ),
}
"""What was agreed to, by version; a text is never edited, a new one is added."""
TEXT_VERSION = "2026-11"

ANY = frozenset(Scope)
OPENS: dict[str, frozenset[Scope]] = {
    "/ban-hang": ANY,
    "/ban-hang/gian-hang": frozenset({Scope.PROFILE}),
    "/ban-hang/ho-so": frozenset({Scope.PROFILE}),
    "/ban-hang/giay-to": frozenset({Scope.PAPERS}),
    "/ban-hang/san-pham": frozenset({Scope.PRODUCTS}),
    "/ban-hang/giay-tem": frozenset({Scope.LOTS}),
    "/ban-hang/lo": frozenset({Scope.LOTS}),
    "/ban-hang/so": frozenset({Scope.LOTS}),
    "/ban-hang/quet": frozenset({Scope.LOTS}),
    "/ban-hang/vung-trong": frozenset({Scope.LOTS}),
    "/ban-hang/don-hang": frozenset({Scope.ORDERS}),
    "/ban-hang/nhap": frozenset({Scope.PRODUCTS, Scope.LOTS}),  # sheets of these scopes alone
}
"""What each part of the seller's desk asks for. A part that is not here opens to nobody but the
seller: the bank account, the team, its own systems, consent itself, and whatever comes later.
Among the papers, those of somebody's identity stay closed to whoever is no owner.
"""


@dataclass(frozen=True)
class Times:
    """When a consent was asked for, given, and ended."""

    asked_at: datetime
    given_at: datetime | None = None
    valid_until: datetime | None = None
    withdrawn_at: datetime | None = None


def state(times: Times, now: datetime) -> ConsentState:
    """It ends by itself, and is withdrawn once for all."""
    if times.given_at is None:
        if times.withdrawn_at is not None:
            return ConsentState.DECLINED
        late = times.asked_at + ANSWER_WITHIN <= now
        return ConsentState.LAPSED if late else ConsentState.ASKED
    if times.withdrawn_at is not None:
        return ConsentState.WITHDRAWN
    if times.valid_until is None or times.valid_until <= now:
        return ConsentState.EXPIRED
    return ConsentState.GIVEN


def opens(path: str, scopes: Collection[str]) -> bool:
    """Whether consent to `scopes` opens the page at `path` (without its language).

    >>> opens("/ban-hang/san-pham/che-dinh", {Scope.PRODUCTS}), opens("/ban-hang/lo", {"orders"})
    (True, False)
    >>> opens("/ban-hang/nhan-su", set(Scope)), opens("/ban-hang", {"orders"})
    (False, True)
    """
    return not wanted(path).isdisjoint(scopes)


CLOSED = ("/ban-hang/ho-so/dien-thoai",)
"""Within an open part: whoever changed the number that codes go to could consent to themselves."""


def wanted(path: str) -> frozenset[Scope]:
    """The scopes that open a page, any one of them; none when only the seller opens it.

    >>> sorted(wanted("/ban-hang/don-hang/TN7K2/xac-nhan")), sorted(wanted("/ban-hang/lo-moi"))
    ([<Scope.ORDERS: 'orders'>], [])
    """
    if path.startswith(CLOSED):
        return frozenset()
    first_two = "/".join(path.split("/")[:3])
    return OPENS.get(first_two, frozenset())


OWN_GOODS = timedelta(days=30)
"""Whoever acted for a seller decides on nothing of that seller for so long (separation of
duties); on the very rows that they worked on, never.
"""
