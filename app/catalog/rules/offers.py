"""Prices and stock of many variants in one form: `price.SKU`, `on_hand.SKU`, and what was shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from app.core.money import read_dong

FIELDS = ("price", "on_hand", "seen_price", "seen_on_hand")


@dataclass(frozen=True)
class Row:
    """One variant's fields, as typed."""

    sku: str
    typed: Mapping[str, str]

    @property
    def changed(self) -> bool:
        """What is shown and what is typed may be written differently: dots are no change."""
        return any(
            read_dong(self.typed[name]) != self.typed[f"seen_{name}"]
            for name in ("price", "on_hand")
        )


def rows(data: Mapping[str, str]) -> list[Row]:
    """The rows of a form, in its order; a name that is no field of ours is left alone.

    >>> [row.sku for row in rows({"price.A.1": "5", "on_hand.A.1": "1", "_token": "x"})]
    ['A.1']
    """
    found: dict[str, dict[str, str]] = {}
    for key, value in data.items():
        name, dot, sku = key.partition(".")
        if dot and name in FIELDS:
            found.setdefault(sku, dict.fromkeys(FIELDS, ""))[name] = value
    return [Row(sku, typed) for sku, typed in found.items()]
