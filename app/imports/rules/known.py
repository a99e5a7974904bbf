"""What is there before an import, as far as its checks need to know."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from app.core.text import fold
from app.imports.rules import (
    AREAS,
    CERTIFICATES,
    LOTS,
    PRICES,
    PRODUCTS,
    SELLERS,
    STEPS,
    VARIANTS,
    Row,
    Rows,
)
from app.traceability.rules.balance import RatioBounds

Pair = tuple[str, str]
"""The canonical key of a seller, and a SKU, lot number or name of an area."""


@dataclass(frozen=True)
class Known:
    """`owners` leads from a tax code or a phone to the seller's canonical key: its tax code if any.

    `skus` leads from a variant to the main SKU of its product; `gtins` to the variant's pair;
    `categories` from what a sheet calls one to its group, `groups` from a variant to its product's;
    `prices` to a variant's price and the earlier one, in đồng.
    """

    today: date
    now: datetime
    owners: Mapping[str, str] = field(default_factory=dict)
    sellers: Mapping[str, UUID] = field(default_factory=dict)
    skus: Mapping[Pair, str] = field(default_factory=dict)
    products: Mapping[Pair, UUID] = field(default_factory=dict)
    gtins: Mapping[str, Pair] = field(default_factory=dict)
    lots: frozenset[Pair] = frozenset()
    areas: frozenset[Pair] = frozenset()
    prices: Mapping[Pair, tuple[int, int | None]] = field(default_factory=dict)
    categories: Mapping[str, str] = field(default_factory=dict)
    groups: Mapping[Pair, str] = field(default_factory=dict)
    wards: frozenset[str] = frozenset()
    bounds: Mapping[str, RatioBounds] = field(default_factory=dict)


@dataclass(frozen=True)
class Named:
    """What the rows of a file name, so that no more than that is read."""

    skus: frozenset[Pair]
    lots: frozenset[Pair]
    gtins: frozenset[str]


NAMING = {
    PRODUCTS: ("sku",),
    VARIANTS: ("sku", "product"),
    PRICES: ("sku",),
    LOTS: ("sku",),
    CERTIFICATES: ("sku",),
}
"""The columns that hold a SKU."""


def named(rows: Rows, owners: Mapping[str, str]) -> Named:
    def pairs(sheet: str, column: str) -> Iterable[Pair]:
        for row in rows.get(sheet, ()):
            if row[column]:
                yield owners.get(row["seller"] or "", ""), row[column]

    return Named(
        skus=frozenset(
            p for sheet, names in NAMING.items() for n in names for p in pairs(sheet, n)
        ),
        lots=frozenset(p for sheet in (LOTS, STEPS) for p in pairs(sheet, "lot_number")),
        gtins=frozenset(row["gtin"] for row in rows.get(VARIANTS, ()) if row["gtin"]),
    )


class Index:
    """What a row may refer to: what is known, and what the file itself brings."""

    def __init__(self, rows: Rows, known: Known) -> None:
        self.known = known
        self.owners = dict(known.owners) | owners_of(rows.get(SELLERS, ()), known.owners)
        self.skus = set(known.skus) | self._pairs(rows.get(VARIANTS, ()), "sku")
        self.lots = set(known.lots) | self._pairs(rows.get(LOTS, ()), "lot_number")
        self.areas = set(known.areas) | self._pairs(rows.get(AREAS, ()), "name")
        weighed = [row for row in rows.get(VARIANTS, ()) if row["net_grams"]]
        self.nets = {self.pair(row, "sku"): row["net_grams"] for row in weighed}
        self.variants = {self.pair(row, "sku"): row for row in rows.get(VARIANTS, ())}

    def owner(self, row: Row) -> str:
        """The canonical key of the row's seller; what was typed when nobody has it."""
        key = row["seller"] or ""
        return self.owners.get(key, key)

    def pair(self, row: Row, name: str) -> Pair:
        return self.owner(row), row[name] or ""

    def group(self, row: Row) -> str | None:
        """Of the category that the row names, else of the product's own; None of one unknown."""
        if row["category"]:
            return self.known.categories.get(fold(row["category"]))
        return self.known.groups.get(self.pair(row, "sku"))

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


def owners_of(rows: Iterable[Row], known: Mapping[str, str]) -> dict[str, str]:
    """Both keys of each seller that a sheet describes; a seller we know keeps its canonical one."""
    found: dict[str, str] = {}
    for row in rows:
        keys = [key for key in (row["tax_code"], row["phone"]) if key]
        canonical = next((known[key] for key in keys if key in known), keys[0] if keys else "")
        found |= dict.fromkeys(keys, canonical)
    return found
