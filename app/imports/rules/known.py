"""What is there before an import, as far as its checks need to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.imports.rules import AREAS, LOTS, PRODUCTS, SELLERS, VARIANTS, Row, Rows
from app.traceability.rules.balance import RatioBounds

Pair = tuple[str, str]
"""The canonical key of a seller, and a SKU, lot number or name of an area."""


@dataclass(frozen=True)
class Known:
    """`owners` leads from a tax code or a phone to the seller's canonical key: its tax code if any.

    `skus` leads from a variant to the main SKU of its product; `gtins` to the variant's pair.
    """

    today: date
    now: datetime
    owners: Mapping[str, str] = field(default_factory=dict)
    skus: Mapping[Pair, str] = field(default_factory=dict)
    gtins: Mapping[str, Pair] = field(default_factory=dict)
    lots: frozenset[Pair] = frozenset()
    areas: frozenset[Pair] = frozenset()
    categories: frozenset[str] = frozenset()
    wards: frozenset[str] = frozenset()
    bounds: Mapping[str, RatioBounds] = field(default_factory=dict)


class Index:
    """What a row may refer to: what is known, and what the file itself brings."""

    def __init__(self, rows: Rows, known: Known) -> None:
        self.known = known
        self.owners = dict(known.owners) | owners_of(rows.get(SELLERS, ()))
        self.skus = set(known.skus) | self._pairs(rows.get(VARIANTS, ()), "sku")
        self.lots = set(known.lots) | self._pairs(rows.get(LOTS, ()), "lot_number")
        self.areas = set(known.areas) | self._pairs(rows.get(AREAS, ()), "name")
        weighed = [row for row in rows.get(VARIANTS, ()) if row["net_grams"]]
        self.nets = {self.pair(row, "sku"): row["net_grams"] for row in weighed}

    def owner(self, row: Row) -> str:
        """The canonical key of the row's seller; what was typed when nobody has it."""
        key = row["seller"] or ""
        return self.owners.get(key, key)

    def pair(self, row: Row, name: str) -> Pair:
        return self.owner(row), row[name] or ""

    def knows(self, row: Row) -> bool:
        """Whether the row's own key is there already."""
        if row.sheet == SELLERS:
            return row["tax_code"] in self.owners or row["phone"] in self.owners
        places = {
            PRODUCTS: (self.skus, "sku"),
            VARIANTS: (self.skus, "sku"),
            AREAS: (self.areas, "name"),
            LOTS: (self.lots, "lot_number"),
        }
        if row.sheet not in places:
            return False
        there, name = places[row.sheet]
        return self.pair(row, name) in there

    def _pairs(self, rows: Iterable[Row], name: str) -> set[Pair]:
        return {self.pair(row, name) for row in rows}


def owners_of(rows: Iterable[Row]) -> dict[str, str]:
    """Both keys of each seller that a sheet describes."""
    found: dict[str, str] = {}
    for row in rows:
        canonical = row["tax_code"] or row["phone"]
        found |= {key: canonical for key in (row["tax_code"], row["phone"]) if key}
    return found
