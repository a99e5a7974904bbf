"""What lies in a basket, split by seller and added up. Prices come from the shop alone."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from app.shipping.rules import Place, Tariff, zone


class Trouble(StrEnum):
    """Why a line cannot be ordered as it stands."""

    GONE = "gone"
    AWAY = "away"
    SOLD_OUT = "sold_out"
    TOO_FEW = "too_few"
    TOO_MANY = "too_many"


def most(available: int, max_per_order: int, min_per_order: int = 1) -> int:
    """The largest quantity of a variant that can be ordered now; none when less than the least
    that its seller sends is left.
    """
    largest = max(0, min(available, max_per_order))
    return largest if largest >= min_per_order else 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A variant to put in a basket, and what lies in there: `held` units of it, `kinds` lines,
    `units` of anything; `cart_id` is None while there is no basket.
    """

    variant_id: UUID
    price: int
    available: int
    min_per_order: int
    max_per_order: int
    on_sale: bool
    away_until: date | None  # the last day on which its seller takes no orders
    cart_id: UUID | None
    held: int
    kinds: int
    units: int

    @property
    def most(self) -> int:
        return most(self.available, self.max_per_order, self.min_per_order)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a basket with its variant as it is now; `price_seen` is what the buyer saw."""

    variant_id: UUID
    product_id: UUID
    seller_id: UUID
    seller_name: str
    seller_slug: str
    seller_email: str
    seller_phone: str
    province_code: str  # where the seller sends from
    ward_code: str
    product_name: str
    product_name_en: str
    product_slug: str
    cover: str
    variant_name: str
    variant_name_en: str
    sku: str
    net_grams: int
    gross_grams: int
    price: int
    price_seen: int
    quantity: int
    available: int
    min_per_order: int
    max_per_order: int
    on_sale: bool
    seller_listens: bool = False  # hears of the order in a system of its own
    away_until: date | None = None  # the last day on which the seller takes no orders

    @property
    def total(self) -> int:
        return self.price * self.quantity

    @property
    def most(self) -> int:
        return most(self.available, self.max_per_order, self.min_per_order)

    @property
    def trouble(self) -> Trouble | None:
        if not self.on_sale:
            return Trouble.GONE
        if self.away_until is not None:
            return Trouble.AWAY
        if self.most < 1:
            return Trouble.SOLD_OUT
        if self.quantity < self.min_per_order:
            return Trouble.TOO_FEW
        return Trouble.TOO_MANY if self.quantity > self.most else None

    @property
    def adjusted(self) -> "Line | None":
        """The line with what can be had of it, as near to what was wanted as it may be; None when
        that is nothing.
        """
        if self.trouble is None:
            return self
        wanted = min(max(self.quantity, self.min_per_order), self.most)
        had = self.trouble in {Trouble.TOO_MANY, Trouble.TOO_FEW}
        return replace(self, quantity=wanted) if had else None

    @property
    def back_on(self) -> date | None:
        """The day on which an absent seller takes orders again."""
        return self.away_until and self.away_until + timedelta(days=1)

    @property
    def price_changed(self) -> bool:
        return self.price != self.price_seen


@dataclass(frozen=True, slots=True)
class Parcel:
    """The lines of one seller, which become one seller order."""

    lines: tuple[Line, ...]
    shipping_fee: int

    @property
    def seller(self) -> Line:
        """Any line: all name the same seller."""
        return self.lines[0]

    @property
    def goods_total(self) -> int:
        return sum(line.total for line in self.lines)

    @property
    def gross_grams(self) -> int:
        return sum(line.gross_grams * line.quantity for line in self.lines)

    @property
    def total(self) -> int:
        return self.goods_total + self.shipping_fee


@dataclass(frozen=True, slots=True)
class Summary:
    """A basket as it would be ordered now; `troubled` lines are not in the parcels."""

    parcels: tuple[Parcel, ...]
    troubled: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        return tuple(line for parcel in self.parcels for line in parcel.lines)

    @property
    def goods_total(self) -> int:
        return sum(parcel.goods_total for parcel in self.parcels)

    @property
    def shipping_total(self) -> int:
        return sum(parcel.shipping_fee for parcel in self.parcels)

    @property
    def total(self) -> int:
        return self.goods_total + self.shipping_total

    @property
    def dearer_or_cheaper(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.price_changed)

    @property
    def seal(self) -> str:
        """Names what was shown, so that an order cannot be of something else."""
        parts = sorted(f"{line.variant_id}:{line.quantity}:{line.price}" for line in self.lines)
        return hashlib.sha256("|".join(parts).encode()).hexdigest()[:20]


def summary(lines: Iterable[Line], tariff: Tariff, destination: Place) -> Summary:
    """Parcels in the order in which their sellers first appear."""
    known = list(lines)
    groups: dict[UUID, list[Line]] = {}
    for line in known:
        if line.trouble is None:
            groups.setdefault(line.seller_id, []).append(line)
    parcels = tuple(_parcel(group, tariff, destination) for group in groups.values())
    return Summary(parcels, tuple(line for line in known if line.trouble is not None))


def _parcel(lines: Sequence[Line], tariff: Tariff, destination: Place) -> Parcel:
    bare = Parcel(tuple(lines), 0)
    way = zone(Place(lines[0].province_code, lines[0].ward_code), destination)
    fee = tariff.fee(lines[0].seller_id, way, bare.gross_grams, bare.goods_total)
    return Parcel(bare.lines, fee)
