"""What a parcel costs, from a table of zones and weights: no database, no HTTP."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID


class Zone(StrEnum):
    """From the seller's door to the buyer's."""

    SAME_WARD = "same_ward"
    IN_PROVINCE = "in_province"
    NORTH = "north"
    NATIONAL = "national"


NORTH = frozenset(
    ["01", "04", "08", "11", "12", "14", "15", "19", "20", "22", "24", "25", "31", "33", "37"]
)
"""The provinces from Ninh Bình northwards (Resolution 202/2025), one truck away from each other."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a parcel starts or ends; an empty ward is not chosen yet."""

    province_code: str
    ward_code: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """`fee` đồng for a parcel of up to `up_to_grams`."""

    up_to_grams: int
    fee: int


@dataclass(frozen=True, slots=True)
class Rate:
    """One row of a rate table; no seller means the platform's own."""

    seller_id: UUID | None
    zone: Zone
    step: Step
    valid_from: date


class NoRate(LookupError):
    """The platform's table lacks a zone; the operator must complete it."""


def zone(start: Place, end: Place) -> Zone:
    """
    >>> zone(Place("19", "05503"), Place("19")), zone(Place("19"), Place("79"))
    (<Zone.IN_PROVINCE: 'in_province'>, <Zone.NATIONAL: 'national'>)
    """
    if start.province_code == end.province_code:
        near = end.ward_code and start.ward_code == end.ward_code
        return Zone.SAME_WARD if near else Zone.IN_PROVINCE
    return Zone.NORTH if {start.province_code, end.province_code} <= NORTH else Zone.NATIONAL


def table_fee(steps: Sequence[Step], grams: int) -> int:
    """đồng for `grams`; what is over the heaviest step goes in further parcels of that step."""
    heaviest = max(steps, key=lambda step: step.up_to_grams)
    full, rest = divmod(grams, heaviest.up_to_grams)
    return full * heaviest.fee + (_single(steps, rest) if rest else 0)


def _single(steps: Sequence[Step], grams: int) -> int:
    return min((step.up_to_grams, step.fee) for step in steps if step.up_to_grams >= grams)[1]


@dataclass(frozen=True, slots=True)
class Tariff:
    """The rates in force on one day; goods of `free_from` đồng and more travel free (0: never)."""

    steps: Mapping[tuple[UUID | None, Zone], Sequence[Step]]
    free_from: int = 0

    def fee(self, seller_id: UUID, way: Zone, grams: int, goods_total: int) -> int:
        """đồng for one seller's parcel: by the seller's own table, else by the platform's."""
        if 0 < self.free_from <= goods_total:
            return 0
        steps = self.steps.get((seller_id, way)) or self.steps.get((None, way))
        if not steps:
            raise NoRate(way)
        return table_fee(steps, grams)


def in_force(rates: Iterable[Rate], free_from: int = 0) -> Tariff:
    """Of each table the rows with the latest date; a newer table replaces an older one whole."""
    known = list(rates)
    latest: dict[tuple[UUID | None, Zone], date] = {}
    for rate in known:
        key = (rate.seller_id, rate.zone)
        latest[key] = max(rate.valid_from, latest.get(key, rate.valid_from))
    steps: dict[tuple[UUID | None, Zone], list[Step]] = {key: [] for key in latest}
    for rate in known:
        if rate.valid_from == latest[rate.seller_id, rate.zone]:
            steps[rate.seller_id, rate.zone].append(rate.step)
    return Tariff(steps, free_from)
