"""What a list shows of a product that is sold in several weights."""

from collections.abc import Iterable
from typing import Protocol, TypeVar

FEW = 10
"""Below so many, a product's page says how many are left."""


class Offer(Protocol):
    """A variant, as far as a list cares."""

    active: bool
    price: int
    net_grams: int
    on_hand: int
    allocated: int


AnyOffer = TypeVar("AnyOffer", bound=Offer)


def cheapest(offers: Iterable[AnyOffer]) -> AnyOffer | None:
    """The active one with the lowest price, the lighter of equals."""
    active = [offer for offer in offers if offer.active]
    return min(active, key=lambda offer: (offer.price, offer.net_grams), default=None)


def sellable(offers: Iterable[Offer]) -> bool:
    """Whether any active one has units that are not promised."""
    return any(offer.active and offer.on_hand > offer.allocated for offer in offers)


def honest_discount(earlier: int, price: int) -> bool:
    """At most half of the earlier price may be taken off (Decree 81/2018, article 7).

    >>> honest_discount(350_000, 175_000), honest_discount(350_000, 174_999)
    (True, False)
    """
    return price * 2 >= earlier
